"""Bytes into text: UTF-8 only, and a guess at what else it is, for the remedy."""

import re
from codecs import IncrementalDecoder, getincrementaldecoder
from pathlib import Path
from typing import IO, Final, TextIO

from bilan.terms.problems import Place, Problem

_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_ARABIC: Final = re.compile("[\u0621-\u065f]")
_SAMPLE: Final = 4000
_BLOCK: Final = 1 << 20


def decode(content: bytes, name: str) -> str | Problem:
    r"""Read the bytes of a file as UTF-8, with or without its mark at the start; line ends become ``\n``.

    A carriage return may stand in no value, so nothing is lost.
    """
    if content.startswith(_UTF16) or _looks_like_utf16(content):
        return Problem("wrong_encoding", Place(file=name, row=1), {"encoding": "UTF-16"})
    if b"\0" in content:
        row = content.count(b"\n", 0, content.index(b"\0")) + 1
        return Problem("nul_byte", Place(file=name, row=row))
    bare = content.removeprefix(_BOM)
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError as wrong:
        row = bare.count(b"\n", 0, wrong.start) + 1
        return Problem("wrong_encoding", Place(file=name, row=row), {"encoding": _guess(bare)})
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unfit_text(path: Path, name: str) -> Problem | None:
    """Return what keeps a file from being read as `decode` would read it, without holding the whole of it."""
    with path.open("rb") as file:
        return _first_wrong(file, name)


def open_text(path: Path) -> TextIO:
    """Open a file that is fit to be read."""
    return path.open(encoding="utf-8-sig", newline=None)


def _first_wrong(file: IO[bytes], name: str) -> Problem | None:
    """Decode block by block; what does not decode is told as of the whole, with its row."""
    decoder, row = getincrementaldecoder("utf-8")(), 0
    start = file.read(_BLOCK)
    if start.startswith(_UTF16) or _looks_like_utf16(start):
        return Problem("wrong_encoding", Place(file=name, row=1), {"encoding": "UTF-16"})
    block = start
    while block:
        if b"\0" in block:
            return Problem("nul_byte", Place(file=name, row=row + block.count(b"\n", 0, block.index(b"\0")) + 1))
        try:
            decoder.decode(block)
        except UnicodeDecodeError as wrong:
            after = block.count(b"\n", 0, min(wrong.start, len(block))) + 1
            return Problem("wrong_encoding", Place(file=name, row=row + after), {"encoding": _guess(block)})
        row += block.count(b"\n")
        block = file.read(_BLOCK)
    return _cut_off(decoder, name, row)


def _cut_off(decoder: IncrementalDecoder, name: str, row: int) -> Problem | None:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Problem("wrong_encoding", Place(file=name, row=row + 1), {"encoding": _guess(b"")})
    return None


def _looks_like_utf16(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    return max(sample[::2].count(0), sample[1::2].count(0)) * 4 > len(sample) > 1


def _guess(content: bytes) -> str:
    """Name the encoding that Windows most likely wrote; Arabic and French share one code page there."""
    beyond = bytes(one for one in content if one >= 0x80)[:_SAMPLE]  # noqa: PLR2004 - the end of ASCII
    if len(_ARABIC.findall(beyond.decode("cp1256"))) * 2 > len(beyond):
        return "Windows-1256"
    return "Windows-1252" if any(0x80 <= one < 0xA0 for one in beyond) else "Latin-1, Windows-1252"  # noqa: PLR2004 - controls in Latin-1
