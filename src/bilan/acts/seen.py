"""What is seen of one entry, wherever it is looked up: in the ledger of a home, or on the site of another."""

from collections.abc import Mapping
from dataclasses import dataclass

from bilan.ledger.entries import Entry
from bilan.ledger.rules import references_of


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


def named_by(entry: Entry) -> list[str]:
    """Return the keys that an entry names."""
    values = [entry.content.get(name, []) for name, _ in references_of(entry.kind)]
    return [key for value in values for key in ([value] if isinstance(value, str) else value)]
