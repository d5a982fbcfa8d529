"""A scale on which verified values scatter about alike wherever they lie, and that never leaves the bounds."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SOFT: Final = 0.02
"""How far the bounds are moved out, as a share of the range: a value at a bound is then no infinity."""
SOFT_OPEN: Final = 0.005
"""The same above a single bound, where values are compared by their ratio."""
WITHOUT: Final = 100.0
"""The range where there is no upper bound: values are then percent of what was aimed at."""
EDGE: Final = 0.002
_MOST: Final = 50.0


@dataclass(frozen=True, slots=True)
class Scale:
    """The logit between two bounds; the logarithm above a single one."""

    lower: float = 0.0
    upper: float | None = 100.0

    @property
    def range(self) -> float:
        """Return how far the bounds are apart."""
        return WITHOUT if self.upper is None else self.upper - self.lower

    def places(self, values: ArrayLike) -> Floats:
        """Return the places of values on the scale; a value out of bounds has that of the bound."""
        share = np.maximum((np.asarray(values, dtype=np.float64) - self.lower) / self.range, 0.0)
        if self.upper is None:
            return np.asarray(np.log(share + SOFT_OPEN))
        share = np.minimum(share, 1.0)
        return np.asarray(np.log((share + SOFT) / (1 - share + SOFT)))

    def values(self, places: Floats) -> Floats:
        """Return the values at places, within bounds.

        >>> scale = Scale(0.0, 100.0)
        >>> [round(float(value), 6) for value in scale.values(scale.places([0, 30, 100, 120]))]
        [0.0, 30.0, 100.0, 100.0]
        """
        held = np.clip(places, -_MOST, _MOST)
        share = np.exp(held) - SOFT_OPEN if self.upper is None else (1 + 2 * SOFT) / (1 + np.exp(-held)) - SOFT
        return np.asarray(self.lower + self.range * np.clip(share, 0.0, None if self.upper is None else 1.0))

    def apart(self, quantiles: Floats, levels: Floats) -> Floats:
        """Return quantiles that rise: what piles up at a bound is spread over a speck of the range beside it."""
        rising = np.maximum(quantiles, self.lower + EDGE * self.range * levels)
        return rising if self.upper is None else np.minimum(rising, self.upper - EDGE * self.range * (1 - levels))
