"""Units are compared as sources write them."""

import pytest

from bilan.terms.units import compare_units, currency_of, parts, printed_unit

PAIRS = [
    ("jobs", "jobs", "same"),
    ("EUR per year", "MAD per year", "comparable"),
    ("MAD", "MAD per year", "comparable"),
    ("percent of households", "percent", "comparable"),
    ("jobs", "MAD", "different"),
    ("MAD", "jobs", "different"),
    ("percent", "jobs", "different"),
    ("jobs", "percent", "different"),
]


@pytest.mark.parametrize(("one", "other", "verdict"), PAIRS)
def test_units_are_same_comparable_or_different(one: str, other: str, verdict: str) -> None:
    assert compare_units(one, other) == verdict


def test_a_unit_is_a_thing_and_a_rhythm() -> None:
    assert parts("MAD per year") == ("MAD", "year")
    assert parts("jobs") == ("jobs", "")
    assert currency_of("MAD per year") == "MAD"
    assert currency_of("jobs per year") is None


@pytest.mark.parametrize(
    ("unit", "language", "printed"),
    [
        ("jobs per year", "fr", "emplois par an"),
        ("jobs", "en", "jobs"),
        ("percent of households", "en", "% of households"),
        ("parsecs per year", "fr", "parsecs par an"),
    ],
)
def test_a_unit_is_printed_as_far_as_its_words_are_known(unit: str, language: str, printed: str) -> None:
    assert printed_unit(unit, language) == printed
