"""Follow a series by itself: its pace, which fades; a slow growth, as such series have; nothing changes.

Question: Where does its own past lead, and how far do such series stray from there?
Formula: with n steps seen, the older the lighter, and h years ahead,
    trend: on the plain scale, the last figure and the pace, drawn towards none by n/(n + c), fading by a tenth a year,
        and by a hundredth where it is calm;
    mild: on the root scale, the last figure and h (.7 n/(n + 1) pace + .4/(1 + n/4) u) in the good direction: most of
        the pace lasts, and where little was seen, such series went on by some more;
    still: the last figure.
    What is to accumulate goes on at its pace, not at its level: in the place of the trend, what is added is the pace so
    far, times a factor.
    How far it strays is told in u, the root mean square of its steps, drawn with the weight of one step towards
    .08/(n + 1) of its level. A series is calm whose steps are near its pace: c, from 0 to 1, is how far they stray from
    it, as a share of u, drawn with the weight of two steps towards a half; the trend strays by u times the root of c.
    On the mild way what strays grows faster than the root of time, and more so towards the good, in Student's t of
    three degrees.
Units: the unit of the series; years.
Errors: none; without a point there is nothing to follow (not asked).
Source: Gardner and McKenzie 1985 (damped trend). The constants of the mild way are rounded from the quantiles of what
    followed some 17,000 moments of 17 open indicators, each weighing the same: no one indicator moves them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bilan.analysis.formulas.forecasting.mixing import FINE, student
from bilan.analysis.formulas.forecasting.scales import Floats, Scale

ALONE: Final = {"trend": 0.4, "mild": 0.45, "still": 0.15}
"""How the ways of a series by itself are weighed."""

FADES: Final = 0.9
CALM_FADES: Final = 0.99
"""The share of a pace that lasts a year, and that of a calm one."""

HALF_CALM: Final = (2.0, 0.5)
"""How calm a series is before its steps are seen: the weight of so many steps, and how far they stray from its pace."""

RECENT: Final = 2.5
"""Years in which a step comes to weigh half as much for the pace; for the size of steps, twice as many."""

ONE: Final = 0.08
"""A step of a series of which one figure is known, as a share of its root."""

HEAVY: Final = student(3.0)
UPPER: Final = np.array(FINE) > np.median(FINE)


@dataclass(frozen=True, slots=True)
class Past:
    """What a series did on a scale: its last value, its pace, the size of its steps, how many there were.

    `stray` is how far they stray from the pace, as a share of their size: little where the series is calm.
    """

    last: float
    pace: float
    size: float
    steps: int
    stray: float = 1.0


def look_back(times: Floats, told: Floats) -> Past:
    """Return pace and size of steps of a series on a scale."""
    steps, level = len(told) - 1, float(max(np.abs(told[-1]), np.abs(told).mean()))
    least = ONE / (steps + 1) * (level if level > 0 else 1.0)
    if steps == 0:
        return Past(float(told[-1]), 0.0, least, 0)
    years, rise = np.diff(times), np.diff(told)
    age = times[-1] - times[1:]
    weights, lasting = 0.5 ** (age / RECENT), 0.5 ** (age / (2 * RECENT))
    pace = float(weights @ rise / (weights @ years))
    squares = float(lasting @ (rise**2 / years))
    size = float(np.sqrt((squares + least**2) / (lasting.sum() + 1)))
    beside = float(lasting @ ((rise - pace * years) ** 2 / years))
    return Past(float(told[-1]), pace, size, steps, _stray(beside, float(lasting.sum()), size, steps))


def _stray(beside: float, weight: float, size: float, steps: int) -> float:
    """Return how far steps stray from the pace, of their squared misses beside it; one step tells nothing."""
    if steps == 1 or size == 0:
        return 1.0
    free, (prior, half) = weight * (1 - 1 / steps), HALF_CALM
    return min(1.0, float(np.sqrt((beside / size / size + prior * half**2) / (free + prior))))


def trend(past: Past, ahead: float) -> Floats:
    """Return the quantiles that the own pace leads to, on the plain scale."""
    fades = CALM_FADES - (CALM_FADES - FADES) * past.stray
    run = (1 - fades**ahead) / -np.log(fades)
    centre = past.last + past.pace * past.steps / (past.steps + past.stray) * run
    width = past.size * np.sqrt(past.stray * ahead * (1 + 0.3 * ahead / max(1, min(past.steps, 4)) + 0.05 * ahead**2))
    return np.asarray(centre + width * student(max(3.0, past.steps + 1.0)))


def mild(past: Past, ahead: float, better: float) -> Floats:
    """Return the quantiles that a slow growth leads to, on the root scale; `better` is 1 where more is, else -1."""
    seen = past.steps + 1
    centre = past.last + ahead * (0.7 * past.steps / seen * past.pace + better * 0.4 / (1 + past.steps / 4) * past.size)
    worse_side = 0.6 * (1 + 0.5 / seen) * ahead**0.8
    better_side = 0.6 * (1 + 3 / seen) * ahead**0.9
    sides = (worse_side, better_side) if better > 0 else (better_side, worse_side)
    return np.asarray(centre + past.size * np.where(UPPER, sides[1], sides[0]) * HEAVY)


def still(past: Past, ahead: float) -> Floats:
    """Return the quantiles that nothing but chance leads to, on the plain scale."""
    return np.asarray(past.last + past.size * np.sqrt(ahead) * student(max(3.0, past.steps + 1.0)))


def flow(past: Past, ahead: float) -> Floats:
    """Return the quantiles of what accumulates at the pace so far, times a factor; on the plain scale."""
    spread = np.sqrt((0.8**2 + (0.2 * ahead) ** 2) / max(1, past.steps))
    pace = max(past.pace, past.size / 10)
    return np.asarray(past.last + pace * ahead * np.exp(np.clip(spread * student(5.0), -20.0, 5.0)))


def onwards(last: float, quantiles: Floats) -> Floats:
    """Turn falls of what never falls into small additions; what lies well above the last figure stays where it is.

    >>> onwards(10.0, np.array([8.0, 10.0, 14.0])).round(1).tolist()
    [10.0, 10.1, 14.0]
    """
    added = quantiles - last
    soft = max(float(added[len(added) // 2]), float(added[-1]) / 10, 1e-9 * max(abs(last), 1.0)) / 2
    return np.asarray(last + (added + np.sqrt(added**2 + soft**2)) / 2)


def ways(
    times: Floats, values: Floats, scale: Scale, ahead: Floats, *, up: bool, adds: bool
) -> dict[str, list[Floats]]:
    """Return the quantiles of each way, as figures, for each number of years ahead."""
    plain, rooted, better = look_back(times, values), look_back(times, scale.told(values)), 1.0 if up else -1.0
    straight = flow if adds else trend
    return {
        "trend": [straight(plain, float(years)) for years in ahead],
        "mild": [scale.back(mild(rooted, float(years), better)) for years in ahead],
        "still": [still(plain, float(years)) for years in ahead],
    }
