"""Mixing: quantiles of weighted values, averages, chances, tails."""

import numpy as np
import pytest
from scipy import stats

from bilan.analysis.formulas.forecasting.mixing import (
    FINE,
    NORMAL,
    RARE,
    SHOWN,
    average,
    chance_above,
    spread_out,
    student,
    weighted_quantiles,
    whole,
)

LEVELS = np.array(FINE)


@pytest.mark.parametrize("freedom", [3.0, 5.0, 12.0, 60.0])
def test_quantiles_of_students_t_are_those_of_the_reference(freedom: float) -> None:
    inner = slice(1, -1)
    assert student(freedom)[inner] == pytest.approx(stats.t(freedom).ppf(LEVELS)[inner], abs=0.06)


def test_weights_count_as_repeated_values_do() -> None:
    repeated = weighted_quantiles(np.array([1.0, 2.0, 2.0, 2.0, 5.0]), np.ones(5), np.array([0.1, 0.5, 0.9]))
    weighed = weighted_quantiles(np.array([5.0, 1.0, 2.0]), np.array([1.0, 1.0, 3.0]), np.array([0.1, 0.5, 0.9]))
    assert repeated == pytest.approx(weighed)


def test_an_average_of_normal_distributions_is_normal() -> None:
    assert average([(1.0, NORMAL), (3.0, 4 + 2 * NORMAL)]) == pytest.approx(3 + 1.75 * NORMAL)


def test_quantiles_that_would_meet_are_set_apart() -> None:
    apart = spread_out(np.array([1.0, 1.0, 0.5, 2.0]), 1e-6)
    assert (np.diff(apart) > 0).all()
    assert apart == pytest.approx([1.0, 1.0, 1.0, 2.0], abs=1e-5)


def test_the_chance_is_that_of_the_normal_distribution_and_never_sure() -> None:
    for value in (-1.0, 0.0, 0.7, 1.5):
        assert chance_above(NORMAL, LEVELS, value) == pytest.approx(1 - stats.norm.cdf(value), abs=0.006)
    assert chance_above(NORMAL, LEVELS, 50.0) == RARE
    assert chance_above(NORMAL, LEVELS, -50.0) == 1 - RARE


def test_tails_go_on_as_those_of_a_normal_distribution() -> None:
    assert whole(5 + 2 * NORMAL[SHOWN]) == pytest.approx(5 + 2 * NORMAL)
