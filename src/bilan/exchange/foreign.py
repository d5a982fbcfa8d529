"""CSV files of other people's formats: their rows by heading, with the place of each, and the entries made of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bilan.exchange.containers import Limits, Opened, open_all
from bilan.exchange.encodings import decode
from bilan.exchange.rows import rows_of
from bilan.exchange.steps import NOWHERE, Put, Reading, Step
from bilan.ledger.entries import Draft
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import problems_of
from bilan.terms.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A row of a file: its cells by heading, and where it stands."""

    cells: Mapping[str, str]
    place: Place

    def __getitem__(self, heading: str) -> str:
        """Return a cell, without the spaces around it."""
        return self.cells[heading].strip()


def foreign_rows(opened: Opened, wanted: Sequence[str]) -> Iterator[ForeignRow | Problem]:
    """Give the rows of a file that must have the headings wanted, and may have others."""
    text = decode(opened.content, opened.name)
    if isinstance(text, Problem):
        yield text
        return
    rows = rows_of(text, opened.name)
    _, headings = next(rows, (1, Problem("file_empty", Place(file=opened.name))))
    if isinstance(headings, Problem):
        yield headings
        return
    place = Place(file=opened.name, row=1)
    lacking = [one for one in wanted if one not in headings]
    yield from (Problem("column_missing", place, {"column": one, "kind": opened.name}) for one in lacking)
    if not lacking:
        for row, cells in rows:
            yield _row(headings, cells, Place(file=opened.name, row=row))


def _row(headings: Sequence[str], cells: list[str] | Problem, place: Place) -> ForeignRow | Problem:
    if isinstance(cells, Problem):
        return cells
    if len(cells) != len(headings):
        code = "row_too_short" if len(cells) < len(headings) else "row_too_long"
        return Problem(code, place, {"count": str(len(cells)), "wanted": str(len(headings))})
    return ForeignRow(dict(zip(headings, cells, strict=True)), place)


def tables_of(
    path: Path, wanted: Mapping[str, Sequence[str]], limits: Limits
) -> tuple[dict[str, list[ForeignRow]], list[Problem]]:
    """Read the files of a folder that must have these headings; the others are left alone."""
    tables: dict[str, list[ForeignRow]] = {name: [] for name in wanted}
    problems: list[Problem] = []
    for opened in open_all(path, limits):
        name = opened.name if isinstance(opened, Opened) else opened.place.file or ""
        if name in wanted:
            rows = [opened] if isinstance(opened, Problem) else list(foreign_rows(opened, wanted[name]))
            problems += (row for row in rows if isinstance(row, Problem))
            tables[name] = [row for row in rows if isinstance(row, ForeignRow)]
    return tables, problems


def put(
    kind: str, key: str, content: Mapping[str, Any], *, plan: str, place: Place = NOWHERE
) -> Iterator[Put | Problem]:
    """Make the step that records an entry, or the problems of its content."""
    try:
        said = KINDS[kind].model_validate(dict(content))
    except ValidationError as refused:
        yield from (problem.at(file=place.file, row=place.row) for problem in problems_of(refused))
    else:
        yield Put(Draft(said, key, origin=f"{plan}:{kind}:{key}"), place)


def reading_of(
    found: Iterable[Step | Problem], tables: Mapping[str, Sequence[ForeignRow]], problems: Sequence[Problem] = ()
) -> Reading:
    """Return what was read: the steps in their order, every problem, and how many rows each file has."""
    every = list(found)
    steps = tuple(one for one in every if not isinstance(one, Problem))
    wrong = (*problems, *(one for one in every if isinstance(one, Problem)))
    return Reading(steps, wrong, {name: len(rows) for name, rows in tables.items()})
