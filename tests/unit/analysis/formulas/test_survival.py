"""Survival, judged by statsmodels on real data, and by hand where it is small."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.analysis.formulas import survival
from bilan.analysis.formulas.survival import Spell

# Entries and ends of patients of the transplant programme of Stanford, 1967 to 1974 (in statsmodels).
EXACT = 1e-9


@pytest.fixture(scope="module")
def heart() -> list[Spell]:
    """Return the times of the Stanford programme: 69 patients, 45 of whom died."""
    from statsmodels.datasets import heart as told

    data = told.load_pandas().data
    rows = zip(data["survival"], data["censors"], strict=True)
    return [Spell(float(days), "failed" if died else None) for days, died in rows]


@pytest.fixture(scope="module")
def ages() -> list[float]:
    from statsmodels.datasets import heart as told

    return [float(age) for age in told.load_pandas().data["age"]]


def arrays(spells: Sequence[Spell]) -> tuple[Any, Any]:
    return np.array([one.days for one in spells]), np.array([int(one.end == "failed") for one in spells])


def test_the_curve_and_its_error_are_those_of_statsmodels(heart: list[Spell]) -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    judge = SurvfuncRight(*arrays(heart))
    steps = [one for one in survival.kaplan_meier(heart) if one.events]
    assert [one.days for one in steps] == pytest.approx(list(judge.surv_times), abs=EXACT)
    assert [one.survival for one in steps] == pytest.approx(list(judge.surv_prob), abs=EXACT)
    assert [one.error for one in steps] == pytest.approx(list(judge.surv_prob_se), abs=EXACT)
    assert [one.at_risk for one in steps] == list(judge.n_risk)
    assert survival.quantile(steps) == judge.quantile(0.5)


def test_the_interval_is_the_log_log_one_of_the_textbook(heart: list[Spell]) -> None:
    from scipy.stats import norm
    from statsmodels.duration.survfunc import SurvfuncRight

    judge = SurvfuncRight(*arrays(heart))
    theta = norm.ppf(0.975) * judge.surv_prob_se / (judge.surv_prob * np.log(judge.surv_prob))
    steps = [one for one in survival.kaplan_meier(heart) if one.events]
    assert [one.low for one in steps] == pytest.approx(list(judge.surv_prob ** np.exp(-theta)), abs=EXACT)
    assert [one.high for one in steps] == pytest.approx(list(judge.surv_prob ** np.exp(theta)), abs=EXACT)
    assert all(one.low < one.survival < one.high for one in steps if one.low is not None and one.high is not None)


@pytest.mark.parametrize("cuts", [(48,), (40, 50)])
def test_the_log_rank_test_is_that_of_statsmodels(
    heart: list[Spell], ages: list[float], cuts: tuple[float, ...]
) -> None:
    from statsmodels.duration.survfunc import survdiff

    group = np.searchsorted(cuts, ages)
    statistic, p = survdiff(*arrays(heart), group)
    groups = [[one for one, at in zip(heart, group, strict=True) if at == turn] for turn in range(len(cuts) + 1)]
    found = survival.log_rank(groups)
    assert found is not None
    assert (found.statistic, found.p) == pytest.approx((statistic, p), abs=EXACT)
    assert found.freedom == len(cuts)


def test_the_share_that_left_otherwise_is_that_of_statsmodels(heart: list[Spell], ages: list[float]) -> None:
    from statsmodels.duration.survfunc import CumIncidenceRight

    # The deaths of older patients stand for a second way of leaving.
    spells = [
        Spell(one.days, ("left" if age > 48 else "failed") if one.end else None)
        for one, age in zip(heart, ages, strict=True)
    ]
    status = np.array([{"failed": 1, "left": 2, None: 0}[one.end] for one in spells])
    judge = CumIncidenceRight(np.array([one.days for one in spells]), status)
    found = survival.incidence(spells, ("failed", "left"))
    days = [one.days for one in survival.kaplan_meier(spells)]
    for place, end in enumerate(("failed", "left")):
        ours = dict(zip(days, (one[end] for one in found), strict=True))
        assert [ours[day] for day in judge.times] == pytest.approx(list(judge.cinc[place]), abs=EXACT)


@pytest.mark.parametrize("freedom", range(1, 9))
@pytest.mark.parametrize("value", [0.0, 0.3, 2.0, 7.5, 60.0])
def test_the_tail_of_chi_square_is_that_of_scipy(value: float, freedom: int) -> None:
    from scipy.stats import chi2

    assert survival.chi_square_above(value, freedom) == pytest.approx(chi2.sf(value, freedom), rel=1e-12)


def test_a_textbook_case_by_hand() -> None:
    told = [Spell(100, "failed", 2), Spell(150, None, 3), Spell(200, "graduated"), Spell(300, "failed"), Spell(400)]
    steps = survival.kaplan_meier(told)
    assert [(one.days, one.at_risk, one.events, one.censored) for one in steps] == [
        (100, 8, 2, 0),
        (150, 6, 0, 3),
        (200, 3, 0, 1),
        (300, 2, 1, 0),
        (400, 1, 0, 1),
    ]
    assert [one.survival for one in steps] == pytest.approx([0.75, 0.75, 0.75, 0.375, 0.375])
    assert (survival.quantile(steps), survival.quantile(steps, 0.1)) == (300, None)


def test_where_all_failed_or_none_did_there_is_no_interval() -> None:
    (lost,) = survival.kaplan_meier([Spell(1, "failed", 3)])
    (kept,) = survival.kaplan_meier([Spell(1, None, 3)])
    assert (lost.survival, lost.error, lost.low, lost.high) == (0, 0, None, None)
    assert (kept.survival, kept.error, kept.low, kept.high) == (1, 0, None, None)
    assert survival.kaplan_meier([Spell(1, "failed", 0)]) == []


@pytest.mark.parametrize(
    "groups",
    [[], [[Spell(1, "failed")]], [[Spell(1)], [Spell(2)]], [[Spell(1, "failed")], [Spell(1, "failed", 0)]]],
)
def test_where_nothing_tells_groups_apart_there_is_no_test(groups: list[list[Spell]]) -> None:
    assert survival.log_rank(groups) is None


def test_the_last_one_alone_decides_nothing() -> None:
    found = survival.log_rank([[Spell(1, "failed"), Spell(3, "failed")], [Spell(2, "failed")]])
    assert found is not None
    # By hand: expected failures of the first group 2/3 + 1/2 + 1, variance 2/9 + 1/4.
    assert found.statistic == pytest.approx((2 - 13 / 6) ** 2 / (2 / 9 + 1 / 4))


stays = st.lists(
    st.builds(
        Spell,
        st.integers(0, 6).map(float),
        st.sampled_from(["failed", "left", None]),
        st.integers(1, 4).map(float),
    ),
    min_size=1,
    max_size=12,
)


def alone(spells: Sequence[Spell]) -> Iterator[Spell]:
    for one in spells:
        yield from [Spell(one.days, one.end)] * int(one.count)


@given(stays)
def test_who_is_told_together_counts_as_told_one_by_one(spells: list[Spell]) -> None:
    together, one_by_one = survival.kaplan_meier(spells), survival.kaplan_meier(list(alone(spells)))
    assert [one.survival for one in together] == pytest.approx([one.survival for one in one_by_one])


@given(stays)
def test_survival_only_falls_and_what_ended_is_what_is_not_there(spells: list[Spell]) -> None:
    shares = [one.survival for one in survival.kaplan_meier(spells)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    for both, alone_failed in zip(
        survival.incidence(spells, ("failed", "left")), survival.incidence(spells, ("failed",)), strict=True
    ):
        assert sum(both.values()) <= 1 + EXACT
        assert both["failed"] <= alone_failed["failed"] + EXACT


@given(stays, stays)
def test_the_order_of_groups_changes_no_test(one: list[Spell], other: list[Spell]) -> None:
    forth, back = survival.log_rank([one, other]), survival.log_rank([other, one])
    assert (forth is None) == (back is None)
    if forth and back:
        assert forth.statistic == pytest.approx(back.statistic, abs=EXACT)
        assert 0 <= forth.p <= 1
