"""The rows of an analysis as a table, as CSV and as JSON; and what the analyses are."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table

from bilan.analysis.asking import HEADS, Analysis, Row
from bilan.analysis.catalogue import CATALOGUE, UnknownAnalysis, ask
from bilan.cli.door import Door
from bilan.cli.failures import Ends, Failed
from bilan.cli.pages import figures
from bilan.cli.text import Text
from bilan.exchange.answers import as_csv, as_object
from bilan.report import figures as written
from bilan.report.sheets import method
from bilan.tables.session import Session
from bilan.terms import printed
from bilan.terms.plain import as_cell

WIDEST: Final = 10_000
# The column of entries may be folded down to this.
ENTRIES: Final = 16


@dataclass(frozen=True, slots=True)
class Told:
    """The answer of an analysis, or the part of it that was asked for."""

    session: Session
    analysis: Analysis
    columns: tuple[str, ...]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Question:
    """Which analysis is asked, of which rows and columns, with which numbers in place of the usual ones."""

    name: str
    wanted: Mapping[str, str]
    columns: str | None
    options: Mapping[str, float]


def look(session: Session, question: Question) -> Told:
    """Ask an analysis; keep the rows that say what is wanted, and the columns that are."""
    if question.name not in CATALOGUE:
        raise UnknownAnalysis(question.name)
    known = [one.name for one in CATALOGUE[question.name].columns]
    chosen = [one.strip() for one in question.columns.split(",")] if question.columns else known
    unknown = [one for one in (*question.wanted, *chosen) if one not in known]
    if unknown:
        raise Failed("no_such_column", Ends.USAGE, column=unknown[0], columns=", ".join(known))
    asked = ask(session, question.name, question.options).rows
    rows = [row for row in asked if all(as_cell(row[at]) == text for at, text in question.wanted.items())]
    return Told(session, CATALOGUE[question.name], tuple(chosen), rows)


def answer(told: Told, notes: Iterable[str]) -> dict[str, Any]:
    """Return the rows for programs."""
    return {**written.state(told.session), **as_object(told.analysis, told.columns, told.rows, notes)}


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
        door.give({"analyses": [_told(one) for one in named]})
    elif name:
        door.out.print(_explained(door, CATALOGUE[name]))
    else:
        for one in named:
            door.out.print(Text(one.name, style="bold cyan"))
            door.out.print(figures.indented(Text(method.told(door, one, "Question"))))


def _told(one: Analysis) -> dict[str, Any]:
    columns = [{"name": column.name, "unit": column.unit, "meaning": column.meaning} for column in one.columns]
    told = {head.lower(): one.told(head) for head in HEADS}
    return {"name": one.name, "method": one.method, **told, "columns": columns, "query": one.query}


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
