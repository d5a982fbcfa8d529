"""A cell gives back what was written into it, and runs nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.exchange.cells import (
    read_bare,
    read_several,
    read_text,
    read_yes_no,
    write_several,
    write_text,
    write_yes_no,
)

TRICKY = st.text(alphabet=" \\;a'=+-@\t\n＝ع", min_size=1)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+212 5 37", "'+212 5 37"),
        ("-5 points", "'-5 points"),
        ("@desk", "'@desk"),
        ("\tx", "'\tx"),
        ("＝1+1", "'＝1+1"),
        ("'=1+1", "''=1+1"),
        ("'tis", "'tis"),
        ("52 000", "52 000"),
        ("a=1", "a=1"),
    ],
)
def test_no_text_is_run_by_a_spreadsheet(text: str, cell: str) -> None:
    assert write_text(text) == cell
    assert read_text(cell) == text


@given(TRICKY)
def test_every_text_comes_back(text: str) -> None:
    assert read_text(write_text(text)) == text
    assert write_text(text)[0] not in "=+-@\t\n＝"


@given(st.lists(TRICKY, min_size=1))
def test_all_values_of_a_cell_come_back(values: list[str]) -> None:
    assert read_several(write_several(values)) == values


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("press", ["press"]),
        ("press; audit ;law", ["press", "audit", "law"]),
        ("press;", ["press"]),
        (";;", []),
        (r"a\;b;c", ["a;b", "c"]),
        (r"C:\temp;b", [r"C:\temp", "b"]),
        (r"ends with \\;b", ["ends with \\", "b"]),
        (r"\ a;b\ ", [" a", "b "]),
        (r"a\; ;b", ["a;", "b"]),
    ],
)
def test_people_separate_values_with_semicolons(cell: str, values: list[str]) -> None:
    assert read_several(cell) == values


def test_yes_and_no_are_read_and_anything_else_is_left_to_the_kind() -> None:
    assert [read_yes_no(cell) for cell in ("yes", " No ", "oui")] == [True, False, "oui"]
    assert [write_yes_no(value) for value in (True, False)] == ["yes", "no"]


def test_spaces_around_a_code_mean_nothing() -> None:
    assert read_bare(" MA-06@2015 ") == "MA-06@2015"
