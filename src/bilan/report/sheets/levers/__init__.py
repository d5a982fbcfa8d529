"""Levers: one module each, with its verdict and what its page shows."""
