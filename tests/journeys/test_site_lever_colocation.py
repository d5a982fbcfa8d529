"""A citizen asks who gains by co-location: on the demonstration, on the invented example, and where a plan is hostile.

Fixture: `textbook` reads the site of the invented example.
"""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from tests.editions_of import PLAN, Told, entry, session_of
from tests.journeys.conftest import Browse, Recorded
from tests.journeys.pages import text_of

from bilan.report.sheets import claims
from bilan.report.sheets.levers import colocation as sheet
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
MINISTER = "2012-08-08/2012-08-08"
AUDITED = "2013-12-31/2014-12-31"
LATER = "2025-12-31/2025-12-31"
HOSTILE = "<script>alert(1)</script>"
EN = Voice("en")


@pytest.fixture
def textbook(browse: Browse, recorded: Recorded) -> Client:
    return browse(recorded(ROOT / "docs/explanation/examples/colocation"))


def said(voice: Voice, code: str, subject: str = sheet.SUBJECT, **values: Any) -> str:
    return " ".join(voice.tell(subject, code, **values).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_missing_figure_of_either_country(site: Client, language: str) -> None:
    page, voice = text_of(site, f"/{language}/{AUDITED}/levers/colocation/"), Voice(language)
    lines = [voice.label("needed", f"gain_{what}") for what in ("jobs", "turnover", "investment", "cost", "skills")]
    assert [one for one in lines if " ".join(one.split()) not in page] == []
    assert page.count(said(voice, "silent.both")) == 12
    assert said(voice, "conclusion.silent", opinions="5", needed="12") in page


def test_the_opinions_stand_beside_the_account_with_who_voiced_them_and_are_called_so(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/colocation/")
    opinions = page.rpartition("What is only opinion: 5")[2].partition("Other agreements with the same country")[0]
    for speaker in ("Abdelkader Aâmara", "Jean-Marc Ayrault", "Munci", "François Hollande", "Youssef Chraïbi"):
        assert speaker in opinions
    assert opinions.count("claims: a gain for both sides") == 3
    then = text_of(site, f"/en/{MINISTER}/levers/colocation/")
    assert "What is only opinion: 1" in then
    assert said(Voice("en"), "conclusion.silent", opinions="1", needed="12") in then


def test_the_loan_contested_in_france_stands_beside_and_is_no_gain(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/colocation/")
    assert "An amount promised or lent is no gain" in page
    assert "AFD loan to MedZ" in page.rpartition("Other agreements with the same country: 7")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invented_example_is_laid_out_side_by_side_and_drawn(textbook: Client, language: str) -> None:
    address = f"/{language}/{LATER}/levers/colocation/"
    page, voice = text_of(textbook, address), Voice(language)
    assert said(voice, "conclusion.many", accounts="2", holds="0", does_not_hold="0", cannot_determine="2") in page
    assert voice.label("gain_basis", "net") in page
    assert " ".join(voice.label("gain_basis", "gross").split()) in page
    html = textbook.get(address).content.decode()
    # Two accounts with their spread, one with its tornado, each on wide and on narrow screens.
    assert len(re.findall(r'<svg[^>]*class="chart', html)) == 6


def test_the_example_says_at_which_value_the_conclusion_turns(textbook: Client) -> None:
    page = text_of(textbook, f"/en/{LATER}/levers/colocation/")
    assert "The figure on which it hangs: Borvania, jobs, with the agreement" in page
    assert "288, within what was stated" in page
    assert "362, within what was stated" in page
    assert "1,000,000, beyond what was stated" in page
    assert "rate of exchange, EUR for one USD" in page
    assert "one is worth 25,000 EUR, between 20,000 and 30,000" in page
    assert "rate EUR/USD 0.8, 31 December 2024" in page
    assert "comes to 9.6M EUR" in page


def test_the_claims_of_the_minister_are_tested_on_the_index(site: Client) -> None:
    page = text_of(site, f"/en/{MINISTER}/levers/")
    assert "What was claimed, and what of it can be tested: 5" in page
    assert "Hold: 0; do not hold: 0; cannot be determined: 5." in page
    tested = page.rpartition("What was claimed, and what of it can be tested: 5")[2]
    assert "offshoring, the whole sector: 52,000 jobs" in tested
    assert "Manufacturing: –" in tested
    assert "France: between 0% and 100%" in tested


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_of_which_nothing_is_claimed_says_so(textbook: Client, language: str) -> None:
    assert said(Voice(language), "none", claims.SUBJECT) in text_of(textbook, f"/{language}/{LATER}/levers/")


AGREEMENT = entry("agreement", "agr-1", title={"en": HOSTILE}, agreement_kind="colocation", signed_on="2010")


def side(key: str, side: str, what: str, value: str | None, **content: Any) -> Told:
    facts = {"agreement": "agr-1", "nature": "declared", "about": "2011", "published_on": "2011", **content}
    if "unit" not in facts:
        facts["currency"] = "MAD"
    return entry("benefit", key, side=side, what=what, value=value, **facts)


def both(name: str, with_: str, without: str, **content: Any) -> list[Told]:
    key = f"ben-{len(name)}-{name[0].lower() if name.isalpha() else 'x'}"
    return [
        side(f"{key}-a", name, "turnover", with_, **content),
        side(f"{key}-b", name, "turnover", without, scenario="without", **content),
    ]


def view_of(told: list[Told], home: Path) -> View:
    return View(session_of([PLAN, *told], home, as_of="2013-12-31"))


@pytest.mark.parametrize(
    ("told", "says", "known"),
    [
        ([], "no agreement whose gain could be counted", (0, 0)),
        ([AGREEMENT, *both("FR", "9", "5"), *both("MA", "8", "2")], "Every side gains", (4, 4)),
        ([AGREEMENT, *both("FR", "9", "5"), *both("MA", "2", "8")], "Not every side gains", (4, 4)),
        ([AGREEMENT, *both("FR", "9", "5"), both("MA", "8", "2")[0]], "figures that count 3, of the 4", (3, 4)),
        (
            [AGREEMENT, *both("FR", "9", "5"), *both("MA", "8", "8", qualifier="about")],
            "probability that every side gains",
            (4, 4),
        ),
    ],
)
def test_the_conclusion_is_one_sentence_whatever_the_plan_tells(
    tmp_path: Path, told: list[Told], says: str, known: tuple[int, int]
) -> None:
    view = view_of(told, tmp_path)
    for language in LANGUAGES:
        found = sheet.conclusion(view, Voice(language))
        assert (found.known, found.of) == known
        assert found.sentence
    assert says in sheet.conclusion(view, EN).sentence
    assert (sheet.conclusion(view, EN).chart is not None) == bool(told)


def test_hostile_names_stand_in_the_drawings_as_they_were_written(tmp_path: Path) -> None:
    told = [AGREEMENT, *both(HOSTILE, "9", "5", low="1", high="9"), *both("MA", "8", "2")]
    view = view_of(told, tmp_path)
    (one,) = view.once(sheet.gather).accounts
    for voice in map(Voice, LANGUAGES):
        for drawn in (sheet.spread(one, voice), sheet.turning(one, voice)):
            assert drawn is not None
            for picture in (drawn.wide, drawn.narrow or drawn.wide):
                assert "<script" not in picture
                ET.fromstring(picture)  # noqa: S314 - our own drawing


def test_what_was_left_out_is_shown_with_the_reason(tmp_path: Path) -> None:
    told = [AGREEMENT, *both("FR", "9", "5"), side("ben-again", "FR", "turnover", "7", nature="announced")]
    told += [side("ben-jobs", "FR", "jobs", "7", unit="jobs"), side("ben-free", "FR", "data sharing", "3")]
    (one,) = view_of(told, tmp_path).once(sheet.gather).accounts
    lines = {line.what: line for line in one.sides[0].lines}
    assert [row["state"] for row in lines["turnover"].others] == ["told_again"]
    assert lines["jobs"].cells["with"]["state"] == "no_worth"
    assert sheet.line_name(EN, "data sharing") == "data sharing"
    assert sheet.turning(one, EN) is None


def test_a_claim_is_written_with_what_was_found_of_it_and_of_the_others(tmp_path: Path) -> None:
    facts: dict[str, Any] = {"subject": "plan", "words": HOSTILE, "nature": "declared", "said_on": "2012"}
    found = [
        entry("statement", f"st-{number}", claim=claim, claimed=claimed, **facts)
        for number, (claim, claimed) in enumerate(
            [("best_partner", "FR"), ("mutual_gain", None), ("ppp_success", "ppp")]
        )
    ]
    told = claims.told(view_of([AGREEMENT, *found, *both("FR", "9", "5"), *both("MA", "8", "2")], tmp_path), EN)
    assert [(one.of, one.found) for one in told.rows] == [
        ("France", "–"),
        ("", "4 MAD"),
        ("public-private partnership", "–"),
    ]
    assert told.counts == {"holds": 1, "does_not_hold": 0, "cannot_determine": 2}
