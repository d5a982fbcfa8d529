"""Formulas of the field: pure functions of numbers, that know neither tables nor sessions.

Each is judged in the tests by a reference library or by hand.
"""
