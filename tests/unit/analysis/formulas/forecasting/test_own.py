"""A series by itself: pace, slow growth, nothing changes, and what accumulates."""

import numpy as np
import pytest

from bilan.analysis.formulas.forecasting import own
from bilan.analysis.formulas.forecasting.mixing import FINE
from bilan.analysis.formulas.forecasting.scales import Scale

MIDDLE = FINE.index(0.5)
YEARS = np.arange(2005.0, 2011.0)


def test_pace_and_size_of_steps_of_a_straight_line() -> None:
    past = own.look_back(YEARS, 2 * (YEARS - 2004))
    assert (past.last, past.steps) == (12.0, 5)
    assert past.pace == pytest.approx(2.0)
    assert past.size == pytest.approx(2.0, rel=0.2)


def test_one_point_has_no_pace_and_a_width_all_the_same() -> None:
    past = own.look_back(YEARS[:1], np.array([10.0]))
    assert (past.pace, past.steps, past.size) == (0.0, 0, 0.8)
    assert own.look_back(YEARS[:1], np.zeros(1)).size > 0


def test_the_pace_fades() -> None:
    past = own.look_back(YEARS, 2 * (YEARS - 2004))
    near, far = (float(own.trend(past, ahead)[MIDDLE]) - past.last for ahead in (1.0, 5.0))
    assert 0 < near < 2
    assert near < far < 5 * near


def test_a_calm_series_keeps_its_pace_longer_and_strays_less() -> None:
    calm = own.look_back(YEARS, 2 * (YEARS - 2004))
    rough = own.look_back(YEARS, np.array([2.0, 6.0, 5.0, 9.0, 8.0, 12.0]))
    assert calm.stray < 0.4 < rough.stray <= 1
    ends = [own.trend(own.Past(0.0, 2.0, 2.0, 5, one.stray), 5.0) for one in (calm, rough)]
    assert ends[0][MIDDLE] > ends[1][MIDDLE]
    assert ends[0][-1] - ends[0][0] < ends[1][-1] - ends[1][0]


def test_one_step_tells_nothing_of_calm_and_no_step_at_all_is_no_error() -> None:
    assert own.look_back(YEARS[:2], np.array([1.0, 2.0])).stray == 1
    assert own.look_back(YEARS, np.full(6, 1e-200)).stray == 1


def test_where_less_is_better_the_slow_growth_is_a_slow_fall_and_its_mirror() -> None:
    past = own.Past(3.0, 0.0, 0.1, 4)
    up, down = own.mild(past, 2.0, 1.0), own.mild(past, 2.0, -1.0)
    assert up[MIDDLE] > 3 > down[MIDDLE]
    assert up - 3 == pytest.approx(3 - down[::-1])


def test_widths_grow_with_time() -> None:
    past = own.look_back(YEARS, np.array([3.0, 4.0, 3.5, 5.0, 6.0, 6.5]))
    for way in (own.trend, own.still, lambda past, ahead: own.mild(past, ahead, 1.0)):
        near, far = way(past, 1.0), way(past, 4.0)
        assert far[-1] - far[0] > near[-1] - near[0] > 0


def test_what_accumulates_goes_on_at_its_pace() -> None:
    past = own.look_back(YEARS, 100 * (YEARS - 2004))
    ahead = own.flow(past, 3.0)
    assert ahead[MIDDLE] == pytest.approx(past.last + 300)
    assert ahead[0] > past.last


def test_falls_of_what_never_falls_become_small_additions() -> None:
    quantiles = own.onwards(10.0, np.array([-5.0, 9.0, 12.0, 20.0, 60.0]))
    assert (quantiles > 10).all()
    assert (np.diff(quantiles) > 0).all()
    assert quantiles[-1] == pytest.approx(60, rel=0.05)


def test_each_way_is_told_in_figures() -> None:
    ways = own.ways(YEARS, YEARS - 2004, Scale("root"), np.array([1.0, 2.0]), up=True, adds=True)
    assert sorted(ways) == ["mild", "still", "trend"]
    assert all(len(quantiles) == 2 for quantiles in ways.values())
