"""Sign the state of the log, after making sure that it only adds to the state that was signed before."""

from datetime import UTC, datetime
from typing import Final

from bilan.acts import events
from bilan.acts.keys import log_key
from bilan.config.home import Home
from bilan.ledger import tiles
from bilan.ledger.canonical import base64_text
from bilan.ledger.notes import Checkpoint, sign_note
from bilan.ledger.tiles import Frontier, TileBroken
from bilan.store import reading
from bilan.store.checkpoints import Signed, keep_checkpoint, last_checkpoint
from bilan.store.writing import writing
from bilan.tables import editions

AT_ONCE: Final = 65_536


class PastChanged(Exception):
    """The entries no longer give the root that was signed over them: the past was changed; keeps both roots."""

    def __init__(self, *, size: int, signed: bytes, computed: bytes) -> None:
        """Keep both roots."""
        super().__init__(
            f"the first {size} entries give the root {base64_text(computed)}, but {base64_text(signed)} was signed: "
            "an audit says which rows were changed, and nothing is signed until they are again what they were"
        )
        self.size = size
        self.signed = signed
        self.computed = computed


def checkpoint(home: Home, *, at: datetime) -> Signed:
    """Sign the state of the log; when nothing was added since the last checkpoint, return that one."""
    key = log_key(home)
    size, last = reading.size(), last_checkpoint()
    if last and last.size >= size:
        return last
    root = _grown(_signed_log(home, last), size).root()
    note = str(sign_note(str(Checkpoint(key.name, size, root)), key))
    signed = Signed(size, root, note, at.astimezone(UTC).replace(microsecond=0))
    with writing():
        # Somebody may have signed meanwhile: each checkpoint extends the one before, and of one size there is one.
        newer = last_checkpoint()
        if newer and newer != last:
            return newer
        keep_checkpoint(signed)
        events.note("checkpoint", at=at, by=key.name, size=size, root=base64_text(root), note=note)
    return signed


def _signed_log(home: Home, last: Signed | None) -> Frontier:
    """Return the log as it was signed last: from its tiles if they give the signed root, else from the entries.

    Whatever grows out of that log extends it, so no consistency proof is needed here.
    """
    if last is None:
        return Frontier()
    log = _of_tiles(home, last.size)
    if log and log.root() == last.root:
        return log
    log = _grown(Frontier(), last.size)
    if log.root() != last.root:
        raise PastChanged(size=last.size, signed=last.root, computed=log.root())
    return log


def _of_tiles(home: Home, size: int) -> Frontier | None:
    """Return the log from the tiles that an edition of its size has left; nothing if they are not whole."""
    edge = {path: home.editions / editions.SHARED / path for path in tiles.edge_paths(size)}
    if not all(file.is_file() for file in edge.values()):
        return None
    log = Frontier(size, {path: file.read_bytes() for path, file in edge.items()})
    try:
        log.root()
    except TileBroken:
        return None
    return log


def _grown(log: Frontier, size: int) -> Frontier:
    for start in range(log.size, size, AT_ONCE):
        stop = min(start + AT_ONCE, size)
        log, _ = log.extended([today for _, today, _ in reading.hashes_of_lines(start, stop)])
    return log
