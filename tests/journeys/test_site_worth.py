"""Read on the site what a declared figure is worth, and when a declared end will really be.

Fixture: `site` reads the site of the demonstration.
"""

import re
from html import unescape

import pytest
from django.test import Client

NOW = "2014-12-31/2014-12-31"
THEN = "2012-08-08/2012-08-08"


def words(site: Client, address: str, within: str) -> str:
    """Return the words of a page from a mark on to the end of its section."""
    answer = site.get(address)
    assert answer.status_code == 200, address
    page = answer.content.decode()
    part = page[page.index(within) :]
    text = unescape(re.sub(r"<[^>]+>", " ", part[: part.index("</section>")]))
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            ["Déclaré : 44 projets", "8 chances sur 10, entre 34 et 48 projets", "Chiffres du plan vérifiés jusqu'ici"],
        ),
        ("ar", ["المصرَّح به: 44", "احتمال 8 من 10", "جدول مرفق"]),
        ("en", ["Declared: 44", "8 chances in 10, between 34 and 48", "figures verified, 5; days, 2"]),
    ],
)
def test_the_step_from_declared_to_verified_is_told_with_what_it_rests_on(
    site: Client, language: str, said: list[str]
) -> None:
    text = words(site, f"/{language}/{NOW}/indicators/ind-egov-operational/", 'class="worth"')
    assert [one for one in said if one not in text] == []


def test_a_reporter_without_a_record_is_told_as_such(site: Client) -> None:
    text = words(site, f"/en/{THEN}/indicators/ind-egov-operational/", 'class="worth"')
    assert "No figure of this reporter has been verified yet" in text


def test_where_a_verified_figure_is_as_new_nothing_is_guessed(site: Client) -> None:
    text = words(site, f"/en/{NOW}/indicators/ind-hh-internet/", 'class="worth"')
    assert "Nothing more to say of the declared figure: already verified" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["si cela court encore", "une chance sur deux", "décembre 2014 au plus tard", "chances sur 10"]),
        ("ar", ["إن كان ما زال جارياً", "باحتمال 8 من 10"]),
        ("en", ["if it is still running", "one chance in two", "by December 2014", "8 chances in 10"]),
    ],
)
def test_an_undertaking_tells_when_it_will_end_if_it_still_runs(site: Client, language: str, said: list[str]) -> None:
    text = words(site, f"/{language}/{THEN}/undertakings/com-clusters-15/", 'aria-labelledby="ending"')
    assert [one for one in said if one not in text] == []


def test_an_end_that_has_passed_is_told_as_passed(site: Client) -> None:
    text = words(site, f"/en/{THEN}/plan/ini-pacte/", 'aria-labelledby="ending"')
    assert "It has passed, and nothing says that all is done" in text
    assert "more than three months late" not in text


def test_what_is_over_has_no_end_to_come(site: Client) -> None:
    page = site.get(f"/en/{NOW}/plan/axis-1/").content.decode()
    assert 'aria-labelledby="ending"' not in page
