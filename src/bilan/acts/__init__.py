"""What people do to the ledger: one function, one transaction, and whoever does it named."""
