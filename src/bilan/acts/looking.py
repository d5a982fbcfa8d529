"""Look one entry up where it lies: what it says, what came of it, its hash and its proof."""

from collections.abc import Mapping
from dataclasses import dataclass

from bilan.acts.proving import proof_of
from bilan.config.home import Home
from bilan.ledger.entries import Entry
from bilan.ledger.rules import references_of
from bilan.store import reading
from bilan.store.models import EntryRow


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry, or what is left of it.

    `versions` are the numbers of all entries of its key; `ended_by` the withdrawals and redactions of it; `proof` the
    hashes that lead from its leaf to the root of the published log of `size` entries.
    """

    number: int
    entry: Entry | None
    key: str | None
    leaf_hash: bytes
    versions: tuple[int, ...]
    ended_by: tuple[tuple[int, str], ...]
    size: int | None
    proof: tuple[bytes, ...]
    refers: Mapping[str, Entry]
    """The entries it names, by key, as they stand now."""


def look_up(home: Home, number: int, *, upto: int | None = None) -> Seen:
    """Look an entry up; its number must be one of the ledger; `upto` leaves out what came after so many entries."""
    key, rows = reading.key_of(number), EntryRow.objects.order_by("number")
    rows = rows if upto is None else rows.filter(number__lt=upto)
    same = rows.filter(key=key).values_list("number", flat=True) if key else [number]
    ended = rows.filter(target=number).values_list("number", "kind")
    (hashed,) = reading.leaf_hashes(number, number + 1)
    size, proof = proof_of(home, number) or (None, ())
    found = reading.entry(number)
    refers = {named: one for named in _named_by(found) if (one := reading.latest(named))} if found else {}
    return Seen(number, found, key, hashed, tuple(same), tuple(ended), size, proof, refers)


def _named_by(entry: Entry) -> list[str]:
    values = [entry.content.get(name, []) for name, _ in references_of(entry.kind)]
    return [key for value in values for key in ([value] if isinstance(value, str) else value)]
