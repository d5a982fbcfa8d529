"""A file that somebody uploads is what its bytes say; traps are refused, and what cells hold is read as text."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from bilan.exchange import sheets, workbooks
from bilan.exchange.sheets import Book, open_book
from bilan.exchange.unpacking import unpack
from bilan.exchange.workbook_writing import Table, harmless, write_book, write_csv

HEADINGS = ["key", "indicator", "value", "nature", "about", "note"]
ROW = ["st-a", "ind-a", "24", "declared", "2012-10", "Said so"]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unpack here: a process for each workbook would cost more than all else."""
    unpacked = lambda path, folder: workbooks.understood(unpack(path, folder), folder)  # noqa: E731 - one line
    monkeypatch.setattr(sheets, "unpacked", unpacked)


def book(**tables: Sequence[Sequence[object]]) -> bytes:
    made, out = Workbook(), BytesIO()
    made.remove(made.worksheets[0])
    for name, rows in tables.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(out)
    return out.getvalue()


GOOD = book(statement=[HEADINGS, ROW])


def changed(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Do something to the parts of a workbook."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def with_part(name: str, text: bytes) -> bytes:
    return changed(GOOD, lambda parts: parts.update({name: text}))


def with_dtd(name: str) -> bytes:
    return changed(GOOD, lambda parts: parts.update({name: parts[name].replace(b"<", b"<!DOCTYPE x []><", 1)}))


def opened(folder: Path, content: bytes, name: str = "statement.xlsx", kind: str | None = None) -> Book:
    path, into = folder / "kept", folder / "into"
    path.write_bytes(content)
    into.mkdir()
    return open_book(path, name, into, kind=kind)


def codes(found: Book) -> list[str]:
    return [one.code for one in found.problems]


def rows(found: Book) -> list[dict[str, str]]:
    return [sheet.cells(cells) for sheet in found.sheets for _, _, cells, _ in sheet.rows()]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED: Mapping[str, tuple[bytes, str]] = {
    "macros": (with_part("xl/vbaProject.bin", b"x"), "workbook_macros"),
    "macros of old": (with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "workbook_macros"),
    "a type with macros": (
        changed(GOOD, lambda parts: parts.update({"[Content_Types].xml": b"<a>macroEnabled</a>"})), "workbook_macros",
    ),
    "a part that unfolds": (with_part("xl/media/a.xml", b" " * 3_000_000), "workbook_bomb"),
    "too many parts": (
        changed(GOOD, lambda parts: parts.update({f"a/{n}": b"" for n in range(2_001)})), "workbook_bomb",
    ),
    "entities in a sheet": (with_dtd("xl/worksheets/sheet1.xml"), "workbook_entities"),
    "entities in the list of sheets": (with_dtd("xl/workbook.xml"), "workbook_entities"),
    "UTF-16, where entities would hide": (
        changed(GOOD, lambda parts: parts.update({"xl/styles.xml": parts["xl/styles.xml"].decode().encode("utf-16")})),
        "workbook_damaged",
    ),
    "no list of sheets": (changed(GOOD, lambda parts: parts.pop("xl/workbook.xml")), "workbook_other"),
    "a sheet that is gone": (changed(GOOD, lambda parts: parts.pop("xl/worksheets/sheet1.xml")), "workbook_damaged"),
    "a document of words": (
        changed(GOOD, lambda parts: [parts.pop(one) for one in [*parts] if one.startswith("xl/")]), "workbook_other",
    ),
    "half a workbook": (GOOD[: len(GOOD) // 2], "workbook_damaged"),
    "a password": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "workbook_locked"),
    "a workbook of old": (OLE + bytes(600), "workbook_other"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "not_csv"),
    "a page": (b"<html><table>", "not_csv"),
    "another encoding": ("clé;é\n".encode("cp1252"), "wrong_encoding"),
    "half a letter at the end": ("key\né".encode()[:-1], "wrong_encoding"),
    "nothing": (b"", "file_empty"),
    "sheets of no kind": (book(Feuil1=[HEADINGS, ROW], Feuil2=[["a"]]), "no_sheet_of_a_kind"),
    "remarks alone": (book(_notes=[["a"]]), "file_empty"),
    "a formula without its value": (book(statement=[HEADINGS, [*ROW[:-1], "=A1"]]), "formula_without_value"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_plain_table_is_refused_whole(what: str, tmp_path: Path) -> None:
    content, code = REFUSED[what]
    found = opened(tmp_path, content)
    assert codes(found) == [code]
    assert not found.sheets


def test_a_name_tells_nothing_of_what_a_file_is(tmp_path: Path) -> None:
    found = opened(tmp_path, GOOD, "statement.csv")
    assert rows(found) == [dict(zip(HEADINGS[1:], ROW[1:], strict=True))]


def test_a_sheet_is_read_under_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    found = opened(tmp_path, book(statement=[[], [], HEADINGS, ROW, [], ROW]))
    assert [number for sheet in found.sheets for number, *_ in sheet.rows()] == [4, 6]


def test_values_are_read_as_they_are_shown(tmp_path: Path) -> None:
    told: list[list[object]] = [
        [*HEADINGS, "# name"],
        ["a", "x", 52000, "declared", date(2012, 10, 5), True, "for people"],
        ["b", "x", 0.1 + 0.2, "declared", datetime(2012, 10, 5), "  two  "],  # noqa: DTZ001 - spreadsheets know no zones
        ["c", "x", 1e-7, "declared", datetime(2012, 10, 5, 12, 30), time(3, 4)],  # noqa: DTZ001 - as above
        ["d", "x", 12345678901234567, "#REF!", "2012-10", "'=1+1\nnew"],
    ]
    found = opened(tmp_path, book(statement=told))
    seen = [(one["value"], one.get("nature"), one["about"], one["note"]) for one in rows(found)]
    assert seen == [
        ("52000", "declared", "2012-10-05", "yes"),
        ("0.3", "declared", "2012-10-05", "  two  "),
        ("0.0000001", "declared", "2012-10-05T12:30:00", "03:04:00"),
        ("1.234567890123457e+16", "#REF!", "2012-10", "'=1+1\nnew"),
    ]
    wrong = [[one.code for one in problems] for sheet in found.sheets for *_, problems in sheet.rows()]
    assert "number_with_exponent" in wrong[3]
    assert "cell_error" in wrong[3]


def test_the_kept_value_of_a_formula_is_read_and_told(tmp_path: Path) -> None:
    cell = b'<c r="C2" t="str"><f>A1&amp;B1</f><v>24</v></c>'
    name = "xl/worksheets/sheet1.xml"
    old = b'<c r="C2" t="n"><v>24</v></c>'
    content = book(statement=[HEADINGS, ["st-a", "ind-a", 24, "declared"]])
    found = opened(tmp_path, changed(content, lambda parts: parts.update({name: parts[name].replace(old, cell)})))
    assert [(one.code, one.severity, one.values["first"]) for one in found.problems] == [
        ("formulas_kept", "warning", "C2")
    ]
    assert rows(found)[0]["value"] == "24"


def test_sheets_are_of_the_kind_they_are_named_after_and_others_are_told(tmp_path: Path) -> None:
    told = book(
        statement=[HEADINGS, ROW], party=[["key", "name", "party_kind"], ["org-a", "A", "organisation"]], Notes=[["a"]]
    )
    found = opened(tmp_path, told)
    assert [sheet.kind for sheet in found.sheets] == ["party", "statement"]
    assert [(one.code, one.severity) for one in found.problems] == [("sheet_passed_over", "warning")]


@pytest.mark.parametrize(
    ("name", "kind", "read_as"),
    [("mars.xlsx", None, "statement"), ("target.xlsx", None, "target"), ("target.xlsx", "statement", "statement")],
)
def test_one_sheet_may_have_any_name_if_something_else_tells_its_kind(
    name: str, kind: str | None, read_as: str, tmp_path: Path
) -> None:
    headings = ["key", "indicator", "value", "nature", "occasion"]
    found = opened(tmp_path, book(Feuil1=[headings, ROW[:4]]), name, kind)
    assert [sheet.kind for sheet in found.sheets] == [read_as]


def test_cells_stand_in_the_order_of_the_kind_whatever_that_of_the_file(tmp_path: Path) -> None:
    found = opened(tmp_path, book(statement=[HEADINGS[::-1], ROW[::-1]]))
    assert [*rows(found)[0]] == ["note", "indicator", "about", "value", "nature"]


def test_the_numbers_of_a_history_mean_nothing_here(tmp_path: Path) -> None:
    assert codes(opened(tmp_path, b"key,indicator,nature,number\nst-a,ind-a,declared,5\n", "statement.csv")) == [
        "history_not_here"
    ]


def test_what_one_cell_far_away_would_cost_is_spent_elsewhere(tmp_path: Path) -> None:
    far = changed(
        GOOD,
        lambda parts: parts.update(
            {"xl/worksheets/sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
             b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
             b"</sheetData></worksheet>"}
        ),
    )  # fmt: skip
    path, into = tmp_path / "kept", tmp_path / "into"
    path.write_bytes(far)
    into.mkdir()
    assert [one.code for one in workbooks.unpacked(path, into).problems] == ["workbook_too_heavy"]


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "+cmd", "@x", "\ty", "_x0041_", "-5", "80.0", " a ", "#N/A", "é\nb"])
def test_what_is_written_is_read_back_to_the_same_text(text: str, tmp_path: Path) -> None:
    table = Table("statement", ["key", "note"], [["a", text]], numbers=frozenset({"note"}))
    path = tmp_path / "written.xlsx"
    with path.open("wb") as file:
        write_book([table], file)
    found = open_book(path, "statement.xlsx", tmp_path)
    assert rows(found) == [{"note": text}]
    assert "".join(write_csv(table)).startswith("key,note\n")


def test_what_somebody_typed_is_handed_back_without_being_run() -> None:
    assert [harmless(one) for one in ("=1+1", "'=1+1", "-5", "-5,5", "-cmd", "\rx")] == [
        "'=1+1", "'=1+1", "-5", "-5,5", "'-cmd", "'\rx"
    ]  # fmt: skip
