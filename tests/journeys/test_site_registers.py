"""Walk through undertakings, agreements, territories and services as a citizen does.

Fixtures: `site` reads the site of the demonstration.
"""

import re
from itertools import pairwise

import pytest
from django.test import Client
from icalendar import Calendar

MINISTER = "2012-08-08/2012-08-08"
AUDITED = "2013-12-31/2014-12-31"
LANGUAGES = ("fr", "ar", "en")
PAGES = (
    "undertakings/",
    "undertakings/com-cigov-quarterly/",
    "undertakings/com-plan-89-2013/",
    "agreements/",
    "agreements/agr-clusters-2011/",
    "agreements/agr-injaz-operators/",
    "territories/",
    "territories/none/",
    "territories/MA-07@1997/",
    "territories/MA-02@1997/",
    "territories/MA-07@1997/zone-technopolis/",
    "territories/none/zone-rmie/",
    "services/",
    "services/prj-watiqa/",
)


def text_of(site: Client, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def heading_of(page: str) -> str:
    [found] = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found).split()).replace("&#x27;", "'")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_every_language_and_keeps_the_dates(site: Client, language: str, page: str) -> None:
    said = text_of(site, f"/{language}/{AUDITED}/{page}")
    assert heading_of(said)
    assert not re.findall(r'\sstyle="|<style|<script|onclick', said)
    own = [link for link in re.findall(rf'href="(/{language}/[^"]+)"', said) if "/e-" not in link]
    assert own
    assert all(link.startswith(f"/{language}/{AUDITED}/") for link in own)
    headings = [int(level) for level in re.findall(r"<h([1-6])", said.split("<footer")[0])]
    assert all(after <= before + 1 for before, after in pairwise(headings))


def test_the_heading_says_how_many_of_the_promises_due_were_kept(site: Client) -> None:
    assert heading_of(text_of(site, f"/en/{MINISTER}/undertakings/")) == "Undertakings past due: 16; kept in time: 1"
    assert heading_of(text_of(site, f"/en/{AUDITED}/undertakings/")) == "Undertakings past due: 21; kept in time: 1"
    nothing = text_of(site, "/en/1999-01-01/1999-01-01/undertakings/")
    assert heading_of(nothing) == "No undertaking is known on these dates"


def test_the_meeting_promised_for_september_is_to_come_on_the_day_of_the_promise(site: Client) -> None:
    page = "undertakings/com-france-meetings-2012-09/"
    assert "days left on 8 August 2012: 53" in text_of(site, f"/en/{MINISTER}/{page}").replace("\xa0", " ")
    later = text_of(site, f"/en/2013-01-01/2013-01-01/{page}")
    assert "overdue, nothing proves it" in later
    assert "nothing in the ledger proves what became of it" in later


def test_the_rule_of_meetings_is_set_beside_the_meetings_that_were_held(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/undertakings/com-cigov-quarterly/").replace("\xa0", " ")
    assert "10 sessions" in page
    assert "the rhythm asked for: 12" in page


def test_the_site_of_a_region_is_found_under_its_region_only(site: Client) -> None:
    moved = site.get(f"/fr/{AUDITED}/territories/none/zone-technopolis/")
    assert (moved.status_code, moved.headers["Location"]) == (
        302,
        f"/fr/{AUDITED}/territories/MA-07@1997/zone-technopolis/",
    )


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("undertakings/com-plan-89/", "com-plan-89-2013"),
        ("agreements/agr-bnp/", "agr-bnp-2007"),
        ("services/prj-watika/", "prj-watiqa"),
        ("territories/MA-07/", "MA-07@1997"),
        ("territories/none/zone-tecnopolis/", "zone-technopolis"),
    ],
)
def test_a_key_that_was_mistyped_leads_to_those_that_come_close(site: Client, typed: str, near: str) -> None:
    answer = site.get(f"/fr/{AUDITED}/{typed}")
    assert answer.status_code == 404
    assert near in answer.content.decode()


def test_the_map_is_of_the_regions_of_the_day(site: Client) -> None:
    assert heading_of(text_of(site, f"/en/{MINISTER}/territories/")).endswith("8 of 16")
    after = text_of(site, "/en/2016-01-01/2016-01-01/territories/")
    assert heading_of(after).endswith("0 of 12")
    assert "regions of another division" in after


def test_a_status_of_2015_is_not_told_in_2012(site: Client) -> None:
    page = text_of(site, f"/en/{MINISTER}/services/prj-listes-electorales/")
    assert "status not known" in page
    assert "2015" not in page.split("<main")[1].split("</main")[0]


def test_an_obligation_that_nothing_proves_is_overdue_and_a_change_shows_before_and_after(site: Client) -> None:
    owed = text_of(site, f"/en/{AUDITED}/agreements/agr-steria-2008/")
    assert "overdue, nothing proves it" in owed
    changed = text_of(site, f"/en/{AUDITED}/agreements/agr-injaz-operators/")
    assert "about 250000000 MAD" in changed
    assert "almost 400000000 MAD" in changed
    assert "scope evolved" in changed


def test_the_calendar_of_a_language_holds_every_promise_with_a_last_due_day(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = site.get(f"/fr/{MINISTER}/undertakings.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 25
    assert not any("url" in event for event in events)
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org/")
    named = site.get(f"/en/{MINISTER}/undertakings.ics")
    urls = {str(event["url"]) for event in Calendar.from_ical(named.content).walk("VEVENT")}
    assert f"https://plan.example.org/en/{MINISTER}/undertakings/com-france-meetings-2012-09/" in urls
