"""A table of what followed, made of courses drawn by hand and read between its knots."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.analysis.formulas.forecasting.classes import Table, lines, read_cells, shipped, sources, weight
from bilan.analysis.formulas.forecasting.distilling import AHEAD, Cell, Course, Sort, distil, logit
from bilan.analysis.formulas.forecasting.questions import LEVELS

YEARS = tuple(float(year) for year in range(2000, 2012))
MIDDLE = LEVELS.index(0.5)


def growing(indicator: str, pace: float, sort: Sort = "count", place: str = "a", *, falls: bool = False) -> Course:
    figures = tuple(100 * np.exp(pace * at) for at in range(len(YEARS)))
    return Course(indicator, place, sort, YEARS, figures, falls=falls)


def written(cells: list[Cell]) -> str:
    return "\n".join(",".join(row) for row in lines(cells))


def test_what_grows_at_a_pace_goes_on_at_it() -> None:
    table = Table(distil([growing("ind-a", 0.1), growing("ind-b", 0.1)]))
    for years in (1.0, 2.5, 5.0, 8.0):
        told = table.quantiles("count", 0.0, 0.1, years)
        assert told == pytest.approx([0.1 * years] * 19, abs=1e-3)


def test_a_slope_that_is_not_known_leaves_room_for_all_that_were_seen() -> None:
    table = Table(distil([growing("ind-a", 0.0), growing("ind-b", 0.5)]))
    told = table.quantiles("count", 0.0, None, 1.0)
    assert told is not None
    assert (told[0], told[-1]) == pytest.approx((0.0, 0.5), abs=1e-3)
    slow = table.quantiles("count", 0.0, 0.0, 1.0)
    assert slow is not None
    assert slow[MIDDLE] < 0.1


def test_every_indicator_speaks_alike_however_many_courses_it_has() -> None:
    many = [growing("ind-a", 0.0, place=str(at)) for at in range(9)]
    told = Table(distil([*many, growing("ind-b", 0.5)])).quantiles("count", 0.0, None, 1.0)
    assert told is not None
    assert told[3] == pytest.approx(0, abs=1e-3)
    assert told[-4] == pytest.approx(0.5, abs=1e-3)


def test_what_is_better_when_it_falls_is_turned_round_and_back() -> None:
    table = Table(distil([growing("ind-a", -0.2, falls=True), growing("ind-b", -0.2, falls=True)]))
    down = table.quantiles("count", 0.0, -0.2, 1.0, direction="down")
    assert down == pytest.approx([-0.2] * 19, abs=1e-3)
    up = table.quantiles("count", 0.0, 0.2, 1.0)
    assert up == pytest.approx([0.2] * 19, abs=1e-3)


def test_a_share_stays_between_its_bounds_and_goes_on_from_its_level() -> None:
    shares = 100 / (1 + np.exp(-np.linspace(-4, 4, len(YEARS))))
    courses = [Course(name, "a", "share", YEARS, tuple(shares)) for name in ("ind-a", "ind-b")]
    table = Table(distil(courses))
    told = table.figures("share", np.array(YEARS[:3]), shares[:3], 4.0)
    assert told is not None
    assert list(told) == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 100
    assert table.figures("index", np.array(YEARS[:3]), shares[:3] / 100, 4.0, upper=1.0) == pytest.approx(
        np.array(told) / 100
    )


def test_an_amount_is_told_in_its_own_unit() -> None:
    table = Table(distil([growing("ind-a", 0.1, "level"), growing("ind-b", 0.1, "level")]))
    times, values = np.array([2000.0, 2001.0]), np.exp([0.0, 0.1])
    told = table.figures("level", times, values, 1.0)
    assert told == pytest.approx([np.exp(0.2)] * 19, rel=1e-2)
    thousand = table.figures("level", times, 1000 * values, 1.0)
    assert thousand == pytest.approx(1000 * np.array(told))


def test_of_nothing_nothing_is_told() -> None:
    assert distil([]) == []
    assert distil([Course("ind-a", "a", "count", (2000.0,), (3.0,))]) == []
    assert distil([Course("ind-a", "a", "count", (2000.0, 2001.0, 2002.0), (0.0, 0.0, 0.0))]) == []
    table = Table(distil([growing("ind-a", 0.1)]))
    assert table.quantiles("rate", 0.0, None, 1.0) is None
    assert table.figures("rate", np.array([2000.0]), np.array([3.0]), 1.0) is None
    assert table.figures("count", np.array([2000.0]), np.array([0.0]), 1.0) is None
    assert table.figures("count", np.zeros(0), np.zeros(0), 1.0) is None


def test_where_only_first_points_were_followed_so_long_no_slope_is_told() -> None:
    short = [Course(name, "a", "count", (2000.0, 2001.0, 2002.0), (1.0, 2.0, 4.0)) for name in ("ind-a", "ind-b")]
    cells = distil(short)
    assert {cell.slope for cell in cells if cell.years == 2.0} == {None}
    told = Table(cells).quantiles("count", 0.0, 0.3, 2.0)
    assert told == pytest.approx([np.log(4)] * 19, abs=1e-3)


def test_a_table_is_read_as_it_was_written() -> None:
    cells = distil([growing("ind-a", 0.1), growing("ind-b", 0.2), growing("ind-c", 0.3, "share")])
    assert written(read_cells(written(cells))) == written(cells)


@given(
    st.sampled_from(["share", "index", "envelope", "rate", "count", "level"]),
    st.floats(-8, 8),
    st.none() | st.floats(-3, 3),
    st.floats(0, 12),
    st.sampled_from(["up", "down"]),
)
def test_the_quantiles_of_the_table_that_ships_never_cross(
    family: str, level: float, slope: float | None, years: float, direction: str
) -> None:
    told = shipped().quantiles(family, level, slope, years, direction="up" if direction == "up" else "down")
    assert told is not None
    assert len(told) == len(LEVELS)
    assert all(low <= high for low, high in pairwise(told))


@given(st.sampled_from(["share", "rate", "count", "level"]), st.floats(-1, 1), st.floats(0.5, 5))
def test_the_table_that_ships_moves_without_steps(family: str, slope: float, years: float) -> None:
    here, there = (shipped().quantiles(family, 0.0, slope + by, years) for by in (0.0, 1e-6))
    assert here == pytest.approx(there, abs=1e-3)


def test_the_table_that_ships_tells_of_every_sort() -> None:
    table = shipped()
    for sort in ("share", "envelope", "rate", "count", "level"):
        ends = [table.quantiles(sort, 0.0, None, years) for years in AHEAD]
        widths = [told[-1] - told[0] for told in ends if told is not None]
        assert len(widths) == len(AHEAD)
        assert min(widths) > 0.1
    assert logit(np.array([0.5]))[0] == 0


@pytest.mark.parametrize(
    ("family", "weights"),
    [("count", [0.0, 0.5, 0.5, 0.2, 0.2, 0.0]), ("level", [0.0, 0.2, 0.5, 0.3, 0.3, 0.2]), ("rate", [0.0] * 6)],
)
def test_the_table_weighs_less_where_the_own_course_says_more(family: str, weights: list[float]) -> None:
    assert [weight(family, points) for points in (0, 1, 2, 3, 5, 6)] == weights


def test_the_table_that_ships_says_whose_panels_it_was_made_of() -> None:
    assert sources()
    assert all(one["publisher"] and one["licence"] for one in sources())
