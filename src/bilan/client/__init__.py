"""Ask a site of Bilan from another program: its answers, its entries with their proofs; propose, and hear of events."""
