"""What came is held against what was said; plain sums, numerical integrals and the textbook judge the formulas."""

from datetime import date, timedelta
from itertools import pairwise
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from bilan.analysis.formulas import reliability
from bilan.analysis.formulas.forecasting import LEVELS
from bilan.analysis.formulas.reliability import Case

VALUES = st.floats(-1e6, 1e6)
QUANTILES = st.lists(VALUES, min_size=19, max_size=19).map(sorted)
CASES = st.lists(st.builds(Case, st.floats(0, 1), st.booleans()), min_size=1, max_size=30)
NEW_YEAR = date(2010, 1, 1)


def year(count: float) -> date:
    return NEW_YEAR + timedelta(days=count * 365.25)


@given(quantiles=QUANTILES, value=VALUES)
def test_the_pinball_loss_is_the_mean_over_the_levels(quantiles: list[float], value: float) -> None:
    each = [
        level * (value - told) if value >= told else (1 - level) * (told - value)
        for told, level in zip(quantiles, LEVELS, strict=True)
    ]
    assert reliability.pinball(quantiles, value) == pytest.approx(sum(each) / 19)
    assert reliability.pinball(quantiles, value) >= 0


def test_the_true_quantiles_lose_less_than_any_shifted_or_widened_ones() -> None:
    came = np.random.default_rng(7).normal(5, 2, 4000)
    true = [5 + 2 * stats.norm.ppf(level) for level in LEVELS]

    def loss(quantiles: list[float]) -> float:
        return float(np.mean([reliability.pinball(quantiles, value) for value in came]))

    assert loss(true) < min(loss([one + 0.5 for one in true]), loss([5 + 1.5 * (one - 5) for one in true]))


@pytest.mark.parametrize(("level", "told"), [(0.05, 1), (0.01, 1), (0.95, 19), (0.99, 19), (0.5, 10), (0.525, 10.5)])
def test_a_level_between_two_lies_on_the_line_and_beyond_the_last_at_its_end(level: float, told: float) -> None:
    assert reliability.at_level(list(range(1, 20)), level) == pytest.approx(told)


@pytest.mark.parametrize(
    ("said", "inside", "outside"),
    [(0.5, (5, 10, 15), (4.9, 15.1)), (0.8, (2, 18), (1.9, 18.1)), (0.9, (1, 19), (0.9, 19.1))],
)
def test_an_interval_holds_what_lies_between_its_two_levels(
    said: float, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    quantiles = list(range(1, 20))
    assert all(reliability.holds(quantiles, value, said) for value in inside)
    assert not any(reliability.holds(quantiles, value, said) for value in outside)


@given(quantiles=QUANTILES, value=VALUES)
def test_what_lies_in_the_wider_interval_too_is_where_its_place_says(quantiles: list[float], value: float) -> None:
    inside = [reliability.holds(quantiles, value, said) for said in (0.5, 0.8, 0.9)]
    assert inside == sorted(inside)
    assert 0 < reliability.place(quantiles, value) < 1


def test_places_of_honest_forecasts_are_evenly_spread() -> None:
    came = np.random.default_rng(3).normal(0, 1, 2000)
    quantiles = [float(stats.norm.ppf(level)) for level in LEVELS]
    places = [reliability.place(quantiles, value) for value in came]
    counts, _ = np.histogram(places, bins=[0, 0.25, 0.5, 0.75, 1])
    assert counts / 2000 == pytest.approx([0.25] * 4, abs=0.03)


def test_on_a_jump_the_place_is_in_its_middle() -> None:
    assert reliability.place([0.0] * 9 + [1.0] * 10, 0.0) == pytest.approx((0.05 + 0.45) / 2)


def test_the_random_walk_has_the_mean_and_the_spread_of_the_steps() -> None:
    values = [10.0, 13.0, 14.0, 19.0, 20.0]
    told = reliability.drift([(year(at), value) for at, value in enumerate(values)], year(6))
    steps = [later - earlier for earlier, later in pairwise(values)]
    mean, spread = np.mean(steps), np.std(steps, ddof=1)
    middle, width = 20 + 2 * mean, spread * sqrt(2)
    assert told == pytest.approx([middle + width * stats.norm.ppf(level) for level in LEVELS], rel=2e-3)


def test_irregular_steps_count_by_their_years() -> None:
    every = [(year(at), float(at)) for at in range(5)]
    some = [every[0], every[1], every[4]]
    assert reliability.drift(some, year(6)) == pytest.approx(reliability.drift(every, year(6)), abs=0.05)


def test_one_step_is_its_own_spread_and_one_point_has_no_yardstick() -> None:
    told = reliability.drift([(year(0), 10.0), (year(1), 14.0)], year(2))
    assert told is not None
    assert (told[9], told[18] - told[9]) == pytest.approx((18, 4 * stats.norm.ppf(0.95)), rel=1e-2)
    assert reliability.drift([(year(0), 10.0)], year(2)) is None
    assert reliability.drift([(year(0), 10.0), (year(0), 11.0)], year(2)) is None


def test_a_day_before_the_last_point_is_foreseen_as_that_point() -> None:
    told = reliability.drift([(year(0), 10.0), (year(1), 14.0)], year(0.5))
    assert told == (14.0,) * 19


def test_skill_is_the_geometric_mean_over_groups() -> None:
    losses = [("a", 1.0, 2.0), ("a", 1.0, 1.0), ("b", 3.0, 2.0)]
    assert reliability.skill(losses) == pytest.approx(1 - exp((log(2 / 3) + log(3 / 2)) / 2))
    assert reliability.skill([]) is None


@pytest.mark.parametrize(("own", "others", "told"), [(1.0, 0.0, -19.0), (0.0, 1.0, 0.95), (0.0, 0.0, 0.0)])
def test_no_group_decides_alone(own: float, others: float, told: float) -> None:
    assert reliability.skill([("a", own, others)]) == pytest.approx(told)


@given(cases=CASES)
def test_brier_score_and_skill_are_plain_means(cases: list[Case]) -> None:
    score = sum((one.said - (1 if one.happened else 0)) ** 2 for one in cases) / len(cases)
    share = sum(one.happened for one in cases) / len(cases)
    base = sum((share - one.happened) ** 2 for one in cases) / len(cases)
    assert reliability.brier(cases) == pytest.approx(score)
    found = reliability.brier_skill(cases)
    assert found is None if share in {0, 1} else found == pytest.approx(1 - score / base)


@given(cases=CASES)
def test_bands_hold_each_case_once_and_give_the_calibration_error(cases: list[Case]) -> None:
    found = reliability.bands(cases)
    assert sum(one.cases for one in found) == len(cases)
    assert all(one.low <= one.said <= one.high for one in found)
    assert all(one.interval.low <= one.share <= one.interval.high for one in found)
    ends = pairwise((*reliability.EDGES[:-1], 1.1))
    inside = [[one for one in cases if low <= one.said < high] for low, high in ends]
    apart = [abs(sum(one.said - one.happened for one in band)) for band in inside]
    assert reliability.calibration_error(cases) == pytest.approx(sum(apart) / len(cases))


def test_of_no_case_there_is_no_score() -> None:
    assert reliability.brier([]) is reliability.brier_skill([]) is reliability.calibration_error([]) is None
    assert reliability.bands([]) == []
    assert (reliability.interval(0.0, 0).low, reliability.interval(0.0, 0).high) == (0.0, 1.0)


def test_one_outcome_foreseen_again_and_again_makes_no_surer() -> None:
    again = [Case(0.3, True, "a")] * 10
    once = reliability.bands([Case(0.3, True, "a")])[0]
    assert (reliability.bands(again)[0].interval, reliability.bands(again)[0].outcomes) == (once.interval, 1)


@pytest.mark.parametrize("said", [0.03, 0.1, 0.5, 0.8, 0.97])
def test_so_many_outcomes_are_needed_that_the_interval_stays_near(said: float) -> None:
    needed = reliability.enough(said)
    ends = [proportion_confint(said * n, n, method="wilson") for n in (needed, needed - 1)]
    enough, too_few = (max(said - low, high - said) for low, high in ends)
    assert enough <= 0.1 < too_few
