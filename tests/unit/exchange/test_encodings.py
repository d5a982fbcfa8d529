"""Bytes are read as UTF-8 or not at all; the guess at what they are is for the remedy."""

import pytest

from bilan.exchange.encodings import decode
from bilan.terms.problems import Place, Problem

FRENCH = "key,note\nst-1,déclaré à Rabat\n"
ARABIC = "key,note\nst-1,صرح الوزير بأن الخدمات متاحة\n"


@pytest.mark.parametrize(
    "content", [FRENCH.encode(), FRENCH.encode("utf-8-sig"), FRENCH.replace("\n", "\r\n").encode()]
)
def test_utf_8_is_read_with_or_without_its_mark_and_with_any_line_ends(content: bytes) -> None:
    assert decode(content, "x.csv") == FRENCH


def test_arabic_is_read() -> None:
    assert decode(ARABIC.encode(), "x.csv") == ARABIC


@pytest.mark.parametrize(
    ("content", "row", "encoding"),
    [
        (FRENCH.encode("utf-16"), 1, "UTF-16"),
        (FRENCH.encode("utf-16-le"), 1, "UTF-16"),
        (FRENCH.encode("utf-16-be"), 1, "UTF-16"),
        (FRENCH.encode("latin-1"), 2, "Latin-1, Windows-1252"),
        ("a\nl’État".encode("cp1252"), 2, "Windows-1252"),
        (ARABIC.encode("cp1256"), 2, "Windows-1256"),
        (b"key\n\xff", 2, "Latin-1, Windows-1252"),
    ],
)
def test_another_encoding_is_named_with_the_row_where_it_shows(content: bytes, row: int, encoding: str) -> None:
    assert decode(content, "x.csv") == Problem("wrong_encoding", Place("x.csv", row), {"encoding": encoding})


def test_a_zero_byte_is_no_text() -> None:
    content = b"key,note\nst-1,a long enough line of text\nst-2,\0\n"
    assert decode(content, "x.csv") == Problem("nul_byte", Place("x.csv", 3))


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"", "x.csv") == ""
