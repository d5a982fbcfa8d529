"""Levers: one module each, with its conclusion and what its page shows."""
