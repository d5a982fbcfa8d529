"""Say how far a figure strays from the course of the figures of the same thing.

Question: Going by the figures there are, could this one belong to them?
Formula: the course is the line of Theil and Sen: the median of the slopes of all pairs, through the median of what is
    left. Its scale is 1.4826 times the median size of what the figures stray from it, and no less than a hundredth of
    the median size of the figures; on a new date it is wider, by the root of
    1 + 1/n + (date - mean date)^2 / sum (dates - mean date)^2. The distance is the figure less the course there, in
    that scale. A figure strays when its distance exceeds 3.5. Where all are above zero the same is asked of their
    logarithms, and the smaller of both distances counts.
Units: distance in scales; course and bounds in the unit of the figures; dates in days.
Errors: of fewer than 4 dates, or where all figures are zero, it cannot be told. On one date the last figure counts. The
    figures may be right and the course wrong: straying is asked about, and refuses nothing.
Source: H. Theil (1950) and P. K. Sen (1968) for the line; B. Iglewicz and D. C. Hoaglin, How to Detect and Handle
    Outliers (1993), for the scale and the 3.5.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import exp, log, sqrt
from statistics import fmean, median
from typing import Final

LEAST: Final = 4
FAR: Final = 3.5
NORMAL: Final = 1.4826
CALM: Final = 0.01
Points = Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Straying:
    """How far a figure strays, the value that the course has on its date, and between which values nothing strays.

    `cannot` says why it cannot be told; then there is nothing else.
    """

    dates: int
    distance: float | None = None
    course: float | None = None
    low: float | None = None
    high: float | None = None
    cannot: str | None = None

    @property
    def strays(self) -> bool:
        """Tell whether it is too far off to pass unasked."""
        return self.distance is not None and abs(self.distance) > FAR


def straying(points: Points, on: date, value: float) -> Straying:
    """Say how far a value on a date strays from the course of points.

    >>> points = [(date(2009, 12, 31), 10.0), (date(2010, 12, 31), 20.0), (date(2011, 12, 31), 30.0),
    ...           (date(2012, 12, 31), 40.0)]
    >>> straying(points, date(2013, 12, 31), 51.0).strays, straying(points, date(2013, 12, 31), 500.0).strays
    (False, True)
    """
    known = sorted(dict(points).items())
    if len(known) < LEAST:
        return Straying(len(known), cannot="few_dates")
    found = [_on_scale(known, on, value, lambda one: one, lambda one: one)]
    if value > 0 and all(one > 0 for _, one in known):
        found.append(_on_scale(known, on, value, log, exp))
    told = [one for one in found if one.distance is not None]
    return min(told, key=lambda one: abs(one.distance or 0.0)) if told else found[0]


def _on_scale(
    known: Points, on: date, value: float, there: Callable[[float], float], back: Callable[[float], float]
) -> Straying:
    days, told = [day.toordinal() for day, _ in known], [there(one) for _, one in known]
    slope = median((b - a) / (later - day) for (day, a), (later, b) in combinations(zip(days, told, strict=True), 2))
    start = median(one - slope * day for day, one in zip(days, told, strict=True))
    left = median(abs(one - start - slope * day) for day, one in zip(days, told, strict=True))
    # A hundredth of a figure is a hundredth of one on the scale of logarithms.
    calm = CALM if there is log else CALM * median(abs(one) for one in told)
    scale = max(NORMAL * left, calm) * _wider(days, on.toordinal())
    if scale == 0:
        return Straying(len(known), cannot="all_zero")
    course = start + slope * on.toordinal()
    bounds = (back(course - FAR * scale), back(course + FAR * scale))
    return Straying(len(known), (there(value) - course) / scale, back(course), *bounds)


def _wider(days: Sequence[int], day: int) -> float:
    """Return by how much less is known on a date than of the figures on average."""
    mean = fmean(days)
    return sqrt(1 + 1 / len(days) + (day - mean) ** 2 / sum((one - mean) ** 2 for one in days))
