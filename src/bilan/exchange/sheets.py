"""Open a file that somebody uploaded, a CSV or a workbook, as sheets of numbered rows: each of one kind of entry.

What a file is, its bytes say, never its name. A sheet is named after its kind, as a file is; a single one may have any
name if its author says the kind, or if its header leaves no doubt. Sheets whose names begin with an underscore are
remarks for people and are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from bilan.exchange.columns import NUMBER, REPLACES, WITHDRAWN, headings_of
from bilan.exchange.containers import MEGABYTE, USUAL, Limits
from bilan.exchange.encodings import open_text, unfit_text
from bilan.exchange.kind_rows import Row, Table, read_row
from bilan.exchange.rows import Header, header_of, kinds_of_header, rows_in
from bilan.exchange.unpacking import ROWS
from bilan.exchange.workbooks import unpacked
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import shown
from bilan.terms.guesses import nearest
from bilan.terms.problems import Place, Problem

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"
OTHERS: Final = (b"PK", b"%PDF", b"\x1f\x8b", b"PAR1", b"SQLite format 3", b"{\\rtf", b"<", b"\x89PNG", b"\xff\xd8\xff")
REMARK: Final = "_"
# What a spreadsheet shows in place of a value that it could not work out.
WRONG_CELLS: Final = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its name, where its text lies, its kind and header."""

    name: str
    path: Path
    kind: str
    header: Header
    # Where each column stands, those of the kind in its order.
    places: tuple[tuple[str, int], ...]

    def rows(self) -> Iterator[tuple[int, Row | None, list[str], tuple[Problem, ...]]]:
        """Give each row: its number, what was read of it, its cells, and what is wrong with it."""
        table = Table(self.name, self.kind, self.header)
        for number, cells in _numbered(self.path, self.name, first=False):
            if isinstance(cells, Problem):
                yield number, None, [], (cells,)
            else:
                row = read_row(table, cells, number)
                yield number, row, cells, (*row.problems, *self._wrong(cells, number))

    def cells(self, cells: list[str]) -> dict[str, str]:
        """Return the cells that hold something by their headings, in the order of the kind, without the key."""
        return {heading: cell for heading, at in self.places if at < len(cells) and (cell := cells[at])}

    def _wrong(self, cells: list[str], number: int) -> Iterator[Problem]:
        for column, cell in zip(self.header.columns, cells, strict=False):
            if column and cell in WRONG_CELLS:
                place = Place(file=self.name, row=number, column=column.heading)
                yield Problem("cell_error", place, {"value": cell})


@dataclass(frozen=True, slots=True)
class Book:
    """What a file holds: its sheets, in the order of kinds, and the problems that are of no row."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_book(path: Path, name: str, folder: Path, *, kind: str | None = None, limits: Limits = USUAL) -> Book:
    """Open a file that is kept as `path` and was uploaded as `name`; a workbook is unpacked into the folder."""
    wrong = _unreadable(path, name, limits)
    if wrong:
        return Book(problems=(wrong,))
    if _starts(path).startswith(ZIP):
        return _workbook(path, name, folder, kind, limits)
    return _sheets({shown(PurePath(name).name): path}, PurePath(name).stem, kind, limits)


def _unreadable(path: Path, name: str, limits: Limits) -> Problem | None:
    place, start = Place(file=shown(name)), _starts(path)
    if path.stat().st_size > limits.file_bytes:
        return Problem("file_too_large", place, {"most": str(limits.file_bytes // MEGABYTE)})
    if not start:
        return Problem("file_empty", place)
    if start.startswith(OLE):
        return Problem("workbook_locked" if _is_locked(path) else "workbook_other", place)
    if not start.startswith(ZIP):
        return Problem("not_csv", place) if start.startswith(OTHERS) else unfit_text(path, shown(name))
    return None


def _starts(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _is_locked(path: Path) -> bool:
    """Tell a workbook with a password from one of an old program: both lie in the same sort of container."""
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(MEGABYTE)


def _workbook(path: Path, name: str, folder: Path, kind: str | None, limits: Limits) -> Book:
    found = unpacked(path, folder)
    problems = tuple(one if one.place.file else one.at(file=shown(name)) for one in found.problems)
    tables = {shown(sheet): text for sheet, text in found.sheets.items() if not sheet.startswith(REMARK)}
    if any(one.severity == "error" for one in problems):
        return Book(problems=problems)
    if not tables:
        return Book(problems=(*problems, Problem("file_empty", Place(file=shown(name)))))
    book = _sheets(tables, PurePath(name).stem, kind, limits)
    return Book(book.sheets, (*problems, *book.problems))


def _sheets(tables: dict[str, Path], stem: str, kind: str | None, limits: Limits) -> Book:
    sheets, problems = list[Sheet](), list[Problem]()
    if len(tables) > 1 and not any(_named(name) for name in tables):
        names = ", ".join(shown(one) for one in tables)
        return Book(problems=(Problem("no_sheet_of_a_kind", values={"sheets": names, "kinds": ", ".join(KINDS)}),))
    for name, path in tables.items():
        if len(tables) > 1 and not _named(name):
            problems.append(Problem("sheet_passed_over", Place(file=shown(name)), {"sheet": shown(name)}, "warning"))
            continue
        chosen = kind if len(tables) == 1 else None
        found = _sheet(name, path, [chosen, _named(name), _named(stem)], limits)
        problems += [one for one in found if isinstance(one, Problem)]
        sheets += [one for one in found if isinstance(one, Sheet)]
    rank = list(KINDS)
    return Book(tuple(sorted(sheets, key=lambda one: rank.index(one.kind))), tuple(problems))


def _named(name: str) -> str | None:
    bare = PurePath(name.strip()).stem.lower()
    return bare if bare in KINDS else None


def _sheet(name: str, path: Path, kinds: list[str | None], limits: Limits) -> list[Sheet | Problem]:
    number, first = next(_numbered(path, name), (1, Problem("file_empty", Place(file=shown(name)))))
    if isinstance(first, Problem):
        return [first]
    kind = next((one for one in kinds if one in KINDS), None) or _by_header(first, name)
    if isinstance(kind, Problem):
        return [kind]
    header, problems = header_of(first, kind, name, limits)
    problems = [one.at(row=number) for one in problems]
    if header and NUMBER in header.envelope:
        problems.append(Problem("history_not_here", Place(file=name, row=number, column=NUMBER)))
    return [*problems, Sheet(name, path, kind, header, _places(kind, header))] if header else list(problems)


def _places(kind: str, header: Header) -> tuple[tuple[str, int], ...]:
    found = {column.heading: at for at, column in enumerate(header.columns) if column}
    found |= {name: at for name, at in header.envelope.items() if name in {REPLACES, WITHDRAWN}}
    return tuple((heading, found[heading]) for heading in headings_of(kind) if heading in found)


def _by_header(cells: list[str], name: str) -> str | Problem:
    fitting = kinds_of_header(cells)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return Problem("kind_unclear", Place(file=shown(name)), {"choices": ", ".join(fitting)})
    near = nearest(PurePath(name).stem.lower(), KINDS) or ", ".join(KINDS)
    return Problem("kind_unknown", Place(file=shown(name)), {"nearest": near})


def _numbered(path: Path, name: str, *, first: bool = True) -> Iterator[tuple[int, list[str] | Problem]]:
    """Give the rows of a text, from its header on or from what follows it."""
    with open_text(path) as text:
        for count, (number, cells) in enumerate(rows_in(text, name)):
            if count > ROWS:
                yield number, Problem("too_many_rows", Place(file=name, row=number), {"most": str(ROWS)})
                return
            if first or count:
                yield number, cells
