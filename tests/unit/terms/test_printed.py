"""Numbers and days are written in the reader's way, and say no more than was said."""

from datetime import date
from decimal import Decimal

import pytest

from bilan.terms.printed import beside, day, number, partial, share, short_day


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (Decimal("80.0"), "en", "80.0"),
        (Decimal("80.10"), "fr", "80,10"),
        (Decimal("5E+3"), "en", "5,000"),
        (52000, "fr", "52\u202f000"),
        (Decimal("-0.5"), "en", "-0.5"),
        (Decimal("12345678901234567890.123456789012345678"), "en", "12,345,678,901,234,567,890.123456789012345678"),
        (None, "en", "–"),
    ],
)
def test_a_number_keeps_every_digit_that_was_said(value: Decimal | int | None, language: str, text: str) -> None:
    assert number(value, language) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0%"), (0.001, "1%"), (0.364, "36%"), (0.999, "99%"), (1, "100%"), (1.2, "120%"), (None, "–")],
)
def test_a_share_is_never_rounded_to_all_or_to_nothing(value: float | None, text: str) -> None:
    assert share(value, "en") == text


def test_a_day_is_written_as_the_country_writes_it() -> None:
    august = date(2012, 8, 8)
    assert [day(august, language) for language in ("fr", "ar", "en")] == ["8 août 2012", "8 غشت 2012", "8 August 2012"]
    assert short_day(august, "en") == "8 Aug 2012"
    assert (day(None, "fr"), short_day(None, "fr")) == ("–", "–")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2012-08-08", "8 août 2012"),
        ("2012-08", "août 2012"),
        ("2012-Q3", "T3 2012"),
        ("2012-S1", "2012-S1"),
        ("2012", "2012"),
        ("2009/2013", "2009 – 2013"),
        ("2002/..", "2002 – …"),
        ("../2012-08", "… – août 2012"),
        (None, "–"),
    ],
)
def test_a_partial_date_is_printed_as_partial(text: str | None, printed: str) -> None:
    assert partial(text, "fr") == printed


def test_arabic_is_isolated_where_it_stands_beside_other_text() -> None:
    assert beside("محور") == "\u2067محور\u2069"
    assert beside("Axis") == "Axis"


def test_a_day_that_nobody_knows_is_a_dash() -> None:
    assert (day(None, "fr"), short_day(None, "ar"), partial(None, "en")) == ("–", "–", "–")
