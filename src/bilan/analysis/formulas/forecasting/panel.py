"""Keep the series of others, laid out once, and tell what was known of them on a day.

Question: What did others go through on the same quantity, as far as it was known?
Formula: on a scale, each point of each series is a moment, with its features; what followed is read between points, and
    is known from the day about which the later of the two points is. A day cuts all that is later.
Units: years, and those of the scale.
Errors: none; what is no number is left out.
Source: our rule.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.features import APART, NEAR, Laid, describe, lay
from bilan.analysis.formulas.forecasting.lining import YEAR, readable
from bilan.analysis.formulas.forecasting.scales import Floats, Scale

SCALES_KEPT: Final = 4
"""Moments are kept on so many scales at a time: one panel is asked on one or two only."""

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed each moment some years later: the change on the scale, and the time from which it is known."""

    change: Floats
    known: Floats


@dataclass(slots=True)
class Moments:
    """All moments of a panel on a scale; what followed is looked up once for each number of years."""

    laid: Laid
    columns: Floats
    units: Floats
    beside_level: bool
    values: Floats
    halves: NDArray[np.bool_]
    order: NDArray[np.int64]
    followed: dict[int, Followed] = field(default_factory=dict)
    tried: dict[Any, Any] = field(default_factory=dict)

    def after(self, years: float) -> Followed:
        """Return what followed, a number of years (to the month) later."""
        months = max(1, round(years * MONTHS))
        if months not in self.followed:
            self.followed[months] = _followed(self.laid, months / MONTHS)
        return self.followed[months]


def _followed(laid: Laid, years: float) -> Followed:
    along, until = laid.along(), laid.times + years
    there = until <= laid.last + NEAR
    held = laid.series * APART + np.minimum(until, laid.last)
    later = np.minimum(np.searchsorted(along, held - NEAR), len(along) - 1)
    known = np.where(there, laid.times[later], np.inf)
    return Followed(np.where(there, laid.at(np.full(len(along), years)) - laid.told, 0.0), known)


class Panel:
    """The series of others on one quantity; build it once, ask it many times."""

    def __init__(self, names: tuple[str, ...], times: list[Floats], values: list[Floats]) -> None:
        """Keep series whose times rise."""
        self.names, self.times, self.values = names, times, values
        self.index = {name: at for at, name in enumerate(names)}
        self._moments: OrderedDict[tuple[Scale, bool], Moments] = OrderedDict()

    @classmethod
    def of(cls, series: Mapping[str, Iterable[tuple[date, float]]]) -> "Panel":
        """Make a panel of series by name: figures of one day are taken together, what is no number is left out."""
        lined = {name: _lined(points) for name, points in sorted(series.items())}
        kept = {name: one for name, one in lined.items() if len(one[0])}
        return cls(tuple(kept), [one[0] for one in kept.values()], [one[1] for one in kept.values()])

    def known(self, cut: float, own: str | None) -> Floats:
        """Return all figures that were known at a time, but for those of one series."""
        parts = [
            values[: np.searchsorted(times, cut)]
            for name, times, values in zip(self.names, self.times, self.values, strict=True)
            if name != own
        ]
        return np.concatenate(parts) if parts else np.zeros(0)

    def latest(self, cut: float, own: str | None) -> Floats:
        """Return the last figure of each other series that was known at a time."""
        ends = ((name, np.searchsorted(times, cut)) for name, times in zip(self.names, self.times, strict=True))
        return np.array([self.values[self.index[name]][end - 1] for name, end in ends if end and name != own])

    def ends(self) -> float:
        """Return the time of the last figure of all."""
        return max((float(times[-1]) for times in self.times), default=-np.inf)

    def _lots(self, laid: Laid) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Return the half of each moment's series, and an order by lots: by name and place in the series alone."""
        halves = np.array([half_of(name) for name in self.names])[laid.series]
        lots = [
            crc32(f"{place} {name}".encode())
            for name, times in zip(self.names, self.times, strict=True)
            for place in range(len(times))
        ]
        return halves, np.argsort(np.array(lots), kind="stable")

    def moments(self, scale: Scale, *, beside_level: bool) -> Moments:
        """Return all moments on a scale, laid out once; `beside_level` tells changes beside the level of the moment."""
        key = (scale, beside_level)
        if key not in self._moments:
            laid = lay([(times, scale.told(values)) for times, values in zip(self.times, self.values, strict=True)])
            features = describe(laid, beside_level=beside_level)
            self._moments[key] = Moments(
                laid, features.columns, features.units, beside_level, np.concatenate(self.values), *self._lots(laid)
            )
            if len(self._moments) > SCALES_KEPT:
                self._moments.popitem(last=False)
        self._moments.move_to_end(key)
        return self._moments[key]


def half_of(name: str | None) -> bool:
    """Return in which half of all series one lies: by its name alone, so that newcomers change nothing for others."""
    return bool(crc32((name or "").encode()) & 1)


def _lined(points: Iterable[tuple[date, float]]) -> tuple[Floats, NDArray[np.float64]]:
    told = [(day.toordinal(), value) for day, value in points]
    days = np.array([day for day, _ in told], dtype=np.float64)
    values = np.array([value for _, value in told], dtype=np.float64)
    sound = readable(values)
    unique, at = np.unique(days[sound], return_inverse=True)
    means = np.bincount(at, weights=values[sound]) / np.bincount(at) if len(unique) else values[:0]
    return unique / YEAR, means
