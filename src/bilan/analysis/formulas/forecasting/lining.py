"""Line up the points of a series: one figure a day, in order, no later than known, within its bounds.

Question: Which figures can a forecast stand on?
Formula: what is no number is dropped; points after the day of the question are not known; points of one day are taken
    together by their mean; figures out of bounds are set to them; the last forty stay. What was seen is told.
Units: years, and the unit of the series.
Errors: none; what was left out or changed is named.
Source: our rule.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.questions import Question
from bilan.analysis.formulas.forecasting.scales import Floats

YEAR: Final = 365.25
HUGE: Final = 1e30
KEPT: Final = 40
FEW: Final = 3
FAR: Final = 6.0
FLAT: Final = 0.1


@dataclass(frozen=True, slots=True)
class Lined:
    """A series lined up: its times in years, its values, and what was found in it."""

    times: Floats
    values: Floats
    found: tuple[str, ...]


def year_of(day: date) -> float:
    """Return a day as years, so that whole years lie one apart.

    >>> round(year_of(date(2013, 12, 31)) - year_of(date(2012, 12, 31)), 2)
    1.0
    """
    return day.toordinal() / YEAR


def day_of(time: float) -> date:
    """Return the day of a time in years."""
    return date.fromordinal(round(float(time) * YEAR))


def readable(values: Floats) -> NDArray[np.bool_]:
    """Tell which values are numbers, of a size that something counted may have."""
    return np.asarray(np.isfinite(values) & (np.abs(values) < HUGE))


def line_up(question: Question) -> Lined:
    """Line up the history of a question, and tell what was found in it."""
    told = [(one.on.toordinal(), one.value) for one in question.history if one.on <= question.as_of]
    days = np.array([day for day, _ in told], dtype=np.float64)
    values = np.array([value for _, value in told], dtype=np.float64)
    sound = readable(values)
    found = [] if sound.all() else ["dropped"]
    days, values = days[sound], values[sound]
    lower = -np.inf if question.lower is None else question.lower
    upper = np.inf if question.upper is None else max(question.upper, lower)
    held = np.clip(values, lower, upper)
    if not np.array_equal(held, values):
        found.append("clamped")
    unique, at = np.unique(days, return_inverse=True)
    if len(unique) < len(days):
        found.append("merged")
    means = np.bincount(at, weights=held) / np.bincount(at) if len(held) else held
    times, figures = unique[-KEPT:] / YEAR, means[-KEPT:]
    return Lined(times, figures, (*found, *_shape(figures), *_age(question, times)))


def _shape(figures: Floats) -> list[str]:
    if len(figures) == 0:
        return ["none"]
    if len(figures) == 1:
        return ["few"]
    few = ["few"] if len(figures) < FEW else []
    steps = np.abs(np.diff(figures))
    if not steps.any():
        return [*few, "constant"]
    found = ["carried"] if steps[-1] == 0 else []
    usual, last = float(np.median(steps)), steps[-2:]
    if len(steps) >= FEW and usual > 0 and steps[-1] > FAR * usual:
        found.append("jump")
    if len(steps) >= FEW and float(last.max()) < FLAT * float(steps.max()):
        found.append("plateau")
    return [*few, *found]


def _age(question: Question, times: Floats) -> list[str]:
    if len(times) == 0:
        return []
    period = 1.0 if question.frequency == "year" else 0.25
    found = ["stale"] if year_of(question.as_of) - times[-1] > 2 * period else []
    return [*found, "passed"] if any(year_of(day) <= times[-1] for day in question.days) else found
