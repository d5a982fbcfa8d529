"""Put figures on a scale on which growth is steady, and back.

Question: On which scale do like steps mean like things?
Formula: a share lies between bounds, and grows as a logistic curve does: the logit of (x - lower) / (upper - lower). A
    rate has a floor and no ceiling, yet saturates: the logit below a cap. A count, and what is always above zero, grows
    by ratios: the logarithm. All else stays as it is, divided by a usual step.
Units: logits, natural logarithms, or usual steps.
Errors: none; a figure at or beyond a bound is set a little inside it.
Source: our rule; the logit and the logarithm are the usual scales of diffusion (Griliches 1957) and of counts.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.questions import Kind

Floats = NDArray[np.float64]
Family = Literal["logit", "log", "plain"]

EDGE: Final = 5e-4
"""How far inside its bounds a share is held, as a share of the room between them: 0.05 points of a hundred."""

ABOVE: Final = 1.15
"""The cap of a rate without a ceiling stands this much above the best twentieth of the class."""

ROUND: Final = 1.25
"""Caps are rounded up to powers of this, so that one more figure seldom moves the scale under all others."""

PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale: its family; the bounds of a logit, the least value of a logarithm, or the usual step of a plain one."""

    family: Family
    lower: float = 0.0
    upper: float = 1.0

    def told(self, values: Floats) -> Floats:
        """Return figures on the scale."""
        if self.family == "plain":
            return values / self.upper
        if self.family == "log":
            return np.log(np.maximum(values - self.lower, self.upper))
        share = np.clip((values - self.lower) / (self.upper - self.lower), 0.0, 1.0)
        within = EDGE + (1 - 2 * EDGE) * share
        return np.asarray(np.log(within / (1 - within)))

    def back(self, told: Floats) -> Floats:
        """Return what stands on the scale as figures."""
        if self.family == "plain":
            return told * self.upper
        if self.family == "log":
            return self.lower + np.exp(np.clip(told, -300.0, 300.0))
        within = 1 / (1 + np.exp(-np.clip(told, -50.0, 50.0)))
        share = np.clip((within - EDGE) / (1 - 2 * EDGE), 0.0, 1.0)
        return np.asarray(self.lower + (self.upper - self.lower) * share)


def scale_for(kind: Kind, lower: float | None, upper: float | None, own: Floats, others: Floats) -> Scale:
    """Choose the scale for figures of a kind between bounds, from the own figures and those of the class.

    >>> scale_for("share", None, None, np.array([3.0, 4.0]), np.array([]))
    Scale(family='logit', lower=0.0, upper=100.0)
    >>> scale_for("count", None, None, np.array([3.0, 0.0, 4.0]), np.array([])).family
    'log'
    """
    every = np.concatenate([own, others])
    if kind in {"share", "index"} or (upper is not None and (lower is not None or kind != "level")):
        floor, ceiling = _bounds(kind, lower, upper, every)
        if ceiling > floor:
            return Scale("logit", floor, ceiling)
    if kind == "rate" and (lower or 0.0) <= _least(every):
        return Scale("logit", lower or 0.0, (lower or 0.0) + _cap(own - (lower or 0.0), others - (lower or 0.0)))
    if kind == "count" or lower is not None or _least(every) > 0:
        return _logarithm(lower or 0.0, every)
    return Scale("plain", upper=usual_step(own, others))


def _bounds(kind: Kind, lower: float | None, upper: float | None, every: Floats) -> tuple[float, float]:
    floor = lower if lower is not None else min(0.0, _least(every))
    if upper is not None:
        return floor, upper
    greatest = float(every.max()) if len(every) else 1.0
    if kind == "share":
        return floor, 1.0 if greatest <= 1 else PERCENT if greatest <= PERCENT else greatest * ABOVE
    return floor, 1.0 if greatest <= 1 else floor + _cap(every - floor, every - floor)


def _least(every: Floats) -> float:
    return float(every.min()) if len(every) else 0.0


def _cap(own: Floats, others: Floats) -> float:
    best = float(np.quantile(others, 0.95)) if len(others) else 0.0
    most = float(own.max()) if len(own) else 0.0
    # Alone, nothing tells where it saturates: far enough to double twice.
    cap = max(ABOVE * best, ABOVE * most) if best > 0 else 4.0 * most
    return float(ROUND ** np.ceil(np.log(cap) / np.log(ROUND))) if cap > 0 else 1.0


def _logarithm(floor: float, every: Floats) -> Scale:
    above = every[every > floor] - floor
    return Scale("log", floor, float(above.min()) / 2 if len(above) else 0.5)


def usual_step(own: Floats, others: Floats) -> float:
    """Return a usual step between figures; where they do not move, a hundredth of their size."""
    for figures in (others, own):
        moved = np.abs(np.diff(figures))
        moved = moved[moved > 0]
        if len(moved):
            return float(np.median(moved))
    size = float(np.abs(own).max()) if len(own) else 0.0
    return size / 100 if size > 0 else 1.0
