"""Weigh moves by how alike they are, step by step through time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.slips.moves import Move

Floats = NDArray[np.float64]
_LEVELS: Final = np.array(LEVELS)

NEAR_TO_GO: Final = 0.35
"""How far the time to go may differ, as a logarithm: by about a third."""
SOON: Final = 0.5
"""Half a year is added to the time to go, so that a month more or less counts little near the end."""
NEAR_WAITING: Final = 0.25
OTHERWISE: Final = 0.5
"""What a move counts that never slipped before where this one has, or the other way round."""
EVERYWHERE: Final = 0.05
"""Each move counts a little, however unlike."""


@dataclass(frozen=True, slots=True)
class Class:
    """Moves as columns; `votes` say what each counts, however alike it is."""

    to_go: Floats
    waiting: Floats
    slipped: Floats
    again: NDArray[np.bool_]
    votes: Floats

    @classmethod
    def of(cls, moves: Sequence[Move], total: float | None = None) -> Self:
        """Lay out moves; together they have as many votes as told, else one each."""
        each = 1.0 if total is None else total / max(len(moves), 1)
        told = np.array([(one.to_go, one.waiting, one.slipped) for one in moves]).reshape(-1, 3)
        again = np.array([one.slips > 0 for one in moves], dtype=np.bool_)
        return cls(_near_end(told[:, 0]), told[:, 1], told[:, 2], again, np.full(len(moves), each))

    def with_(self, other: Self) -> Self:
        """Return both classes as one."""
        names = ("to_go", "waiting", "slipped", "again", "votes")
        return type(self)(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))

    @property
    def step(self) -> float:
        """Return the usual time between two reports, in years: the weighted median."""
        return float(weighted(self.waiting, self.votes, np.array([0.5]))[0])

    def alike(self, to_go: float, waiting: float, *, again: bool | None) -> Floats:
        """Return how alike each move is to an end so many years off that is told again after so many."""
        far = (self.to_go - _near_end(np.array([to_go]))) / NEAR_TO_GO
        long = np.log(np.maximum(self.waiting, 0.01) / max(waiting, 0.01)) / NEAR_WAITING
        weights = self.votes * (np.exp(-0.5 * (far**2 + long**2)) + EVERYWHERE)
        return weights if again is None else weights * np.where(self.again == again, 1.0, OTHERWISE)


def _near_end(to_go: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(to_go, 0.0) + SOON))


def weighted(values: Floats, weights: Floats, levels: Floats = _LEVELS) -> Floats:
    """Return quantiles of values with weights."""
    order = np.argsort(values)
    heavy = weights[order]
    return np.asarray(np.interp(levels, (np.cumsum(heavy) - heavy / 2) / heavy.sum(), values[order]))
