"""Say by how much a declared end will have slipped, from moves of others and, where these are few, from the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import numpy as np

from bilan.analysis.formulas.forecasting.mixing import kept
from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.slips.moves import MONTHS, Ending, Move, Slipped, years
from bilan.analysis.formulas.slips.reference import Class, Floats, weighted
from bilan.analysis.formulas.slips.shipped import table

ENOUGH: Final = 40
"""A government's own moves stand alone from this number on; until then the table fills the class up to it."""
LATE: Final = 3.0
"""Months beyond which an end is late."""
CHAIN_VOTES: Final = 10.0
"""What a way of several steps counts beside moves that were as long in waiting."""
MOST: Final = 1000
SOONEST: Final = 0.05
RECEDES, RECEDING = 0.75, 1 / 3
"""Where another government's moves are lent, an end may recede by three quarters of the time passed beyond what they
tell; so a third of what is lent says."""
LINGERS: Final = 0.15
"""How many of those whose end has passed are still running at the next report, beside those whose end is to come."""


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves known by a day, those that are lent among them."""

    moves: Class
    own: int

    @classmethod
    def of(cls, moves: Sequence[Move]) -> Self:
        """Set the table beside moves that are few; of very many the last of the sequence speak."""
        own = moves[-MOST:]
        known = Class.of(own)
        return cls(known.with_(Class.of(table(), ENOUGH - len(own))) if len(own) < ENOUGH else known, len(own))


def slips(ending: Ending, moves: Sequence[Move] | Moves, later: date) -> Slipped:
    """Say by how many months the end told on a later day will lie behind the one declared, if still running then."""
    known = moves if isinstance(moves, Moves) else Moves.of(moves)
    waiting = max(years(ending.said_on, later), SOONEST)
    alike = known.moves.alike(ending.to_go, waiting, again=ending.slips > 0)
    chained = _chained(ending, known.moves, waiting)
    direct = float(alike.sum())
    share = direct / (direct + CHAIN_VOTES)
    values = np.concatenate([known.moves.slipped, chained])
    weights = np.concatenate([alike * share / direct, np.full(len(chained), (1 - share) / len(chained))])
    step = known.moves.alike(ending.to_go, known.moves.step, again=ending.slips > 0)
    lent = float(step[known.own :].sum() / step.sum())
    values, weights = _elsewhere(values, weights, lent, waiting)
    return Slipped(
        quantiles=tuple(map(float, weighted(values, weights))),
        late=kept(float(weights[values > LATE].sum())),
        size=float(step.sum() ** 2 / (step**2).sum()),
        lent=lent,
    )


def _elsewhere(values: Floats, weights: Floats, lent: float, waiting: float) -> tuple[Floats, Floats]:
    """Return slips as they are and, for a part of what is lent, with ends that recede further."""
    if lent == 0:
        return values, weights
    further = values + RECEDES * MONTHS * waiting
    part = RECEDING * lent
    return np.concatenate([values, further]), np.concatenate([weights * (1 - part), weights * part])


def _chained(ending: Ending, moves: Class, waiting: float) -> Floats:
    """Return quantiles of the slip after as many usual steps as fit in the waiting, each from where the last one led.

    Whoever is still running at the last report was so at each before; few of those were whose end had passed by then.
    """
    steps = max(1, round(waiting / moves.step))
    length = waiting / steps
    slipped, votes = np.zeros(1), np.ones(1)
    for step in range(steps):
        left = ending.to_go - step * length + slipped / MONTHS
        again = (slipped > LATE) | (ending.slips > 0)
        rows = [_step(moves, one, length, again=bool(slid)) for one, slid in zip(left, again, strict=True)]
        reached = slipped[:, None] + np.stack(rows)
        running = np.where(reached / MONTHS + ending.to_go > (step + 1) * length, 1.0, LINGERS)
        heavy = votes[:, None] * (running if step + 1 < steps else np.ones_like(running))
        slipped, votes = weighted(reached.ravel(), heavy.ravel()), np.ones(len(LEVELS))
    return slipped


def _step(moves: Class, to_go: float, length: float, *, again: bool) -> Floats:
    """Return quantiles of the slip within a step; in a part of a usual step nothing may happen."""
    weights = moves.alike(to_go, moves.step, again=again)
    nothing = max(0.0, moves.step / length - 1) * weights.sum()
    return weighted(np.append(moves.slipped, 0.0), np.append(weights, nothing))
