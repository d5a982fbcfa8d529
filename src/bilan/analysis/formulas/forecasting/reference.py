"""Ask what became of others who stood here: at a like level, with a like slope and a like last step.

Question: Of all moments at which somebody stood where this series stands, what followed?
Formula: weights fall with the distance of level, slope and last step, each in its own spread, and with age; the kernel
    opens until 80 moments speak (effective number, (sum w)^2 / sum w^2). What followed is straightened: a weighted
    ridge line through the features, which outliers do not move; its value here, and the weighted quantiles of what
    strayed from it. Of a series with one point only the level is compared.
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
"""The kernel opens until so many moments speak: enough for the twentieth at each end. Twice or half serves as well."""

LEAST: Final = 8
"""Fewer moments than this are no class."""

HALF: Final = 12.0
"""A moment weighs half as much as one twelve years later."""

OLDEST: Final = 1e-6
"""No moment weighs less for its age than one of 240 years ago: weights of nothing have no sum."""

EDGES: Final = np.array([0.02, 0.98])
"""Beyond these quantiles, features and what followed are held: no line is drawn out into where hardly anybody stood."""

TRUST: Final = 0.6
"""The most that a class weighs; half as much serves nearly as well."""

FEW: Final = 5.0
"""With so many others, a class weighs half of that."""

MOST: Final = 1.0
"""Beside its level, no root is taken to grow by more than itself a year: a count that nearly was not says no more."""

NARROW: Final = 0.3
WIDER: Final = 1.2
FAINT: Final = 1e-3
RIDGE: Final = 0.5
NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Here:
    """Where the series stands: what moments are compared by, in which unit, known until when, without which of them."""

    columns: Floats
    unit: float
    cut: float
    left_out: NDArray[np.bool_] | None
    points: int = 3


@dataclass(frozen=True, slots=True)
class Class:
    """What the class says: the change at the fine levels; how many moments and series speak; the moments, weighed."""

    change: Floats
    size: float
    series: float
    moments: NDArray[np.int64]
    weights: Floats


def ask(moments: Moments, here: Here, years: float) -> Class | None:
    """Return what followed, that many years later, the moments at which somebody stood here."""
    at = _usable(moments, here, years)
    if len(at) < LEAST or here.unit == 0:
        return None
    apart = _apart(moments.columns[at], here)
    age = np.maximum(0.5 ** ((here.cut - moments.laid.times[at]) / HALF), OLDEST)
    weights = opened(apart, age)
    near = weights > FAINT * weights.max()
    at, apart, weights = at[near], apart[near], weights[near]
    change = moments.after(years).change[at] / moments.units[at]
    if moments.beside_level:
        change = np.clip(change, -MOST * years, MOST * years)
    centre, strayed = straightened(apart, change, weights)
    quantiles = centre + weighted_quantiles(strayed, weights, np.array(FINE))
    each = np.bincount(moments.laid.series[at], weights=weights).astype(np.float64)
    return Class(quantiles * here.unit, effective(weights), effective(each), at, weights)


def _apart(columns: Floats, here: Here) -> Floats:
    """Return how far moments stand from here, each column in its spread; beyond the edges nobody is farther."""
    compared = slice(0, 1 if here.points == 1 else None)
    columns, ours = columns[:, compared], here.columns[compared]
    places = (EDGES * (len(columns) - 1)).astype(int)
    least, most = np.partition(columns, places, axis=0)[places]
    held = np.minimum(np.maximum(columns, least), most)
    spread = np.sqrt(np.maximum((held**2).mean(axis=0) - held.mean(axis=0) ** 2, 1e-18))
    return np.asarray((held - np.minimum(np.maximum(ours, least), most)) / spread)


def _usable(moments: Moments, here: Here, years: float) -> NDArray[np.int64]:
    usable = (moments.after(years).known <= here.cut) & (moments.units > 0)
    if here.left_out is not None:
        usable &= ~here.left_out
    if here.points > 1:
        usable &= moments.laid.times - moments.laid.first > NEAR
    return np.flatnonzero(usable)


def effective(weights: Floats) -> float:
    """Return how many of like weight these weights amount to.

    >>> effective(np.array([1.0, 1.0, 0.0]))
    2.0
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def opened(apart: Floats, age: Floats) -> Floats:
    """Return weights by distance and age, of a narrow kernel by which enough moments speak."""
    distance = (apart**2).sum(axis=1)
    distance -= distance.min()
    wanted = min(ENOUGH, effective(age) * 0.9)
    nearest = min(int(ENOUGH / 2), len(distance) - 1)
    width = max(NARROW, float(np.sqrt(np.partition(distance, nearest)[nearest])) / 2)
    while True:
        weights = age * np.exp(-distance / (2 * width**2))
        if effective(weights) >= wanted:
            return np.asarray(weights)
        width *= WIDER


def straightened(apart: Floats, change: Floats, weights: Floats) -> tuple[float, Floats]:
    """Return what a weighted ridge line says here, and how each moment strayed from it."""
    least, most = weighted_quantiles(change, weights, EDGES)
    held = np.clip(change, least, most)
    share = weights / weights.sum()
    middle, mean = share @ apart, float(share @ held)
    centred = apart - middle
    weighed = centred * share[:, None]
    ridge = RIDGE * np.eye(apart.shape[1])
    slopes = np.linalg.solve(weighed.T @ centred + ridge, weighed.T @ (held - mean))
    return mean - float(middle @ slopes), change - mean - centred @ slopes


def trust(found: Class) -> float:
    """Return what a class weighs: the less, the fewer others speak in it."""
    return TRUST * found.series / (found.series + FEW)


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
