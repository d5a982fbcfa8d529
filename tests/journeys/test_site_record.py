"""A citizen asks how good the forecasts were.

Fixtures: `site` reads the site of the demonstration.
"""

import pytest
from django.test import Client
from tests.journeys.pages import text_of

DAY = "2012-12-31/2012-12-31/"
PATH = f"{DAY}forecasts/"


def test_the_page_tells_the_plan_the_chances_the_fans_and_what_is_known_elsewhere(site: Client) -> None:
    told = text_of(site, f"/en/{PATH}")
    assert "How good were our forecasts" in told
    assert "Outcomes known: 3." in told
    assert "On 1 July 2012 we would have said, once verified" in told
    assert "Interval said to hold 80% of the outcomes" in told
    assert "not reached" in told
    assert "Elsewhere, where thousands of outcomes are known" in told
    assert "Internet users" in told


def test_it_is_linked_from_the_method_from_an_indicator_and_from_the_foot(site: Client) -> None:
    for page in ("method/", "indicators/ind-egov-operational/", ""):
        told = site.get(f"/fr/{DAY}{page}").content.decode()
        assert f'href="/fr/{PATH}"' in told


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Aucune prévision n'a encore d'issue connue"),
        ("ar", "لا تنبؤ له مآل معروف بعد"),
        ("en", "No forecast has a known outcome yet"),
    ],
)
def test_before_anything_came_the_page_says_that_nothing_is_known(site: Client, language: str, words: str) -> None:
    assert words in text_of(site, f"/{language}/2009-06-30/2009-06-30/forecasts/")
