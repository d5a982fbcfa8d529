"""Describe where a series stands at each of its points: its level, its slope, its last step.

Question: What does it take for two moments of two series to be alike?
Formula: on the scale of the series, the level, the slope of the last three years and that of the last one, each over as
    much of that time as there is. Where series differ by the size of a country (counts, money), slopes and what follows
    are told beside the level of the moment: the mean of its last three figures.
Units: those of the scale, a year.
Errors: none; slopes at a first point are zero.
Source: our rule.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.scales import Floats

SPANS: Final = (3.0, 1.0)
"""Slopes are told over three years, and over one."""

APART: Final = 10_000.0
"""Series laid end to end lie this many years apart, so that one look-up serves them all."""

SAME: Final = 1e-6
"""Times nearer than this are one."""

NEAR: Final = 0.02
"""A week: leap days and ends of weeks move yearly figures by less."""

RECENT: Final = 3

NOTHING: Final = 1e-9


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
        held = np.clip(self.times + years, self.first, self.last)
        return np.interp(self.series * APART + held, self.along(), self.told)


@dataclass(frozen=True, slots=True)
class Features:
    """What each point is compared by (level, slopes), and the unit in which its changes are told."""

    columns: Floats
    units: Floats


def lay(series: list[tuple[Floats, Floats]]) -> Laid:
    """Lay series of (times, values on the scale) end to end; none of them is empty."""
    counts = [len(times) for times, _ in series]
    return Laid(
        series=np.repeat(np.arange(len(series)), counts),
        times=np.concatenate([times for times, _ in series]),
        told=np.concatenate([told for _, told in series]),
        first=np.repeat([times[0] for times, _ in series], counts),
        last=np.repeat([times[-1] for times, _ in series], counts),
    )


def describe(laid: Laid, *, beside_level: bool) -> Features:
    """Describe each point by what lies at or before it, never after."""
    units = _levels(laid) if beside_level else np.ones(len(laid.told))
    above = np.maximum(units, NOTHING)
    passed = laid.times - laid.first
    slopes = [_slope(laid, np.minimum(span, passed)) / above for span in SPANS]
    return Features(np.column_stack([np.log(above) if beside_level else laid.told, *slopes]), units)


def _slope(laid: Laid, span: Floats) -> Floats:
    rise = laid.told - laid.at(-span)
    return np.where(span > NEAR, rise / np.maximum(span, NEAR), 0.0)


def _levels(laid: Laid) -> Floats:
    """Return the mean of the last three figures of each point's series."""
    place = np.arange(len(laid.told))
    start = np.maximum.accumulate(np.where(laid.times <= laid.first, place, 0))
    many = np.minimum(place - start, RECENT - 1) + 1
    added = np.concatenate([[0.0], np.cumsum(np.abs(laid.told))])
    return np.asarray((added[place + 1] - added[place + 1 - many]) / many)
