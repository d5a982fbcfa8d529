"""Put figures on a scale on which like steps mean like things, and back.

Question: On which scale do like steps mean like things?
Formula: the square root, which lies between plain figures, that know no saturation of errors, and logarithms, that
    explode near nothing. What lies between bounds: the arc sine of the root of its share of the room between, which
    is the root at either end. What is never below a floor: the root of what it has above it. All else stays as it is.
Units: radians; roots of the unit; the unit.
Errors: none; a figure beyond a bound is set to it.
Source: Bartlett 1936, Anscombe 1948 (root and arc sine make the errors of counts and shares even). In our trials on
    open panels logits and logarithms forecast worse; and no scale depends on how far others have come.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.questions import Kind

Floats = NDArray[np.float64]
Family = Literal["arc", "root", "plain"]

PERCENT: Final = 100.0
SOFT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale: its family, and the bounds that it knows."""

    family: Family
    lower: float = 0.0
    upper: float = 1.0

    def told(self, values: Floats) -> Floats:
        """Return figures on the scale."""
        if self.family == "plain":
            return values
        if self.family == "root":
            return np.sqrt(np.maximum(values - self.lower, 0.0))
        return np.asarray(np.arcsin(np.sqrt(np.clip((values - self.lower) / (self.upper - self.lower), 0.0, 1.0))))

    def back(self, told: Floats) -> Floats:
        """Return what stands on the scale as figures."""
        if self.family == "plain":
            return told
        if self.family == "root":
            return np.asarray(self.lower + np.maximum(told, 0.0) ** 2)
        return np.asarray(self.lower + (self.upper - self.lower) * np.sin(np.clip(told, 0.0, np.pi / 2)) ** 2)


def softness(scale: Scale, values: Floats) -> float:
    """Return by how much logarithms of figures are softened in averages; 0 where plain means are taken."""
    return SOFT * float(np.mean(values - scale.lower)) if scale.family == "root" else 0.0


def scale_for(kind: Kind, lower: float | None, upper: float | None, values: Floats) -> Scale:
    """Choose the scale for figures of a kind between bounds; a share with no bounds is of one, or of a hundred.

    >>> scale_for("share", None, None, np.array([3.0, 4.0]))
    Scale(family='arc', lower=0.0, upper=100.0)
    >>> scale_for("rate", None, None, np.array([3.0, 120.0])).family, scale_for("level", None, None, -np.ones(1)).family
    ('root', 'plain')
    """
    least, most = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    if upper is None and kind == "share" and most <= PERCENT:
        upper = 1.0 if 0 < most <= 1 else PERCENT
    floor = lower if lower is not None else 0.0
    if (
        upper is not None
        and (lower is not None or kind != "level")
        and floor < upper
        and floor <= least
        and most <= upper
    ):
        return Scale("arc", floor, upper)
    return Scale("root", floor) if lower is not None or least >= 0 else Scale("plain")
