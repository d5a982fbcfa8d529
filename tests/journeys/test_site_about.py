"""Ask who publishes the site, who can read it, what machines may do with it, and what is seen of it elsewhere.

Fixtures: `site` reads the site of the demonstration, which is `demo`.
"""

import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

PUBLIC: Final = "https://plan.example.org"
CONTACT: Final = "mailto:bilan@example.org"
MINISTER: Final = "2012-08-08/2012-08-08/"
LOC: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
WEAKNESS: Final = "/.well-known/security.txt"
LANGUAGES: Final = ("fr", "ar", "en")


def answer_of(site: Client, address: str, status: int = 200) -> Any:
    answer = site.get(address)
    assert answer.status_code == status, address
    return answer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["legal/", "accessibility/"])
def test_readers_are_told_where_to_write_or_that_nobody_said_so(
    site: Client, monkeypatch: pytest.MonkeyPatch, page: str, language: str
) -> None:
    without = answer_of(site, f"/{language}/{page}").content.decode()
    monkeypatch.setenv("BILAN_CONTACT", CONTACT)
    told = answer_of(site, f"/{language}/{page}").content.decode()
    assert CONTACT not in without
    assert f'<a href="{CONTACT}"' in told


def test_the_legal_notice_names_who_answers_for_the_plan_and_the_log(site: Client) -> None:
    told = answer_of(site, "/fr/legal/").content.decode()
    assert "bilan.localhost" in told
    assert "Ministère" in told or "MCINT" in told
    assert "EUPL 1.2" in told


def test_the_licence_of_the_data_is_told_when_it_is_named(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILAN_LICENCE", "https://example.org/licence")
    for page in ("data/", "legal/"):
        assert 'href="https://example.org/licence"' in answer_of(site, f"/en/{page}").content.decode()


def test_no_page_sets_a_cookie(site: Client) -> None:
    for address in ("/fr/", "/fr/data/", "/healthz", "/robots.txt", "/fr/search/"):
        assert "Set-Cookie" not in site.get(address).headers
    assert not site.cookies


def test_without_a_contact_no_promise_is_made_to_who_finds_a_weakness(site: Client) -> None:
    assert b"BILAN_CONTACT" in answer_of(site, WEAKNESS, 404).content


def test_who_finds_a_weakness_is_told_where_to_write_until_when(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILAN_CONTACT", CONTACT)
    monkeypatch.setenv("BILAN_ADDRESS", PUBLIC)
    lines = answer_of(site, WEAKNESS).content.decode().splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert told["Contact"] == CONTACT
    assert told["Canonical"] == f"{PUBLIC}{WEAKNESS}"
    assert told["Preferred-Languages"] == "fr, ar, en"
    recorded = answer_of(site, "/en/changes.atom").content.decode().partition("<updated>")[2][:20]
    last = datetime.strptime(recorded, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert (datetime.strptime(told["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) - last).days == 365


def test_robots_are_kept_from_the_endless_pages_of_every_day(site: Client) -> None:
    told = answer_of(site, "/robots.txt").content.decode().splitlines()
    hidden = [line.removeprefix("Disallow: ") for line in told if line.startswith("Disallow")]
    for address in (f"/fr/{MINISTER}", "/ar/e-d3d0d6c4ecd61496/", "/en/1999-01-01/1999-01-01/data/"):
        assert any(address.startswith(one) for one in hidden)
    for address in ("/fr/", "/fr/entries/", "/ar/indicators/ind-egov-operational/"):
        assert not any(address.startswith(one) for one in hidden)


def test_the_map_of_the_site_names_pages_that_are_there_in_every_language(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BILAN_ADDRESS", f"{PUBLIC}/")
    named = [one.text or "" for one in ET.fromstring(answer_of(site, "/sitemap.xml").content).iter(LOC)]  # noqa: S314 - our own
    assert len(named) == len(set(named)) > 300
    assert {f"{PUBLIC}/{language}/indicators/ind-egov-operational/" for language in LANGUAGES} <= set(named)
    for address in named[:: len(named) // 12]:
        answer_of(site, address.removeprefix(PUBLIC))


def test_who_watches_the_site_learns_its_edition_and_size_and_nothing_else(site: Client, demo: Path) -> None:
    name = (demo / "editions/current").read_text(encoding="utf-8")
    answer = answer_of(site, "/healthz")
    assert answer.json() == {"edition": name, "entries": 1242}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_site_without_an_edition_is_not_well(site: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILAN_HOME", str(tmp_path))
    assert answer_of(site, "/healthz", 503).json() == {"edition": None, "entries": None}


@pytest.mark.parametrize("page", ["panorama", "indicators~ind-egov-operational~", "data~", "legal~"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_page_has_a_picture_of_one_size_and_always_the_same_bytes(site: Client, page: str, language: str) -> None:
    address = f"/{language}/{MINISTER}image/{page}.png"
    drawn = answer_of(site, address)
    assert drawn.headers["Content-Type"] == "image/png"
    assert struct.unpack(">II", drawn.content[16:24]) == (1200, 630)
    permanent = f"/{language}/e-{answer_of(site, '/healthz').json()['edition']}/{MINISTER}image/{page}.png"
    assert answer_of(site, permanent).content == drawn.content


@pytest.mark.parametrize("page", ["nothing~", "indicators~ind-nothing~", "data~plan.csv", "image~panorama.png"])
def test_what_is_no_page_has_no_picture(site: Client, page: str) -> None:
    answer_of(site, f"/fr/image/{page}.png", 404)


def test_a_page_names_its_picture_where_the_site_knows_its_own_address(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/fr/{MINISTER}indicators/ind-egov-operational/"
    assert "og:image" not in answer_of(site, address).content.decode()
    monkeypatch.setenv("BILAN_ADDRESS", PUBLIC)
    picture = f"/fr/{MINISTER}image/indicators~ind-egov-operational~.png"
    assert f'<meta property="og:image" content="{PUBLIC}{picture}">' in answer_of(site, address).content.decode()
    answer_of(site, picture)


def test_the_bilan_of_a_page_is_a_paper_with_its_days_in_its_name(site: Client) -> None:
    paper = answer_of(site, f"/fr/{MINISTER}bilan.pdf")
    assert paper.content.startswith(b"%PDF")
    assert "bilan-2012-08-08-2012-08-08-fr.pdf" in paper.headers["Content-Disposition"]
