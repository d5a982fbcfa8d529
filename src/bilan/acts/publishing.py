"""Publish the ledger as it stands: sign its state, and build the edition of it."""

from datetime import datetime

from bilan.acts.checkpoints import checkpoint
from bilan.acts.keys import signer
from bilan.config.home import Home
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
