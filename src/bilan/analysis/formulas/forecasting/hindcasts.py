"""Try the way of forecasting on the past of others, and learn from it how wide and how much by the class to forecast.

Question: Had others been forecast like this, each at its time and without its own later figures, what would have come?
Formula: the series of the panel are taken as two halves, by their names; moments of the half in which the own series
    lies, or would lie, are forecast one year and three years ahead by a class of the other half, with what was known by
    then, once and for all: nothing of the own series is in them. Of those whose outcome is known at the day of the
    question, the first 24 by lot speak for each. The trust in the class is that by which their pinball loss would have
    been least, drawn to the usual one by sixty more. The width is stretched by the factor by which 80 % of them would
    have been held by the interval of 80 %, drawn to 1 likewise.
Units: a weight; a factor; shares.
Errors: none; nothing tried leaves trust and width as they are.
Source: our rule; Vovk, Gammerman and Shafer 2005 (conformal prediction) for the factor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting import own, reference
from bilan.analysis.formulas.forecasting.features import NEAR, SAME
from bilan.analysis.formulas.forecasting.mixing import FINE, SHOWN, average, by_ratios, from_ratios
from bilan.analysis.formulas.forecasting.panel import Moments, half_of
from bilan.analysis.formulas.forecasting.questions import LEVELS, Record
from bilan.analysis.formulas.forecasting.scales import Floats, Scale, softness

TRIED: Final = 24
"""So many hindcasts speak for each number of years: together they tell 80 % to within some 6."""

YEARS: Final = (1.0, 3.0)
DRAWN: Final = 60.0
"""What is learned from n hindcasts counts n / (n + 60)."""

TRUSTS: Final = np.linspace(0.0, 1.0, 11)
SAID: Final = 0.8
LOW, MIDDLE, HIGH = (FINE.index(level) for level in (0.1, 0.5, 0.9))
POINTS: Final = 8
STRETCH: Final = (0.5, 2.5)


@dataclass(frozen=True, slots=True)
class Trial:
    """A forecast of the past: what the class and the other ways said, as they are averaged, what came, a usual step."""

    by_class: Floats
    by_own: Floats
    trust: float
    came: float
    step: float
    soft: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the past teaches: the trust in the class beside the usual one, the factor of the width, and the record."""

    trust: float
    stretch: float
    record: Record


@dataclass(frozen=True, slots=True)
class Way:
    """What is to be tried: the scale, which way is better, whether it accumulates."""

    scale: Scale
    up: bool
    adds: bool


@dataclass(slots=True)
class Tried:
    """What was tried of a way, by moment and years ahead, and what was learned, by the moments that speak."""

    trials: dict[tuple[int, float], Trial | None] = field(default_factory=dict)
    lessons: dict[tuple[tuple[int, float], ...], Lesson | None] = field(default_factory=dict)


def learn(moments: Moments, here: reference.Here, way: Way, name: str | None) -> Lesson | None:
    """Return what the hindcasts teach that are known by the time of the question; its own series is not in them."""
    tried: Tried = moments.tried.setdefault((way, half_of(name)), Tried())
    usable = (moments.laid.times - moments.laid.first > 1) & (moments.halves == half_of(name))
    if here.left_out is not None:
        usable &= ~here.left_out
    chosen = [
        (at, years)
        for years in YEARS
        for at in _chosen(moments, way, tried, usable & (moments.after(years).known <= here.cut), years=years)
    ]
    key = tuple(chosen)
    if key not in tried.lessons:
        tried.lessons[key] = _lesson([one for place in chosen if (one := tried.trials[place]) is not None])
    return tried.lessons[key]


def _chosen(moments: Moments, way: Way, tried: Tried, usable: NDArray[np.bool_], *, years: float) -> Iterator[int]:
    """Choose the first of these moments by lot, and try what was not tried yet."""
    count = 0
    for at in moments.order[usable[moments.order]].tolist():
        if (at, years) not in tried.trials:
            tried.trials[at, years] = _trial(moments, at, way, years)
        if tried.trials[at, years] is not None:
            count += 1
            yield at
        if count == TRIED:
            return


def _trial(moments: Moments, at: int, way: Way, years: float) -> Trial | None:
    """Forecast from a moment, by a class of the other half of all series; nothing that moved is nothing tried."""
    laid = moments.laid
    cut = float(laid.times[at]) + NEAR + SAME
    here = reference.Here(moments.columns[at], float(moments.units[at]), cut, moments.halves == moments.halves[at])
    found = reference.ask(moments, here, years)
    start = max(int(np.searchsorted(laid.series, laid.series[at])), at + 1 - POINTS)
    times, values = laid.times[start : at + 1], moments.values[start : at + 1]
    if found is None or not np.any(values != values[0]):
        return None
    ways = own.ways(times, values, way.scale, np.array([years]), up=way.up, adds=way.adds)
    lower, soft = way.scale.lower, softness(way.scale, values)
    by_own = average([(weight, by_ratios(ways[name][0] - lower, soft)) for name, weight in own.ALONE.items()])
    came = float(way.scale.back(laid.told[at : at + 1] + moments.after(years).change[at])[0]) - lower
    by_class = by_ratios(way.scale.back(laid.told[at] + found.change) - lower, soft)
    step = own.look_back(times, values).size * float(np.sqrt(years))
    return Trial(by_class, by_own, reference.trust(found), came, step, soft)


def _lesson(found: list[Trial]) -> Lesson | None:
    if not found:
        return None
    by_class, by_own = np.array([one.by_class for one in found]), np.array([one.by_own for one in found])
    came, step = np.array([one.came for one in found]), np.array([one.step for one in found])
    usual, drawn = float(np.mean([one.trust for one in found])), len(found) / (len(found) + DRAWN)
    soft = np.array([one.soft for one in found])[:, None]
    told = from_ratios(by_own + TRUSTS[:, None, None] * (by_class - by_own), soft)
    best = float(TRUSTS[int(np.argmin(_losses(told, came, step)))])
    trust = usual + drawn * (best - usual)
    strayed = _strayed(from_ratios(by_own + trust * (by_class - by_own), soft), came)
    # Of n outcomes and the next, the next is held by the interval that holds a share of (n + 1) / n of those wanted.
    wanted = min(1.0, SAID * (len(found) + 1) / len(found))
    stretch = float(np.clip(np.quantile(strayed, wanted), *STRETCH)) ** drawn
    return Lesson(trust - usual, stretch, Record(SAID, float(np.mean(strayed <= stretch)), len(found)))


def _losses(told: Floats, came: Floats, step: Floats) -> Floats:
    """Return for each trust the mean pinball loss over hindcasts, in usual steps; outliers count as the 95th of 100."""
    off = came[None, :, None] - told[:, :, SHOWN]
    levels = np.array(LEVELS)
    each = np.sort(np.maximum(levels * off, (levels - 1) * off).mean(axis=2) / step, axis=1)
    most = each[:, int(0.95 * (each.shape[1] - 1))]
    return np.asarray(np.minimum(each, most[:, None]).mean(axis=1))


def _strayed(told: Floats, came: Floats) -> Floats:
    """Return how far outcomes lay from the middle, where 1 is the end of the interval of 80 % on their side."""
    middle = told[:, MIDDLE]
    side = np.where(came > middle, told[:, HIGH] - middle, middle - told[:, LOW])
    return np.asarray(np.abs(came - middle) / np.maximum(side, 1e-12 * np.maximum(1e-12, np.abs(middle))))


def stretched(quantiles: Floats, factor: float) -> Floats:
    """Stretch quantiles about the middle one."""
    return np.asarray(quantiles[MIDDLE] + factor * (quantiles - quantiles[MIDDLE]))
