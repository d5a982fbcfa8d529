"""What audits found when others declared about as much: a mean by level declared, with and without one's own cases."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.verifying.scales import Floats

Whole = NDArray[np.intp]
PLACES: Final = 41
BEYOND: Final = 1.5
"""How far the places reach beyond the levels declared: there fewer and fewer are near."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve over the level declared, `slope` and the rest; beyond the last place the rest is that of the last."""

    places: Floats
    heights: Floats
    start: float = 0.0
    slope: float = 0.0

    def at(self, levels: Floats) -> Floats:
        """Return the heights at levels."""
        return np.asarray(self.start + self.slope * levels + np.interp(levels, self.places, self.heights))


@dataclass(frozen=True, slots=True)
class Kernel:
    """How near each case is to each place: `weights` has a row per place and a column per case.

    Cases are in the order of their reporters; `starts` are the columns at which a reporter begins, `owner` counts the
    reporters. `cell` and `beyond` say between which places a case lies.
    """

    places: Floats
    weights: Floats
    owner: Whole
    starts: Whole
    cell: Whole
    beyond: Floats

    @classmethod
    def of(cls, levels: Floats, votes: Floats, owner: Whole, starts: Whole) -> Self:
        """Lay places over the levels; the kernel narrows with the number of reporters, by the rule of Scott."""
        low, high = float(levels.min()) - BEYOND, float(levels.max()) + BEYOND
        places = np.linspace(low, high, PLACES)
        spread = float(np.sqrt(np.average((levels - np.average(levels, weights=votes)) ** 2, weights=votes)))
        width = max(spread * len(starts) ** -0.2, (high - low) / PLACES)
        weights = np.exp(-0.5 * ((levels - places[:, None]) / width) ** 2) * votes
        step = (levels - low) / (places[1] - places[0])
        cell = step.astype(np.intp)
        return cls(places, weights, owner, starts, cell, step - cell)

    def sums(self, values: Floats | float) -> tuple[Floats, Floats]:
        """Return the sums of values around each place, and around each case those of the other reporters."""
        near = self.weights * values
        every = near.sum(axis=1)
        others = every[:, None] - np.add.reduceat(near, self.starts, axis=1)
        low, high = others[self.cell, self.owner], others[self.cell + 1, self.owner]
        return every, low + (high - low) * self.beyond


@dataclass(frozen=True, slots=True)
class Near:
    """How many votes there are around each place, and around each case of the other reporters."""

    kernel: Kernel
    every: Floats
    others: Floats

    @classmethod
    def of(cls, kernel: Kernel) -> Self:
        """Count the votes."""
        return cls(kernel, *kernel.sums(1.0))

    def means(self, values: Floats, *, usual: float, votes: float) -> tuple[Floats, Floats]:
        """Return the mean around each place, and around each case that of the others; `usual` has some votes."""
        every, others = self.kernel.sums(values)
        added = usual * votes
        return (every + added) / (self.every + votes), (others + added) / (self.others + votes)
