"""Read the ledger: its entries as they are published, and their leaf hashes."""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection
from django.db.models import Max, QuerySet

from bilan.ledger.canonical import base64_text, canonical_bytes
from bilan.ledger.entries import Entry
from bilan.ledger.merkle import leaf_hash
from bilan.store.known import ENDED, LATEST
from bilan.store.models import EntryRow

AT_ONCE: Final = 5_000


def size() -> int:
    """Return how many entries the ledger has."""
    last = EntryRow.objects.aggregate(last=Max("number"))["last"]
    return 0 if last is None else last + 1


def lines(start: int, stop: int) -> Iterator[bytes]:
    """Give each entry's line as it is published: its leaf, or what is left of it once it is redacted."""
    for number, body, hashed in _rows("body, leaf_hash", start, stop):
        yield _left_of(number, bytes(hashed)) if body is None else body.encode()


def lines_of(rows: QuerySet[EntryRow]) -> Iterator[bytes]:
    """Give the lines of some rows, in their order, never more than a piece of them at a time."""
    for number, body, hashed in rows.values_list("number", "body", "leaf_hash").iterator(chunk_size=AT_ONCE):
        yield _left_of(number, bytes(hashed)) if body is None else body.encode()


def leaf_hashes(start: int, stop: int) -> Iterator[bytes]:
    """Give the leaf hash of each entry, as it was when it was recorded."""
    return (bytes(hashed) for _, hashed in _rows("leaf_hash", start, stop))


def hashes_of_lines(start: int, stop: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Give for each entry its number, the leaf hash that its line gives today, and the one that was recorded.

    They differ where somebody changed a row past all guards; of a redacted entry the recorded one alone is left.
    """
    for number, body, hashed in _rows("body, leaf_hash", start, stop):
        recorded = bytes(hashed)
        yield number, recorded if body is None else leaf_hash(body.encode()), recorded


def entry(number: int) -> Entry | None:
    """Return the entry of a number; nothing if there is none or its content was redacted."""
    body = EntryRow.objects.filter(number=number).values_list("body", flat=True).first()
    return Entry.from_leaf(json.loads(body)) if body else None


def latest(key: str) -> Entry | None:
    """Return the latest entry of a key, withdrawn or not; nothing if there is none or its content was redacted."""
    number = EntryRow.objects.filter(key=key).aggregate(last=Max("number"))["last"]
    return None if number is None else entry(number)


def key_of(number: int) -> str | None:
    """Return the key of an entry, redacted or not."""
    return EntryRow.objects.filter(number=number).values_list("key", flat=True).first()


def replaced_by(number: int) -> int | None:
    """Return the number of the entry that an entry superseded, redacted or not."""
    return EntryRow.objects.filter(number=number).values_list("replaces", flat=True).first()


def redaction_of(number: int) -> int | None:
    """Return the number of the redaction that removed the content of an entry."""
    redactions = EntryRow.objects.filter(target=number, kind="redaction").order_by("number")
    return redactions.values_list("number", flat=True).first()


def redactions(after: int) -> list[tuple[int, int]]:
    """Return the redactions that come after an entry, each with the number of the entry it concerns."""
    found = EntryRow.objects.filter(kind="redaction", number__gt=after).order_by("number")
    return [(number, target) for number, target in found.values_list("number", "target") if target is not None]


def live(kind: str) -> Iterator[Entry]:
    """Give the entries of a kind that say what the ledger says now: not superseded, not withdrawn, not redacted."""
    now = f"{LATEST} AND NOT {ENDED} AND e.body IS NOT NULL"
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT e.number, e.body FROM bilan_entry AS e WHERE e.kind = %s AND e.number > %s AND {now} "  # noqa: S608 - of our own words alone
                f"ORDER BY e.number LIMIT {AT_ONCE}",
                [kind, last],
            )
            rows = cursor.fetchall()
        yield from (Entry.from_leaf(json.loads(body)) for _, body in rows)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1][0]


def _left_of(number: int, hashed: bytes) -> bytes:
    return canonical_bytes({"leaf_hash": base64_text(hashed), "number": number, "redacted_by": redaction_of(number)})


def _rows(columns: str, start: int, stop: int) -> Iterator[tuple[Any, ...]]:
    """Read by pieces, each in the order of numbers: no piece is long enough to keep a writer waiting."""
    for first in range(start, stop, AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT number, {columns} FROM bilan_entry WHERE number >= %s AND number < %s ORDER BY number",  # noqa: S608 - columns are our own words
                [first, min(first + AT_ONCE, stop)],
            )
            yield from cursor.fetchall()
