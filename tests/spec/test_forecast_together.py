"""How many targets the plan and each axis will meet, drawn as small ledgers."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of
from tests.spec.test_forecast_points import baseline, said, target

from bilan.analysis import catalogue
from bilan.analysis.asking import Row
from bilan.analysis.formulas.together import number_met

AXES = [
    entry("node", "axis-1", parent="plan", node_kind="axis", name={"en": "One"}),
    entry("node", "axis-2", parent="plan", node_kind="axis", name={"en": "Two"}),
    entry("node", "part", parent="axis-1", node_kind="action", name={"en": "A part"}),
]


def course(key: str, node: str, goal: str, *values: str, start: str = "10", **content: Any) -> list[Told]:
    """Tell an indicator of a node with its target, its start and what was declared of 2010 and after."""
    told = [indicator(key, node=node, **content), target(goal, indicator=key), baseline(start, indicator=key)]
    return told + [said(value, str(2010 + place), key=key, indicator=key) for place, value in enumerate(values)]


@pytest.fixture
def answer(tmp_path: Path) -> Any:
    """Ask of a ledger of these entries, as of the end of 2012."""

    def asked(told: Iterable[Told], name: str = "forecast_together", **options: float) -> list[Row]:
        session = session_of([PLAN, *AXES, *told], tmp_path, as_of="2013-12-31", known_on="2014-01-31")
        return catalogue.ask(session, name, options).rows

    return asked


def of(found: list[Row], item: str, told_as: str = "declared") -> Row:
    return next(row for row in found if row["item"] == item and row["told_as"] == told_as)


LEDGER = [
    *course("ind-a", "axis-1", "45", "20", "26", "33"),
    *course("ind-b", "part", "40", "20", "28", "35"),
    *course("ind-c", "axis-2", "60", "12", "13"),
    *course("ind-known", "axis-2", "40", "20", "30", "35", "41"),
    *course("ind-missed", "axis-2", "50", "20", "30", "35", "41"),
    *course("ind-silent", "axis-2", "50", start="0"),
    *course("ind-aside", "axis-1", "45", "20", headline=None),
]


def test_targets_are_counted_with_what_is_below_known_unknown_and_foreseen_apart(answer: Any) -> None:
    found = answer(LEDGER)
    counts = {
        row["item"]: (row["targets"], row["known"], row["met"], row["unknown"])
        for row in found
        if row["told_as"] == "declared"
    }
    assert counts == {"plan": (3, 2, 1, 1), "axis-1": (2, 0, 0, 0), "axis-2": (1, 2, 1, 1), "part": (1, 0, 0, 0)}


def test_the_number_met_follows_from_the_chances_with_the_common_factor_and_counts_those_known(answer: Any) -> None:
    rows = answer(LEDGER, "forecast")
    chances = [row["chance"] for row in rows if row["told_as"] == "declared" and row["headline"] and row["chance"]]
    plan = of(answer(LEDGER, dependence=0.5), "plan")
    assert plan["chances"] == pytest.approx([0.0, *number_met(chances, dependence=0.5)])
    assert plan["met_expected"] == pytest.approx(1 + sum(chances))
    assert 1 <= plan["met_low"] <= plan["met_median"] <= plan["met_high"] <= 4
    assert plan["dependence"] == 0.5
    assert of(answer(LEDGER), "plan")["dependence"] == 0.3


def test_progress_is_the_weighted_mean_of_what_is_below_with_what_is_known_as_it_is(answer: Any) -> None:
    one = answer([*course("ind-known", "axis-2", "40", "20", "30", "35", "25"), *LEDGER[:6]])
    assert of(one, "axis-2")["progress_low"] == of(one, "axis-2")["progress_high"] == pytest.approx(0.5)
    plan, axis = of(one, "plan"), of(one, "axis-1")
    assert axis["progress_low"] < axis["progress_median"] < axis["progress_high"]
    assert plan["progress_median"] == pytest.approx((axis["progress_median"] + 0.5) / 2, abs=0.01)
    heavy = [entry("node", "axis-9", parent="plan", node_kind="axis", name={"en": "Nine"}, weight="1")]
    weighted = answer([*heavy, *course("ind-known", "axis-9", "40", "20", "30", "35", "25"), *LEDGER[:6]])
    assert of(weighted, "plan")["progress_median"] == pytest.approx(0.5)


def test_without_a_chance_nothing_is_counted_and_what_is_missing_is_told(answer: Any) -> None:
    silent = of(answer(course("ind-silent", "axis-2", "50", start="0")), "plan")
    assert (silent["targets"], silent["unknown"], silent["met_expected"], silent["chances"]) == (0, 1, None, None)
    assert (silent["progress_median"], silent["met_low"]) == (None, None)
    assert of(answer([indicator()]), "plan")["unknown"] == 0  # no target is no unknown one


def test_a_baseline_that_nobody_told_leaves_progress_out_and_the_chance_in(answer: Any) -> None:
    told = [indicator(), target("45"), said("20", "2010"), said("26", "2011"), said("33", "2012")]
    plan = of(answer(told), "plan")
    assert (plan["targets"], plan["progress_median"]) == (1, None)


def test_the_same_seed_gives_the_same_answer_and_another_nearly_the_same(answer: Any) -> None:
    told = LEDGER[:12]
    first, again, other = (of(answer(told, seed=seed), "plan")["progress_median"] for seed in (0, 0, 9))
    assert first == again
    assert first == pytest.approx(other, abs=0.01)


def test_an_indicator_of_a_node_that_is_not_there_counts_nowhere(answer: Any) -> None:
    assert of(answer(course("ind-a", "gone", "45", "20")), "plan")["targets"] == 0
