"""A citizen asks who benefits: by sector, region, size of firm and public, as far as anybody told."""

from pathlib import Path

import pytest
from django.test import Client
from tests.editions_of import PLAN, session_of
from tests.journeys.conftest import Browse, Recorded
from tests.journeys.pages import text_of

from bilan.report.sheets.levers import benefit as sheet
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES

AUDITED = "2013-12-31/2014-12-31"


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_sectors_no_figure_is_told_and_the_page_says_what_it_would_take(site: Client, language: str) -> None:
    page, voice = text_of(site, f"/{language}/{AUDITED}/levers/benefit/"), Voice(language)
    by = voice.label("benefit_by", "sector")
    assert plain(voice.tell(sheet.SUBJECT, "by.none", by=by)) in page
    assert plain(voice.tell(sheet.SUBJECT, "by.missing", by=by)) in page
    assert plain(voice.label("needed", "benefit_by_sector")) in page


def test_what_is_told_of_publics_is_not_compared_across_units(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/benefit/")
    assert "By public, a first place is established: citizen (online services in operation)." in page
    assert "Measures of which one part alone is told: 6" in page
    assert "63,500 students" in page
    assert "295 firms" in page
    assert "public not told" in page


def test_regions_are_told_through_their_sites_alone(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/benefit/")
    assert "at least 170 firms" in page
    assert "that of the site, service or agreement the figure speaks of" in page
    assert "1 to 16" in page


RICH = {
    "plan": "key,name_en,starts_on,ends_on,currency\nplan,A plan,2009,2013,MAD\n",
    "indicator": (
        "key,node,name_en,unit,measure,quantity\n"
        "ind-money,plan,<i>Money</i> paid,MAD,cumulative,money\n"
        "ind-users,plan,Users,persons,stock,users\n"
        "ind-rate,plan,Share,things,stock,\n"
    ),
    "statement": "key,indicator,sector,region,size,audience,about,said_on,value,qualifier,nature\n"
    + "".join(
        f"st-{n},{indicator},{sector},{region},{size},{audience},2012,2013,{value},{qualifier},{nature}\n"
        for n, (indicator, sector, region, size, audience, value, qualifier, nature) in enumerate(
            [
                ("ind-money", "C@ISIC4", "", "", "", "60", "exact", "measured"),
                ("ind-money", "62.01@NACE2", "", "", "", "10", "exact", "measured"),
                ("ind-money", "22@ISIC31", "", "", "", "5", "exact", "measured"),
                ("ind-money", "", "", "", "", "100", "exact", "measured"),
                *[("ind-users", "", f"MA-0{n}@1997", "", "", f"{n}0", "about", "declared") for n in range(1, 6)],
                *[("ind-rate", "", "", size, "", "70", "exact", "declared") for size in ("small", "large")],
                ("ind-rate", "", "", "", "", "75", "exact", "declared"),
                ("ind-users", "", "", "", '"<b>all</b> of them"', "9", "more_than", "declared"),
            ]
        )
    ),
    "transaction": (
        "key,subject,flow,amount,currency,about,nature,region,said_on\n"
        "trx-1,plan,disbursement,5,MAD,2012,declared,FR-11@2016,2013\n"
        "trx-2,plan,disbursement,7,MAD,2012,declared,FR-24@2016,2013\n"
        "trx-3,plan,disbursement,9,MAD,2012,declared,FR-27@2016,2013\n"
    ),
}


@pytest.fixture
def rich(browse: Browse, recorded: Recorded) -> Client:
    return browse(recorded(RICH))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_that_tells_much_is_ranked_between_its_bounds(rich: Client, language: str) -> None:
    address, voice = f"/{language}/levers/benefit/", Voice(language)
    raw = rich.get(address).content.decode()
    assert "<i>Money</i>" not in raw
    assert "<b>all</b>" not in raw
    page = text_of(rich, address)
    for code in ("mapped", "split", "contradicts"):
        assert plain(voice.tell(sheet.SUBJECT, code)) in page
    assert plain(voice.label("sector", "C@ISIC4")) in page
    # Five regions of which something is told have a map of their own; France has none.
    assert raw.count('class="chart tiles"') == 2


def test_the_first_sector_is_named_in_the_conclusion(rich: Client) -> None:
    page = text_of(rich, "/en/levers/benefit/")
    assert "By sector of activity, a first place is established: Manufacturing (<i>Money</i> paid)." in page


def test_a_plan_that_tells_nothing_has_no_first_place(tmp_path: Path) -> None:
    found = sheet.conclusion(View(session_of([PLAN], tmp_path)), Voice("en"))
    assert found.sentence.startswith("By sector of activity, no figure is told. By region, no figure is told.")
    assert (found.known, found.of, found.chart) == (0, 4, None)
