"""Audit the ledger where it lies: every row against its leaf hash, every checkpoint against the rows and the key."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.acts.keys import log_key
from bilan.config.home import Home
from bilan.ledger.canonical import base64_text
from bilan.ledger.merkle import HASH_BYTES
from bilan.ledger.notes import Checkpoint, NoteRefused, VerifierKey, open_checkpoint
from bilan.ledger.tiles import Frontier
from bilan.store import custody, reading
from bilan.store.checkpoints import Signed, checkpoints
from bilan.store.desk.models import Filed
from bilan.terms.problems import Place, Problem

AT_ONCE: Final = 65_536
BROKEN: Final = {"absent": "evidence_absent", "changed": "evidence_changed"}


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit saw: how many entries, their root, and what is not as it was."""

    size: int
    root: bytes
    problems: tuple[Problem, ...]


def audit(home: Home, *, progress: Callable[[int], None] | None = None) -> Audited:
    """Audit the ledger of a home; `progress` is told how many entries have been read."""
    key = log_key(home).verifier
    states = list(checkpoints())
    size = reading.size()
    log, problems = Frontier(), list[Problem]()
    for stop in sorted({0, size, *range(0, size, AT_ONCE), *(state.size for state in states)}):
        hashes, found = _hashes(log.size, stop)
        log, _ = log.extended(hashes)
        problems += found
        problems += [one for state in states if state.size == stop for one in _problems_of(state, log.root(), key)]
        if progress:
            progress(stop)
    return Audited(size, log.root(), (*problems, *_of_evidence(home)))


def _of_evidence(home: Home) -> Iterator[Problem]:
    """Find the files that were filed and are gone, or are no longer what they were."""
    for digest, key in sorted(Filed.objects.filter(removed=False).values_list("digest", "key")):
        state = custody.state(home.evidence, digest)
        if state in BROKEN:
            yield Problem(BROKEN[state], Place(file=key), {"digest": digest})


def _hashes(start: int, stop: int) -> tuple[Sequence[bytes], list[Problem]]:
    """Return the leaf hashes that the rows give today, zeros where a row is missing, and what is not as it was."""
    rows = {number: (today, recorded) for number, today, recorded in reading.hashes_of_lines(start, stop)}
    gone = bytes(HASH_BYTES), b""
    pairs = [(number, *rows.get(number, gone)) for number in range(start, stop)]
    problems = [
        Problem("entry_altered" if number in rows else "entry_missing", values={"number": str(number)})
        for number, today, recorded in pairs
        if today != recorded
    ]
    return [today for _, today, _ in pairs], problems


def _problems_of(state: Signed, root: bytes, key: VerifierKey) -> list[Problem]:
    where = Place(file="checkpoint", row=state.size)
    problems = []
    if state.root != root:
        values = {"computed": base64_text(root), "claimed": base64_text(state.root)}
        problems.append(Problem("root_differs", where, values))
    try:
        claimed, _ = open_checkpoint(state.note.encode(), key)
        right = claimed == Checkpoint(key.name, state.size, state.root)
    except NoteRefused:
        right = False
    return problems if right else [*problems, Problem("checkpoint_not_signed", where, {"size": str(state.size)})]
