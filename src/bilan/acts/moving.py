"""What moved since somebody looked last: the entries published since then, within a reach."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bilan.acts.matters import Looking
from bilan.report.view import View
from bilan.store.desk.models import Account

# What an entry concerns, by kind: an indicator, a node, or what it names itself; what a plan is made of moves too.
CONCERNS: Final = {
    "statement": "coalesce(indicator, subject)",
    "target": "indicator",
    "baseline": "indicator",
    "rating": "subject",
    "finding": "subject",
    "undertaking": "coalesce(indicator, node)",
    "milestone": "node",
    "indicator": "key",
    "node": "key",
}
OF_PARTY: Final = {"statement": "organisation", "undertaking": "organisation"}
PLACED: Final = ("statement", "target", "baseline")
MOVED: Final = """
WITH place AS (
    SELECT i.key, i.node, coalesce(i.measured_by, i.owner, n.owner) AS party
    FROM indicator i LEFT JOIN node n ON n.key = i.node
    UNION ALL SELECT key, key, owner FROM node
),
told AS ({told})
SELECT number FROM (
    SELECT t.number, coalesce(t.party, p.party) AS party, p.party AS owner, p.node, t.region
    FROM told t LEFT JOIN place p ON p.key = t.concerns WHERE t.number >= $since
) WHERE {held} ORDER BY number DESC
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """The entries since a visit, the newest first; `since` is none on the first visit, when nothing is compared."""

    since: datetime | None
    numbers: tuple[int, ...]


def moved(looking: Looking, account: Account) -> Moved:
    """Return what was published since somebody marked the tower as seen."""
    if account.seen_entry is None:
        return Moved(None, ())
    return Moved(account.seen_at, entries_since(looking, account.seen_entry))


def entries_since(looking: Looking, first: int) -> tuple[int, ...]:
    """Return the numbers of the entries from one on, within the reach, the newest first."""
    held, values = looking.condition(("party", "owner"))
    told = " UNION ALL ".join(_told(kind, concerns) for kind, concerns in CONCERNS.items())
    query = MOVED.format(told=told, held=held)
    rows = looking.view.rows(query, {**values, "since": first}, reads=tuple(CONCERNS))
    return tuple(row["number"] for row in rows)


def first_since(view: View, at: datetime) -> int | None:
    """Return the number of the first entry that was recorded since an instant; nothing where none was."""
    told = " UNION ALL ".join(f"SELECT number, recorded_at FROM {kind}_known" for kind in CONCERNS)  # noqa: S608 - our own words
    query = f"SELECT min(number) AS first FROM ({told}) WHERE recorded_at >= $since"  # noqa: S608 - as above
    found: int | None = view.rows(query, {"since": at.replace(tzinfo=None)}, reads=tuple(CONCERNS))[0]["first"]
    return found


def mark_seen(account: Account, size: int, *, at: datetime) -> None:
    """Note that somebody saw all that an edition of so many entries shows."""
    Account.objects.filter(pk=account.pk).update(seen_at=at, seen_entry=size)


def _told(kind: str, concerns: str) -> str:
    party = OF_PARTY.get(kind, "NULL")
    region = "region" if kind in PLACED else "NULL"
    columns = f"number, {concerns} AS concerns, {party}::VARCHAR AS party, {region}::VARCHAR AS region"
    return f"SELECT {columns} FROM {kind}_known"  # noqa: S608 - our own words
