"""A steering committee asks what its services share, which few blocks serve most, and what to build once when."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.editions_of import PLAN, Told, entry, session_of
from tests.journeys.pages import text_of

from bilan.acts.trying import tried
from bilan.analysis.catalogue import ask
from bilan.exchange import formats
from bilan.report.sheets.levers import pooling as sheet
from bilan.report.sheets.levers.pooling import gather
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.session import open_session
from bilan.terms.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs/explanation/examples/pooling"
GOVSTACK = ROOT.parent / "shared/data/govstack-use-cases"
AUDITED = "2013-12-31/2014-12-31"
HOSTILE = "<script>alert(1)</script>"


def view_of(told: list[Told], home: Path) -> View:
    return View(session_of([PLAN, *told], home, as_of="2013-12-31"))


def service(key: str, **content: Any) -> Told:
    return entry("service", key, **{"name": {"en": key}, **content})


def block(key: str, **content: Any) -> Told:
    return entry("building_block", key, **{"name": {"en": key}, **content})


def need(of: str, by: str, basis: str = "stated", **content: Any) -> Told:
    return entry("need", f"need-{by}-{of}", service=by, block=of, basis=basis, **content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_what_is_missing_in_every_language(site: Client, language: str) -> None:
    page = text_of(site, f"/{language}/{AUDITED}/levers/pooling/")
    voice = Voice(language)
    told = [voice.label("needed", code) for code in ("block_cost", "alone_cost", "shared_money")]
    told += [voice.tell(sheet.SUBJECT, code) for code in ("said.no_costs", "plan.none", "matrix", "blocks.lacking")]
    told += [voice.label("needs_counted", code)[1:] for code in ("stated", "all")]
    assert [one for one in told if " ".join(one.split()) not in page] == []


def test_six_blocks_of_fourteen_would_serve_half_of_the_services_of_the_demonstration(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/pooling/")
    assert "Building each once would avoid 73 separate builds (1 by the needs alone that a source states)" in page
    assert "With 6 blocks of 14, 21 services of 42 have all they need; 17 by the rule of thumb." in page
    assert "With 2 blocks of 7, 2 services of 4 have all they need; 2 by the rule of thumb." in page
    assert "Known: 0 of 87 (needs whose cost of building alone is known)." in page
    assert "SIMPL IS, declaration and payment of corporate tax SIMPL TVA, declaration and payment of VAT" in page


def test_the_services_lead_to_pooling(site: Client) -> None:
    page = site.get(f"/en/{AUDITED}/services/").content.decode()
    assert f'href="/en/{AUDITED}/levers/pooling/"' in page


def test_an_empty_plan_says_that_nothing_is_told(tmp_path: Path) -> None:
    for language in LANGUAGES:
        voice = Voice(language)
        found = sheet.conclusion(view_of([], tmp_path), voice)
        assert found.sentence == f"{voice.tell(sheet.SUBJECT, 'said.none')}"
        assert (found.known, found.of, found.chart, found.state) == (0, 0, None, "cannot")
        assert found.needed[0] == "service_needs"


def test_a_name_that_would_run_is_written_as_it_is(tmp_path: Path) -> None:
    told = [service("s-1", name={"en": HOSTILE}), block("b-1", name={"en": HOSTILE}), need("b-1", "s-1")]
    view = view_of(told, tmp_path)
    seen = view.once(gather)
    assert "<script>" not in sheet.squares(seen, Voice("en")).wide
    assert "<script>" not in sheet.curve(seen, seen.all, Voice("en")).wide


def test_where_every_need_is_stated_there_is_one_basis(tmp_path: Path) -> None:
    seen = view_of([service("s-1"), block("b-1"), need("b-1", "s-1")], tmp_path).once(gather)
    assert [one.counted for one in seen.bases] == ["stated"]
    assert seen.name(Voice("en"), "need-s-1-b-1") == "s-1 · b-1"
    assert seen.name(Voice("en"), "unknown") == "unknown"


def test_a_plan_that_saves_nothing_says_so_and_one_that_lacks_a_cost_saves_at_most(tmp_path: Path) -> None:
    voice = Voice("en")
    alone = {"cost": "9", "joining_cost": "1"}
    dear = [service("s-1"), block("b-1", cost="90", yearly_cost="1", build_years="1"), need("b-1", "s-1", **alone)]
    view = view_of(dear, tmp_path)
    assert "nothing that is built once would cost less" in sheet.conclusion(view, voice).sentence
    cheap = [service("s-1"), block("b-1", cost="5"), need("b-1", "s-1", **alone)]
    view = view_of(cheap, tmp_path)
    assert "saves 3" in sheet.conclusion(view, voice).sentence
    assert "That is at most" in sheet.conclusion(view, voice).sentence
    told = sheet.years(view.once(gather), view.once(gather).all, voice)
    assert "no money is told for the year alone" in told[0].spent


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_textbook_example_is_told_year_by_year(language: str) -> None:
    voice = Voice(language)
    with tried(formats.read(EXAMPLE), at=datetime(2025, 12, 31, tzinfo=UTC)) as trial:
        assert trial.is_clean
        assert trial.edition
        day = date(2025, 12, 31)
        view = View(open_session(trial.edition, as_of=day, known_on=day))
        seen = view.once(gather)
        told = sheet.years(seen, seen.stated, voice)
        found = sheet.conclusion(view, voice)
        beside = sheet.beside(seen.stated, voice)
        leads = [sheet.leader(view, voice, row) for row in seen.stated.lines("block")]
    assert [len(year.told) for year in told] == [2, 2, 0, 0]
    assert found.state == "determined"
    assert len(beside) == 4
    assert all("(" in one for one in leads)


def test_the_textbook_example_shows_what_a_rule_of_thumb_misses() -> None:
    with tried(formats.read(EXAMPLE), at=datetime(2025, 12, 31, tzinfo=UTC)) as trial:
        assert trial.edition
        day = date(2025, 12, 31)
        rows = ask(open_session(trial.edition, as_of=day, known_on=day), "pooling_plan").rows
    saved = {row["method"]: row["saving"] for row in rows if row["line"] == "method" and row["counted"] == "stated"}
    assert saved == {"optimum": 5_380_000, "robust": 1_880_000, "greedy": 1_780_000, "alone": 0}
    best = next(row for row in rows if row["method"] == "optimum")
    assert (best["gap"], best["conclusion"], best["overrun"]) == (0, "holds", 3_000_000)


@pytest.mark.skipif(not GOVSTACK.exists(), reason="the use cases are not beside the repository")
def test_eight_blocks_of_the_use_cases_serve_twice_as_many_as_the_rule_of_thumb() -> None:
    with tried(formats.read(GOVSTACK), at=datetime(2026, 1, 1, tzinfo=UTC)) as trial:
        assert trial.edition
        day = date(2026, 1, 1)
        rows = ask(open_session(trial.edition, as_of=day, known_on=day), "pooling").rows
    curve = [row for row in rows if row["counted"] == "stated"]
    assert [row["whole_best"] for row in curve] == [0, 0, 0, 0, 0, 0, 1, 4, 8, 10, 14, 16]
    assert [row["whole_greedy"] for row in curve] == [0, 0, 0, 0, 0, 0, 1, 2, 8, 10, 14, 16]
    assert (curve[-1]["needs_met"], curve[-1]["builds_avoided_by_k"]) == (142, 130)
