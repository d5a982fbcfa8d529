"""A day is kept as precisely as it was said, and no more."""

from datetime import date

import pytest

from bilan.terms.days import NotADay, first_day, last_day, span

# What is written, its first and its last day, its precision.
SAID = [
    ("2012-08-08", (2012, 8, 8), (2012, 8, 8), "day"),
    ("2012-02", (2012, 2, 1), (2012, 2, 29), "month"),
    ("2013-02", (2013, 2, 1), (2013, 2, 28), "month"),
    ("2012", (2012, 1, 1), (2012, 12, 31), "year"),
    ("2012-Q1", (2012, 1, 1), (2012, 3, 31), "quarter"),
    ("2012-Q4", (2012, 10, 1), (2012, 12, 31), "quarter"),
    ("2012-S1", (2012, 1, 1), (2012, 6, 30), "half"),
    ("2012-S2", (2012, 7, 1), (2012, 12, 31), "half"),
    ("2009/2013", (2009, 1, 1), (2013, 12, 31), "period"),
    ("2012-10/2012-11-15", (2012, 10, 1), (2012, 11, 15), "period"),
    ("2012/2012", (2012, 1, 1), (2012, 12, 31), "period"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), SAID)
def test_a_partial_date_reaches_from_its_first_to_its_last_day(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int], precision: str
) -> None:
    assert span(text) == (date(*first), date(*last), precision)


def test_an_open_end_is_unknown_not_far_away() -> None:
    assert span("2002/..") == (date(2002, 1, 1), None, "period")
    assert span("../2012") == (None, date(2012, 12, 31), "period")


def test_the_cuts_ask_for_the_first_and_the_last_day() -> None:
    assert (first_day("2012-10"), last_day("2012-10")) == (date(2012, 10, 1), date(2012, 10, 31))
    assert (first_day(None), last_day(None)) == (None, None)
    assert last_day("2002/..") is None


REFUSED = [
    ("03/04/2012", "ambiguous_day"),
    ("3.4.12", "ambiguous_day"),
    ("03-04-2012", "ambiguous_day"),
    ("2012-02-30", "impossible_day"),
    ("2012-13", "impossible_day"),
    ("2012-00", "impossible_day"),
    ("2012-10-00", "impossible_day"),
    ("0000", "impossible_day"),
    ("2013/2009", "period_backwards"),
    ("../..", "not_a_day"),
    ("/", "not_a_day"),
    ("2012/", "not_a_day"),
    ("8 août 2012", "not_a_day"),
    ("2012-Q5", "not_a_day"),
    ("2012-S3", "not_a_day"),
    ("2012-8-8", "not_a_day"),
    ("2012-08-08T10:00", "not_a_day"),
    ("٢٠١٢", "not_a_day"),
    ("2012 ", "not_a_day"),
    ("2012\n", "not_a_day"),
    ("", "not_a_day"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_cannot_be_placed_in_time_says_why(text: str, code: str) -> None:
    with pytest.raises(NotADay) as refused:
        span(text)
    assert refused.value.code == code
