"""Find the table in a file of a publisher: what stands before it and after it, and numbers as spreadsheets write them.

Downloads bear lines before their headings (*Last Updated Date*) and after their rows (*Data from database: …*,
footnotes). A file that was opened and saved again has semicolons for commas and commas for decimal points.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from bilan.exchange.containers import Opened
from bilan.exchange.encodings import decode
from bilan.exchange.foreign import ForeignRow
from bilan.exchange.panels.figures import Layout, Sheet
from bilan.exchange.rows import rows_of, separator_of
from bilan.terms.problems import Place, Problem

# The headings stand within so many lines that are not empty.
BEFORE: Final = 10
# What the publisher writes over its footnotes, under the table.
FOOTNOTES: Final = frozenset({"footnoteseqid", "fnseqid"})
UPDATED: Final = re.compile(r"Last Updated(?: Date)?:?\s*(?:(\d{4}-\d\d-\d\d)|(\d{1,2})/(\d{1,2})/(\d{4}))")
DECIMAL_COMMA: Final = re.compile(r"-?\d+,\d+")
THOUSANDS: Final = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")

Row = tuple[int, list[str] | Problem]


def layout_of(content: str, layouts: Sequence[Layout]) -> Layout | None:
    """Return the layout whose headings stand in one of the first rows of a text."""
    for _, cells in islice(rows_of(content, ""), BEFORE):
        if isinstance(cells, list) and (found := _told_by(cells, layouts)):
            return found
    return None


def _told_by(cells: Sequence[str], layouts: Iterable[Layout]) -> Layout | None:
    told = {cell.strip() for cell in cells}
    return next((one for one in layouts if set(one.headings) <= told), None)


def sheet_of(opened: Opened, layout: Layout) -> Sheet:
    """Read the table of a file that has this layout."""
    name = opened.name.rpartition(".")[0] or opened.name
    text = decode(opened.content, opened.name)
    if isinstance(text, Problem):
        return Sheet(name, (), (), problems=(text,))
    rows = list(rows_of(text, opened.name))
    start = next(at for at, (_, cells) in enumerate(rows) if isinstance(cells, list) and _told_by(cells, [layout]))
    headings = _headings(rows[start])
    inside, after = _parted(rows[start + 1 :])
    around = " ".join(_words(rows[:start] + after))
    read = list(_read(inside, headings, opened.name, comma=separator_of(text) == ","))
    return Sheet(
        name,
        tuple(headings),
        tuple(one for one in read if isinstance(one, ForeignRow)),
        _day(around),
        {cells[0]: cells[1] for _, cells in after if isinstance(cells, list) and len(cells) > 1},
        tuple(one for one in read if isinstance(one, Problem)),
    )


def _headings(row: Row) -> list[str]:
    return [cell.strip() for cell in row[1]] if isinstance(row[1], list) else []


def _parted(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Part the rows of figures from what stands under them: footnotes, and lines of one cell."""
    end = next((at for at, one in enumerate(rows) if _first(one).lower() in FOOTNOTES), len(rows))
    inside, under = list(rows[:end]), list(rows[end + 1 :])
    while inside and _is_line(inside[-1]):
        under.insert(0, inside.pop())
    return inside, under


def _first(row: Row) -> str:
    return row[1][0].strip() if isinstance(row[1], list) else ""


def _is_line(row: Row) -> bool:
    return isinstance(row[1], list) and not any(cell.strip() for cell in row[1][1:])


def _words(rows: Iterable[Row]) -> Iterator[str]:
    for _, cells in rows:
        if isinstance(cells, list):
            yield from cells


def _day(words: str) -> str | None:
    """Return the day on which the file says it was updated: as ISO, or as the month, the day and the year."""
    found = UPDATED.search(words)
    if found is None:
        return None
    return found[1] or f"{found[4]}-{int(found[2]):02}-{int(found[3]):02}"


def _read(rows: Iterable[Row], headings: Sequence[str], name: str, *, comma: bool) -> Iterator[ForeignRow | Problem]:
    for number, cells in rows:
        place = Place(file=name, row=number)
        if isinstance(cells, Problem):
            yield cells
        elif len(cells) < len(headings):
            yield Problem("row_too_short", place, _counted(cells, headings))
        elif any(cells[len(headings) :]):
            yield Problem("row_too_long", place, _counted(cells, headings))
        else:
            plain = [_plain(cell.strip(), comma=comma) for cell in cells]
            yield ForeignRow(dict(zip(headings, plain, strict=False)), place)


def _counted(cells: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    return {"count": str(len(cells)), "wanted": str(len(headings))}


def _plain(cell: str, *, comma: bool) -> str:
    """Return a number with a decimal point, and without marks between its thousands; other text as it is."""
    if "," not in cell:
        return cell
    if not comma and DECIMAL_COMMA.fullmatch(cell):
        return cell.replace(",", ".")
    return cell.replace(",", "") if THOUSANDS.fullmatch(cell) else cell
