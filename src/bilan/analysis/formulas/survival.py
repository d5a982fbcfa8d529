"""Say how long tenants stay alive, when some left for other reasons and some are still there.

Question: of those who entered together, which share has not failed after so many days?
Formula: Kaplan and Meier: S(t) is the product over the days of a failure of 1 - failures / at risk. Error by Greenwood:
    S times the root of the sum of failures / (at risk x (at risk - failures)). Interval on the scale log(-log S), which
    never leaves 0 to 1. Share that has failed, or left, when one excludes the other, by Aalen and Johansen: the sum of
    S(before) x exits of that sort / at risk, S counting exits of every sort. Two and more groups: the log-rank test,
    chi-square of observed minus expected failures by the inverse of their covariance (hypergeometric at each day).
Unit: days; shares of 1.
Missing: who was last seen without having failed leaves those at risk after that day (censored). Where nobody failed or
    everybody did, the interval is unknown. A test that nothing can decide (one group, no failure) is none.
Source: E. L. Kaplan and P. Meier, JASA 53 (1958); M. Greenwood (1926); J. D. Kalbfleisch and R. L. Prentice, The
    Statistical Analysis of Failure Time Data (1980); O. Aalen and S. Johansen, Scand. J. Stat. 5 (1978);
    N. Mantel, Cancer Chemother. Rep. 50 (1966).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, log, sqrt

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.intervals import CONFIDENCE, normal_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spell:
    """A stay that was watched: how many days, how it ended (None: not seen to end), of how many alike."""

    days: float
    end: str | None = None
    count: float = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """What happened after so many days, and which share is left from then on."""

    days: float
    at_risk: float
    events: float
    censored: float
    survival: float
    error: float
    low: float | None
    high: float | None


def kaplan_meier(spells: Iterable[Spell], event: str = "failed", confidence: float = CONFIDENCE) -> list[Step]:
    """Return a step for each day on which somebody failed or was seen for the last time.

    >>> [step.survival for step in kaplan_meier([Spell(1, "failed"), Spell(2), Spell(3, "failed")])]
    [0.6666666666666667, 0.6666666666666667, 0.0]
    """
    steps: list[Step] = []
    survival, spread = 1.0, 0.0
    for days, at_risk, ends in _days(spells):
        events = ends.get(event, 0.0)
        survival *= 1 - events / at_risk
        # Of the last ones nobody is left: S is 0 and its error too.
        spread += events / (at_risk * (at_risk - events)) if at_risk > events else 0.0
        low, high = _between(survival, spread, confidence)
        error = survival * sqrt(spread)
        steps.append(Step(days, at_risk, events, sum(ends.values()) - events, survival, error, low, high))
    return steps


def _days(spells: Iterable[Spell]) -> list[tuple[float, float, Mapping[str | None, float]]]:
    """Return each day on which a stay ended, those still there before it, and the ends by their sort."""
    by_day: dict[float, dict[str | None, float]] = {}
    for one in spells:
        ends = by_day.setdefault(one.days, {})
        ends[one.end] = ends.get(one.end, 0.0) + one.count
    left = sum((one for ends in by_day.values() for one in ends.values()), 0.0)
    found: list[tuple[float, float, Mapping[str | None, float]]] = []
    for days in sorted(by_day):
        if gone := sum(by_day[days].values()):
            found.append((days, left, by_day[days]))
            left -= gone
    return found


def _between(survival: float, spread: float, confidence: float) -> tuple[float | None, float | None]:
    if not 0 < survival < 1:
        return None, None
    reach = normal_quantile(confidence) * sqrt(spread) / log(survival)
    return survival ** exp(-reach), survival ** exp(reach)


def incidence(spells: Iterable[Spell], ends: Sequence[str]) -> list[dict[str, float]]:
    """Return, for each day of `kaplan_meier`, which share had ended so by then, for each of these ends.

    >>> incidence([Spell(1, "failed"), Spell(2, "moved")], ("failed", "moved"))
    [{'failed': 0.5, 'moved': 0.0}, {'failed': 0.5, 'moved': 0.5}]
    """
    there, shares, found = 1.0, dict.fromkeys(ends, 0.0), []
    for _, at_risk, gone in _days(spells):
        for end in ends:
            shares[end] += there * gone.get(end, 0.0) / at_risk
        there *= 1 - sum(gone.get(end, 0.0) for end in ends) / at_risk
        found.append(dict(shares))
    return found


def quantile(steps: Sequence[Step], share: float = 0.5) -> float | None:
    """Return after how many days no more than that share is left; none where more are left to the end."""
    return next((one.days for one in steps if one.survival <= share), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """A test between groups: its statistic, its degrees of freedom, its p."""

    statistic: float
    freedom: int
    p: float


def log_rank(groups: Sequence[Sequence[Spell]], event: str = "failed") -> Difference | None:
    """Test whether groups fail alike; none where nothing can tell them apart.

    >>> log_rank([[Spell(1, "failed")], []]) is None
    True
    """
    told = [group for group in groups if any(one.count for one in group)]
    days = np.unique([one.days for group in told for one in group if one.end == event and one.count])
    if not len(days):
        return None
    tables = [_table(group, event, days) for group in told]
    at_risk, events = (np.array([table[place] for table in tables]) for place in (0, 1))
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    shares = at_risk / n
    spread = d * (n - d) / np.maximum(n - 1, 1)
    apart = (events - d * shares).sum(axis=1)
    covariance = np.diag((shares * spread).sum(axis=1)) - (shares * spread) @ shares.T
    freedom = int(np.linalg.matrix_rank(covariance))
    if not freedom:
        return None
    statistic = float(apart @ np.linalg.pinv(covariance, hermitian=True) @ apart)
    return Difference(statistic, freedom, chi_square_above(statistic, freedom))


def _table(group: Sequence[Spell], event: str, days: Floats) -> tuple[Floats, Floats]:
    """Return how many of a group are at risk on each of these days, and how many failed on it."""
    ordered = sorted(group, key=lambda one: one.days)
    times = np.array([one.days for one in ordered])
    left = np.append(np.cumsum([one.count for one in reversed(ordered)])[::-1], 0.0)
    failed = [one for one in ordered if one.end == event]
    events = np.zeros(len(days))
    np.add.at(events, np.searchsorted(days, [one.days for one in failed]), [one.count for one in failed])
    return left[np.searchsorted(times, days)], events


def chi_square_above(value: float, freedom: int) -> float:
    """Return the share of a chi-square distribution above a value, by its finite sum.

    >>> round(chi_square_above(3.841459, 1), 6), round(chi_square_above(5.991465, 2), 6)
    (0.05, 0.05)
    """
    half = value / 2
    if half <= 0:
        return 1.0
    # Q(s + 1, x) = Q(s, x) + x^s e^-x / Gamma(s + 1), from Q(1/2, x) = erfc(root x) or Q(1, x) = e^-x upwards.
    first, start = (erfc(sqrt(half)), 0.5) if freedom % 2 else (exp(-half), 1.0)
    orders = (start + place for place in range(int(freedom / 2 - start)))
    return first + sum(exp(order * log(half) - half - lgamma(order + 1)) for order in orders)
