"""The rows of an analysis as a table, as CSV and as JSON; and what the analyses are."""

import sys
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table

from bilan.acts import answering
from bilan.acts.answering import Told
from bilan.analysis.asking import Analysis, Row
from bilan.analysis.catalogue import CATALOGUE, UnknownAnalysis
from bilan.cli.door import Door
from bilan.cli.pages import figures
from bilan.cli.text import Text
from bilan.exchange.answers import as_csv
from bilan.report import figures as written
from bilan.report.sheets import method
from bilan.terms import printed

WIDEST: Final = 10_000
# The column of entries may be folded down to this.
ENTRIES: Final = 16


def write_csv(told: Told) -> None:
    """Write the rows as CSV."""
    sys.stdout.write(as_csv(told.columns, told.rows))


def page(door: Door, told: Told, notes: Iterable[str]) -> Group:
    """Return the rows as a table, or one block a row where there is no room for a table."""
    filled = [name for name in told.columns if name != "entries" and any(_says(row[name]) for row in told.rows)]
    head: list[RenderableType] = [
        Text(f"{told.analysis.name} · {door.say('rows', count=door.number(len(told.rows)))}", style="bold")
    ]
    head += [Text(written.cut(door, told.session.cut)), *(Text(note, style="italic") for note in notes), Text()]
    cells = [[_cell(door, told, row, name) for name in filled] for row in told.rows]
    # A table that does not fit would be cut into syllables: then each row is a block of its own.
    body: list[RenderableType] = list(_blocks(door, told, filled))
    if (
        door.out.measure(_table(filled, cells), options=door.out.options.update(width=WIDEST)).maximum
        < door.out.width - ENTRIES
    ):
        entries = (figures.entries(door, row["entries"]).strip(" ·") for row in told.rows)
        rows = ([*row, last] for row, last in zip(cells, entries, strict=True))
        body = [_table([*filled, door.say("editions.entries")], rows)]
    if not told.rows:
        body = [Text(door.say("no_rows"))]
    return Group(*head, *body, Text(), *figures.foot(door, told.session))


def _says(value: object) -> bool:
    """Tell whether there is something to show: an empty list says no more than nothing does."""
    return value is not None and value != []


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        table.add_column(head)
    for row in rows:
        table.add_row(*(Text(printed.beside(cell)) for cell in row))
    return table


def _blocks(door: Door, told: Told, filled: list[str]) -> Iterator[RenderableType]:
    for row in told.rows:
        first, *others = [name for name in filled if _says(row[name])] or ["entries"]
        yield Text(_cell(door, told, row, first), style="bold")
        said = Text()
        for name in others:
            said.append(f"{name} ", style="cyan").append(f"{_cell(door, told, row, name)}  ")
        said.append(figures.entries(door, row["entries"]).strip(" ·"), style="dim")
        yield figures.indented(said)


def _cell(door: Door, told: Told, row: Row, name: str) -> str:
    """Write a value of a row as the unit of its column asks for."""
    column = next(one for one in told.analysis.columns if one.name == name)
    value = row[name]
    if isinstance(value, list):
        return door.say("comma").join(_cell(door, told, {name: one}, name) for one in value)
    if column.unit == "share" and value is not None:
        return printed.share(value, door.language)
    if column.unit in {"code", "codes"} and isinstance(value, str):
        listed_in = method.list_of(column)
        return door.label(listed_in, value) if listed_in else value
    if column.unit == "year" and value is not None:
        return str(value)
    if column.unit == "day" and isinstance(value, str):
        return printed.partial(value, door.language)
    return written.shown(door, value)


def tell(door: Door, name: str | None) -> None:
    """Tell which analyses there are, or all that one of them says of itself."""
    if name is not None and name not in CATALOGUE:
        raise UnknownAnalysis(name)
    named = [CATALOGUE[name]] if name else list(CATALOGUE.values())
    if door.json:
        door.give(answering.analyses(named))
    elif name:
        door.out.print(_explained(door, CATALOGUE[name]))
    else:
        for one in named:
            door.out.print(Text(one.name, style="bold cyan"))
            door.out.print(figures.indented(Text(method.told(door, one, "Question"))))


def _explained(door: Door, one: Analysis) -> Group:
    said: list[RenderableType] = []
    for head in method.heads(door, one):
        said += [Text(door.tell("method", f"head.{head.name}"), style="bold"), figures.indented(Text(head.text))]
    columns = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("column", "unit", "meaning"):
        columns.add_column(door.say(f"column.{heading}"))
    for column in one.columns:
        columns.add_row(column.name, column.unit, column.meaning)
    return Group(Text(f"{one.name} · {one.method}", style="bold"), *said, Text(), columns)
