"""Pages: one module a family; each function takes what was asked and returns what is shown."""
