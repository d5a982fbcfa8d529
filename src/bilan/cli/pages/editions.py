"""Editions, as the terminal lists them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from rich.table import Table

from bilan.acts import answering
from bilan.cli.door import Door
from bilan.cli.failures import Ends
from bilan.cli.text import Text
from bilan.config.home import Home
from bilan.tables.editions import Edition, EditionMissing, open_edition, rebuild


def told(door: Door, edition: Edition, code: str, path: Path) -> None:
    """Say what was made, and where it lies."""
    if door.json:
        door.give(answering.edition(edition) | {"path": path})
        return
    said = door.say(code, edition=edition.name, size=door.number(edition.size), path=path)
    door.out.print(Text("✓ ", style="green").append(said, style="default"))


def listed(door: Door, home: Home) -> None:
    """List the editions of a home, the smallest first; the current one is marked."""
    found = sorted(_editions(home), key=lambda one: one.size)
    current = _current(home)
    if door.json:
        door.give(answering.editions(found, current))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("edition", "entries", "root"):
        table.add_column(door.say(f"editions.{head}"), justify="right" if head == "entries" else "left")
    for one in found:
        mark = f" {door.say('editions.current')}" if one.name == current else ""
        table.add_row(f"{one.name}{mark}", door.number(one.size), one.root.hex())
    door.out.print(table if found else Text(door.say("editions.none")))


def rebuilt(door: Door, home: Home, name: str | None) -> None:
    """Make the tables of an edition anew in a folder that is thrown away, and say which differ."""
    edition = open_edition(home.editions, name)
    with TemporaryDirectory(prefix="bilan-") as scratch, door.working("edition.rebuilding"):
        differing = rebuild(edition, Path(scratch))
    ends = Ends.NOT_VERIFIED if differing else Ends.WELL
    if door.json:
        door.give(answering.edition(edition) | {"verified": not differing, "differing": differing})
        door.end(ends)
    for path in differing:
        door.err.print(Text("✕ ", style="red").append(path, style="default"))
    code = "edition.differs" if differing else "edition.same"
    door.print(door.say(code, edition=edition.name, count=len(differing)))
    door.end(ends)


def _editions(home: Home) -> list[Edition]:
    return [open_edition(home.editions, one.parent.name) for one in home.editions.glob("*/manifest.json")]


def _current(home: Home) -> str | None:
    try:
        return open_edition(home.editions).name
    except EditionMissing:
        return None
