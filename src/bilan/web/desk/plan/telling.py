"""How a change is told: what becomes of each row, what it moves, what is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilan.acts.plan_effects import Considered
from bilan.acts.plan_rows import DECIDED, Row, rows_of, written_against
from bilan.exchange.columns import Column, columns_of, field_types
from bilan.store import reading
from bilan.store.desk.models import PlanChange
from bilan.terms.problems import Problem
from bilan.web.desk.door import AtDesk
from bilan.web.desk.figures import references, wording
from bilan.web.desk.plan.found import values


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a change: what becomes of it, what it moves, what is wrong with it, the entry that it became."""

    row: Row
    what: str
    name: str
    moved: list[tuple[str, str, str]]
    problems: list[str]
    entry: int | None


def lines(asked: AtDesk, change: PlanChange, considered: Considered | None) -> list[Line]:
    """Return the rows of a change as they are read."""
    problems = considered.problems if considered else ()
    recorded = {reading.key_of(number): number for number in change.entries}
    return [
        _line(asked, row, [one for one in problems if one.place.row == place], recorded.get(row.key))
        for place, row in enumerate(rows_of(change))
    ]


def _line(asked: AtDesk, row: Row, problems: Iterable[Problem], entry: int | None) -> Line:
    old = written_against(row)
    what = "leaves" if row.cells.get("closing") else "new" if row.replaces is None else "changed"
    name = references.title(row.cells, asked.language) or references.name(asked, row.above)
    said = [asked.voice.tell("problems", one.code, **values(asked, one)) for one in problems]
    return Line(row, what, name or row.key, _moved(asked, row, old), said, entry)


def _moved(asked: AtDesk, row: Row, old: Row) -> list[tuple[str, str, str]]:
    """Return the fields that are not what they were, each with its value before and after."""
    found = []
    for column in columns_of(row.kind):
        if column.field not in DECIDED[row.kind] and row.cells.get(column.heading) != old.cells.get(column.heading):
            then, now = (_cell(asked, column, one) for one in (old, row))
            found.append((wording.field(asked, column), then, now))
    return found


def _cell(asked: AtDesk, column: Column, row: Row) -> str:
    text = wording.cell(asked, column, row.kind, row.cells)
    return asked.voice.say(text) if text and field_types(row.kind)[column.field].shape == "yes_no" else text


def general(asked: AtDesk, considered: Considered | None, problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Return the problems that are of no one row, each with the element that it leads to."""
    found = [one for one in (considered.problems if considered else ()) if one.place.row is None]
    every = [*found, *(one for one in problems if one not in found and one.place.row is None)]
    return [
        (
            "words" if one.place.column == "words" else "rows",
            asked.voice.tell("problems", one.code, **values(asked, one)),
        )
        for one in every
    ]
