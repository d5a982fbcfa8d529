"""A number is kept as it was said, and reaches as far as its qualifier lets it."""

from decimal import Decimal

import pytest

from bilan.terms.numbers import NotANumber, exact, plain, reach


@pytest.mark.parametrize("text", ["0", "80.0", "-5", "1" * 20, "0." + "1" * 18, "81.54545454545455", "-0"])
def test_a_plain_number_comes_back_as_it_was_written(text: str) -> None:
    assert plain(exact(text)) == text


REFUSED = [
    ("NaN", "not_finite"),
    ("-inf", "not_finite"),
    ("Infinity", "not_finite"),
    ("1" * 21, "number_too_long"),
    ("1." + "1" * 19, "number_too_long"),
    ("1" * 100_000, "number_too_long"),
    ("1e9", "number_with_exponent"),
    ("1E+" + "9" * 1000, "number_with_exponent"),
    ("1 234", "number_grouped"),
    ("1\u202f234,5", "number_grouped"),
    ("1,234,567", "number_grouped"),
    ("12,5", "number_grouped"),
    ("1'234", "number_grouped"),
    ("52 000 services", "not_a_number"),
    ("12%", "not_a_number"),
    ("+5", "not_a_number"),
    (".5", "not_a_number"),
    ("5.", "not_a_number"),
    ("٥٢", "not_a_number"),
    (" 5", "not_a_number"),
    ("5\n", "not_a_number"),
    ("", "not_a_number"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_no_plain_number_says_why(text: str, code: str) -> None:
    with pytest.raises(NotANumber) as refused:
        exact(text)
    assert refused.value.code == code
    assert refused.value.text == text


def test_a_number_is_written_without_exponent() -> None:
    assert plain(Decimal("5E+3")) == "5000"
    assert plain(Decimal("1E-7")) == "0.0000001"


# Value, qualifier, the least and the most it can be.
REACH = [
    ("52000", "more_than", "52000", None),
    ("52000", "at_least", "52000", None),
    ("52000", "less_than", None, "52000"),
    ("52000", "at_most", None, "52000"),
    ("52000", "exact", "52000", "52000"),
    ("52000", None, "52000", "52000"),
    ("16300000", "about", "16250000", "16350000"),
    ("80.0", "about", "75", "85"),
    ("2.5", "about", "2.45", "2.55"),
    ("0", "about", "-0.5", "0.5"),
    ("52000", "almost", "51000", "52000"),
]


@pytest.mark.parametrize(("value", "qualifier", "low", "high"), REACH)
def test_a_qualifier_is_never_coerced_away(
    value: str, qualifier: str | None, low: str | None, high: str | None
) -> None:
    found = reach(Decimal(value), qualifier)
    assert (found.low, found.high) == (low and Decimal(low), high and Decimal(high))
