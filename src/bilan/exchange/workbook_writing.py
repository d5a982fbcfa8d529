"""Write tables as a workbook that `bilan.exchange.sheets` reads back to the same texts.

Texts are written as texts, never as formulas; a number becomes one only if no digit of it is lost. What a spreadsheet
would run is kept from it by an apostrophe, as in CSV (see `bilan.exchange.cells`).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import IO, Any, Final

from bilan.exchange.cells import FORMULA
from bilan.exchange.unpacking import text_of

# What a workbook would read as the code of a character.
CODED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
RUNS: Final = re.compile(f"[{FORMULA}\r]")
SIGNED: Final = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")
TEXT: Final = "@"
# A text that begins so might be taken for a formula or an error.
DOUBTFUL: Final = frozenset("=#")
WIDEST: Final = 48
SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written: its name, its headings, its rows; for some headings what may be chosen.

    Of the columns `numbers` hold numbers, and what will be written into those `typed` stays as it was typed: a
    spreadsheet would make a day of 2012-10.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    typed: frozenset[str] = frozenset()


def write_book(tables: Sequence[Table], target: IO[bytes]) -> None:
    """Write tables, each as a sheet, row by row; what may be chosen stands in a sheet that is no table."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    chosen = {table.name: _columns_of(table, at) for table, at in zip(tables, _starts(tables), strict=True)}
    for table in tables:
        _write(book, table, chosen[table.name])
    if any(table.choices for table in tables):
        _write_choices(book, tables)
    book.save(target)


def write_csv(table: Table) -> Iterator[str]:
    """Give a table as the lines of a CSV file."""
    for row in (table.headings, *table.rows) if isinstance(table.rows, Sequence) else _after(table):
        out = StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerow(row)
        yield out.getvalue()


def _after(table: Table) -> Iterator[Sequence[str]]:
    yield table.headings
    yield from table.rows


def harmless(text: str) -> str:
    """Keep a cell that somebody typed from being run, and leave one alone that is kept from it already.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("-5")
    ("'=1+1", "'=1+1", '-5')
    """
    return f"'{text}" if RUNS.match(text) and not SIGNED.fullmatch(text) else text


def _write(book: Any, table: Table, choices: Mapping[str, str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.create_sheet(SHEET_NAME.sub("", table.name)[:31])
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(table.headings, 1):
        sheet.column_dimensions[get_column_letter(number)].width = min(max(len(heading) + 4, 12), WIDEST)
        if heading in choices:
            rule = DataValidation(type="list", formula1=choices[heading], allow_blank=True, showErrorMessage=False)
            rule.add(f"{get_column_letter(number)}2:{get_column_letter(number)}5000")
            sheet.data_validations.append(rule)
    sheet.append([_as_text(sheet, heading, bold=True) for heading in table.headings])
    for row in table.rows:
        sheet.append(list(_cells(sheet, table, row)))


def _cells(sheet: Any, table: Table, row: Sequence[str]) -> Iterator[Any]:
    for heading, text in zip(table.headings, row, strict=True):
        if heading in table.numbers and NUMBER.fullmatch(text) and text_of(float(text)) == text:
            yield float(text) if "." in text else int(text)
        elif heading in table.typed or text[:1] in DOUBTFUL:
            yield _as_text(sheet, text)
        else:
            yield CODED.sub("_x005F_", text)


def _as_text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """Make a cell that stays a text, whatever it holds or will hold."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=CODED.sub("_x005F_", text) or None)
    if text:
        cell.data_type = "s"
    cell.number_format = TEXT
    if bold:
        cell.font = Font(bold=True)
    return cell


def _starts(tables: Sequence[Table]) -> list[int]:
    """Return the column of the sheet of choices at which those of each table begin."""
    found, at = [], 1
    for table in tables:
        found.append(at)
        at += len(table.choices)
    return found


def _columns_of(table: Table, start: int) -> dict[str, str]:
    from openpyxl.utils import get_column_letter

    letters = {heading: get_column_letter(start + number) for number, heading in enumerate(table.choices)}
    return {
        heading: f"'_codes'!${letters[heading]}$2:${letters[heading]}${len(codes) + 1}"
        for heading, codes in table.choices.items()
    }


def _write_choices(book: Any, tables: Sequence[Table]) -> None:
    sheet = book.create_sheet("_codes")
    columns = [[heading, *codes] for table in tables for heading, codes in table.choices.items()]
    for number in range(max(len(column) for column in columns)):
        sheet.append([_as_text(sheet, column[number]) if number < len(column) else None for column in columns])
