"""Count the targets that will be met when what moves one moves the others.

Question: Of several targets, each with a chance of its own, how many will be met?
Formula: a target of chance p is met when sqrt(r) F + sqrt(1 - r) E lies below the p quantile of the normal law; F is
    common to all, E its own, both normal. Given F the targets are independent, and the number of those met follows the
    law of Poisson's binomial; that law is averaged over F on an even grid. Shares of the way move with the same F.
Units: chances; counts; shares of 1. `dependence` is r, from 0 (each by itself) to below 1 (all or nothing).
Errors: of the grid, below 1e-9 for a dependence up to 0.95. Nothing is known without a chance.
Source: Vasicek 1987 (one factor); Wang 1993 (Poisson's binomial, by adding one trial after another).
"""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.questions import LEVELS

Floats = NDArray[np.float64]
NORMAL: Final = NormalDist()
GRID: Final = np.linspace(-9.0, 9.0, 361)
AT_LEVELS: Final = np.array([NORMAL.inv_cdf(level) for level in LEVELS])


def number_met(chances: Sequence[float], *, dependence: float) -> tuple[float, ...]:
    """Return the chance that none, one, two … of the targets are met."""
    weights = np.exp(-0.5 * GRID**2)
    weights /= weights.sum()
    law = np.ones((len(GRID), 1))
    for one in chances:
        met = _given(one, dependence)[:, None]
        none = np.zeros((len(GRID), 1))
        law = np.hstack([law * (1 - met), none]) + np.hstack([none, law * met])
    return tuple(float(one) for one in weights @ law)


def _given(chance: float, dependence: float) -> Floats:
    """Return the chance of a target at each value of the common factor, the better for it the greater that is."""
    bound = NORMAL.inv_cdf(chance)
    return np.array([NORMAL.cdf((bound + sqrt(dependence) * one) / sqrt(1 - dependence)) for one in GRID])


def quantile(chances: Sequence[float], level: float) -> int:
    """Return the smallest number that is not exceeded with that chance."""
    sums = np.cumsum(chances)
    return int(np.searchsorted(sums, level * sums[-1] - 1e-12))


def drawn(count: int, *, dependence: float, draws: int, seed: int) -> Floats:
    """Draw normal numbers, a row a draw and a column a thing, that are common in part."""
    chance = np.random.default_rng(seed)
    common, own = chance.standard_normal((draws, 1)), chance.standard_normal((draws, count))
    return sqrt(dependence) * common + sqrt(1 - dependence) * own


def told_by(quantiles: Sequence[float], normal: Floats) -> Floats:
    """Return what a distribution, known by its quantiles at `LEVELS`, takes where a normal one took these values."""
    return np.interp(normal, AT_LEVELS, np.asarray(quantiles, dtype=np.float64))
