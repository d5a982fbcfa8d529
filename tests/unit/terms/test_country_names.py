"""Countries are found by the names that data sets give them, and groups of countries are none."""

import csv
from importlib.resources import files

import pytest

from bilan.terms.countries import alpha_2, alpha_3_named


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Morocco", "MA"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Republic of Korea", "KR"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("Saint Kitts and Nevis", "KN"),
        ("St. Kitts & Nevis", "KN"),
        ("Czech republic", "CZ"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Qatar", "QA"),
        ("Guinea-Bissau", "GW"),
        ("Niger", "NE"),
    ],
)
def test_a_country_is_found_by_its_name(name: str, country: str) -> None:
    found = alpha_3_named(name)
    assert found is not None
    assert alpha_2(found) == country


@pytest.mark.parametrize("name", ["World", "European Union", "EU28", "Northern Africa", "Eurozone", ""])
def test_a_group_of_countries_is_none(name: str) -> None:
    assert alpha_3_named(name) is None


def test_every_name_that_is_listed_leads_to_its_country() -> None:
    text = files("bilan.terms").joinpath("concordances", "country_name.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        assert alpha_2(alpha_3_named(row["name"]) or "") == row["country"]
