"""A remedy shows what may have been meant; two readings are both shown."""

import pytest

from bilan.terms.guesses import code_meant, days_meant, nearest, numbers_meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 234,5", ("1234.5",)),
        ("1\u202f234\u00a0567", ("1234567",)),
        ("12,5", ("12.5",)),
        ("1,234", ("1234", "1.234")),
        ("1.234.567", ("1234567",)),
        ("1,234.56", ("1234.56",)),
        ("1.234,567", ("1234.567",)),
        ("1'234.500", ("1234.500",)),
        ("-5,25", ("-5.25",)),
    ],
)
def test_a_grouped_number_may_mean_one_number_or_two(text: str, meant: tuple[str, ...]) -> None:
    assert numbers_meant(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("03/04/2012", ("2012-04-03", "2012-03-04")),
        ("13/04/2012", ("2012-04-13",)),
        ("4-4-2012", ("2012-04-04",)),
        ("3.4.12", ("2012-04-03", "2012-03-04")),
        ("31/31/2012", ()),
    ],
)
def test_a_day_with_its_year_last_may_mean_two_days(text: str, meant: tuple[str, ...]) -> None:
    assert days_meant(text) == meant


def test_a_slip_of_the_pen_finds_the_word() -> None:
    assert nearest("Statments", ["target", "statement"]) == "statement"
    assert nearest("xyz", ["target", "statement"]) is None


def test_a_label_in_any_language_finds_the_code() -> None:
    assert code_meant("nature", "déclaré") == "declared"
    assert code_meant("nature", "مدقَّق") == "audited"
    assert code_meant("region", "Casablanca Settat") == "MA-06@2015"
    assert code_meant("nature", "xyz") is None


def test_a_text_of_ten_megabytes_is_not_compared_in_full() -> None:
    assert nearest("statement" + "x" * 10_000_000, ["statement"]) is None
