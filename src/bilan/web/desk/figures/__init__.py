"""Figures by form: choose what is told, one group of questions a page, look at what it changes, submit."""
