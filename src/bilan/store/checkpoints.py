"""The states of the log that were signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bilan.store.models import CheckpointRow


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed state of the log: how many entries, the root over them, the note as published, when it was signed."""

    size: int
    root: bytes
    note: str
    at: datetime


def checkpoints() -> Iterator[Signed]:
    """Give all checkpoints, from the smallest log to the largest."""
    return map(_signed, CheckpointRow.objects.order_by("size").iterator())


def last_checkpoint() -> Signed | None:
    """Return the checkpoint of the largest log."""
    row = CheckpointRow.objects.order_by("-size").first()
    return _signed(row) if row else None


def keep_checkpoint(signed: Signed) -> None:
    """Add a checkpoint; it must be of more entries than the one before."""
    CheckpointRow.objects.create(size=signed.size, root=signed.root, note=signed.note, at=signed.at)


def _signed(row: CheckpointRow) -> Signed:
    return Signed(row.size, bytes(row.root), row.note, row.at)
