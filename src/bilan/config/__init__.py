"""What an installation may set, and the folder in which its ledger lives."""
