"""The desk's tables: accounts, working papers, post; they change, and are private."""
