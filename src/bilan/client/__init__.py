"""Ask a site of Bilan from another program: its answers, its entries with their proofs; propose, and hear of events."""

from bilan.client.client import Client, NotProved, Refused, Unreachable

__all__ = ["Client", "NotProved", "Refused", "Unreachable"]
