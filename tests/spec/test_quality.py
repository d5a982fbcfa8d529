"""Quality: what an auditor would find missing."""

from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, apart, ask, entry, indicator, session_of

from bilan.analysis import quality
from bilan.analysis.asking import Row
from bilan.terms.codes import code_list

COMPLETE = {"definition": "Jobs in the sector", "owner": "org-a", "method": "Yearly survey"}


def said(key: str = "st-a", **content: Any) -> Told:
    usual = {
        "indicator": "ind-a",
        "value": "5",
        "nature": "audited",
        "about": "2012",
        "said_on": "2029-06-01",
        "source": "src-a",
        "organisation": "org-court",
    }
    return entry("statement", key, **{**usual, **content})


def target(key: str = "tgt-a", **content: Any) -> Told:
    usual = {"indicator": "ind-a", "value": "10", "version": "original", "due_on": "2013", "set_on": "2009"}
    return entry("target", key, **{**usual, **content})


BASELINE = entry("baseline", "bl-a", indicator="ind-a", value="1", about="2008")


def gaps(told: list[Told], home: Path, **cut: str) -> list[Row]:
    return ask(session_of([PLAN, *told], home, **cut), quality.ANALYSIS)


def names(told: list[Told], home: Path, **cut: str) -> list[str]:
    return [row["gap"] for row in gaps(told, home, **cut)]


def complete(**content: Any) -> Told:
    return indicator(**{**COMPLETE, **content})


def test_every_gap_of_the_query_has_its_words() -> None:
    assert [gap for gap in code_list("gap") if f"'{gap}'" not in (quality.ANALYSIS.query or "")] == []


def test_a_complete_indicator_has_no_gap(tmp_path: Path) -> None:
    assert names([complete(), BASELINE, target(), said()], tmp_path) == []


def test_an_indicator_of_which_only_the_name_is_known_lacks_the_rest(tmp_path: Path) -> None:
    assert names([indicator()], tmp_path) == [
        "no_definition",
        "no_owner",
        "no_baseline",
        "no_target",
        "no_observation",
        "no_verified_observation",
        "no_method",
    ]


def test_what_has_no_better_way_needs_no_target_and_what_accumulates_no_baseline(tmp_path: Path) -> None:
    assert names([complete(direction=None), said()], tmp_path / "a") == []
    assert names([complete(measure="cumulative"), target(), said()], tmp_path / "b") == []


def test_the_owner_of_the_node_answers_for_its_indicators(tmp_path: Path) -> None:
    node = entry("node", "axis-1", parent="plan", node_kind="axis", name={"en": "Axis"}, owner_name="The ministry")
    assert names([node, complete(node="axis-1", owner=None), BASELINE, target(), said()], tmp_path) == []


def test_an_announcement_is_no_observation(tmp_path: Path) -> None:
    told = [complete(), BASELINE, target(), said(nature="announced")]
    assert names(told, tmp_path) == ["no_observation", "no_verified_observation"]


def test_a_verified_rate_of_a_told_total_verifies_its_numerator(tmp_path: Path) -> None:
    rate = indicator("ind-rate", **COMPLETE, measure="rate", unit="percent", direction=None, numerator="ind-a")
    audit = said("st-rate", indicator="ind-rate", denominator="69")
    assert names([complete(), BASELINE, target(), said(nature="declared"), rate, audit], tmp_path) == []


GAPS: list[tuple[Told, str]] = [
    (said("st-b", about=None), "undated"),
    (said("st-b", certainty="uncertain"), "uncertain"),
    (said("st-b", value=None, missing="not_reported"), "unreported"),
    (said("st-b", unit="persons"), "other_unit"),
    (said("st-b", source=None), "unsourced"),
    (said("st-b", organisation=None), "unsigned"),
    (said("st-b", said_on="2012"), "recorded_late"),
    (target("tgt-b", due_on=None), "target_without_due_day"),
    (target("tgt-b", version="revised"), "target_moved_without_reason"),
]


@pytest.fixture(scope="module")
def gaps_told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """Ask for the one gap of the indicator of each case, in one ledger of them all."""
    told = apart([complete(), BASELINE, target(), said(), lacking] for lacking, _ in GAPS)
    rows = gaps(told, tmp_path_factory.mktemp("gaps"))
    assert len(rows) == len(GAPS)
    return {row["indicator"]: row for row in rows}


@pytest.mark.parametrize(("place", "gap"), list(enumerate(gap for _, gap in GAPS)))
def test_a_gap_names_the_entries_concerned(gaps_told: dict[str, Row], place: int, gap: str) -> None:
    row = gaps_told[f"ind-a-{place}"]
    first, last = 1 + 5 * place, 5 + 5 * place
    assert (row["gap"], row["concerned"], row["entries"]) == (gap, 1, [first, last])


def test_a_revision_with_a_reason_is_no_gap(tmp_path: Path) -> None:
    told = target("tgt-b", version="revised", reason_words="Two ministries left")
    assert names([complete(), BASELINE, target(), said(), told], tmp_path) == []


def test_words_without_a_scale_are_a_gap(tmp_path: Path) -> None:
    words = complete(unit="qualitative", measure="qualitative", direction=None)
    judged = said(value=None, words="broadly positive", nature="declared")
    assert names([words, judged], tmp_path) == ["no_verified_observation", "undefined_words"]


@pytest.mark.parametrize(("as_of", "gap"), [("2014-06-29", []), ("2014-06-30", ["value_overdue"])])
def test_a_value_is_overdue_after_its_period_and_delay(as_of: str, gap: list[str], tmp_path: Path) -> None:
    told = [complete(periodicity="P1Y", delay="P6M"), BASELINE, target(), said(said_on="2013", published_on="2013")]
    found = names(told, tmp_path, as_of=as_of, known_on="2030-01-01")
    assert [one for one in found if one != "recorded_late"] == gap


def test_a_row_counts_the_observations_and_those_verified(tmp_path: Path) -> None:
    told = [complete(), BASELINE, said(), said("st-b", nature="declared"), said("st-c", nature="announced")]
    (row,) = gaps(told, tmp_path)
    assert (row["gap"], row["observations"], row["verified"], row["entries"]) == ("no_target", 2, 1, [1])
