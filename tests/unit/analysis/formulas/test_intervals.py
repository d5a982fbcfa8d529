"""Intervals of a share of few cases, judged by SciPy and by what any interval must do."""

from collections.abc import Callable
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import betainc

from bilan.analysis.formulas import intervals
from bilan.analysis.formulas.intervals import Interval, WrongCount

Method = Callable[..., Interval | None]
METHODS: tuple[Method, ...] = (intervals.wilson, intervals.clopper_pearson, intervals.jeffreys)
COUNTS = st.integers(0, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
FEW = st.integers(0, 40)


def near(one: Interval | None, low: float, high: float) -> bool:
    return one is not None and isclose(one.low, low, abs_tol=1e-9) and isclose(one.high, high, abs_tol=1e-9)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.999])
@given(counts=COUNTS)
def test_wilson_and_the_exact_interval_are_those_of_scipy(counts: tuple[int, int], confidence: float) -> None:
    good, of = counts
    if of:
        judge = stats.binomtest(good, of)
        for method, name in ((intervals.wilson, "wilson"), (intervals.clopper_pearson, "exact")):
            told = judge.proportion_ci(confidence, name)
            assert near(method(good, of, confidence), told.low, told.high)


@given(counts=COUNTS)
def test_the_interval_of_jeffreys_has_the_quantiles_of_scipy(counts: tuple[int, int]) -> None:
    good, of = counts
    if of:
        judge = stats.beta(good + 0.5, of - good + 0.5)
        low, high = judge.ppf(0.025) if good else 0.0, judge.ppf(0.975) if good < of else 1.0
        assert near(intervals.jeffreys(good, of), low, high)


@given(share=st.floats(1e-6, 1 - 1e-6), a=st.floats(0.5, 5e4), b=st.floats(0.5, 5e4))
def test_a_quantile_of_the_beta_distribution_is_that_of_scipy(share: float, a: float, b: float) -> None:
    found = intervals.beta_quantile(share, a, b)
    assert found == pytest.approx(stats.beta(a, b).ppf(share), abs=1e-9)
    assert intervals.beta_share(found, a, b) == pytest.approx(betainc(a, b, found), abs=1e-9)


@pytest.mark.parametrize(("x", "share"), [(-1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (2.0, 1.0)])
def test_nothing_of_a_beta_distribution_lies_beyond_its_ends(x: float, share: float) -> None:
    assert intervals.beta_share(x, 2, 3) == share


@pytest.mark.parametrize("method", METHODS)
@given(counts=COUNTS)
def test_an_interval_holds_the_share_and_mirrors_its_complement(method: Method, counts: tuple[int, int]) -> None:
    good, of = counts
    one, other = method(good, of), method(of - good, of)
    if not of:
        assert one is None
        return
    assert one is not None
    assert other is not None
    assert 0 <= one.low <= good / of <= one.high <= 1
    assert near(other, 1 - one.high, 1 - one.low)


@pytest.mark.parametrize("method", METHODS)
@given(counts=COUNTS)
def test_one_more_good_case_never_lowers_a_bound(method: Method, counts: tuple[int, int]) -> None:
    good, of = counts
    less, more = method(good, of + 1), method(good + 1, of + 1)
    assert less is not None
    assert more is not None
    assert less.low <= more.low
    assert less.high <= more.high


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.93])
@pytest.mark.parametrize("of", [1, 4, 12, 30])
def test_the_exact_interval_holds_the_true_share_at_least_as_often_as_it_says(of: int, share: float) -> None:
    found = {good: intervals.clopper_pearson(good, of) for good in range(of + 1)}
    held = sum(
        stats.binom(of, share).pmf(good)
        for good, one in found.items()
        if one is not None and one.low <= share <= one.high
    )
    assert held >= 0.95


@given(good=FEW, bad=FEW, unknown=FEW)
def test_the_bounds_hold_every_way_the_unknown_cases_may_turn_out(good: int, bad: int, unknown: int) -> None:
    found, every = intervals.bounds(good, bad, unknown), good + bad + unknown
    if found is None:
        assert every == 0
        return
    shares = [(good + kept) / every for kept in range(unknown + 1)]
    assert (found.low, found.high) == (min(shares), max(shares))
    assert found.width == pytest.approx(unknown / every)


@given(good=FEW, bad=FEW, unknown=FEW)
def test_the_envelope_is_the_union_of_the_intervals_of_every_way(good: int, bad: int, unknown: int) -> None:
    every = good + bad + unknown
    for method in METHODS:
        found = intervals.envelope(good, bad, unknown, method)
        ways = [one for kept in range(unknown + 1) if (one := method(good + kept, every))]
        if found is None:
            assert not ways
        else:
            assert found == Interval(min(one.low for one in ways), max(one.high for one in ways))


@given(good=FEW, bad=FEW, unknown=FEW, weight=st.sampled_from([0.25, 1.0, 7.0]))
def test_equal_weights_change_nothing(good: int, bad: int, unknown: int, weight: float) -> None:
    found = intervals.weighted(
        [*[(weight, True)] * good, *[(weight, False)] * bad, *[(weight, None)] * unknown],
    )
    assert found.bounds == intervals.bounds(good, bad, unknown)
    assert found.effective == good + bad
    known = intervals.wilson(good, good + bad)
    assert found.interval is None if known is None else near(found.interval, known.low, known.high)
    outer = intervals.envelope(good, bad, unknown)
    assert found.envelope is None if outer is None else near(found.envelope, outer.low, outer.high)


def test_one_heavy_case_among_light_ones_counts_as_hardly_more_than_one() -> None:
    found = intervals.weighted([(100, True), (1, False), (1, False)])
    assert found.share == pytest.approx(100 / 102)
    assert found.effective == pytest.approx(102**2 / 10002)
    assert found.interval is not None
    assert found.interval.width > 0.7


def test_cases_without_weight_give_no_share() -> None:
    found = intervals.weighted([(0, True), (0, None)])
    assert (found.share, found.interval, found.bounds, found.envelope) == (None, None, None, None)


@pytest.mark.parametrize(("good", "of"), [(-1, 3), (4, 3), (0, -1), (float("nan"), 3), (1, float("inf"))])
def test_a_count_that_cannot_be_is_refused(good: float, of: float) -> None:
    for method in METHODS:
        with pytest.raises(WrongCount):
            method(good, of)
    with pytest.raises(WrongCount):
        intervals.weighted([(-1, True)])
