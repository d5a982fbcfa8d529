"""What a forecast of the ledger stands on, what is known already, and the chance of a target."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.analysis.formulas.forecasting.asked import (
    Figures,
    chance,
    days_until,
    direction_of,
    figures_of,
    reaches,
    share_of_way,
)
from bilan.analysis.formulas.forecasting.questions import LEVELS, Point

DUE = date(2013, 12, 31)


def points(*days: str, nature: str = "declared") -> tuple[Point, ...]:
    return tuple(Point(date.fromisoformat(day), 1.0, nature=nature) for day in days)


START = points("2008-12-31", nature="baseline")


@pytest.mark.parametrize(
    ("declared", "verified", "expected"),
    [
        (points("2012-06-30"), (), ("declared", "declared")),
        ((), points("2012-06-30"), ("verified", "verified")),
        (START, START, ("declared", "declared")),  # a start is of neither
        (points("2012-06-30"), points("2012-12-31"), ("declared", "verified")),
        (points("2012-06-30"), points("2011-07-02"), ("declared", "verified")),  # not a year older
        (points("2012-06-30"), points("2011-07-01"), ("declared", "declared")),
        (points("2012-06-30"), points("2008-12-31", "2009-12-31", "2010-12-31"), ("declared", "verified")),
    ],
)
def test_declared_stands_on_declared_and_verified_on_verified_where_it_is_new_or_of_three(
    declared: tuple[Point, ...], verified: tuple[Point, ...], expected: tuple[str, str]
) -> None:
    figures = Figures(declared, verified)
    assert (figures.stands_on("declared"), figures.stands_on("verified")) == expected


def test_what_was_verified_since_the_last_declaration_goes_on_the_course_of_what_will_be_declared() -> None:
    declared, verified = points("2011-06-30", "2012-06-30"), points("2008-12-31", "2012-06-30", "2013-06-30")
    figures = Figures(declared, verified)
    assert figures.course("declared") == (*declared, verified[-1])
    assert figures.course("verified") == verified
    assert Figures((), verified).course("declared") == verified


@pytest.mark.parametrize(
    ("declared", "verified", "expected"),
    [
        (points("2013-12-31"), (), (True, False)),
        (points("2014-04-02"), (), (True, False)),
        (points("2014-04-03"), (), (False, False)),  # more than a quarter later
        (points("2013-12-30"), (), (False, False)),
        ((), points("2013-12-31"), (True, True)),
        (points("2013-12-31", nature="baseline"), (), (False, False)),
    ],
)
def test_the_outcome_is_known_from_a_figure_of_the_due_day_to_a_quarter_later(
    declared: tuple[Point, ...], verified: tuple[Point, ...], expected: tuple[bool, bool]
) -> None:
    known = Figures(declared, verified)
    assert (known.known("declared", DUE) is not None, known.known("verified", DUE) is not None) == expected


def test_figures_are_read_in_the_order_of_their_days_and_rows_without_a_value_are_none() -> None:
    def row(told_as: str, on: str | None, value: Any) -> dict[str, Any]:
        day = date.fromisoformat(on) if on else None
        return {"told_as": told_as, "on": day, "value": value, "low": None, "high": value, "nature": "declared"}

    found = figures_of(
        [row("declared", "2012-01-01", 2), row("declared", "2011-01-01", 1), row("verified", None, None)]
    )
    assert [one.value for one in found.declared] == [1.0, 2.0]
    assert (found.declared[0].low, found.declared[0].high, found.verified) == (None, 1.0, ())


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "expected"),
    [
        ("down", 1, 2, "down"),
        (None, 1, 2, "up"),
        (None, 2, 1, "down"),
        (None, 2, 2, None),
        (None, None, 2, None),
        (None, 2, None, None),
    ],
)
def test_which_way_is_better_is_told_or_is_the_way_to_the_target(
    direction: Any, baseline: Any, target: Any, expected: Any
) -> None:
    assert direction_of({"direction": direction, "baseline": baseline, "target": target}) == expected


rising = st.lists(st.floats(-1e6, 1e6), min_size=len(LEVELS), max_size=len(LEVELS), unique=True).map(sorted)


@given(rising, st.floats(-2e6, 2e6))
def test_the_chance_is_what_lies_at_or_beyond_the_target_between_the_quantiles(
    quantiles: list[float], target: float
) -> None:
    below = float(np.interp(target, quantiles, LEVELS))
    up, down = (chance(quantiles, target, way) for way in ("up", "down"))
    assert up + down == pytest.approx(1)
    if quantiles[0] <= target <= quantiles[-1]:
        assert down == pytest.approx(below)
    elif target < quantiles[0]:
        assert 0.03 <= down <= 0.05
    else:
        assert 0.95 <= down <= 0.97


@given(rising, st.floats(-2e6, 2e6), st.floats(0, 1e6))
def test_a_harder_target_has_no_better_chance(quantiles: list[float], target: float, more: float) -> None:
    assert chance(quantiles, target + more, "up") <= chance(quantiles, target, "up")
    assert chance(quantiles, target + more, "down") >= chance(quantiles, target, "down")


@pytest.mark.parametrize(
    ("value", "baseline", "target", "expected"),
    [(15.0, 10.0, 20.0, 0.5), (5.0, 10.0, 20.0, -0.5), (15.0, None, 20.0, None), (21, 25, 20, 1.0), (19, 25, 20, 0.0)],
)
def test_the_share_of_the_way_follows_the_rule_of_progress(
    value: float, baseline: float | None, target: float, expected: float | None
) -> None:
    assert share_of_way(value, baseline, target, "up") == expected


def test_a_target_is_reached_at_its_value_in_the_direction_of_better() -> None:
    assert [reaches(value, 5, "up") for value in (4, 5, 6)] == [False, True, True]
    assert [reaches(value, 5, "down") for value in (4, 5, 6)] == [True, True, False]


def test_days_until_the_due_day_are_even_steps_and_never_twice_the_same() -> None:
    found = days_until(date(2012, 12, 31), DUE, 8)
    assert (found[0], found[-1], len(found)) == (date(2012, 12, 31), DUE, 9)
    assert days_until(date(2013, 12, 29), DUE, 8) == (date(2013, 12, 29), date(2013, 12, 30), DUE)
