"""The way to a site that is asked instead of a ledger here."""

from typing import Final

import httpx

from bilan.client import Client
from bilan.client.client import token_of_environment

# Another way to it, for whoever tries this out without a network.
TRANSPORT: Final[list[httpx.BaseTransport]] = []


def open_site(url: str, language: str) -> Client:
    """Return a site, asked with the token of the environment."""
    transport = TRANSPORT[0] if TRANSPORT else None
    return Client(url, token=token_of_environment(), language=language, transport=transport)
