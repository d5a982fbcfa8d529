"""The ledger on disk: rows that are only ever added, and the one way to add them."""
