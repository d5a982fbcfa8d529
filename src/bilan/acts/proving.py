"""Make the receipt of an entry: the entry, its proof, and the checkpoint that covers it."""

from datetime import datetime
from pathlib import Path
from typing import Any

from bilan.acts.publishing import publish
from bilan.config.home import Home
from bilan.ledger import tiles
from bilan.ledger.verifier import make_receipt
from bilan.store import reading
from bilan.store.checkpoints import Signed, checkpoints
from bilan.tables import editions


class NothingToProve(Exception):
    """The content of the entry was redacted: its leaf hash alone is left; keeps the numbers."""

    def __init__(self, *, number: int, redaction: int) -> None:
        """Keep the entry and its redaction."""
        super().__init__(
            f"the content of entry {number} was removed by entry {redaction}: no receipt can be made of it"
        )
        self.number = number
        self.redaction = redaction


def receipt(home: Home, number: int, *, at: datetime) -> dict[str, Any]:
    """Make a receipt under the newest checkpoint whose tiles are there; without one that covers the entry, publish."""
    redaction = reading.redaction_of(number)
    if redaction is not None:
        raise NothingToProve(number=number, redaction=redaction)
    signed = _covering(home, number) or _published(home, at)
    (line,) = reading.lines(number, number + 1)
    read = _reader(home.editions / editions.SHARED)
    return make_receipt(line, number=number, size=signed.size, read=read, checkpoint=signed.note)


def proof_of(home: Home, number: int) -> tuple[int, tuple[bytes, ...]] | None:
    """Return the size of the newest published log that has an entry, and the proof that it has it, if there is one."""
    signed = _covering(home, number)
    if signed is None:
        return None
    read = _reader(home.editions / editions.SHARED)
    return signed.size, tuple(tiles.inclusion_proof(number, signed.size, read))


def _covering(home: Home, number: int) -> Signed | None:
    shared = home.editions / editions.SHARED
    covering = [one for one in checkpoints() if one.size > number]
    there = [one for one in covering if all((shared / path).is_file() for path in tiles.edge_paths(one.size))]
    return there[-1] if there else None


def _published(home: Home, at: datetime) -> Signed:
    edition = publish(home, at=at)
    return next(one for one in checkpoints() if one.size == edition.size)


def _reader(shared: Path) -> tiles.Read:
    def read(path: str) -> bytes | None:
        file = shared / path
        return file.read_bytes() if file.is_file() else None

    return read
