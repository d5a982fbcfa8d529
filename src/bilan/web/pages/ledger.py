"""The ledger: its size, root and key, its editions, and the proof that it only ever grew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bilan.ledger.notes import NoteRefused, open_checkpoint, parse_key
from bilan.report.sheets import entries as entries_sheet
from bilan.report.sheets import ledger as sheet
from bilan.tables.editions import Edition
from bilan.web import editions
from bilan.web.asked import Asked, NotFound
from bilan.web.pages.entry import log_key
from bilan.web.shown import Shown

SUBJECT: Final = "ledger"
DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition of this log: the instant of its newest entry, whether its root is that of the log at its size.

    `before` is the size of the edition before it, `panorama` the address of its panorama.
    """

    edition: Edition
    newest_at: datetime | None
    is_of_this_log: bool
    before: int | None
    panorama: str
    whole: str


def page(asked: Asked) -> Shown:
    """Show the state of the ledger, and how to verify it."""
    edition, voice = asked.edition, asked.voice
    note = note_of(edition)
    key = log_key(asked)
    told = {
        "edition": edition,
        "computed": sheet.root_at(edition, edition.size),
        "note": note,
        "signed": is_signed(note, key, edition),
        "key": key,
        "editions": list(_listed(asked))[::-1],
        "tiles": [(f"/{path}", facts.get("rows")) for path, facts in edition.files.items() if path.startswith("tile/")],
        "whole": f"/editions/{edition.name}.zip",
        "served": "/checkpoint",
        "newest_at": _newest_at(asked, edition.size),
        "examples": [(old, edition.size) for old in (1, edition.size // 2) if 0 < old < edition.size],
    }
    size = voice.number(edition.size)
    title = voice.tell(SUBJECT, "title")
    return Shown("ledger.html", title, SUBJECT, told, voice.tell(SUBJECT, "headline", size=size))


def note_of(edition: Edition) -> str:
    """Return the signed checkpoint of an edition."""
    return (editions.home() / edition.name / "checkpoint").read_text(encoding="utf-8")


def is_signed(note: str, key: str, edition: Edition) -> bool:
    """Tell whether the log signed just this size and this root."""
    try:
        checkpoint, _ = open_checkpoint(note.encode(), parse_key(key))
    except NoteRefused:
        return False
    return (checkpoint.size, checkpoint.root) == (edition.size, edition.root)


def _listed(asked: Asked) -> Iterator[Listed]:
    """Give the editions up to this one, the shortest first: later ones are no matter of this page."""
    upto = [one for one in reversed(editions.listed()) if one.size <= asked.edition.size]
    before = None
    for one in upto:
        same = one.root == sheet.root_at(asked.edition, one.size)
        panorama = f"/{asked.language}/e-{one.name}/"
        yield Listed(one, _newest_at(asked, one.size), same, before, panorama, f"/editions/{one.name}.zip")
        before = one.size


def _newest_at(asked: Asked, size: int) -> datetime | None:
    """Return the instant at which the last of so many entries was recorded; unknown once it is redacted."""
    (last,) = entries_sheet.held(asked.view, [size - 1])
    at = last.row.get("recorded_at")
    return at if isinstance(at, datetime) else None


def checkpoint(asked: Asked, size: str) -> Shown:
    """Show the state of the log when it had so many entries."""
    (wanted,) = _sizes(asked, size)
    edition, voice = asked.edition, asked.voice
    signed = next((one for one in editions.listed() if one.size == wanted and one.size <= edition.size), None)
    root = sheet.root_at(edition, wanted)
    told = {
        "size": wanted,
        "root": root,
        "edition": signed,
        "note": note_of(signed) if signed else "",
        "signed": signed is not None and signed.root == root and is_signed(note_of(signed), log_key(asked), signed),
        "newest_at": _newest_at(asked, wanted),
        "last": wanted - 1,
    }
    title = voice.tell(SUBJECT, "checkpoint.title", size=voice.number(wanted))
    return Shown("checkpoint.html", title, SUBJECT, told)


def consistency(asked: Asked, size: str, larger: str) -> Shown:
    """Show the proof that the log of the larger size only adds to the smaller, and whether it was verified."""
    old, new = _sizes(asked, size, larger)
    proof = sheet.consistency(asked.edition, old, new)
    voice = asked.voice
    title = voice.tell(SUBJECT, "consistency.title", old=voice.number(old), new=voice.number(new))
    steps = [(start, stop - 1, one) for (start, stop), one in zip(proof.ranges, proof.proof, strict=True)]
    return Shown("consistency.html", title, SUBJECT, {"proof": proof, "steps": steps, "added": new - old})


def _sizes(asked: Asked, *texts: str) -> list[int]:
    """Read sizes of the log, each no larger than the next."""
    largest = asked.edition.size
    sizes = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= DIGITS]
    if len(sizes) < len(texts) or sizes != sorted(sizes) or not 0 < sizes[0] <= sizes[-1] <= largest:
        raise NotFound("no_size", text=" – ".join(texts), last=largest)
    return sizes
