"""Merged, split, superseded or ended: what has left the plan counts no more, and no earlier panorama moves.

On 15 June 2012 it is decided that schools (`ind-a`, 40 of 100) and pupils (`ind-b`, 20 of 100) become one indicator
from July on: `ind-c`, 90 of 100.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import progress, quality, rollup

DECISION: dict[str, Any] = {
    "decided_on": "2012-06-15", "decided_by": "CNTI", "reason": "scope_evolved", "in_force_on": "2012-07-01",
}  # fmt: skip


def node(key: str, **content: Any) -> Told:
    return entry("node", key, **{"parent": "plan", "node_kind": "axis", "name": {"en": key}, **content})


def values(key: str, value: str) -> list[Told]:
    return [
        entry("baseline", f"bl-{key}", indicator=key, value="0", about="2008"),
        entry("target", f"tgt-{key}", indicator=key, value="100", due_on="2013", set_on="2009", version="original"),
        entry("statement", f"st-{key}", indicator=key, value=value, nature="declared", about="2011", said_on="2011"),
    ]


BEFORE = [
    PLAN, node("axis-1"), indicator("ind-a", node="axis-1"), indicator("ind-b", node="axis-1"),
    *values("ind-a", "40"), *values("ind-b", "20"),
]  # fmt: skip
MERGED = [
    *BEFORE,
    indicator("ind-c", node="axis-1", **DECISION),
    *values("ind-c", "90"),
    *(
        indicator(key, node="axis-1", replaces=number, closing="merged", became=["ind-c"], **DECISION)
        for number, key in ((2, "ind-a"), (3, "ind-b"))
    ),
]


@pytest.mark.parametrize(
    ("as_of", "known_on", "counted", "share"),
    [
        ("2012-06-30", "2012-06-14", {"ind-a", "ind-b"}, 0.3),
        ("2012-06-30", "2012-06-30", {"ind-a", "ind-b"}, 0.3),
        ("2012-06-30", "2030-01-01", {"ind-a", "ind-b"}, 0.3),
        ("2012-07-01", "2012-06-14", {"ind-a", "ind-b"}, 0.3),
        ("2012-07-01", "2012-07-01", {"ind-c"}, 0.9),
        ("2030-01-01", "2030-01-01", {"ind-c"}, 0.9),
    ],
)
def test_a_merger_counts_from_its_day_and_once_it_is_decided(
    tmp_path: Path, as_of: str, known_on: str, counted: set[str], share: float
) -> None:
    rows = ask(session_of(MERGED, tmp_path, as_of=as_of, known_on=known_on), progress.ANALYSIS, rollup.ANALYSIS)
    assert {row["item"] for row in rows if row["kind"] == "indicator"} == counted
    assert rows[0]["declared_progress"] == pytest.approx(share)
    assert rows[0]["expected_of"] == len(counted)


def test_what_was_said_of_a_merged_indicator_stays_and_it_is_asked_for_nothing_more(tmp_path: Path) -> None:
    session = session_of(MERGED, tmp_path)
    found = {row["indicator"]: (row["declared"], row["headline"]) for row in ask(session, progress.ANALYSIS)}
    assert found["ind-a"] == (40, False)
    assert {row["indicator"] for row in ask(session, quality.ANALYSIS)} == {"ind-c"}


def test_a_node_that_was_split_leaves_the_tree_and_its_parts_stand_in_it(tmp_path: Path) -> None:
    told = [
        *BEFORE,
        node("axis-2", **DECISION),
        node("axis-3", **DECISION),
        indicator("ind-a", node="axis-2", replaces=2, **DECISION),
        indicator("ind-b", node="axis-3", replaces=3, **DECISION),
        node("axis-1", replaces=1, closing="split", became=["axis-2", "axis-3"], **DECISION),
    ]
    for day, parents in (("2012-06-30", {"axis-1"}), ("2012-07-01", {"axis-2", "axis-3"})):
        rows = ask(session_of(told, tmp_path, as_of=day, known_on="2030-01-01"), progress.ANALYSIS, rollup.ANALYSIS)
        assert {row["parent"] for row in rows if row["kind"] == "indicator"} == parents
        assert {row["item"] for row in rows if row["kind"] == "axis"} == parents


def test_another_weight_counts_from_its_day(tmp_path: Path) -> None:
    told = [*BEFORE, *(indicator(key, node="axis-1", replaces=number, weight=weight, **DECISION)
                       for number, key, weight in ((2, "ind-a", "3"), (3, "ind-b", "1")))]  # fmt: skip
    for day, share in (("2012-06-30", 0.5), ("2012-07-01", 0.75)):
        session = session_of(told, tmp_path, as_of=day, known_on="2030-01-01")
        rows = {row["item"]: row for row in ask(session, progress.ANALYSIS, rollup.ANALYSIS)}
        assert rows["ind-a"]["weight"] == share


def test_a_correction_of_a_version_takes_its_place_though_it_counts_from_an_earlier_day(tmp_path: Path) -> None:
    told = [
        *BEFORE,
        indicator("ind-a", node="axis-1", replaces=2, name={"en": "later"}, in_force_on="2013-01-01"),
        indicator("ind-a", node="axis-1", replaces=len(BEFORE), name={"en": "earlier"}, in_force_on="2012-01-01"),
    ]
    for day, name in (("2011-12-31", "ind-a"), ("2012-06-30", "earlier"), ("2013-06-30", "earlier")):
        session = session_of(told, tmp_path, as_of=day, known_on="2030-01-01")
        session.need(["indicator"])
        assert [row["name_en"] for row in session.rows("SELECT * FROM indicator WHERE key = 'ind-a'")] == [name]


def test_a_version_that_was_withdrawn_lets_the_one_before_it_not_come_back(tmp_path: Path) -> None:
    told = [
        *BEFORE,
        indicator("ind-a", node="axis-1", replaces=2, in_force_on="2012-01-01"),
        entry("withdrawal", None, entry=len(BEFORE), published_on="2012-06-30"),
    ]
    session = session_of(told, tmp_path)
    session.need(["indicator"])
    assert session.rows("SELECT * FROM indicator WHERE key = 'ind-a'") == []
