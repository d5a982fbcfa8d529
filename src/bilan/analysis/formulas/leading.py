"""Say which party would lead the building of a block for all.

Question: Who leads, where nobody decided?
Formula: the party decided on; else the one that answers for most of the services that need the block. Of equals, the
    one whose key or name comes first.
Units: counts of services.
Errors: none; where nobody answers for any of them, nobody leads.
Source: our rule; whoever answers for most of the services bears most of what goes wrong.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads: a party of the ledger, or a name as written; of how many services; decided, or by the rule."""

    party: str | None = None
    name: str | None = None
    services: int = 0
    of: int = 0
    basis: str | None = None


def lead(decided: str | None, owners: Iterable[tuple[str | None, str | None]]) -> Lead:
    """Return who leads a block, from the owner (key, name as written) of each service that needs it.

    >>> lead(None, [("org-b", None), (None, "Post"), ("org-b", None)])
    Lead(party='org-b', name=None, services=2, of=3, basis='most_services')
    >>> lead("org-c", [("org-b", None)])
    Lead(party='org-c', name=None, services=0, of=1, basis='decided')
    """
    told = list(owners)
    counts = Counter((party, None if party else name) for party, name in told if party or name)
    if decided:
        return Lead(decided, None, counts[decided, None], len(told), "decided")
    if not counts:
        return Lead(of=len(told))
    (party, name), services = min(counts.items(), key=lambda one: (-one[1], one[0][0] or one[0][1] or ""))
    return Lead(party, name, services, len(told), "most_services")
