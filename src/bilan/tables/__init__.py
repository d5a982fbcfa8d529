"""Entries as columns: editions anyone can download, and the two cuts - "as of", "as known on" - made once."""
