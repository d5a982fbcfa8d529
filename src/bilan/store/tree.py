"""The tree of the plan as the ledger holds it now."""

import json
from collections.abc import Iterable
from functools import lru_cache

from django.db import connection

from bilan.store.known import ENDED, LATEST
from bilan.store.models import EntryRow


def branches(tops: Iterable[str]) -> frozenset[str]:
    """Return some nodes with all that lie below them."""
    found = set(tops)
    parents = parent_of()
    grown = True
    while grown:
        below = {key for key, above in parents.items() if above in found and key not in found}
        found |= below
        grown = bool(below)
    return frozenset(found)


def parent_of() -> dict[str, str | None]:
    """Return the parent of each node of the plan."""
    last = EntryRow.objects.order_by("-number").values_list("number", "leaf_hash").first()
    return dict(_parents(connection.settings_dict["NAME"], bytes(last[1]) if last else b""))


@lru_cache(maxsize=4)
def _parents(_database: str, _state: bytes) -> tuple[tuple[str, str | None], ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.key, e.body FROM bilan_entry AS e WHERE e.kind = 'node' AND {LATEST} AND NOT {ENDED}"  # noqa: S608 - of our own words alone
        )
        rows = cursor.fetchall()
    return tuple((key, json.loads(body)["content"].get("parent")) for key, body in rows if body)
