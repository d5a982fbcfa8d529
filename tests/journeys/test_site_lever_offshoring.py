"""A citizen looks at the sites of offshoring: what is let, reserved, occupied and built, and what nobody told."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.editions_of import PLAN, Told, entry, indicator, session_of
from tests.journeys.conftest import Browse, Recorded
from tests.journeys.pages import text_of

from bilan.report.sheets.levers import offshoring as sheet
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES

AUDITED = "2013-12-31/2014-12-31"


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_figure_that_is_missing(site: Client, language: str) -> None:
    page, voice = text_of(site, f"/{language}/{AUDITED}/levers/offshoring/"), Voice(language)
    needed = ("site_area_let", "site_area_reserved", "site_area_occupied", "ito_jobs", "ito_exports")
    assert [code for code in needed if plain(voice.label("needed", code)) not in page] == []
    assert plain(voice.tell(sheet.SUBJECT, "sector.sub")) in page
    assert plain(voice.tell(sheet.SUBJECT, "together.sub")) in page


def test_the_sector_and_its_it_part_are_said_apart(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/offshoring/")
    assert "IT offshoring (ITO): turnover, almost 2,000,000,000 MAD per year (audited, 2012) against a target" in page
    assert "Of 5 sites, the floor built is known of 2, let of 0, reserved of 0, occupied of 0." in page
    assert "IT offshoring (ITO): jobs" not in page


def test_what_mixes_let_and_occupied_floor_bears_no_quantity(site: Client) -> None:
    page = text_of(site, "/en/2014-12-31/2019-12-31/levers/offshoring/")
    assert "quantities mixed" in page
    assert "the floor area let, reserved and occupied of the site, each apart" in page


def test_a_site_leads_to_its_lever_and_territories_lead_to_both(site: Client) -> None:
    address = f"/en/{AUDITED}/levers/offshoring/"
    shore = site.get(f"/en/{AUDITED}/territories/MA-05@1997/zone-fes-shore/").content.decode()
    assert f'href="{address}#zone-fes-shore"' in shore
    nursery = site.get(f"/en/{AUDITED}/territories/MA-08@1997/zone-technopark-casablanca/").content.decode()
    assert f'href="{address}#' not in nursery
    every = site.get(f"/en/{AUDITED}/territories/").content.decode()
    assert f'href="{address}"' in every
    assert f'href="/en/{AUDITED}/levers/benefit/#region"' in every


HOSTILE = {
    "plan": "key,name_en,starts_on,ends_on,currency\nplan,A plan,2009,2013,MAD\n",
    "site": (
        "key,name_en,site_kind,activity,area_ha,region\n"
        'zone-x,"<script>alert(1)</script> & ""shore""",offshore-park,ito,10,\n'
        "zone-y,Silent shore,offshore-park,,,MA-08@1997\n"
    ),
    "indicator": (
        "key,node,name_en,unit,measure,quantity,activity\n"
        "ind-let,plan,Let,m2,stock,area_let,\n"
        "ind-reserved,plan,Reserved,m2,stock,area_reserved,\n"
        "ind-built,plan,Built,m2,stock,area_built,\n"
        "ind-jobs,plan,Jobs,jobs,stock,jobs,\n"
        "ind-more,plan,More jobs,jobs,stock,jobs,\n"
    ),
    "statement": (
        "key,indicator,subject,scope,scope_relation,about,said_on,value,low,high,nature\n"
        "st-let,ind-let,zone-x,,,2012,2013,40000,,,measured\n"
        "st-res,ind-reserved,zone-x,,,2012,2013,,10000,20000,declared\n"
        "st-built,ind-built,zone-x,,,2012,2013,50000,,,declared\n"
        "st-jobs-1,ind-jobs,zone-x,,,2010,2011,1000,,,measured\n"
        "st-jobs-2,ind-jobs,zone-x,,,2012,2013,1500,,,measured\n"
        "st-more,ind-more,zone-x,,,,2013,9,,,declared\n"
        'st-part,ind-jobs,zone-x,"<b>part</b>",part,2012,2013,7,,,declared\n'
    ),
}


@pytest.fixture
def hostile(browse: Browse, recorded: Recorded) -> Client:
    return browse(recorded(HOSTILE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_are_code_stay_text_and_each_area_has_its_bar(hostile: Client, language: str) -> None:
    raw = hostile.get(f"/{language}/levers/offshoring/").content.decode()
    assert "<script>alert(1)" not in raw
    assert "<b>part</b>" not in raw
    page, voice = text_of(hostile, f"/{language}/levers/offshoring/"), Voice(language)
    for quantity in sheet.AREAS:
        assert plain(voice.label("quantity", quantity)) in page
    assert plain(voice.tell(sheet.SUBJECT, "areas.none")) in page
    assert plain(voice.tell(sheet.SUBJECT, "undated")) in page


def seen(told: list[Told], home: Path) -> View:
    return View(session_of([PLAN, *told], home, as_of="2029-12-31"))


def test_a_plan_without_offshoring_says_so(tmp_path: Path) -> None:
    found = sheet.conclusion(seen([], tmp_path), Voice("en"))
    assert found.sentence == "On these dates nothing is told of offshoring."
    assert (found.known, found.of, found.chart, found.needed) == (0, 0, None, ("offshoring_told",))


def test_a_sector_without_a_target_is_told_alone(tmp_path: Path) -> None:
    jobs = indicator("ind-jobs", quantity="jobs", activity="offshoring", headline=None, direction=None)
    facts: Any = {"indicator": "ind-jobs", "nature": "declared", "said_on": "2013"}
    found = sheet.conclusion(seen([jobs, entry("statement", "st", value="5", **facts)], tmp_path), Voice("en"))
    assert found.sentence.startswith("Offshoring, the whole sector: jobs, 5 jobs (declared, undated). IT offshoring")
    assert "IT offshoring (ITO): no figure." in found.sentence
    assert (found.known, found.of) == (1, 6)
