"""Files in and out: our own CSV, one file a kind, and other people's formats, read as the same steps."""
