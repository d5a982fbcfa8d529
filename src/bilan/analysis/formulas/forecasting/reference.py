"""Ask what became of others who stood here: at a like level, with a like slope and a like last step.

Question: Of all moments at which somebody stood where this series stands, what followed?
Formula: weights fall with the distance of level, slope, last step and long slope, each in its own spread, and with age;
    the kernel opens until 80 moments speak (effective number, (sum w)^2 / sum w^2). What followed is straightened: a
    weighted ridge line through the features; its value here, and the weighted quantiles of what strayed from it.
Units: those of the scale; an effective number.
Errors: none; fewer than eight moments are no class.
Source: Kahneman and Tversky 1979, Flyvbjerg 2006 (reference class); Cleveland 1979 (local regression).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.features import NEAR
from bilan.analysis.formulas.forecasting.lining import day_of
from bilan.analysis.formulas.forecasting.mixing import FINE, weighted_quantiles
from bilan.analysis.formulas.forecasting.panel import Moments
from bilan.analysis.formulas.forecasting.questions import Analogue
from bilan.analysis.formulas.forecasting.scales import Floats, Scale

ENOUGH: Final = 80.0
"""The kernel opens until so many moments speak: enough for the twentieth at each end."""

LEAST: Final = 8
"""Fewer moments than this are no class."""

HALF: Final = 12.0
"""A moment weighs half as much as one twelve years later."""

NARROW: Final = 0.3
WIDER: Final = 1.35
RIDGE: Final = 0.05
NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Here:
    """Where the series stands: the columns that moments are compared by, and what is left out and not yet known."""

    columns: Floats
    cut: float
    left_out: int | None
    points: int = 3


@dataclass(frozen=True, slots=True)
class Class:
    """What the class says: the change at the fine levels, its effective size, moments and weights."""

    change: Floats
    size: float
    moments: NDArray[np.int64]
    weights: Floats


def ask(moments: Moments, here: Here, years: float) -> Class | None:
    """Return what followed, that many years later, the moments at which somebody stood here."""
    followed = moments.after(years)
    usable = followed.known <= here.cut + NEAR
    if here.left_out is not None:
        usable &= moments.laid.series != here.left_out
    if here.points > 1:
        usable &= moments.laid.times - moments.laid.first > NEAR
    at = np.flatnonzero(usable)
    if len(at) < LEAST:
        return None
    compared = min(here.points**2, moments.columns.shape[1])
    columns, change = moments.columns[at, :compared], followed.change[at]
    spread = np.maximum(columns.std(axis=0), 1e-9)
    apart = (columns - here.columns[:compared]) / spread
    age = 0.5 ** ((here.cut - moments.laid.times[at]) / HALF)
    weights = opened(apart, age)
    centre, strayed = straightened(apart, change, weights)
    quantiles = centre + weighted_quantiles(strayed, weights, np.array(FINE))
    return Class(quantiles, float(weights.sum() ** 2 / (weights**2).sum()), at, weights)


def opened(apart: Floats, age: Floats) -> Floats:
    """Return weights by distance and age, of the narrowest kernel by which enough moments speak."""
    distance = (apart**2).sum(axis=1)
    distance -= distance.min()
    wanted = min(ENOUGH, float(age.sum() ** 2 / (age**2).sum()) * 0.9)
    width = NARROW
    while True:
        weights = age * np.exp(-distance / (2 * width**2))
        if weights.sum() ** 2 / (weights**2).sum() >= wanted:
            return np.asarray(weights)
        width *= WIDER


def straightened(apart: Floats, change: Floats, weights: Floats) -> tuple[float, Floats]:
    """Return what a weighted ridge line says here, and how each moment strayed from it."""
    share = weights / weights.sum()
    middle, mean = share @ apart, float(share @ change)
    centred = apart - middle
    weighed = centred * share[:, None]
    ridge = RIDGE * np.eye(apart.shape[1])
    slopes = np.linalg.solve(weighed.T @ centred + ridge, weighed.T @ (change - mean))
    return mean - float(middle @ slopes), change - mean - centred @ slopes


def named(moments: Moments, found: Class, names: tuple[str, ...], scale: Scale) -> tuple[Analogue, ...]:
    """Name the moments that weigh most, one for each series."""
    share = found.weights / found.weights.sum()
    chosen: dict[int, Analogue] = {}
    for place in np.argsort(-share, kind="stable"):
        at = int(found.moments[place])
        series = int(moments.laid.series[at])
        if series not in chosen:
            level = float(scale.back(moments.laid.told[at : at + 1])[0])
            chosen[series] = Analogue(names[series], day_of(moments.laid.times[at]), level, float(share[place]))
        if len(chosen) == NAMED:
            break
    return tuple(chosen.values())
