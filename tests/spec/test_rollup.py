"""Rolling up: means of what is known, never a zero for what is not."""

from pathlib import Path
from typing import Any

from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import progress, rollup
from bilan.analysis.asking import Row


def node(key: str, parent: str = "plan", **content: Any) -> Told:
    return entry("node", key, parent=parent, node_kind="axis", name={"en": key}, **content)


def measured(key: str, value: str | None, node: str, nature: str = "declared", **content: Any) -> list[Told]:
    """Tell an indicator from 0 to 100 by 2013, and one value of it."""
    told = [
        indicator(key, node=node, **content),
        entry("baseline", f"bl-{key}", indicator=key, value="0", about="2008"),
        entry("target", f"tgt-{key}", indicator=key, value="100", due_on="2013", set_on="2009", version="original"),
    ]
    if value is not None:
        said = entry("statement", f"st-{key}", indicator=key, value=value, nature=nature, about="2012", said_on="2012")
        told.append(said)
    return told


def tree(told: list[Told], home: Path) -> dict[str, Row]:
    rows = ask(session_of([PLAN, *told], home, as_of="2013-12-31"), progress.ANALYSIS, rollup.ANALYSIS)
    return {row["item"]: row for row in rows}


def test_a_missing_child_is_left_out_of_the_mean_and_counted(tmp_path: Path) -> None:
    told = [node("axis-1"), *measured("ind-a", "40", "axis-1"), *measured("ind-b", None, "axis-1")]
    axis = tree(told, tmp_path)["axis-1"]
    assert (axis["declared_progress"], axis["declared_reported"], axis["expected_of"]) == (0.4, 1, 2)


def test_a_node_of_which_nothing_is_known_has_no_progress(tmp_path: Path) -> None:
    axis = tree([node("axis-1"), *measured("ind-a", None, "axis-1")], tmp_path)["axis-1"]
    assert (axis["declared_progress"], axis["verified_progress"], axis["verified_newest_on"]) == (None, None, None)


def test_declared_weights_count_and_the_effective_ones_sum_to_one_over_what_is_known(tmp_path: Path) -> None:
    told = [
        node("axis-1", weight="3"),
        node("axis-2", weight="1"),
        node("axis-3", weight="4"),
        *measured("ind-a", "100", "axis-1"),
        *measured("ind-b", "20", "axis-2"),
        *measured("ind-c", None, "axis-3"),
    ]
    rows = tree(told, tmp_path)
    assert rows["plan"]["declared_progress"] == 0.8
    assert [rows[key]["weight"] for key in ("axis-1", "axis-2", "axis-3")] == [0.375, 0.125, 0.5]
    assert [rows[key]["effective_weight_declared"] for key in ("axis-1", "axis-2", "axis-3")] == [0.75, 0.25, 0.0]


def test_a_sister_without_a_weight_among_weighted_ones_weighs_nothing(tmp_path: Path) -> None:
    told = [
        node("axis-1", weight="1"),
        node("axis-2"),
        *measured("ind-a", "100", "axis-1"),
        *measured("ind-b", "0", "axis-2"),
    ]
    assert tree(told, tmp_path)["plan"]["declared_progress"] == 1.0


def test_what_goes_beyond_its_target_does_not_hide_what_lags(tmp_path: Path) -> None:
    told = [node("axis-1"), *measured("ind-a", "300", "axis-1"), *measured("ind-b", "-50", "axis-1")]
    assert tree(told, tmp_path)["axis-1"]["declared_progress"] == 0.5


def test_declared_and_verified_are_rolled_up_apart(tmp_path: Path) -> None:
    told = [node("axis-1"), *measured("ind-a", "80", "axis-1"), *measured("ind-b", "30", "axis-1", "audited")]
    axis = tree(told, tmp_path)["axis-1"]
    assert (axis["declared_progress"], axis["verified_progress"]) == (0.8, 0.3)
    assert str(axis["verified_newest_on"]) == "2012-12-31"


def test_only_headline_indicators_count(tmp_path: Path) -> None:
    told = [node("axis-1"), *measured("ind-a", "80", "axis-1"), *measured("ind-b", "0", "axis-1", headline=False)]
    assert tree(told, tmp_path)["axis-1"]["declared_progress"] == 0.8


def test_parents_come_before_children_in_the_order_of_the_plan(tmp_path: Path) -> None:
    told = [node("axis-2", order=2), node("axis-1", order=1), node("axis-0"), node("axis-1a", "axis-1")]
    assert list(tree(told, tmp_path)) == ["plan", "axis-1", "axis-1a", "axis-2", "axis-0"]


def test_every_row_bears_the_entries_behind_it(tmp_path: Path) -> None:
    told = [node("axis-1"), *measured("ind-a", "40", "axis-1")]
    rows = tree(told, tmp_path)
    assert rows["ind-a"]["entries"] == [2, 3, 4, 5]
    assert rows["plan"]["entries"] == [0, 1, 2, 3, 4, 5]


def test_the_answer_has_the_columns_it_declares(tmp_path: Path) -> None:
    rows = tree([node("axis-1"), *measured("ind-a", "40", "axis-1")], tmp_path)
    assert set(rows["plan"]) == {one.name for one in rollup.ANALYSIS.columns}
