"""A citizen asks whether know-how is sold abroad: what is told, how far from the target, and against what."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.editions_of import PLAN, Told, entry, indicator, session_of
from tests.journeys.pages import text_of

from bilan.acts.trying import tried
from bilan.exchange import formats
from bilan.report.sheets.levers import trade as sheet
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.session import open_session
from bilan.terms.languages import LANGUAGES

AUDITED = "2013-12-31/2014-12-31"
DEMO = Path(__file__).resolve().parents[2] / "demo/maroc-numeric-2013"
PANEL = Path(__file__).resolve().parents[3] / "shared/data/wdi-ict-vintages"


def view_of(told: list[Told], home: Path) -> View:
    return View(session_of([PLAN, *told], home, as_of="2013-12-31"))


def sold(about: str, value: str, key: str = "soft", **content: Any) -> Told:
    facts = {"indicator": "ind-soft", "nature": "measured", "about": about, "published_on": "2013", **content}
    return entry("statement", f"st-{key}-{about}-{content.get('subject', 'own')}", value=value, **facts)


SOFT = indicator(
    "ind-soft", unit="MAD per year", measure="flow", headline=None, quantity="exports", activity="software_services"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_missing_in_every_language(site: Client, language: str) -> None:
    page, voice = text_of(site, f"/{language}/{AUDITED}/levers/trade/"), Voice(language)
    told = [voice.label("needed", code) for code in ("world_exports", "all_exports", "exports_by_client")]
    told += [
        voice.tell(sheet.SUBJECT, code)
        for code in ("world.none", "growth.none", "clients.none", "conclusion.no_advantage")
    ]
    assert [one for one in told if " ".join(one.split()) not in page] == []


def test_the_demonstration_tells_one_figure_of_software_and_the_gap_of_offshoring(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/trade/")
    assert "Offshoring export revenue: 7,300,000,000 MAD in 2013 (declared), which is 36% of the target" in page
    assert "Exports followed: 2" in page
    assert "more than 246,000,000 MAD per year" in page
    assert "figures left out for want of a dated rate: 1" in page


def test_without_exports_the_lever_says_so(tmp_path: Path) -> None:
    found = sheet.conclusion(view_of([], tmp_path), Voice("en"))
    assert found.sentence.startswith("On these dates no exports are told for a whole year.")
    assert (found.known, found.of, found.chart, found.state) == (0, 0, None, "cannot")


def test_a_figure_without_a_target_is_told_alone(tmp_path: Path) -> None:
    found = sheet.conclusion(view_of([SOFT, sold("2010", "246000000")], tmp_path), Voice("en"))
    assert found.sentence.startswith("ind-soft: last known figure, 246,000,000 MAD in 2010 (measured).")
    assert "world_exports" in found.needed


@pytest.mark.parametrize(("own", "word"), [("20", "2 times what its size explains."), ("5", "which is less.")])
def test_an_advantage_is_said_where_the_world_is_told(tmp_path: Path, own: str, word: str) -> None:
    every = indicator("ind-all", unit="MAD per year", measure="flow", headline=None, quantity="exports",
                      activity="all_goods_and_services")  # fmt: skip
    told = [
        *(SOFT, every, entry("party", "world", name="World", party_kind="group")),
        *(sold("2010", own), sold("2010", "100", subject="world"), sold("2009", "10")),
        sold("2010", "100", indicator="ind-all", key="all"),
        sold("2010", "1000", indicator="ind-all", key="all-world", subject="world"),
    ]
    found = sheet.conclusion(view_of(told, tmp_path), Voice("en"))
    assert found.sentence.endswith(word)
    assert (found.state, found.chart is None) == ("determined", False)


@pytest.mark.skipif(not PANEL.is_dir(), reason="the panel is not here")
def test_beside_a_panel_growth_is_split_and_others_are_shown() -> None:
    with tried(formats.read_all([DEMO, PANEL]), at=datetime(2026, 11, 26, tzinfo=UTC)) as trial:
        assert trial.edition is not None
        view = View(open_session(trial.edition, as_of=date(2023, 12, 31), known_on=date(2026, 11, 26)))
        seen = view.once(sheet.gather)
        (row,) = seen.split
        drawn = sheet.effects(row, Voice("fr"))
    assert (len(seen.compared), len(seen.others), seen.others_count) == (1, sheet.MOST, 95)
    assert seen.grown[0].row["indicator"] == "ind-offshoring-export"
    assert "837" in drawn.rows[3][1]
