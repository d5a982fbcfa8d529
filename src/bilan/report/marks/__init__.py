"""Marks: one function each draws SVG, the same for page and paper."""
