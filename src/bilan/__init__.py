"""Keep the record of a national plan and read what became of it."""

__version__ = "0.1.0"
