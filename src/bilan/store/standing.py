"""Read what stands in the ledger at this moment: the latest entry of each key, neither withdrawn nor redacted."""

import json
from collections.abc import Iterator
from typing import Final

from django.db import connection

from bilan.ledger.entries import Entry
from bilan.store.known import ENDED, LATEST

QUERY: Final = f"""
SELECT e.body FROM bilan_entry AS e
WHERE e.kind = %s AND e.body IS NOT NULL AND {LATEST} AND NOT {ENDED} ORDER BY e.number
"""  # noqa: S608 - of our own words alone


def in_force(kind: str) -> Iterator[Entry]:
    """Give the entries of a kind that are in force, in the order in which they were recorded."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [kind])
        for (body,) in cursor.fetchall():
            yield Entry.from_leaf(json.loads(body))
