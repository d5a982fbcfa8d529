"""When what has a declared end will really end, drawn as small ledgers.

Fixture: `rows` asks for the schedule of a plan with what is told, as known on a day.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, ask, entry, session_of

from bilan.analysis import schedule, undertakings
from bilan.analysis.asking import Row

Rows = Callable[..., list[Row]]
NODE = entry("node", "ini", parent="plan", node_kind="initiative", name={"en": "ini"})


def node(ends_on: str | None, told_on: str = "2009-06-01", key: str = "ini-a", **more: Any) -> Told:
    facts: dict[str, Any] = {"parent": "plan", "node_kind": "initiative", "name": {"en": key}, "ends_on": ends_on}
    return entry("node", key, recorded_on=told_on, **facts, **more)


def told_again(first: Told, *ends: tuple[str, str], at: int) -> list[Told]:
    """Tell an entry that stands at a number of the ledger again, each time with another end, on another day."""
    versions = [first]
    for number, (ends_on, told_on) in enumerate(ends):
        content = {**first.content, "ends_on": ends_on}
        replaces = at if number == 0 else at + number
        versions.append(entry("node", first.key, replaces=replaces, recorded_on=told_on, **content))
    return versions


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    def asked(*told: Told, known_on: str = "2012-06-30") -> list[Row]:
        session = session_of([PLAN, *told], tmp_path, as_of=known_on)
        return ask(session, undertakings.ANALYSIS, schedule.ANALYSIS)

    return asked


def test_an_end_is_foreseen_from_the_day_it_was_told(rows: Rows) -> None:
    (row,) = rows(node("2014-06"))
    assert (row["kind"], row["item"], row["declared_end"]) == ("node", "ini-a", date(2014, 6, 30))
    assert (row["said_on"], row["passed"], row["slips"], row["basis"]) == (date(2009, 1, 1), False, 0, "table")
    assert row["seen_on"] == row["declared_end"]
    assert row["low_on"] <= row["median_on"] <= row["p80_on"] <= row["high_on"]
    assert 0.03 <= row["late"] <= 0.97


def test_what_has_passed_ends_no_earlier_than_today_and_is_late(rows: Rows) -> None:
    (row,) = rows(node("2010-12-31"))
    assert (row["passed"], row["seen_on"], row["late"]) == (True, date(2013, 6, 30), 0.97)
    assert row["low_on"] >= date(2012, 6, 30)


def test_an_end_that_was_put_off_is_counted_and_judged_as_such(rows: Rows) -> None:
    put_off = told_again(node("2011"), ("2012", "2011-01-01"), ("2013", "2012-01-01"), at=1)
    (row,) = rows(*put_off)
    assert (row["slips"], row["slipped_days"], row["moves"], row["basis"]) == (2, 731, 2, "both")
    assert (row["said_on"], row["entries"]) == (date(2012, 1, 1), [1, 2, 3])
    (first,) = rows(*put_off, known_on="2011-06-30")
    assert (first["slips"], first["declared_end"]) == (1, date(2012, 12, 31))


def test_an_end_that_is_told_again_holds_since_it_was_first_told(rows: Rows) -> None:
    (row,) = rows(*told_again(node("2013"), ("2013", "2012-01-01"), at=1))
    assert (row["slips"], row["moves"], row["said_on"]) == (0, 1, date(2009, 1, 1))


def test_what_is_mended_within_a_month_is_no_move(rows: Rows) -> None:
    (row,) = rows(*told_again(node("2011"), ("2013", "2009-01-20"), at=1))
    assert (row["slips"], row["moves"], row["declared_end"]) == (0, 0, date(2013, 12, 31))


def test_forty_moves_of_the_plan_stand_alone(rows: Rows) -> None:
    told: list[Told] = []
    for number in range(40):
        told += told_again(node("2011-06", key=f"ini-{number}"), ("2012-06", "2011-01-01"), at=1 + 2 * number)
    row = rows(*told, node("2013", key="ini-z"))[-1]
    assert (row["item"], row["moves"], row["basis"], row["lent"]) == ("ini-z", 40, "moves", 0)


def test_each_sort_of_thing_with_an_end_has_a_row_until_it_is_over(rows: Rows) -> None:
    promise: dict[str, Any] = {
        "what": "it",
        "undertaking_kind": "promise",
        "made_on": "2011-01-01",
        "due_on": "2012-12",
    }
    told = [
        NODE,
        entry("milestone", "ms-a", node="ini", name={"en": "a"}, due_on="2012", recorded_on="2011-01-01"),
        entry(
            "milestone",
            "ms-b",
            node="ini",
            name={"en": "b"},
            due_on="2012",
            reached_on="2011",
            recorded_on="2011-01-01",
        ),
        entry("agreement", "agr", title={"en": "a"}, agreement_kind="ppp", ends_on="2012", recorded_on="2011-01-01"),
        entry("undertaking", "com-a", recorded_on="2011-01-01", **promise),
        entry("undertaking", "com-b", recorded_on="2011-01-01", **promise),
        entry("verdict", "ver", undertaking="com-b", outcome="kept", about="2012-01", recorded_on="2012-01-31"),
    ]
    found = [(row["kind"], row["item"], row["node"]) for row in rows(*told)]
    assert found == [("agreement", "agr", None), ("milestone", "ms-a", "ini"), ("undertaking", "com-a", None)]


def test_due_days_of_targets_that_moved_are_moves_and_no_rows(rows: Rows) -> None:
    first = entry("target", "tg-1", indicator="ind", value="5", due_on="2011", version="original", published_on="2010")
    later: dict[str, Any] = {
        "indicator": "ind",
        "value": "5",
        "due_on": "2013",
        "version": "revised",
        "supersedes": "tg-1",
    }
    (row,) = rows(first, entry("target", "tg-2", published_on="2011-12", **later), node("2013"))
    assert (row["item"], row["moves"]) == ("ini-a", 1)


def test_what_has_no_declared_end_has_no_row(rows: Rows) -> None:
    assert rows(node(None)) == []
