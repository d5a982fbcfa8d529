"""Cells of tables made from columns and rows: each value as the unit of its column asks for, linked where it can be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bilan.analysis.asking import Field, Row
from bilan.report import figures
from bilan.report.sheets import entries as things
from bilan.report.sheets.entries import Things
from bilan.report.sheets.method import list_of
from bilan.terms import printed
from bilan.terms.units import printed_unit
from bilan.web.asked import Asked
from bilan.web.pages import linking
from bilan.web.pages.linking import Link

# Units whose values stand in columns of figures.
FIGURES: Final = frozenset({"unit", "share", "percent", "points", "number", "count", "days", "ratio", "currency"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: texts that may be links, and whether it is a figure, a text as written, or unknown."""

    parts: tuple[Link, ...]
    look: str = ""
    entries: tuple[int, ...] = ()


def table(asked: Asked, columns: Sequence[Field], rows: Iterable[Row]) -> list[list[Cell]]:
    """Return the rows of a table as cells, in the order of the columns."""
    held = list(rows)
    names = [column.name for column in columns if column.unit == "key"]
    known = things.things(asked.view, {key for row in held for name in names for key in _several(row.get(name))})
    return [[_cell(asked, column, row, known) for column in columns] for row in held]


def _cell(asked: Asked, column: Field, row: Row, known: Things) -> Cell:
    value = row.get(column.name)
    if column.unit == "entries":
        return Cell((), "entries", tuple(value or ()))
    if column.unit == "entry":
        return Cell((), "entries", tuple(_several(value)))
    parts = tuple(_parts(asked, column, row, value, known))
    return Cell(parts or (Link(printed.UNKNOWN),), _look(column, value))


def _look(column: Field, value: object) -> str:
    if column.unit in FIGURES or isinstance(value, Decimal | int | float):
        return "num"
    return "text" if column.unit == "text" else ""


def _parts(asked: Asked, column: Field, row: Row, value: object, known: Things) -> Iterator[Link]:
    for one in _several(value):
        yield linking.thing(asked, one, known) if column.unit == "key" else Link(_text(asked, column, row, one))


def _several(value: object) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def _text(asked: Asked, column: Field, row: Row, value: Any) -> str:
    """Write a value as the unit of its column asks for."""
    voice = asked.voice
    if column.unit == "share":
        return voice.share(value)
    if column.unit in {"code", "codes"} and isinstance(value, str):
        listed_in = list_of(column)
        return voice.label(listed_in, value) if listed_in else value
    if column.unit == "day" and isinstance(value, str):
        return voice.partial(value)
    if isinstance(value, date):
        return voice.day(value)
    if column.unit == "year":
        return str(value)
    text = figures.shown(voice, value)
    unit = printed_unit(row["unit"], voice.language) if column.unit == "unit" and row.get("unit") else ""
    return f"{text} {unit}".strip()
