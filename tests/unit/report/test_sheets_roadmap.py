"""What the sheet of a node gathers from the nodes below it."""

from pathlib import Path

from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import roadmap
from bilan.report.view import View

NODES = [
    PLAN,
    entry("node", "axis", parent="plan", node_kind="axis", name={"en": "Axis"}, order=2),
    entry("node", "ini", parent="axis", node_kind="initiative", name={"en": "Initiative"}),
    entry("node", "first", parent="plan", node_kind="axis", name={"en": "First"}, order=1),
]


def view_of(rows: list[Told], home: Path, as_of: str = "2012-12-31") -> View:
    return View(session_of([*NODES, *rows], home, as_of=as_of, known_on="2014-12-31"))


def milestone(key: str, *, due_on: str | None = None, reached_on: str | None = None) -> Told:
    return entry("milestone", key, node="ini", name={"en": key}, due_on=due_on, reached_on=reached_on)


def test_the_tree_stands_in_the_order_of_the_plan_parents_first(tmp_path: Path) -> None:
    branches = roadmap.tree(view_of([], tmp_path))
    assert [(one.row["item"], one.row["depth"]) for one in branches] == [("first", 1), ("axis", 1), ("ini", 2)]


def test_a_node_gathers_what_belongs_to_the_nodes_below_it(tmp_path: Path) -> None:
    rows = [
        indicator("ind-a", node="ini"),
        milestone("law", due_on="2011"),
        entry("agreement", "agr", title={"en": "A convention"}, agreement_kind="ppp", node="ini", signed_on="2010"),
        entry("undertaking", "und", what="Open it", undertaking_kind="promise", node="ini", made_on="2010"),
    ]
    view = view_of(rows, tmp_path)
    found = roadmap.node(view, "axis")
    assert found is not None
    assert found.inside == ("axis", "ini")
    assert [one.row["item"] for one in found.children] == ["ini"]
    assert [line.indicator["key"] for lines in found.indicators.values() for line in lines] == ["ind-a"]
    assert [len(rows) for rows in (found.milestones, found.agreements, found.undertakings)] == [1, 1, 1]
    other = roadmap.node(view, "first")
    assert other is not None
    assert (other.indicators, other.milestones, other.agreements) == ({}, [], [])


def test_a_milestone_is_reached_only_when_its_day_has_come(tmp_path: Path) -> None:
    rows = [
        milestone("in-time", due_on="2011", reached_on="2011-05"),
        milestone("late", due_on="2011-04-30", reached_on="2011-06-01"),
        milestone("overdue", due_on="2011"),
        milestone("to-come", due_on="2013"),
        milestone("not-yet", due_on="2012-06", reached_on="2013-01-29"),
        milestone("undated"),
    ]
    found = roadmap.node(view_of(rows, tmp_path), "ini")
    assert found is not None
    assert {row["key"]: row["state"] for row in found.milestones} == {
        "in-time": "reached",
        "late": "reached_late",
        "overdue": "overdue",
        "to-come": "to_come",
        "not-yet": "overdue",
        "undated": "undated",
    }


def test_the_parts_of_a_roll_up_are_sub_nodes_and_indicators_that_count(tmp_path: Path) -> None:
    rows = [
        indicator("ind-own", node="axis"),
        indicator("ind-below", node="ini"),
        indicator("ind-beside", node="axis", headline=None),
    ]
    found = roadmap.node(view_of(rows, tmp_path), "axis")
    assert found is not None
    assert [(row["item"], row["weight"]) for row in found.parts] == [("ind-own", 0.5), ("ini", 0.5)]


def test_an_unknown_node_is_none(tmp_path: Path) -> None:
    assert roadmap.node(view_of([], tmp_path), "axes") is None
