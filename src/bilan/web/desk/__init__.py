"""The desk: the pages of those who record, verify, audit and publish."""
