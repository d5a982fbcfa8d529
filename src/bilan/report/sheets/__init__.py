"""Sheets: what is told of one thing in a view, gathered for page, paper and terminal."""
