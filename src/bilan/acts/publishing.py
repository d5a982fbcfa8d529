"""Publish the ledger as it stands: sign its state, and build the edition of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bilan.acts.checkpoints import checkpoint
from bilan.acts.keys import log_key, signer
from bilan.config.home import Home
from bilan.ledger.verifier import Report, verify_edition
from bilan.store import reading
from bilan.tables import editions
from bilan.tables.editions import Edition


class NothingToPublish(Exception):
    """The ledger has no entry yet."""

    def __init__(self) -> None:
        """Say what to do first."""
        super().__init__("the ledger has no entry yet: record something first")


def publish(home: Home, *, at: datetime) -> Edition:
    """Build the edition of the whole ledger, under a checkpoint of it; what was built before is not built again."""
    if not reading.size():
        raise NothingToPublish
    signed = checkpoint(home, at=at)
    return editions.build(home.editions, signed.size, reading.lines, signer=signer(home), checkpoint=signed.note)


def verify_published(home: Home, edition: Edition, *, progress: Callable[[int], None] | None = None) -> Report:
    """Verify an edition where it lies, as whoever downloads it would: every file, against the key of the log."""
    own = home.editions / edition.name
    with TemporaryDirectory(prefix="bilan-") as folder:
        for path in (*edition.files, "manifest.json", "manifest.note"):
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            # The verifier wants one folder; an edition of a home shares most of its files with the others.
            target.symlink_to((own if path in editions.SIGNED else edition.folder) / path)
        return verify_edition(Path(folder), pinned=str(log_key(home).verifier), progress=progress)
