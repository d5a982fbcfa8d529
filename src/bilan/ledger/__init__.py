"""Kinds of entry, the rules they obey, their canonical bytes, and the log that nobody can change unseen."""
