"""The number of targets met, judged by simulation, by Poisson's binomial and by what is all or nothing."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.together import drawn, number_met, quantile, told_by

CHANCES = (0.03, 0.2, 0.45, 0.5, 0.8, 0.97)
chances = st.lists(st.floats(0.03, 0.97), max_size=30)
dependences = st.floats(0, 0.95)


def by_hand(told: tuple[float, ...]) -> list[float]:
    """Return the law of the number of those that happen, each by itself, from every way it can go."""
    law = [0.0] * (len(told) + 1)
    for way in range(2 ** len(told)):
        happen = [bool(way >> place & 1) for place in range(len(told))]
        law[sum(happen)] += float(np.prod([one if met else 1 - one for one, met in zip(told, happen, strict=True)]))
    return law


def test_without_dependence_it_is_the_binomial_of_poisson() -> None:
    assert number_met(CHANCES, dependence=0) == pytest.approx(by_hand(CHANCES), abs=1e-12)


@pytest.mark.parametrize("dependence", [0.1, 0.3, 0.7, 0.95])
def test_with_a_common_factor_it_is_what_a_simulation_finds(dependence: float) -> None:
    normal = drawn(len(CHANCES), dependence=dependence, draws=200_000, seed=1)
    levels = np.sort(normal.ravel())
    bounds = np.quantile(levels, CHANCES)
    met = (normal < bounds).sum(axis=1)
    found = np.bincount(met, minlength=len(CHANCES) + 1) / len(met)
    assert number_met(CHANCES, dependence=dependence) == pytest.approx(list(found), abs=0.006)


def test_near_full_dependence_targets_are_met_in_the_order_of_their_chances() -> None:
    law = number_met(CHANCES, dependence=0.9999)
    at_least = list(accumulate(reversed(law)))[::-1]
    assert at_least[1:] == pytest.approx(sorted(CHANCES, reverse=True), abs=0.03)


def test_of_no_target_none_is_met() -> None:
    assert number_met((), dependence=0.3) == pytest.approx((1.0,))


@given(chances, dependences)
def test_the_law_sums_to_one_and_its_mean_is_the_sum_of_the_chances_whatever_the_dependence(
    told: list[float], dependence: float
) -> None:
    law = number_met(told, dependence=dependence)
    assert sum(law) == pytest.approx(1)
    assert sum(count * one for count, one in enumerate(law)) == pytest.approx(sum(told), abs=1e-6)


@given(st.lists(st.floats(0.03, 0.97), min_size=2, max_size=20), st.floats(0, 0.4), st.floats(0.5, 0.95))
def test_more_dependence_spreads_the_number_wider(told: list[float], less: float, more: float) -> None:
    def spread(dependence: float) -> float:
        law = np.array(number_met(told, dependence=dependence))
        count = np.arange(len(law))
        return float(law @ count**2 - (law @ count) ** 2)

    assert spread(less) <= spread(more) + 1e-9


@pytest.mark.parametrize(("level", "expected"), [(0.1, 0), (0.25, 0), (0.26, 1), (0.75, 1), (0.9, 2), (1.0, 2)])
def test_a_quantile_is_the_smallest_number_that_is_not_exceeded_so_often(level: float, expected: int) -> None:
    assert quantile((0.25, 0.5, 0.25), level) == expected


def test_draws_are_standard_correlated_as_asked_and_the_same_for_a_seed() -> None:
    one = drawn(3, dependence=0.3, draws=100_000, seed=7)
    assert np.array_equal(one, drawn(3, dependence=0.3, draws=100_000, seed=7))
    assert list(np.asarray(np.corrcoef(one.T))[0, 1:]) == pytest.approx([0.3, 0.3], abs=0.01)
    assert (one.mean(), one.std()) == pytest.approx((0, 1), abs=0.01)


def test_a_distribution_takes_its_median_where_a_normal_one_takes_nothing_and_stays_within_its_quantiles() -> None:
    quantiles = [100 * level for level in LEVELS]
    assert told_by(quantiles, np.array([0.0, -9, 9])) == pytest.approx([50, 5, 95])
