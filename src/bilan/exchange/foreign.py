"""CSV files of other people's formats: their rows by heading, with the place of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bilan.exchange.containers import Opened
from bilan.exchange.encodings import decode
from bilan.exchange.rows import rows_of
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
