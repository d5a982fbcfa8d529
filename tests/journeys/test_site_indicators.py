"""Walk through the indicators and the road map as a citizen does.

Fixtures: `site` reads the site of the demonstration.
"""

import re

import pytest
from django.test import Client

MINISTER = "2012-08-08/2012-08-08"
AUDITED = "2013-12-31/2014-12-31"
BEFORE = "2009-01-01/2009-01-01"
EGOV = "indicators/ind-egov-operational/"
PAGES = (
    "indicators/",
    EGOV,
    "indicators/ind-egov-operational/card/",
    "indicators/ind-overall-assessment/",
    "indicators/ind-hh-internet/",
    "indicators/ind-injaz-cum/",
    "indicators/ind-zone-firms/",
    "plan/",
    "plan/axis-1/",
    "plan/axis-2/",
    "plan/axis-3/",
    "plan/ini-legal/",
    "plan/modality-2/",
)


def text_of(site: Client, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def plain(page: str) -> str:
    """Return the words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u202f", " ").split())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("dates", [MINISTER, AUDITED, BEFORE])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_each_page_answers_in_each_language_on_each_day(site: Client, language: str, dates: str, page: str) -> None:
    text = text_of(site, f"/{language}/{dates}/{page}")
    assert text.count("<h1") == 1
    assert " style=" not in text
    assert "<script" not in text


def test_the_page_of_an_indicator_says_what_was_found_as_it_was_known(site: Client) -> None:
    then = plain(text_of(site, f"/en/{MINISTER}/{EGOV}"))
    later = plain(text_of(site, f"/en/{AUDITED}/{EGOV}"))
    assert "The target is not reached yet: declared 10 projects, target 89 projects" in then
    assert "The due day has passed and nothing shows the target reached: verified about 25 projects" in later
    assert "worked out from the rate" in later
    assert "worked out from the rate" not in then


def test_the_base_that_went_from_89_to_56_is_told_with_each_step_and_its_entry(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/{EGOV}")
    steps = re.findall(r'entries/(\d+)/">(\d+)</a>', page[page.index('class="bases') :])
    assert [value for _, value in steps[:3]] == ["89", "69", "56"]
    assert "No revised target announced the last one." in page


def test_a_revised_target_is_struck_and_the_missing_reason_is_said(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/indicators/ind-injaz-cum/")
    targets = page[page.index('id="targets"') : page.index('id="contradictions"')]
    assert re.search(r"<del[^>]*>\s*(<a[^>]*>)?80,000", targets)
    assert "no reason given" in targets


def test_what_is_said_of_a_part_is_listed_with_why_it_is_off_the_line(site: Client) -> None:
    page = plain(text_of(site, f"/en/{AUDITED}/indicators/ind-hh-internet/"))
    assert "off the line: about a part" in page


def test_every_figure_of_the_table_beside_the_chart_leads_to_an_entry(site: Client) -> None:
    page = text_of(site, f"/fr/{AUDITED}/{EGOV}")
    table = page[page.index('class="now"') : page.index('id="forecast"')]
    links = re.findall(r'href="([^"]*/entries/[^"]*)"', table)
    assert len(links) == 5
    assert all(site.get(link).status_code == 200 for link in links)


def test_the_list_holds_every_indicator_once_and_says_of_each_how_well_it_is_known(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/indicators/")
    found = re.findall(r'<th scope="row">\s*<a href="[^"]*indicators/([^/"]+)/"', page)
    assert len(found) == len(set(found)) == 133
    assert page.count('class="st"') == 133
    assert "no target" in page


def test_the_chapters_of_the_list_can_be_reached_from_its_head(site: Client) -> None:
    page = text_of(site, f"/ar/{AUDITED}/indicators/")
    jumps = re.findall(r'href="#([^"]+)"', page[page.index('class="jump"') :])
    assert jumps
    assert all(f'<h2 id="{one}"' in page for one in jumps)


def test_a_card_may_stand_in_the_pages_of_others_and_leads_out_of_its_frame(site: Client) -> None:
    answer = site.get(f"/fr/{AUDITED}/indicators/ind-egov-operational/card/")
    page = answer.content.decode()
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "<nav" not in page
    body = page[page.index("<body") :]
    assert body.count("<a ") == body.count('target="_top"') > 0
    other = site.get(f"/fr/{AUDITED}/{EGOV}")
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


def test_the_code_of_the_card_stands_as_text_on_the_page(site: Client) -> None:
    page = text_of(site, f"/fr/{AUDITED}/{EGOV}")
    assert "&lt;iframe src=" in page
    assert "<iframe" not in page


def test_an_unknown_key_points_to_those_written_alike(site: Client) -> None:
    for path, near in (("indicators/ind-egov-operationel/", "ind-egov-operational"), ("plan/axe-2/", "axis-2")):
        answer = site.get(f"/fr/{AUDITED}/{path}")
        assert answer.status_code == 404
        assert f"/{near}/" in answer.content.decode()


def test_the_plan_itself_is_the_road_map(site: Client) -> None:
    answer = site.get(f"/fr/{AUDITED}/plan/maroc-numeric-2013/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/fr/{AUDITED}/plan/")


def test_the_road_map_holds_every_node_and_tells_on_how_many_indicators_it_rests(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/plan/")
    assert len(re.findall(r'<th scope="row"', page)) == 31
    assert "1 of 5" in page
    assert "no headline indicator" in page


def test_a_node_tells_the_auditors_rate_only_once_it_is_public(site: Client) -> None:
    assert "36% done" in plain(text_of(site, f"/en/{AUDITED}/plan/axis-2/"))
    then = plain(text_of(site, f"/en/{MINISTER}/plan/axis-2/"))
    assert "36% done" not in then
    assert "No auditor told a rate of completion known by this day." in then


def test_a_node_gathers_promises_agreements_services_and_money(site: Client) -> None:
    page = plain(text_of(site, f"/en/{AUDITED}/plan/axis-2/"))
    for head in ("Milestones: 4", "Undertakings: 17", "Agreements that serve it: 7", "E-gov services: 32"):
        assert head in page
    assert "2,200,000,000" in page


def test_of_many_statements_some_are_listed_and_the_page_says_how_many_more_there_are(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bilan.web.pages.indicators.MOST", 2)
    # A day that no other test asks for: pages are kept as they were made.
    page = plain(text_of(site, f"/en/2014-11-03/2014-12-30/{EGOV}"))
    assert page.count("Only the first 2 are shown") >= 2
