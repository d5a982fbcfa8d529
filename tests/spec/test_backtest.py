"""What would have been said on an earlier day, and what came, drawn as small tables."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis import backtest, catalogue
from bilan.analysis.asking import Row, WrongOption
from bilan.analysis.formulas import reliability

ORIGIN = date(2012, 8, 8)
DUE = date(2013, 12, 31)
LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
SAME = {"indicator": "ind-a", "subject": None, "region": None, "told_as": "declared"}


def point(value: float, on: str, public_on: str | None = None, **more: Any) -> Row:
    told = {"on": date.fromisoformat(on), "value": value, "nature": "declared", "entries": [7]}
    return {**SAME, **told, "public_on": date.fromisoformat(public_on or on), **more}


def foreseen(**more: Any) -> Row:
    told = {
        "unit": "jobs",
        "measure": "stock",
        "direction": "up",
        "headline": True,
        "due_on": DUE,
        "target": 100.0,
        "chance": 0.3,
        "entries": [1],
    }
    return {**SAME, **told, "low": 60.0, "median": 80.0, "high": 110.0, "basis": "own", **more}


def path(on: str, start: float, step: float, **more: Any) -> Row:
    quantiles = {f"q{100 * level:02.0f}": start + step * turn for turn, level in enumerate(LEVELS)}
    return {**SAME, "on": date.fromisoformat(on), **quantiles, "entries": [1], **more}


def then(forecast: list[Row], paths: list[Row] | None = None, points: list[Row] | None = None) -> dict[str, list[Row]]:
    together = {"item": "plan", "kind": "plan", "told_as": "declared", "targets": 2}
    together |= {"known": 0, "met": 0, "unknown": 7, "met_low": 0, "met_median": 1, "met_high": 2, "entries": [2]}
    return {
        "forecast": forecast,
        "forecast_path": paths or [],
        "forecast_points": points or [],
        "forecast_together": [together, {**together, "kind": "axis", "item": "axis-1"}],
    }


def judged(sort: str, told: dict[str, list[Row]], now: list[Row], within_days: int = 365) -> list[Row]:
    rows = backtest.judge(ORIGIN, told, now, within_days=within_days)
    return [row for row in rows if row["judged"] == sort]


@pytest.mark.parametrize(
    ("direction", "value", "met"),
    [("up", 100.0, True), ("up", 99.9, False), ("down", 100.0, True), ("down", 100.1, False)],
)
def test_a_target_is_reached_at_or_beyond_it_in_its_direction(direction: str, value: float, *, met: bool) -> None:
    row = judged("target", then([foreseen(direction=direction)]), [point(value, "2013-12-31")])[0]
    assert (row["chance"], row["value"], row["met"], row["entries"]) == (0.3, value, met, [1, 7])
    assert row["horizon"] == pytest.approx(510 / 365.25)


@pytest.mark.parametrize(
    ("now", "value"),
    [
        ([point(90, "2013-06-30"), point(95, "2014-03-31")], 95),  # the nearest to the due day
        ([point(90, "2013-12-30"), point(95, "2014-01-01")], 90),  # as near: the earlier
        ([point(90, "2012-12-30")], None),  # too far
        ([point(90, "2014-12-31")], 90),
        ([point(90, "2013-12-31", "2012-08-08")], None),  # public already
        ([point(90, "2013-12-31", told_as="verified")], None),  # of another nature
        ([point(90, "2013-12-31", region="MA-08")], None),
        ([point(90, "2013-12-31", nature="baseline")], None),  # a start is no outcome
        ([{**point(90, "2013-12-31"), "public_on": None}], None),
    ],
)
def test_the_figure_nearest_to_the_due_day_decides_if_it_came_later(now: list[Row], value: float | None) -> None:
    rows = judged("target", then([foreseen()]), now)
    assert [row["value"] for row in rows] == ([] if value is None else [value])


def test_a_target_without_a_chance_is_not_judged() -> None:
    assert judged("target", then([foreseen(chance=None)]), [point(90, "2013-12-31")]) == []


def test_of_the_plan_the_number_met_is_told_among_those_known() -> None:
    forecast = [foreseen(), foreseen(indicator="ind-b"), foreseen(told_as="verified")]
    now = [point(100, "2013-12-31"), point(1, "2013-12-31", told_as="verified")]
    rows = judged("plan", then(forecast), now)
    assert [(row["item"], row["targets"], row["known"], row["value"]) for row in rows] == [("plan", 2, 1, 1)]
    assert (rows[0]["low"], rows[0]["median"], rows[0]["high"], rows[0]["entries"]) == (0, 1, 2, [1, 2, 7])
    assert rows[0]["unknown"] == 7


def test_the_plan_counts_its_headline_indicators_on_the_whole_and_what_was_known_already() -> None:
    others = [foreseen(indicator="ind-b", headline=False), foreseen(region="MA-08")]
    told = then([foreseen(), *others])
    told["forecast_together"] = [{**row, "known": 3, "met": 2} for row in told["forecast_together"]]
    now = [
        point(100, "2013-12-31"),
        point(100, "2013-12-31", indicator="ind-b"),
        point(100, "2013-12-31", region="MA-08"),
    ]
    row = judged("plan", told, now)[0]
    assert (row["targets"], row["known"], row["value"]) == (5, 4, 3)


def test_where_nothing_is_known_of_a_plan_nothing_is_told_of_what_came() -> None:
    row = judged("plan", then([foreseen()]), [])[0]
    assert (row["known"], row["value"]) == (0, None)


def test_a_figure_is_judged_by_the_path_on_its_own_day() -> None:
    paths = [path("2014-01-01", 80, 10), path("2012-01-01", 40, 0)]  # whatever their order
    points = [point(20, "2010-01-01"), point(30, "2011-01-01"), point(40, "2012-01-01")]
    row = judged("figure", then([foreseen()], paths, points), [point(90, "2013-01-01")])[0]
    part = 366 / 731
    quantiles = [40 + part * (40 + 10 * turn) for turn in range(7)]
    assert (row["low"], row["median"], row["high"]) == pytest.approx((quantiles[1], quantiles[3], quantiles[5]))
    assert (row["held50"], row["held80"], row["held90"]) == (False, False, True)
    assert row["place"] == pytest.approx(0.95, abs=0.02)
    assert row["loss"] == pytest.approx(reliability.pinball(quantiles, 90, LEVELS))
    drift = reliability.drift([(one["on"], one["value"]) for one in points], date(2013, 1, 1))
    assert drift is not None
    seven = [reliability.at_level(drift, level) for level in LEVELS]
    assert row["drift_loss"] == pytest.approx(reliability.pinball(seven, 90, LEVELS))


@pytest.mark.parametrize("on", ["2012-08-08", "2014-01-02"])
def test_a_figure_of_before_the_origin_or_beyond_the_path_is_not_judged(on: str) -> None:
    paths = [path("2012-01-01", 40, 1), path("2014-01-01", 80, 10)]
    assert judged("figure", then([foreseen()], paths), [point(90, on, "2014-06-01")]) == []


def test_with_one_point_there_is_no_drift_to_compare_with() -> None:
    paths = [path("2012-01-01", 40, 1), path("2014-01-01", 80, 10)]
    told = then([foreseen()], paths, [point(40, "2012-01-01")])
    assert judged("figure", told, [point(90, "2013-01-01")])[0]["drift_loss"] is None


AIM: dict[str, Any] = {"indicator": "ind-a", "value": "100", "due_on": "2013", "version": "original"}


def days(home: Path, *, aimed: str | None = "2009-01-01", **chosen: float) -> list[str]:
    told = [] if aimed is None else [entry("target", "tgt", **AIM, set_on=aimed, published_on=aimed)]
    session = session_of([PLAN, *told], home, as_of="2011-01-01", known_on="2012-01-01")
    session.need(backtest.ANALYSIS.reads)
    usual = {one.name: one.usual for one in backtest.ANALYSIS.options}
    return [str(day) for day in backtest.origins(session, **{**usual, **chosen})]


def test_days_follow_one_another_from_the_start_of_the_plan_to_before_what_is_known(tmp_path: Path) -> None:
    assert days(tmp_path) == ["2009-07-01", "2010-01-01", "2010-07-01"]
    assert days(tmp_path, most=1) == ["2010-07-01"]
    assert days(tmp_path, origin=20101231) == ["2010-12-31"]
    assert days(tmp_path, origin=20110101) == []


def test_before_a_target_was_public_there_was_nothing_to_foresee(tmp_path: Path) -> None:
    assert days(tmp_path, aimed="2009-10-10") == ["2010-01-01", "2010-07-01"]
    assert days(tmp_path, aimed=None) == []


def test_without_a_plan_there_is_no_day_and_a_day_that_is_none_is_named(tmp_path: Path) -> None:
    usual = {one.name: one.usual for one in backtest.ANALYSIS.options}
    session = session_of([], tmp_path)
    session.need(backtest.ANALYSIS.reads)
    assert backtest.origins(session, **usual) == []
    with pytest.raises(WrongOption, match="origin=20120231"):
        backtest.origins(session, **{**usual, "origin": 20120231})


def said(value: str, on: str, key: str) -> Told:
    facts: dict[str, Any] = {"indicator": "ind-a", "value": value, "nature": "measured", "about": on}
    return entry("statement", f"st-{key}", **facts, published_on=on)


EARLY = [
    PLAN,
    indicator(),
    entry("target", "tgt", **AIM, set_on="2009-01-01", published_on="2009-01-01"),
    *(said(value, f"{year}-12-31", f"{year}") for value, year in (("10", 2008), ("30", 2009), ("50", 2010))),
]
LATE = [said("20", "2012-12-31", "2012"), said("120", "2013-12-31", "2013")]
DAY = "2011-06-30"


def replayed(told: list[Told], home: Path, **chosen: float) -> list[Row]:
    session = session_of(told, home, as_of="2014-12-31")
    return catalogue.ask(session, "backtest", chosen).rows


def test_what_is_replayed_is_what_would_have_been_answered_on_the_day(tmp_path: Path) -> None:
    rows = replayed([*EARLY, *LATE], tmp_path, origin=20110630)
    then = catalogue.ask(session_of(EARLY, tmp_path, as_of=DAY), "forecast").rows
    told = {row["told_as"]: row for row in then if row["chance"] is not None}
    targets = [row for row in rows if row["judged"] == "target"]
    assert [(row["told_as"], row["value"], row["met"]) for row in targets] == [("verified", 120.0, True)]
    for name in ("chance", "low", "median", "high"):
        assert targets[0][name] == told["verified"][name]
    assert [row["value"] for row in rows if row["judged"] == "figure"] == [20.0, 120.0]


def test_what_came_later_changes_nothing_that_is_replayed(tmp_path: Path) -> None:
    other = [said("2000", "2012-12-31", "2012"), said("3000", "2013-12-31", "2013")]
    names = ("told_as", "judged", "on", "low", "median", "high", "chance", "targets")
    both = [replayed([*EARLY, *later], tmp_path, origin=20110630) for later in (LATE, other)]
    one, two = ([{name: row[name] for name in names} for row in rows] for rows in both)
    assert one == two


def test_a_verdict_rests_on_the_days_that_were_chosen(tmp_path: Path) -> None:
    session = session_of([*EARLY, *LATE], tmp_path, as_of="2014-12-31")
    cases = [
        catalogue.ask(session, "reliability", chosen).rows[0]["cases"]
        for chosen in ({"every_months": 24.0}, {"origin": 20110630.0})
    ]
    assert cases[0] > cases[1] == 1
