"""Unpack a workbook into tables of text, alone in a process: `python -m bilan.exchange.unpacking WORKBOOK FOLDER`.

Whatever a file does to whoever reads it (endless rows, a cell at the far end of a sheet, a damaged part) happens to
this process alone, which has bounds of memory and time; see `bilan.exchange.workbooks`. It imports little, so that it
starts quickly. What is found is told as codes of ``problems.csv`` with their values.
"""

import csv
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from defusedxml import ElementTree

MEGABYTE: Final = 1_000_000
PARTS: Final = 2_000
SHEETS: Final = 60
ROWS: Final = 250_000
INFLATED: Final = 400 * MEGABYTE
# Deflate reaches 1032; sheets of repeated rows stay far below this.
RATIO: Final = 200
BLOCK: Final = 1 << 20
NAMED: Final = 5
# Bytes of memory and seconds of CPU that reading one workbook may take.
MEMORY: Final = 1_200 * MEGABYTE
SECONDS: Final = 120
# From here on a number of a spreadsheet has lost digits.
EXACT: Final = 10**15
DECLARING: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
CELL: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3}[0-9]{1,7})\"[^>]*>")
VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
ERROR: Final = re.compile(rb"\bt=\"e\"")
# What a damaged archive makes the library of Python raise.
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError, OSError, ValueError)
SPACES: Final = {
    "main": "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "strict": "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
}
LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_LINK: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Unreadable(Exception):
    """A workbook is not read any further; keeps the code of the problem and its values."""

    def __init__(self, code: str, **values: object) -> None:
        """Keep code and values."""
        super().__init__(code)
        self.code = code
        self.values = {name: str(value)[:80] for name, value in values.items()}


@dataclass(slots=True)
class Cells:
    """What the cells of a sheet hold beside values: formulas, formulas without a value, errors by their place."""

    formulas: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    counted: int = 0

    def look(self, piece: bytes) -> None:
        """Note what stands in a piece of a sheet, which ends before a cell begins."""
        if not FORMULA.search(piece) and not ERROR.search(piece):
            return
        starts = list(CELL.finditer(piece))
        for one, after in zip(starts, [*(next_one.start() for next_one in starts[1:]), len(piece)], strict=True):
            self._note(one, piece[one.end() : after])

    def _note(self, cell: re.Match[bytes], inside: bytes) -> None:
        name, value = cell[1].decode(), VALUE.search(inside)
        if FORMULA.search(inside) and not cell[0].endswith(b"/>"):
            self.counted += 1
            (self.formulas if value else self.without).append(name)
            del self.formulas[NAMED:], self.without[NAMED:]
        if ERROR.search(cell[0]) and value:
            self.errors[name] = value[1].decode("utf-8", "replace")[:20]


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Write each sheet of a workbook as a CSV file into a folder; return their names, and the problems found."""
    try:
        with zipfile.ZipFile(path) as archive:
            cells = checked(archive)
        return _written(path, folder, cells)
    except Unreadable as why:
        return {"sheets": [], "problems": [{"code": why.code, "values": why.values}]}
    except BROKEN as broken:
        values = {"reason": f"{type(broken).__name__}: {broken}"[:80]}
        return {"sheets": [], "problems": [{"code": "workbook_damaged", "values": values}]}


def checked(archive: zipfile.ZipFile) -> dict[str, Cells]:
    """Refuse an archive that is no plain workbook, or a trap; return by sheet what its cells hold beside values."""
    _refuse_by_names(archive.infolist())
    named = {path: name for name, path in _paths(archive).items()}
    found = {name: Cells() for name in named.values()}
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as file:
                _look_through(file, part, found.get(named.get(part.filename, "")))
    return found


def _refuse_by_names(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if len(parts) > PARTS:
        raise Unreadable("workbook_bomb")
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise Unreadable("workbook_macros")
    if "xl/workbook.xml" not in names:
        raise Unreadable("workbook_other")
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable("workbook_locked")
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise Unreadable("workbook_damaged", reason="compression")
    if len(names) < len(parts):
        raise Unreadable("workbook_damaged", reason="a part stands in it twice")
    large = [part for part in parts if part.file_size > MEGABYTE]
    if sum(part.file_size for part in parts) > INFLATED:
        raise Unreadable("workbook_bomb")
    if any(part.file_size > RATIO * max(part.compress_size, 1) for part in large):
        raise Unreadable("workbook_bomb")


def _look_through(file: IO[bytes], part: zipfile.ZipInfo, cells: Cells | None) -> None:
    """Read a part to its end: so its size and its checksum are known to be what it declares."""
    tail, first = b"", True
    while block := file.read(BLOCK):
        piece = tail + block
        if first and (piece.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in piece[:64]):
            raise Unreadable("workbook_damaged", reason=f"{part.filename}: UTF-16")
        if DECLARING.search(piece):
            raise Unreadable("workbook_entities", part=part.filename)
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in piece:
            raise Unreadable("workbook_macros")
        # A cell, and a declaration, may lie across two blocks.
        cut = max(piece.rfind(b"<c "), piece.rfind(b":c "), 0) if cells else len(piece) - 64
        cut = len(piece) - 64 if cut <= 0 or len(piece) - cut > BLOCK else cut
        if cells:
            cells.look(piece[:cut])
        tail, first = piece[max(cut, 0) :], False
    if cells:
        cells.look(tail)


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet, in the order in which they stand."""
    links = {one.get("Id"): one.get("Target", "") for one in _tree(archive, "xl/_rels/workbook.xml.rels")}
    found: dict[str, str] = {}
    for space in SPACES.values():
        for sheet in _tree(archive, "xl/workbook.xml").iter(f"{space}sheet"):
            target = links.get(sheet.get(LINK) or sheet.get(STRICT_LINK), "")
            whole = target.removeprefix("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            found[sheet.get("name", "")] = whole
    return found


def _tree(archive: zipfile.ZipFile, path: str) -> Any:
    try:
        with archive.open(path) as file:
            text = file.read(10 * MEGABYTE)
        return ElementTree.fromstring(text, forbid_dtd=True)
    except KeyError as missing:
        raise Unreadable("workbook_damaged", reason=path) from missing
    except (ElementTree.ParseError, ValueError) as wrong:
        forbidden = type(wrong).__name__ in {"DTDForbidden", "EntitiesForbidden", "ExternalReferenceForbidden"}
        raise Unreadable("workbook_entities" if forbidden else "workbook_damaged", part=path, reason=path) from wrong


def _written(path: Path, folder: Path, cells: dict[str, Cells]) -> dict[str, Any]:
    import python_calamine

    problems = [told for name, one in cells.items() for told in _told(name, one)]
    sheets = []
    # By the ending the reader knows what it is, and tries no other format.
    named = folder / "book.xlsx"
    named.symlink_to(path.absolute())
    try:
        with python_calamine.load_workbook(named) as book:
            kept = [one for one in book.sheets_metadata if one.typ is python_calamine.SheetTypeEnum.WorkSheet]
            if len(kept) > SHEETS:
                raise Unreadable("workbook_sheets", count=len(kept), most=SHEETS)
            for number, one in enumerate(kept):
                sheet = book.get_sheet_by_name(one.name)
                target = folder / f"{number}.csv"
                rows = _write(sheet, target, cells.get(one.name, Cells()))
                sheets.append({"name": one.name, "file": target.name, "rows": rows})
    except python_calamine.PasswordError as locked:
        raise Unreadable("workbook_locked") from locked
    except python_calamine.CalamineError as broken:
        raise Unreadable("workbook_damaged", reason=broken) from broken
    return {"sheets": sheets, "problems": problems}


def _told(name: str, cells: Cells) -> Iterator[dict[str, Any]]:
    if cells.without:
        values = {"sheet": name, "first": ", ".join(cells.without)}
        yield {"code": "formula_without_value", "values": values}
    if cells.formulas:
        values = {"sheet": name, "count": str(cells.counted), "first": ", ".join(cells.formulas)}
        yield {"code": "formulas_kept", "values": values, "severity": "warning"}


def _write(sheet: Any, target: Path, cells: Cells) -> int:
    """Write a sheet, each row under the number that the spreadsheet shows; return the number of its last row."""
    if sheet.start is None:
        target.write_text("", encoding="utf-8")
        return 0
    before, row = sheet.start[1], 0
    errors = {_place(name): text for name, text in cells.errors.items()}
    with target.open("w", encoding="utf-8", newline="", errors="replace") as file:
        writer = csv.writer(file, lineterminator="\n")
        # The reader gives the empty rows above a table, and not the empty columns before it.
        for row, values in enumerate(sheet.iter_rows(), 1):
            if row > ROWS:
                raise Unreadable("too_many_rows", most=ROWS)
            texts = [""] * before + [text_of(value) for value in values]
            if errors:
                _put_errors(texts, row, errors)
            writer.writerow(texts if any(texts) else [])
    return row


def _put_errors(texts: list[str], row: int, errors: dict[tuple[int, int], str]) -> None:
    for column in range(len(texts)):
        if not texts[column]:
            texts[column] = errors.get((row, column), "")


def _place(name: str) -> tuple[int, int]:
    """Return the row, and the column from 0, of a cell.

    >>> _place("B7"), _place("AA1")
    ((7, 1), (1, 26))
    """
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]), column - 1


def text_of(value: object) -> str:
    """Write the value of a cell as text: a day as a day, a number with the digits that a spreadsheet keeps.

    >>> text_of(True), text_of(52000.0), text_of(0.1 + 0.2), text_of(datetime(2012, 10, 5))
    ('yes', '52000', '0.3', '2012-10-05')
    """
    match value:
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n")
        case bool():
            return "yes" if value else "no"
        case float():
            return _number(value)
        case datetime() if value.hour == value.minute == value.second == value.microsecond == 0:
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    # Above that the digits are lost already: it is left to be refused, with the remedy.
    return repr(value) if abs(value) >= EXACT or value != value else format(Decimal(f"{value:.15g}"), "f")  # noqa: PLR0124 - what is no number


def bound() -> None:
    """Let this process have no more than it may need, where the system knows such bounds."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Unpack the workbook that is named, and print what was found."""
    bound()
    path, folder = (Path(one) for one in sys.argv[1:3])
    sys.stdout.write(json.dumps(unpack(path, folder)))


if __name__ == "__main__":
    main()
