"""Average distributions by their quantiles, and read chances from them.

Question: What do several ways of forecasting say together?
Formula: at each level the weighted mean of their quantiles: plain means between bounds; of what has no ceiling means of
    logarithms, softened by a third of the usual figure, so that no way that explodes speaks for all. The chance of
    being at or above a value is read between the levels, straight, and beyond the outermost by their last slope.
Units: those of the series; chances from 0.03 to 0.97.
Errors: none; quantiles that would cross are put in order.
Source: Vincent 1912 (averaged quantiles); rare events happen more often than any such forecast says, so chances stop at
    three in a hundred.
"""

from collections.abc import Sequence
from functools import cache
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.questions import LEVELS, Direction
from bilan.analysis.formulas.forecasting.scales import Floats

FINE: Final = (0.01, 0.025, *LEVELS, 0.975, 0.99)
"""The levels at which the parts are averaged; the outer ones shape the tails."""

SHOWN: Final = slice(2, -2)
"""Where the levels that are told stand among the fine ones."""

NORMAL: Final = np.array([NormalDist().inv_cdf(level) for level in FINE])

FAR: Final = 100.0
"""So many steps beyond the outermost quantile nothing is left of the tail."""

RARE: Final = 0.03
"""No chance is told below this, or above its complement."""


@cache
def student(freedom: float) -> Floats:
    """Return the quantiles of Student's t at the fine levels (Cornish and Fisher 1938, good from three degrees on).

    >>> round(float(student(5)[-3]), 2)
    2.01
    """
    z, v = NORMAL, freedom
    first = (z**3 + z) / (4 * v)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    return np.asarray(z + first + second + third)


def whole(told: Floats) -> Floats:
    """Return quantiles told at `LEVELS` at the fine levels: the tails go on as those of a normal distribution do."""
    first, last = SHOWN.start, SHOWN.start + len(told) - 1
    below = told[0] - (told[1] - told[0]) * (NORMAL[first] - NORMAL[:first]) / (NORMAL[first + 1] - NORMAL[first])
    above = told[-1] + (told[-1] - told[-2]) * (NORMAL[last + 1 :] - NORMAL[last]) / (NORMAL[last] - NORMAL[last - 1])
    return np.concatenate([below, told, above])


def average(parts: Sequence[tuple[float, Floats]]) -> Floats:
    """Return the weighted mean of quantiles, level by level."""
    whole = sum(weight for weight, _ in parts)
    return np.asarray(sum(weight / whole * quantiles for weight, quantiles in parts))


def by_ratios(figures: Floats, soft: float | Floats) -> Floats:
    """Return figures as the ways are averaged: logarithms, softened near nothing; where `soft` is 0, as they are."""
    return np.asarray(np.where(soft, np.log(np.maximum(figures, 0.0) + np.where(soft, soft, 1.0)), figures))


def from_ratios(told: Floats, soft: float | Floats) -> Floats:
    """Return averages as figures again.

    >>> from_ratios(by_ratios(np.array([0.0, 3.0]), 2.0), 2.0).round(6).tolist()
    [0.0, 3.0]
    """
    return np.asarray(np.where(soft, np.exp(np.where(soft, told, 0.0)) - soft, told))


def weighted_quantiles(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """Return quantiles of weighted values, read straight between the middles of their weights.

    >>> weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.ones(3), np.array([0.5]))
    array([2.])
    """
    order = np.argsort(values, kind="stable")
    sorted_weights = weights[order]
    reached = np.cumsum(sorted_weights) - sorted_weights / 2
    return np.interp(levels, reached / sorted_weights.sum(), values[order])


def spread_out(quantiles: Floats, least: float) -> Floats:
    """Put quantiles in order, each at least a little above the one before."""
    steps = np.arange(len(quantiles)) * least
    return np.asarray(np.maximum.accumulate(quantiles - steps) + steps)


def chance_above(quantiles: Floats, levels: NDArray[np.float64], value: float) -> float:
    """Return the chance of being at or above a value, from increasing quantiles at levels.

    >>> round(chance_above(np.array([1.0, 2.0, 3.0]), np.array([0.25, 0.5, 0.75]), 2.5), 3)
    0.375
    """
    if value > quantiles[-1]:
        return kept(_beyond(quantiles[::-1], 1 - levels[::-1], value))
    if value < quantiles[0]:
        return kept(1 - _beyond(quantiles, levels, value))
    return kept(1 - float(np.interp(value, quantiles, levels)))


def chance_reached(quantiles: Floats, levels: NDArray[np.float64], value: float, direction: Direction) -> float:
    """Return the chance of being at or beyond a value, in the direction that is better."""
    above = chance_above(quantiles, levels, value)
    return above if direction == "up" else kept(1 - above)


def kept(chance: float) -> float:
    """Keep a chance from that of what is rare to its complement.

    >>> kept(0.001), kept(0.4), kept(1.0)
    (0.03, 0.4, 0.97)
    """
    return min(1 - RARE, max(RARE, chance))


def _beyond(quantiles: Floats, tails: Floats, value: float) -> float:
    """Return what is left of the outermost tail beyond a value: it fades as between the last two levels."""
    step = abs(quantiles[1] - quantiles[0])
    away = min(abs(value - quantiles[0]), FAR * step) / step if step else FAR
    return float(tails[0] * (tails[0] / tails[1]) ** away)
