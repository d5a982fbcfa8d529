"""Tell what a file is by looking at it, and refuse what can run, or can hide something that does.

A file is never opened by what its name says, and never unpacked: of an office document its list of parts is read.
"""

import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePath
from typing import BinaryIO, Final

import filetype

HEAD: Final = 8_192
OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument"
# What is taken, each with the endings that a name of it may have; the first is the one that it is handed out with.
TAKEN: Final[Mapping[str, tuple[str, ...]]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "text/plain": ("txt", "md", "log"),
    "text/csv": ("csv",),
    "message/rfc822": ("eml",),
    f"{OPEN_XML}.wordprocessingml.document": ("docx",),
    f"{OPEN_XML}.spreadsheetml.sheet": ("xlsx",),
    f"{OPEN_XML}.presentationml.presentation": ("pptx",),
    f"{OPEN_DOCUMENT}.text": ("odt",),
    f"{OPEN_DOCUMENT}.spreadsheet": ("ods",),
    f"{OPEN_DOCUMENT}.presentation": ("odp",),
}
ENDINGS: Final = ", ".join(ends[0] for ends in TAKEN.values())
BY_LOOK: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})
PARTS: Final = {
    "word/": f"{OPEN_XML}.wordprocessingml.document",
    "xl/": f"{OPEN_XML}.spreadsheetml.sheet",
    "ppt/": f"{OPEN_XML}.presentationml.presentation",
}
# Programs inside office documents.
RUNS: Final = re.compile(r"vbaProject|vbaData|activeX|macrosheets|(^|/)(Basic|Scripts)/", re.IGNORECASE)
MARKUP: Final = re.compile(
    rb"<(!doctype|html|head|body|script|svg|iframe|object|embed|math|img|meta|link|\?xml|\?php)\b", re.IGNORECASE
)
MAIL: Final = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")
# Signs that no text has: all below the space, but for those that set lines and pages apart.
CONTROL: Final = bytes(sorted({*range(32), 127} - {9, 10, 12, 13}))
END_OF_ZIP: Final = b"PK\x05\x06"
END_BYTES: Final = 22
LONGEST_COMMENT: Final = 65_535
# An office document lists its parts in some kilobytes.
LONGEST_LIST: Final = 1 << 20


class NotTaken(Exception):
    """A file is of a sort that is not kept; `code` is the problem, `values` fill its sentence."""

    def __init__(self, code: str, **values: str) -> None:
        """Keep what is to be told."""
        super().__init__(code)
        self.code, self.values = code, values


def media_type(file: BinaryIO, name: str) -> str:
    """Return the media type of a file, as it looks; refuse what is not taken, or is named as something else."""
    found = _look(file, name)
    ending = ending_of(name)
    if ending and ending not in TAKEN[found]:
        raise NotTaken("file_named_otherwise", found=TAKEN[found][0], ending=ending)
    return found


def ending_of(name: str) -> str:
    """Return what a name ends in.

    >>> ending_of("a.tar.PDF"), ending_of("a")
    ('pdf', '')
    """
    return PurePath(name).suffix.removeprefix(".").lower()


def ending_for(found: str) -> str:
    """Return the ending with which a file of a type is handed out."""
    return TAKEN[found][0] if found in TAKEN else "bin"


def _look(file: BinaryIO, name: str) -> str:
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith((b"PK\x03\x04", END_OF_ZIP)):
        return _office(file)
    guessed = filetype.guess(head)
    seen: str = guessed.mime if guessed else ""
    if seen in BY_LOOK:
        if _list_of_parts(file) is not None:
            raise NotTaken("file_two_sorts", found=TAKEN[seen][0])
        return seen
    if text := _text(file, head):
        return _kind_of_text(text, name)
    raise NotTaken("file_not_taken", found=seen or "?", taken=ENDINGS)


def _text(file: BinaryIO, head: bytes) -> bytes | None:
    """Return the head of a text in ASCII's own places, nothing of what is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace").encode()
    file.seek(0)
    while piece := file.read(1 << 20):
        if len(piece.translate(None, CONTROL)) != len(piece):
            return None
    return head


def _kind_of_text(head: bytes, name: str) -> str:
    if MARKUP.search(head) and not (ending_of(name) == "eml" and MAIL.match(head)):
        raise NotTaken("file_is_markup")
    if head.startswith(b"#!"):
        raise NotTaken("file_runs")
    if ending_of(name) == "eml" and MAIL.match(head):
        return "message/rfc822"
    return "text/csv" if ending_of(name) == "csv" else "text/plain"


def _list_of_parts(file: BinaryIO) -> int | None:
    """Return how long the list of parts is with which a zip ends; nothing where a file does not end as a zip."""
    size = file.seek(0, 2)
    start = max(0, size - END_BYTES - LONGEST_COMMENT)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(END_OF_ZIP)
    if at < 0 or len(tail) - at < END_BYTES:
        return None
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at + END_BYTES + comment == len(tail) else None


def _office(file: BinaryIO) -> str:
    """Return which sort of office document a zip is, by the names of its parts."""
    length = _list_of_parts(file)
    if length is None or length > LONGEST_LIST:
        raise NotTaken("file_not_taken", found="zip", taken=ENDINGS)
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            first = _first_part(packed, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as broken:
        raise NotTaken("file_broken") from broken
    if any(RUNS.search(one) for one in names):
        raise NotTaken("file_runs")
    found = first if first in TAKEN else _open_xml(names)
    if found is None:
        raise NotTaken("file_not_taken", found="zip", taken=ENDINGS)
    return found


def _first_part(packed: zipfile.ZipFile, names: list[str]) -> str:
    """Return what an open document says of itself in its first part, which is not packed."""
    if names[:1] != ["mimetype"]:
        return ""
    told = packed.getinfo("mimetype")
    if told.compress_type != zipfile.ZIP_STORED or told.file_size > len(OPEN_DOCUMENT) * 2:
        return ""
    return packed.read(told).decode("ascii", errors="replace")


def _open_xml(names: list[str]) -> str | None:
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in PARTS.items() if any(one.startswith(part) for one in names)), None)
