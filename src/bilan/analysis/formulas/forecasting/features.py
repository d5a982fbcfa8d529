"""Describe where a series stands at each of its points: level, slopes, last step, how uneven its steps were.

Question: What does it take for two moments of two series to be alike?
Formula: on the scale of the series, the level; the slope of the last three years, of the last year and of the last
    eight, each over as much of that time as there is; the volatility, the root of the mean square of the last steps'
    departure from the slope before them, per root of a year.
Units: those of the scale, a year.
Errors: none; what cannot be told at a first point is zero, and `steps` says how many steps lie before.
Source: our rule.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.scales import Floats

SPANS: Final = (3.0, 1.0, 8.0)
"""Slopes are told over three years, one, and eight."""

STEPS: Final = 6
"""Volatility is told of the last six steps."""

APART: Final = 10_000.0
"""Series laid end to end lie this many years apart, so that one look-up serves them all."""

NEAR: Final = 0.02
"""A week: days this near to each other count as the same."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Series laid end to end: for each point its series, its time, its value on the scale; each series' first, last."""

    series: NDArray[np.int64]
    times: Floats
    told: Floats
    first: Floats
    last: Floats

    def along(self) -> Floats:
        """Return times along one line, series after series."""
        return self.series * APART + self.times

    def at(self, years: Floats) -> Floats:
        """Return the value of each point's series that many years later, read between points."""
        along = self.along()
        held = np.clip(self.times + years, self.first, self.last)
        return np.interp(self.series * APART + held, along, self.told)


@dataclass(frozen=True, slots=True)
class Features:
    """Where each point stands: level, slopes over `SPANS`, volatility squared, and how many steps it was told from."""

    level: Floats
    slopes: tuple[Floats, ...]
    variance: Floats
    steps: Floats

    def columns(self) -> Floats:
        """Return what two moments are compared by: level, three-year slope, last step, long slope."""
        slope, step, long = self.slopes
        return np.column_stack([self.level, slope, step, long])


def lay(series: list[tuple[Floats, Floats]]) -> Laid:
    """Lay series of (times, values on the scale) end to end."""
    counts = [len(times) for times, _ in series]
    index = np.repeat(np.arange(len(series)), counts)
    times = np.concatenate([one for one, _ in series]) if series else np.zeros(0)
    told = np.concatenate([one for _, one in series]) if series else np.zeros(0)
    first = np.repeat([one[0] for one, _ in series if len(one)], [count for count in counts if count])
    last = np.repeat([one[-1] for one, _ in series if len(one)], [count for count in counts if count])
    return Laid(index, times, told, first, last)


def describe(laid: Laid) -> Features:
    """Describe each point by what lies at or before it, never after."""
    passed = laid.times - laid.first
    slopes = tuple(_slope(laid, np.minimum(span, passed)) for span in SPANS)
    variance, steps = _unevenness(laid)
    return Features(laid.told, slopes, variance, steps)


def _slope(laid: Laid, span: Floats) -> Floats:
    rise = laid.told - laid.at(-span)
    return np.where(span > NEAR, rise / np.maximum(span, NEAR), 0.0)


def _unevenness(laid: Laid) -> tuple[Floats, Floats]:
    """Return the mean square of how the last `STEPS` steps departed from those before, per year; and how many."""
    size = len(laid.told)
    if size == 0:
        return np.zeros(0), np.zeros(0)
    start = laid.times <= laid.first
    years = np.maximum(np.diff(laid.times, prepend=laid.times[0]), NEAR)
    rise = np.where(start, 0.0, np.diff(laid.told, prepend=laid.told[0]))
    pace = rise / years
    since = np.arange(size) - np.maximum.accumulate(np.where(start, np.arange(size), 0))
    turned = np.where(since > 1, (pace - np.roll(pace, 1)) ** 2 * years / 2, 0.0)
    steps = np.clip(since - 1, 0, STEPS)
    added = np.concatenate([[0.0], np.cumsum(turned)])
    at = np.arange(size) + 1
    sums = added[at] - added[at - steps]
    return np.where(steps > 0, sums / np.maximum(steps, 1), 0.0), steps.astype(np.float64)
