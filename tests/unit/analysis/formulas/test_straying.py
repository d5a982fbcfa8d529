"""How far a figure strays: judged by SciPy, and by what any such distance must do."""

from datetime import date, timedelta
from math import inf, isclose, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from bilan.analysis.formulas.straying import FAR, Points, straying

START = date(2009, 1, 1)
SERIES = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(-10_000, 0)), min_size=4, max_size=9, unique_by=lambda one: one[0]
)


def yearly(*values: float) -> Points:
    return [(date(2008 + place, 12, 31), value) for place, value in enumerate(values)]


def dated(told: list[tuple[int, int]]) -> Points:
    return [(START + timedelta(days=day), float(value)) for day, value in told]


@given(told=SERIES, day=st.integers(0, 5000), value=st.integers(-10_000, 0))
def test_the_distance_is_that_of_scipy(told: list[tuple[int, int]], day: int, value: int) -> None:
    days, values = (np.array(column, float) for column in zip(*sorted(told), strict=True))
    line = stats.theilslopes(values, days, method="joint")
    spread = stats.median_abs_deviation(values - line.slope * days, center=lambda *_, **__: line.intercept)
    scale = max(1.4826 * spread, 0.01 * float(np.median(abs(values))))
    found = straying(dated(told), START + timedelta(days=day), float(value))
    if scale == 0:
        assert (found.cannot, found.strays) == ("all_zero", False)
        return
    wider = sqrt(1 + 1 / len(days) + (day - days.mean()) ** 2 / ((days - days.mean()) ** 2).sum())
    assert found.distance is not None
    expected = (value - line.intercept - line.slope * day) / (scale * wider)
    assert isclose(found.distance, expected, rel_tol=1e-6, abs_tol=1e-6)


@pytest.mark.parametrize(
    ("earlier", "value", "strays"),
    [
        ((10, 20, 30, 40), 50, False),
        ((10, 20, 30, 40), 500, True),
        ((10, 20, 30, 40), 5, True),
        ((100, 100, 100, 100), 104, False),
        ((100, 100, 100, 100), 120, True),
        ((1, 10, 100, 1000), 10_000, False),  # straight on the scale of logarithms
        ((1, 10, 100, 1000), 10_000_000, True),
        ((12, 9, 14, 8, 13, 10), 16, False),
        ((12, 9, 14, 8, 13, 10), 13_000, True),  # a unit mistaken
        ((10, 20, 3000, 40, 50), 60, False),  # one wild figure bends no line
        ((0, 0, 0, 1), -40, True),
    ],
)
def test_what_lies_off_the_course_strays(earlier: tuple[float, ...], value: float, *, strays: bool) -> None:
    found = straying(yearly(*earlier), date(2008 + len(earlier), 12, 31), value)
    assert found.strays is strays
    assert found.low is not None
    assert found.high is not None
    assert (found.low <= value <= found.high) is not strays


def test_of_few_dates_nothing_can_be_told() -> None:
    told = [*yearly(1, 2, 3), *yearly(1, 2, 3)]
    found = straying(told, date(2013, 1, 1), 1e9)
    assert (found.cannot, found.dates, found.distance, found.strays) == ("few_dates", 3, None, False)


def test_where_all_was_nothing_nothing_can_be_told() -> None:
    assert straying(yearly(0, 0, 0, 0), date(2013, 1, 1), 5).cannot == "all_zero"


@settings(max_examples=50)
@given(told=SERIES, value=st.integers(-10_000, 0), times=st.sampled_from([0.001, 7.0, 1000.0]))
def test_the_unit_changes_no_distance(told: list[tuple[int, int]], value: int, times: float) -> None:
    on, points = date(2013, 1, 1), dated(told)
    one, other = straying(points, on, value), straying([(day, times * of) for day, of in points], on, times * value)
    assert isclose(one.distance or 0, other.distance or 0, rel_tol=1e-6, abs_tol=1e-6)
    assert one.cannot == other.cannot


def test_the_farther_off_the_date_the_less_strays() -> None:
    near, far = (straying(yearly(10, 20, 31, 40), date(year, 12, 31), 2000).distance or inf for year in (2012, 2030))
    assert near > far
    assert far < FAR or near > FAR
