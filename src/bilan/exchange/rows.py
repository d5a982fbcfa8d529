"""A CSV file as numbered rows of cells, and the columns of its header; what is not well formed is a problem."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final, TextIO

from bilan.exchange import columns as of
from bilan.exchange.columns import Column
from bilan.exchange.containers import Limits
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import shown
from bilan.terms.guesses import nearest
from bilan.terms.problems import Place, Problem

# A column whose heading begins so is a remark for people; nothing of it is read.
REMARK: Final = "#"
_LARGEST_CELL: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Header:
    """What the first row says.

    `columns` has a column for each cell, ``None`` for what is of the envelope or unknown; `envelope` the places of the
    former; `missing` the headings that should be there.
    """

    width: int
    columns: tuple[Column | None, ...]
    envelope: dict[str, int]
    missing: frozenset[str]


def rows_of(text: str, name: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """Give the rows of a text that are not empty, numbered as a spreadsheet shows them: the header is row 1."""
    return rows_in(StringIO(text, newline=""), name)


def rows_in(text: TextIO, name: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """Give the rows of an open text, from where it stands."""
    # The size of a file is limited before; here a large cell must be read, so that its row and column can be named.
    csv.field_size_limit(_LARGEST_CELL)
    start = text.tell()
    separator = separator_of(text.readline())
    text.seek(start)
    reader = csv.reader(text, strict=True, delimiter=separator)
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            code = "quote_not_closed" if "end of data" in str(wrong) else "quote_misplaced"
            yield row, Problem(code, Place(file=name, row=row))
        else:
            if any(cells):
                yield row, cells


def separator_of(text: str) -> str:
    """Return what separates the cells: a comma, or what spreadsheets write where the comma is decimal."""
    first, _, _ = text.partition("\n")
    return "," if "," in first else next((mark for mark in ";\t" if mark in first), ",")


def header_of(cells: Sequence[str], kind: str, name: str, limits: Limits) -> tuple[Header | None, list[Problem]]:
    """Read the first row of the file of a kind; no header when nothing can be read under it."""
    place = Place(file=name, row=1)
    headings = _without_empty_end([cell.strip() for cell in cells])
    if len(headings) > limits.columns:
        return None, [Problem("too_many_columns", place, {"count": str(len(headings)), "most": str(limits.columns)})]
    by_heading = {column.heading: column for column in of.columns_of(kind)}
    envelope = {one: headings.index(one) for one in of.envelope_of(kind) if one in headings}
    missing = _missing(kind, headings)
    problems = [_column_problem(one, headings, kind, place) for one in dict.fromkeys(headings)]
    found = [problem for problem in problems if problem]
    found += [Problem("column_missing", place, {"column": one, "kind": kind}).at(column=one) for one in missing]
    columns = tuple(by_heading.get(one) for one in headings)
    return Header(len(headings), columns, envelope, frozenset(missing)), found


def _without_empty_end(headings: list[str]) -> list[str]:
    while headings and not headings[-1]:
        headings.pop()
    return headings


def _column_problem(heading: str, headings: Sequence[str], kind: str, place: Place) -> Problem | None:
    allowed = of.headings_of(kind)
    if headings.count(heading) > 1:
        return Problem("column_twice", place, {"column": shown(heading)})
    if heading in allowed or heading.startswith(REMARK):
        return None
    values = {"column": shown(heading), "kind": kind, "nearest": nearest(heading, allowed) or ", ".join(allowed)}
    return Problem("column_unknown", place, values)


def _missing(kind: str, headings: Sequence[str]) -> list[str]:
    wanted = [] if of.KEY not in of.envelope_of(kind) or of.KEY in headings else [of.KEY]
    for field, held in of.field_types(kind).items():
        its = [column.heading for column in of.columns_of(kind) if column.field == field]
        if held.required and not set(its) & set(headings):
            wanted.append(its[0])
    return [one for one in wanted if not (one == "entry" and of.WITHDRAWN in headings)]


def kinds_of_header(cells: Sequence[str]) -> list[str]:
    """Return the kinds of which a file with this header may be."""
    headings = _without_empty_end([cell.strip() for cell in cells])
    headings = [one for one in headings if not one.startswith(REMARK)]
    return [kind for kind in KINDS if set(headings) <= set(of.headings_of(kind)) and not _missing(kind, headings)]
