"""Open a file, a folder or a zip of CSV files, within limits: what is too large, hidden or harmful is a problem."""

import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from bilan.ledger.refusals import shown
from bilan.terms.problems import Place, Problem

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most; whoever measures large loads passes others."""

    file_bytes: int = 50 * MEGABYTE
    all_bytes: int = 400 * MEGABYTE
    files: int = 200
    columns: int = 300
    problems: int = 500
    # Deflate reaches 1032; a table of repeated rows stays far below this.
    ratio: int = 200


USUAL: Final = Limits()
_SIGNS: Final = (
    (b"PK\x03\x04", "zip_not_csv"),
    (b"PK\x05\x06", "zip_not_csv"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet_not_csv"),
    (b"%PDF", "not_csv"),
    (b"\x1f\x8b", "not_csv"),
    (b"PAR1", "not_csv"),
    (b"SQLite format 3", "not_csv"),
)
_SPREADSHEETS: Final = frozenset({".xlsx", ".xls", ".xlsm", ".ods"})
# What a damaged archive makes the library of Python raise, found by flipping every bit of one.
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file by its name, and its bytes."""

    name: str
    content: bytes


def open_all(path: Path, limits: Limits = USUAL) -> Iterator[Opened | Problem]:
    """Give the CSV files of a file, a folder or a zip, in the order of their names, and what could not be opened."""
    if not path.exists():
        yield Problem("no_such_file", Place(file=path.name), {"path": shown(path)})
    elif path.is_dir():
        yield from _folder(path, limits)
    elif path.suffix.lower() == ".zip":
        yield from _zip(path, limits)
    else:
        yield _plain(path, limits)


def _folder(path: Path, limits: Limits) -> Iterator[Opened | Problem]:
    names = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
    for one in names:
        if one.suffix.lower() in _SPREADSHEETS:
            yield Problem("spreadsheet_not_csv", Place(file=one.name))
    tables = [one for one in names if one.suffix.lower() == ".csv"]
    if not tables:
        yield Problem("nothing_to_read", Place(file=path.name))
    if len(tables) > limits.files:
        yield Problem("too_many_files", Place(file=path.name), _counted(len(tables), limits.files))
        return
    for one in tables:
        yield _plain(one, limits)


def _plain(path: Path, limits: Limits) -> Opened | Problem:
    if path.suffix.lower() in _SPREADSHEETS:
        return Problem("spreadsheet_not_csv", Place(file=path.name))
    try:
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except OSError as wrong:
        return Problem("file_unreadable", Place(file=path.name), {"reason": shown(wrong.strerror)})
    return _checked(path.name, content, limits)


def _checked(name: str, content: bytes, limits: Limits) -> Opened | Problem:
    if len(content) > limits.file_bytes:
        return Problem("file_too_large", Place(file=name), {"most": str(limits.file_bytes // MEGABYTE)})
    for sign, code in _SIGNS:
        if content.startswith(sign):
            sheet = code == "zip_not_csv" and b"xl/" in content[:4000]
            return Problem("spreadsheet_not_csv" if sheet else code, Place(file=name))
    return Opened(name, content)


def _zip(path: Path, limits: Limits) -> Iterator[Opened | Problem]:
    try:
        raw = path.open("rb")
    except OSError as wrong:
        yield Problem("file_unreadable", Place(file=path.name), {"reason": shown(wrong.strerror)})
        return
    try:
        with raw, zipfile.ZipFile(raw) as archive:
            yield from _members(archive, path.name, limits)
    except _BROKEN as broken:
        yield Problem("zip_damaged", Place(file=path.name), {"reason": shown(broken)})


def _members(archive: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[Opened | Problem]:
    members = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
    if len(members) > limits.files:
        yield Problem("too_many_files", Place(file=name), _counted(len(members), limits.files))
        return
    if sum(one.file_size for one in members) > limits.all_bytes:
        yield Problem("file_too_large", Place(file=name), {"most": str(limits.all_bytes // MEGABYTE)})
        return
    wrong = list(_wrong(members, limits))
    yield from (problem.at(file=f"{name}/{problem.place.file}") for problem in wrong)
    if wrong:
        return
    for one in sorted(members, key=lambda member: member.filename):
        with archive.open(one) as file:  # never more than the limit, whatever it declares
            yield _checked(PurePosixPath(one.filename).name, file.read(limits.file_bytes + 1), limits)


def _wrong(members: Iterable[zipfile.ZipInfo], limits: Limits) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in members:
        path = PurePosixPath(one.filename)
        code = _why(one, path, limits) or ("file_twice" if path.name in seen else None)
        seen.add(path.name)
        if code:
            yield Problem(code, Place(file=shown(one.filename)), {"most": str(limits.file_bytes // MEGABYTE)})


def _why(one: zipfile.ZipInfo, path: PurePosixPath, limits: Limits) -> str | None:
    """Return the problem of a member by what the archive says of it."""
    suffix = path.suffix.lower()
    tests = {
        "zip_path_escapes": path.is_absolute() or ".." in path.parts or bool({"\\", ":"} & set(one.filename)),
        "zip_link": stat.S_ISLNK(one.external_attr >> 16),
        "zip_encrypted": bool(one.flag_bits & 0x1),
        "zip_nested": suffix == ".zip",
        "spreadsheet_not_csv": suffix in _SPREADSHEETS,
        "zip_method": one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED},
        "file_too_large": one.file_size > limits.file_bytes,
        "zip_bomb": one.file_size > MEGABYTE and one.file_size > limits.ratio * max(one.compress_size, 1),
    }
    return next((code for code, found in tests.items() if found), None)


def _is_hidden(name: str) -> bool:
    """Tell whether a member is of the system that made the archive, or no table; what climbs up is not passed over."""
    path = PurePosixPath(name)
    of_the_system = any(one.startswith((".", "__MACOSX")) and not one.startswith("..") for one in path.parts)
    return of_the_system or path.suffix.lower() not in {".csv", ".zip", *_SPREADSHEETS}


def _counted(count: int, most: int) -> dict[str, str]:
    return {"count": str(count), "most": str(most)}
