"""How a figure is written: with its qualifier and unit, its nature, its date and its entry; and lines of columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from bilan.cli.door import Door
from bilan.cli.text import Text
from bilan.report import figures as written
from bilan.tables.session import Session
from bilan.terms import printed

# So many entries are named one by one; of more, their number is told.
NAMED_ENTRIES: Final = 6


def columns(cells: Iterable[str], widths: Sequence[int], *, style: str = "") -> Text:
    """Put cells side by side, each at the end of its width."""
    aligned = (
        " " * max(1, width - cell_len(cell)) + printed.beside(cell) for cell, width in zip(cells, widths, strict=True)
    )
    return Text("".join(aligned), style=style, no_wrap=True, overflow="ellipsis")


def hanging(text: Text, sign: str = "•") -> RenderableType:
    """Let the lines of a paragraph hang under its first."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(f"  {sign}", text)
    return grid


def indented(text: Text, by: int = 2) -> RenderableType:
    """Indent a paragraph."""
    return Padding(text, (0, 0, 0, by), expand=False)


def statement(door: Door, row: Mapping[str, Any]) -> Text:
    """Write a statement: what, how much, its nature, who, when, and its entry."""
    what = written.name(row, door.language) or row.get("indicator") or ""
    who = row.get("speaker_name") or row.get("organisation_name")
    said = Text(f"{what}{door.say('colon')} ").append(written.value(door, row), style="bold")
    about = door.say("about_day", day=printed.partial(row["about"], door.language)) if row.get("about") else ""
    told = [about, door.label("nature", row["nature"]), who, written.said_on(door, row), number(door, row["number"])]
    return said.append(" · " + " · ".join(str(one) for one in told if one), style="dim")


def completion(door: Door, row: Mapping[str, Any]) -> Text:
    """Write the rate at which an auditor said a node was done."""
    rate = written.reading(door, {**row, "value": row["reading"]}) or printed.UNKNOWN
    whole = f" {row['denominator_words']}" if row.get("denominator_words") else ""
    nature = door.label("nature", row["nature"])
    about = door.say("about_day", day=printed.partial(row["about"], door.language))
    public = door.say(
        "public_day", day=printed.partial(row.get("published_on") or str(row["public_on"]), door.language)
    )
    said = Text(f"{nature}{door.say('colon')} ").append(
        f"{door.say('percent', number=rate, unit='%')}{whole}", style="bold"
    )
    return said.append(f" · {about} · {public} · {number(door, row['number'])}", style="dim")


def undertaking(door: Door, row: Mapping[str, Any]) -> Text:
    """Write an undertaking: what, who, when due, its state."""
    due = door.say("due_day", day=printed.partial(row["due_on"], door.language)) if row.get("due_on") else ""
    state = door.label("undertaking_state", row.get("state"))
    who = row.get("made_by_name") or row.get("organisation_name")
    told = [state, due, who, entries(door, row.get("entries", ())[:1]).strip(" ·")]
    return Text(str(row.get("what"))).append(" · " + " · ".join(str(one) for one in told if one), style="dim")


def number(door: Door, entry: int) -> str:
    """Write the number of an entry."""
    return door.say("entry_number", number=entry)


def entries(door: Door, numbers: Sequence[int]) -> str:
    """Name the entries behind something, or tell how many there are."""
    if not numbers:
        return ""
    if len(numbers) > NAMED_ENTRIES:
        return f" · {door.say('entries_count', count=printed.number(len(numbers), door.language))}"
    return f" · {door.say('entry_number', number=', '.join(map(str, numbers)))}"


def foot(door: Door, session: Session) -> Iterator[Text]:
    """Say which state of the ledger gave the figures."""
    edition = session.edition
    size = printed.number(edition.size, door.language)
    yield Text(door.say("foot", edition=edition.name, size=size, origin=edition.origin), style="dim")
