"""The bilan as a file: where it was written, and how long it is."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from bilan.cli.door import Door
from bilan.cli.failures import Ends, Failed
from bilan.cli.text import Text
from bilan.config.declared import read_setting
from bilan.report import figures, paper
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.session import Session

READABLE: Final = 0o644


@dataclass(frozen=True, slots=True)
class Printed:
    """A bilan that was written."""

    session: Session
    path: Path
    pages: int
    size: int


def write(door: Door, view: View, place: Path) -> Printed:
    """Print the bilan of a view into a file; where a folder is named, under its usual name there."""
    session = view.session
    path = place / name_of(session, door.language) if place.is_dir() else place
    if not path.parent.is_dir():
        raise Failed("no_such_path", Ends.NOT_FOUND, path=path.parent)
    checkpoint, key = paper.signed_state(session.edition)
    address = read_setting("BILAN_ADDRESS") or None
    made = paper.print_bilan(view, Voice(door.language), address=address, checkpoint=checkpoint, key=key)
    _place(path, made)
    return Printed(session, path, paper.pages_of(made), len(made))


def name_of(session: Session, language: str) -> str:
    """Return the usual name of the file: both days and the language."""
    return f"bilan-{session.cut.as_of}-{session.cut.known_on}-{language}.pdf"


def told(door: Door, made: Printed, notes: Iterable[str]) -> None:
    """Say where the bilan is."""
    if door.json:
        facts = {"file": made.path.absolute(), "pages": made.pages, "bytes": made.size, "language": door.language}
        door.give({**figures.state(made.session), "notes": list(notes), **facts})
        return
    for note in notes:
        door.note(note, style="italic")
    said = door.say("report.printed", path=made.path, pages=door.number(made.pages))
    door.out.print(Text("✓ ", style="green").append(said, style="default"))


def _place(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all."""
    descriptor, draft = mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(READABLE)  # what is printed is to be shown to everybody
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
