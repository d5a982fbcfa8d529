"""The panorama: what it puts first, what it leaves to the analyses, and what it says nothing of."""

from pathlib import Path
from typing import Any

from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis import catalogue
from bilan.analysis.panorama import Panorama

AXIS = entry("node", "axis-1", parent="plan", node_kind="axis", name={"en": "Axis"}, order=1)
START = entry("baseline", "bl-a", indicator="ind-a", value="0", about="2008")
GOAL = entry("target", "tgt-a", indicator="ind-a", value="100", due_on="2013", set_on="2009", version="original")


def see(told: list[Told], home: Path, day: str = "2013-06-30") -> Panorama:
    return catalogue.see(session_of([PLAN, AXIS, *told], home, as_of=day))


def said(key: str, value: str, nature: str, about: str = "2012", indicator_key: str = "ind-a") -> Told:
    return entry("statement", key, indicator=indicator_key, value=value, nature=nature, about=about, said_on="2013-01")


def codes(seen: Panorama) -> list[str]:
    return [one.code for one in seen.alerts]


def test_a_declared_figure_that_is_better_than_the_verified_one_is_an_alert_of_its_axis(tmp_path: Path) -> None:
    told = [indicator(node="axis-1"), START, GOAL, said("st-a", "80", "declared"), said("st-b", "30", "audited")]
    seen = see(told, tmp_path)
    assert codes(seen) == ["declared_beyond_verified"]
    assert seen.alerts[0].item == "axis-1"
    assert [(row["item"], row["alerts"]) for row in seen.lines] == [("plan", 1), ("axis-1", 1)]


def test_a_declared_figure_that_is_worse_than_the_verified_one_is_no_alert(tmp_path: Path) -> None:
    told = [indicator(node="axis-1"), START, GOAL, said("st-a", "30", "declared"), said("st-b", "80", "audited")]
    assert codes(see(told, tmp_path)) == []


def test_for_a_falling_indicator_the_lower_figure_is_the_better(tmp_path: Path) -> None:
    fall = [
        indicator(node="plan", direction="down"),
        entry("baseline", "bl-a", indicator="ind-a", value="140", about="2008"),
    ]
    told = [*fall, said("st-a", "56", "declared"), said("st-b", "120", "measured")]
    seen = see(told, tmp_path)
    assert codes(seen) == ["declared_beyond_verified"]
    assert seen.alerts[0].item is None


def test_a_figure_below_its_own_baseline_is_an_alert(tmp_path: Path) -> None:
    start = entry("baseline", "bl-a", indicator="ind-a", value="16", about="2008")
    assert codes(see([indicator(), start, GOAL, said("st-a", "10", "declared")], tmp_path)) == ["below_own_baseline"]


def test_a_target_that_moves_bears_its_reason_or_is_told_to_have_none(tmp_path: Path) -> None:
    def moved(**reason: Any) -> Told:
        new: dict[str, Any] = {
            "indicator": "ind-a",
            "value": "50",
            "due_on": "2013",
            "set_on": "2012",
            "version": "revised",
        }
        return entry("target", "tgt-b", **new, supersedes="tgt-a", **reason)

    told = [indicator(node="axis-1"), START, GOAL]
    assert codes(see([*told, moved()], tmp_path / "a")) == ["target_moved_without_reason"]
    assert codes(see([*told, moved(reason="scope_evolved")], tmp_path / "b")) == ["target_moved"]


def of(key: str, base: str, day: str) -> Told:
    said: dict[str, Any] = {"indicator": "ind-a", "value": "30", "denominator": base, "nature": "declared"}
    return entry("statement", key, **said, about=day, said_on=day)


def test_a_base_that_changed_is_told_first(tmp_path: Path) -> None:
    told = [indicator(node="axis-1"), START, GOAL, of("st-a", "100", "2011"), of("st-b", "60", "2012")]
    seen = see([*told, said("st-c", "20", "audited")], tmp_path)
    assert codes(seen)[0] == "base_changed"
    assert seen.alerts[0].values["bases"] == [100, 60]


def test_a_base_that_no_target_ever_set_is_no_alert(tmp_path: Path) -> None:
    assert "base_changed" not in codes(see([indicator(), of("st-a", "60", "2011"), of("st-b", "70", "2012")], tmp_path))


def test_the_completion_an_auditor_gave_stands_beside_its_node(tmp_path: Path) -> None:
    done = indicator("ind-c", node="axis-1", unit="percent", measure="rate", completion_of="axis-1", headline=False)
    seen = see([done, said("st-c", "36", "audited", indicator_key="ind-c")], tmp_path)
    assert [(row["item"], row["completion"] and row["completion"]["reading"]) for row in seen.lines] == [
        ("plan", None),
        ("axis-1", 36),
    ]


def test_undertakings_due_nearest_to_the_day_come_first_and_kept_ones_not_at_all(tmp_path: Path) -> None:
    def promise(key: str, due: str) -> Told:
        return entry("undertaking", key, what=key, undertaking_kind="promise", made_on="2012", due_on=due)

    kept = entry("verdict", "ver-a", undertaking="com-kept", outcome="kept", about="2013-02", published_on="2013-02")
    told = [promise("com-far", "2015"), promise("com-near", "2013-07"), promise("com-kept", "2013-03"), kept]
    assert [row["undertaking"] for row in see(told, tmp_path).due] == ["com-near", "com-far"]


def test_a_ledger_without_a_plan_has_an_empty_panorama(tmp_path: Path) -> None:
    seen = catalogue.see(session_of([AXIS], tmp_path, as_of="2013-06-30"))
    assert (seen.plan, seen.alerts, seen.lately, seen.due) == ({}, [], [], [])
