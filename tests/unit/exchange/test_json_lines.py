"""Lines of JSON are read one by one, and what cannot be read has its place."""

import io
import math
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bilan.exchange.json_lines import Fields, Line, Unfit, figure, lines_of, object_of

DAY = date(2012, 12, 31)


def test_lines_are_numbered_as_an_editor_shows_them_and_blank_ones_left_out() -> None:
    stream = io.BytesIO(b'\xef\xbb\xbf\n\n{"a": 1}\r\n  \n{"b": 2}')
    assert [(line.number, line.sent.strip()) for line in lines_of(stream)] == [(3, b'{"a": 1}'), (5, b'{"b": 2}')]


def test_of_an_enormous_line_no_more_than_the_limit_is_held() -> None:
    class Watched(io.BytesIO):
        held = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            got = super().readline(size)
            self.held = max(self.held, len(got))
            return got

    stream = Watched(b"[" * 10_000 + b'\n{"a": 1}\n')
    told = list(lines_of(stream, most=100))
    assert (stream.held, [(line.number, line.whole) for line in told]) == (101, [(1, False), (2, True)])


def test_a_line_is_given_before_the_next_one_is_asked_for() -> None:
    class Talking(io.BytesIO):
        asked = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.asked += 1
            return super().readline(size)

    stream = Talking(b"{}\n{}\n")
    next(lines_of(stream))
    assert stream.asked == 1


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"{", "line_not_json"),
        (b'{"a": 1} {"b": 2}', "line_not_json"),
        (b"\xff{}", "line_not_json"),
        (b"[" * 100_000, "line_not_json"),
        (b"1" * 5_000, "line_not_json"),
        (b"[1]", "line_not_an_object"),
        (b"null", "line_not_an_object"),
    ],
)
def test_what_is_no_object_is_refused(sent: bytes, code: str) -> None:
    with pytest.raises(Unfit) as unfit:
        object_of(Line(1, sent))
    assert unfit.value.problem.code == code


def test_a_line_that_was_cut_is_refused() -> None:
    with pytest.raises(Unfit, match="line_too_long"):
        object_of(Line(1, b"", whole=False))


READ: dict[str, Callable[[Fields], Any]] = {
    "number": lambda line: line.number("x"),
    "name": lambda line: line.name("x"),
    "day": lambda line: line.day("x"),
    "days": lambda line: list(line.days("x")),
    "dated": lambda line: line.dated("x"),
    "objects": lambda line: [one.number("y") for one in line.objects("x")],
    "inner": lambda line: line.inner("x").number("y"),
    "choice": lambda line: line.choice("x", ("up", "down")),
}


@pytest.mark.parametrize(
    ("how", "value", "read"),
    [
        ("number", 4, 4.0),
        ("name", "MAR", "MAR"),
        ("name", 7, "7"),
        ("day", "2012", DAY),
        ("day", "2012-12", DAY),
        ("day", "2012-Q4", DAY),
        ("days", ["2012", "2012-12-31"], [DAY, DAY]),
        ("dated", [["2012", 4]], [(DAY, 4.0)]),
        ("objects", [{"y": 1}, {"y": 2}], [1.0, 2.0]),
        ("inner", {"y": 1}, 1.0),
        ("choice", "up", "up"),
    ],
)
def test_a_field_is_read_as_what_it_says(how: str, value: object, read: object) -> None:
    assert READ[how](Fields({"x": value})) == read


@pytest.mark.parametrize(
    ("how", "value", "code", "place"),
    [
        ("number", None, "line_field_missing", "x"),
        ("number", "4", "line_number_wanted", "x"),
        ("number", True, "line_number_wanted", "x"),
        ("number", math.nan, "line_number_wanted", "x"),
        ("number", math.inf, "line_number_wanted", "x"),
        ("number", 10**400, "line_number_wanted", "x"),
        ("name", 1.5, "not_a_text", "x"),
        ("name", False, "not_a_text", "x"),
        ("day", 2012, "not_a_day", "x"),
        ("day", "31/12/2012", "not_a_day", "x"),
        ("day", "2012-02-30", "impossible_day", "x"),
        ("day", "2012/..", "not_a_day", "x"),
        ("days", "2012", "not_a_list", "x"),
        ("days", ["2012", "soon"], "not_a_day", "x[1]"),
        ("dated", [["2012", 4], ["2013"]], "line_not_a_pair", "x[1]"),
        ("dated", [["2012", 4], ["2013", "many"]], "line_number_wanted", "x[1][1]"),
        ("dated", [["2012-13", 4]], "impossible_day", "x[0][0]"),
        ("objects", [{"y": 1}, 2], "line_not_an_object", "x[1]"),
        ("objects", [{"y": 1}, {}], "line_field_missing", "x[1].y"),
        ("inner", [], "line_not_an_object", "x"),
        ("inner", {"y": "1"}, "line_number_wanted", "x.y"),
        ("choice", "sideways", "line_choice_unknown", "x"),
        ("choice", ["up"], "line_choice_unknown", "x"),
    ],
)
def test_a_field_that_cannot_be_read_has_its_place(how: str, value: object, code: str, place: str) -> None:
    with pytest.raises(Unfit) as unfit:
        READ[how](Fields({"x": value}))
    assert (unfit.value.problem.code, unfit.value.problem.place.column) == (code, place)


@pytest.mark.parametrize("value", [None, math.nan])
def test_no_number_told_is_unknown_and_not_zero(value: float | None) -> None:
    assert math.isnan(figure(value, "x"))


def test_what_is_shown_of_a_long_value_is_cut() -> None:
    with pytest.raises(Unfit) as unfit:
        Fields({"x": ["9" * 5_000]}).number("x")
    assert len(unfit.value.problem.values["value"]) < 100
