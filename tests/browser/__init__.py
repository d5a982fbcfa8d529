"""Look at the public site as its readers do: with a browser, with a keyboard, without scripts, on paper.

A package, so that the browser is closed before the tests that follow: while it is open, Django takes its thread for one
that must not wait and refuses to ask the database.
"""
