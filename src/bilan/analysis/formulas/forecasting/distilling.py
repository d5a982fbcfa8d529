"""Distil many courses into a small table: what followed, by family, level, slope and years ahead.

Question: When nobody else reports an indicator, how did indicators of its sort go on elsewhere?
Formula: each point of each course is a moment, at least a quarter of a year after the one before: its level, its slope
    of the last three years, and what followed it, read between points. What is better counts as up. At each knot of
    level and slope, the weighted quantiles of what followed at moments nearby: weights fall with the distance in both,
    of the narrowest kernel by which enough moments speak; every indicator weighs as much as another, however many
    moments it has, for the question is how far indicators differ.
Units: of a share, logits between its bounds; of all else natural logarithms, so that units do not matter and no level
    is told; years.
Errors: none; a sort of fewer than two indicators is told all the same, and `indicators` says so. What is not above zero
    has no logarithm, and is left out.
Source: our rule (reference class forecasting, Flyvbjerg 2006, by kernel-weighted quantiles).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.mixing import weighted_quantiles
from bilan.analysis.formulas.forecasting.questions import LEVELS

Floats = NDArray[np.float64]
Sort = Literal["share", "envelope", "rate", "count", "level"]
"""A share between bounds, one of a budget that is spent, a rate without a ceiling, a number of things, an amount."""

BOUNDED: Final = frozenset({"share", "envelope"})
AHEAD: Final = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0)
LEVEL_KNOTS: Final = (-3.0, -1.5, 0.0, 1.5, 3.0)
"""Five, eighteen, fifty, eighty-two and ninety-five per cent of the way between the bounds."""

SLOPE_KNOTS: Final = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
"""Slopes are told at these quantiles of those seen."""

EDGE: Final = 5e-4
"""How far inside its bounds a share is held, as a share of the room between them: 0.05 points of a hundred."""

APART: Final = 0.24
NEAR: Final = 0.02
SPAN: Final = 3.0
LEVEL_WIDTH: Final = 0.8
SLOPE_WIDTH: Final = 0.5
ENOUGH: Final = 40.0
WIDER: Final = 1.35


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one indicator in one place: times in years, figures; its sort, its upper bound, which way is up."""

    indicator: str
    place: str
    sort: Sort
    times: tuple[float, ...]
    figures: tuple[float, ...]
    upper: float = 100.0
    falls: bool = False

    def told(self) -> tuple[Floats, Floats]:
        """Return times, and the figures on their scale; better is up."""
        times, figures = np.array(self.times), np.array(self.figures)
        if self.sort in BOUNDED:
            told = logit(figures / self.upper)
        else:
            above = figures > 0
            times, told = times[above], np.log(figures[above])
        return times, -told if self.falls else told


def logit(share: Floats) -> Floats:
    """Return shares as logits, held a little inside their bounds."""
    within = EDGE + (1 - 2 * EDGE) * np.clip(share, 0.0, 1.0)
    return np.asarray(np.log(within / (1 - within)))


def share_of(told: Floats) -> Floats:
    """Return logits as shares.

    >>> share_of(logit(np.array([0.0, 0.5, 1.0])))
    array([0. , 0.5, 1. ])
    """
    within = 1 / (1 + np.exp(-np.clip(told, -50.0, 50.0)))
    return np.clip((within - EDGE) / (1 - 2 * EDGE), 0.0, 1.0)


def slope_at(times: Floats, told: Floats) -> float | None:
    """Return the slope of the last three years at the last point; none where there is no time before it."""
    span = min(SPAN, float(times[-1] - times[0]))
    if span <= NEAR:
        return None
    return float((told[-1] - np.interp(times[-1] - span, times, told)) / span)


class Cell(NamedTuple):
    """What followed some years after a level and a slope (none where they are not known), and on what it rests."""

    sort: str
    years: float
    level: float | None
    slope: float | None
    size: float
    indicators: int
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Moments:
    """Moments of a sort: their indicator, level, slope (not a number where there is none), and what followed each."""

    indicator: NDArray[np.int64]
    level: Floats
    slope: Floats
    change: Floats


def distil(courses: Iterable[Course]) -> list[Cell]:
    """Return the table of courses: a cell for each sort, number of years and knot."""
    apart: dict[Sort, list[Course]] = {}
    for course in courses:
        apart.setdefault(course.sort, []).append(course)
    return [cell for sort, members in sorted(apart.items()) for cell in _of_sort(sort, members)]


def _of_sort(sort: Sort, courses: Sequence[Course]) -> list[Cell]:
    moments = {years: _moments(courses, years) for years in AHEAD}
    slopes = np.concatenate([one.slope for one in moments.values()])
    slopes = slopes[np.isfinite(slopes)]
    if len(slopes) == 0:
        return []
    knots: list[float | None] = [None, *np.unique(np.round(np.quantile(slopes, SLOPE_KNOTS), 4)).tolist()]
    levels: list[float | None] = list(LEVEL_KNOTS) if sort in BOUNDED else [None]
    usual = 1.5 * float(np.median(np.abs(slopes))) + NEAR
    found = []
    for years in (years for years in AHEAD if len(moments[years].change)):
        slopes_told = knots if np.isfinite(moments[years].slope).any() else [None]
        for level, slope in product(levels, slopes_told):
            told = _nearby(moments[years], level, slope, usual)
            found.append(Cell(sort, years, level, slope, *told))
    return found


def _moments(courses: Sequence[Course], years: float) -> _Moments:
    """Return the moments that something is known of so many years later."""
    names = {name: at for at, name in enumerate(sorted({one.indicator for one in courses}))}
    found = [(names[one.indicator], *row) for one in courses for row in _of_course(one, years)]
    table = np.array(found, dtype=np.float64).reshape(-1, 4)
    return _Moments(table[:, 0].astype(np.int64), table[:, 1], table[:, 2], table[:, 3])


def _of_course(course: Course, years: float) -> list[tuple[float, float, float]]:
    times, told = course.told()
    found, latest = [], -np.inf
    for at, time in enumerate(times):
        if time - latest >= APART and time + years <= times[-1] + NEAR:
            latest, slope = time, slope_at(times[: at + 1], told[: at + 1])
            change = float(np.interp(time + years, times, told) - told[at])
            found.append((float(told[at]), np.nan if slope is None else slope, change))
    return found


def _nearby(
    moments: _Moments, level: float | None, slope: float | None, usual: float
) -> tuple[float, int, tuple[float, ...]]:
    """Return how many moments near a level and a slope speak, of how many indicators, and what followed them."""
    known = np.isfinite(moments.slope) if slope is not None else np.ones(len(moments.change), bool)
    distance = np.zeros(len(moments.change))
    if level is not None:
        distance += ((moments.level - level) / LEVEL_WIDTH) ** 2
    if slope is not None:
        turned = np.arcsinh(np.nan_to_num(moments.slope) / usual) - np.arcsinh(slope / usual)
        distance += (turned / SLOPE_WIDTH) ** 2
    _, at, counts = np.unique(moments.indicator, return_inverse=True, return_counts=True)
    weights = _opened(distance, known / counts[at])
    told = weighted_quantiles(moments.change, weights, np.array(LEVELS))
    size = round(float(weights.sum() ** 2 / (weights**2).sum()), 1)
    return size, len(np.unique(moments.indicator[known])), tuple(np.round(told, 4).tolist())


def _opened(distance: Floats, share: Floats) -> Floats:
    """Return weights of the narrowest kernel by which enough moments speak, or nearly all that are there."""
    distance = distance - distance[share > 0].min()
    wanted = min(ENOUGH, 0.9 * float(share.sum() ** 2 / (share**2).sum()))
    width = 1.0
    while True:
        weights = share * np.exp(-distance / (2 * width**2))
        if weights.sum() ** 2 / (weights**2).sum() >= wanted:
            return np.asarray(weights)
        width *= WIDER
