"""Speed shown and speed needed, drawn as small tables."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import pace, progress
from bilan.analysis.asking import Row

YEAR = 365.25


def way(begin: str, end: str, *, about: str = "2009-12-31", due_on: str = "2013-12-31") -> list[Told]:
    return [
        entry("baseline", "start", indicator="ind-a", value=begin, about=about),
        entry("target", "aim", indicator="ind-a", value=end, due_on=due_on, set_on="2009", version="original"),
    ]


def said(value: str, about: str, nature: str = "measured", **content: Any) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": about, "said_on": "2010", "nature": nature, **content}
    return entry("statement", f"st-{nature}-{value}", **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Ask for the pace in a ledger of the plan and these entries."""

    def asked(told: Iterable[Told], as_of: str = "2012-12-31") -> list[Row]:
        return ask(session_of([PLAN, *told], tmp_path, as_of=as_of), progress.ANALYSIS, pace.ANALYSIS)

    return asked


@pytest.mark.parametrize(
    ("direction", "begin", "end", "value"),
    [("up", "0", "100", "25"), ("down", "100", "0", "75"), (None, "0", "100", "25")],
)
def test_speed_shown_is_set_beside_speed_needed(rows: Any, *, direction: str, begin: str, end: str, value: str) -> None:
    (row,) = rows([indicator(direction=direction), *way(begin, end), said(value, "2011-12-31")])
    sign = 1 if end == "100" else -1
    assert row["speed"] == pytest.approx(sign * 25 / (730 / YEAR))
    assert row["speed_needed"] == pytest.approx(sign * 75 / (731 / YEAR))
    assert row["ratio"] == pytest.approx(25 / 730 / (75 / 731))
    assert row["progress_per_year"] == pytest.approx(0.25 / (730 / YEAR))
    assert row["arrives_on"] == date(2011, 12, 31) + (date(2011, 12, 31) - date(2009, 12, 31)) * 3
    assert row["days_late"] == (row["arrives_on"] - date(2013, 12, 31)).days


def test_ahead_and_behind_are_told_for_the_date_of_the_value_and_for_today(rows: Any) -> None:
    (row,) = rows([indicator(), *way("0", "100"), said("60", "2011-12-31")])
    assert row["ahead_then"] == pytest.approx(0.6 - 730 / 1461)
    assert row["ahead_now"] == pytest.approx(0.6 - 1096 / 1461)
    assert (row["days_ahead_then"], row["days_ahead_now"]) == (877 - 730, 877 - 1096)


def test_declared_and_verified_have_each_a_pace_of_their_own(rows: Any) -> None:
    found = rows([indicator(), *way("0", "100"), said("50", "2011-12-31", "declared"), said("25", "2011-12-31")])
    assert [(row["told_as"], row["value"], row["entries"]) for row in found] == [
        ("declared", 50, [1, 2, 3, 4]),
        ("verified", 25, [1, 2, 3, 5]),
    ]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([indicator(), *way("0", "100", about="2011-12-31"), said("25", "2011-12-31")], "no_time"),
        ([indicator(), *way("100", "90"), said("95", "2011-12-31")], "beyond_at_start"),
        ([indicator(direction="down"), *way("80", "90"), said("85", "2011-12-31")], "beyond_at_start"),
        ([indicator(measure="flow"), *way("10", "90", about="2009"), said("30", "2011-S1")], "periods_differ"),
        ([indicator(measure="flow"), *way("10", "90", about="2009"), said("30", "../2011")], "periods_differ"),
        ([indicator(measure="flow"), *way("10", "90", about="2009"), said("30", "2011")], None),
        ([indicator(measure="flow"), *way("10", "90", about="2010-02"), said("30", "2011-03")], None),
    ],
)
def test_where_there_is_no_speed_the_reason_is_told(rows: Any, told: list[Told], why: str | None) -> None:
    (row,) = rows(told)
    assert row["cannot"] == why
    assert (row["speed"] is None) == (row["ratio"] is None) == (why is not None)


def test_what_reached_its_target_needs_no_speed_and_is_not_behind(rows: Any) -> None:
    (row,) = rows([indicator(), *way("0", "100"), said("100", "2014-12-31")], "2015-12-31")
    assert row["reached"] is True
    assert (row["speed_needed"], row["ratio"], row["arrives_on"]) == (None, None, None)
    assert (row["days_ahead_then"], row["days_ahead_now"]) == (0, 0)


@pytest.mark.parametrize("value", ["0", "-5", "1"])  # the last would arrive in two centuries
def test_a_pace_that_leads_nowhere_tells_no_day_of_arrival(rows: Any, value: str) -> None:
    (row,) = rows([indicator(), *way("0", "100"), said(value, "2011-12-31")])
    assert (row["arrives_on"], row["days_late"]) == (None, None)


def test_after_the_due_day_nothing_is_needed_any_more(rows: Any) -> None:
    (row,) = rows([indicator(), *way("0", "100"), said("80", "2014-06-30")], "2014-12-31")
    assert (row["speed_needed"], row["ratio"], row["reached"]) == (None, None, False)
    assert row["days_late"] > 0


def test_the_bounds_of_a_value_become_bounds_of_its_pace(rows: Any) -> None:
    (row,) = rows([indicator(direction="down"), *way("100", "0"), said("75", "2011-12-31", qualifier="less_than")])
    assert row["progress_per_year_low"] == pytest.approx(row["progress_per_year"])
    assert row["progress_per_year_high"] is None
