"""A citizen asks whether a target was within reach: who started there, where the country stands, what others did."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.editions_of import PLAN, Told, entry, indicator, session_of
from tests.journeys.pages import text_of

from bilan.acts.trying import tried
from bilan.exchange import formats
from bilan.report.sheets.levers import benchmarks as sheet
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.session import open_session
from bilan.terms.languages import LANGUAGES

AUDITED = "2013-12-31/2014-12-31"
DEMO = Path(__file__).resolve().parents[2] / "demo/maroc-numeric-2013"
PANEL = Path(__file__).resolve().parents[3] / "shared/data/internet-users-vintages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_missing_in_every_language(site: Client, language: str) -> None:
    page, voice = text_of(site, f"/{language}/{AUDITED}/levers/benchmarks/"), Voice(language)
    told = [voice.label("needed", "series_of_others"), voice.label("conclusion", "cannot_determine")]
    told += [voice.tell(sheet.SUBJECT, code) for code in ("class.none", "ranks.none", "practices.none")]
    assert [one for one in told if " ".join(one.split()) not in page] == []


def test_the_demonstration_asks_of_households_and_has_nobody_to_ask(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/benchmarks/")
    assert "Households with Internet access, from 10% of households to 33.3% of households in 5 years" in page
    assert "Known: 0 of 1 (targets answered by a reference class)." in page


def test_a_plan_without_a_target_says_that_there_is_nothing_to_ask(tmp_path: Path) -> None:
    found = sheet.conclusion(View(session_of([PLAN], tmp_path)), Voice("en"))
    assert found.sentence.startswith("No target is told as a rate or an index")
    assert (found.known, found.of, found.needed) == (0, 0, ("level_target", "series_of_others"))


def level(about: str, value: str, who: str, **content: Any) -> Told:
    facts = {"nature": "measured", "about": about, "published_on": "2009-01-01", **content}
    return entry("statement", f"st-{who}-{about}", indicator="ind-users", subject=f"state-{who}", value=value, **facts)


def test_a_clear_class_with_practices_is_determined(tmp_path: Path) -> None:
    codes = [chr(97 + one) + "x" for one in range(8)]
    cards = [
        entry("statement", f"st-{code}-card", indicator="ind-users", subject=f"state-{code}", words="<b>A law</b>",
              conditions="A court", nature="declared", about="2006", published_on="2008", organisation_name="OECD")
        for code in codes
    ]  # fmt: skip
    told = [
        PLAN,
        indicator("ind-users", unit="percent", measure="rate", quantity="internet_users"),
        entry("baseline", "bl", indicator="ind-users", value="10", about="2008", published_on="2009-10-10"),
        entry(
            "target", "tg", indicator="ind-users", value="33", due_on="2010", set_on="2009-10-10", version="original"
        ),
        *(entry("party", f"state-{code}", name=code, party_kind="state", country=code.upper()) for code in codes),
        *(one for code in codes for one in (level("2005", "10", code), level("2007", "40", code))),
    ]
    view = View(session_of([*told, *cards], tmp_path))
    found = sheet.conclusion(view, Voice("fr"))
    assert (found.state, found.known, found.of) == ("determined", 1, 1)
    assert "l'ont atteint : 8" in found.sentence.replace("\u00a0", " ")
    assert found.chart is not None
    assert len(found.chart.rows) == 8
    assert len(view.once(sheet.gather).practices) == 8


@pytest.mark.skipif(not PANEL.is_dir(), reason="the panel is not here")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_inferred_is_called_so_and_what_stands_in_is_not_called_the_same(language: str) -> None:
    voice = Voice(language)
    with tried(formats.read_all([DEMO, PANEL]), at=datetime(2026, 11, 26, tzinfo=UTC)) as trial:
        assert trial.edition is not None
        view = View(open_session(trial.edition, as_of=date(2013, 12, 31), known_on=date(2026, 11, 26)))
        found = sheet.conclusion(view, voice)
    assert (
        voice.tell(sheet.SUBJECT, "conclusion.inferred", day=voice.day(date(2020, 6, 17)), until=2008) in found.sentence
    )
    assert ("ménages" in found.sentence, "n'est pas la même grandeur" in found.sentence) == ((language == "fr",) * 2)
    assert {"publication_then", "same_quantity"} <= set(found.needed)
