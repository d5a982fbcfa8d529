"""What does not fit in the tree of a plan is listed: levels, weights, orphans, owners, rhythms."""

from pathlib import Path
from typing import Any

from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import plan_tree
from bilan.report.sheets.roadmap import node as node_sheet
from bilan.report.sheets.succession import succession
from bilan.report.view import View


def node(key: str, parent: str = "plan", node_kind: str = "axis", **content: Any) -> Told:
    return entry("node", key, parent=parent, node_kind=node_kind, name={"en": key}, **content)


def found(told: list[Told], home: Path) -> set[tuple[str, str]]:
    return {(one.code, one.item) for one in plan_tree.checks(View(session_of([PLAN, *told], home)))}


def test_an_axis_below_an_action_and_a_node_without_owner_or_measure_are_told(tmp_path: Path) -> None:
    told = [node("action-1", node_kind="action", owner_name="ANRT"), node("axis-1", "action-1")]
    assert found(told, tmp_path) == {
        ("level_not_below", "axis-1"), ("node_without_owner", "axis-1"), ("node_not_measured", "axis-1"),
        ("node_not_measured", "action-1"),
    }  # fmt: skip


def test_weights_for_some_parts_only_are_told_of_what_they_are_parts_of(tmp_path: Path) -> None:
    told = [node("axis-1", weight="2"), node("axis-2"), indicator("ind-a", node="axis-1"),
            indicator("ind-b", node="axis-2"), indicator("ind-c", node="axis-2", weight="1")]  # fmt: skip
    assert {item for code, item in found(told, tmp_path) if code == "weights_mixed"} == {"plan", "axis-2"}


def test_what_is_part_of_something_that_left_the_plan_is_an_orphan(tmp_path: Path) -> None:
    told = [node("axis-1"), node("ini-1", "axis-1"), indicator("ind-a", node="axis-1", periodicity="P1Y"),
            indicator("ind-b"), node("axis-1", replaces=1, closing="ended", in_force_on="2012")]  # fmt: skip
    checks = found(told, tmp_path)
    assert {item for code, item in checks if code == "orphan"} == {"ini-1", "ind-a"}
    assert {item for code, item in checks if code == "no_periodicity"} == {"ind-b"}


def test_a_node_that_left_the_plan_keeps_its_sheet_and_is_told_by_its_heir(tmp_path: Path) -> None:
    told = [PLAN, node("axis-1"), node("axis-2"),
            entry("node", "axis-1", replaces=1, parent="plan", node_kind="axis", name={"en": "old"}, closing="merged",
                  became=["axis-2"], in_force_on="2012")]  # fmt: skip
    view = View(session_of(told, tmp_path))
    sheet = node_sheet(view, "axis-1")
    assert sheet is not None
    assert (sheet.branch.row["expected_of"], sheet.branch.row["verified_progress"], sheet.parts) == (0, None, ())
    assert node_sheet(view, "axis-9") is None
    assert [row["key"] for row in plan_tree.closed(view)] == ["axis-1"]
    left, heir = succession(view, "node", "axis-1"), succession(view, "node", "axis-2")
    assert left.left is not None
    assert (left.left["became"], heir.left, [row["key"] for row in heir.formerly]) == (["axis-2"], None, ["axis-1"])
