"""What a class of pairs teaches: the curve, the record of each reporter, and how well both did on the class itself."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.verifying.columns import Columns
from bilan.analysis.formulas.verifying.curves import Curve, Near, Whole
from bilan.analysis.formulas.verifying.records import Cases, Foreseen, Shares, Ties, hindcast
from bilan.analysis.formulas.verifying.scales import Floats

NEWEST: Final = 48
"""So many of the newest pairs of a reporter are its record; what is older has faded."""
SLOPE_VOTES, CURVE_VOTES, SPREAD_VOTES, TRUST_VOTES, SIZE_VOTES = 5.0, 2.0, 3.0, 3.0, 5.0
"""For how many reporters count the usual slope, the straight line, the common spread, the usual trust, a usual size."""
SPREAD: Final = 0.8
"""A usual spread on the scale, which a middle without neighbours has."""
NEAR: Final = 1.0
EVERYWHERE: Final = 0.1
"""Misses count by how near what was foreseen lies on the scale; but each counts a little."""
SHAPE_VOTES: Final = 5.0
"""For how many reporters the usual shape of misses counts."""
# Quantiles of Student's t with five degrees of freedom at 0.5 … 0.95, brought to a variance of one.
_HALF: Final = (0.0, 0.102, 0.207, 0.317, 0.434, 0.563, 0.713, 0.896, 1.143, 1.561)
SHAPE: Final = np.array([*(-one for one in _HALF[:0:-1]), *_HALF])


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual where a class is of few: the slope of verified over declared, the way back to the last audit."""

    slope: float
    back: float


# A coverage stands about where it stood; what is percent of an aim is on its way, and verified as a ratio.
BOUNDED: Final = Usual(0.7, 0.3)
OPEN: Final = Usual(1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Tried:
    """How the way did on the class, each audit foreseen from earlier ones: what was foreseen, how much it missed.

    `misses` are in order, each once, with those of the usual shape among them; `which` tells the miss of each case, and
    then of each point of the usual shape.
    """

    places: Floats
    votes: Floats
    misses: Floats
    which: Whole

    @classmethod
    def of(cls, places: Floats, votes: Floats, misses: Floats) -> Self:
        """Put the misses in order."""
        apart, which = np.unique(np.concatenate([misses, SHAPE]), return_inverse=True)
        return cls(places, votes, apart, which)

    def around(self, place: float) -> Floats:
        """Return the quantiles at `LEVELS` of misses, those foreseen at a like place before others."""
        near = np.exp(-0.5 * ((self.places - place) / NEAR) ** 2) + EVERYWHERE
        weights = np.append(self.votes * near, np.full(len(SHAPE), SHAPE_VOTES / len(SHAPE)))
        return quantiles(self.misses, np.asarray(np.bincount(self.which, weights), dtype=np.float64))


def quantiles(values: Floats, weights: Floats) -> Floats:
    """Return the quantiles at `LEVELS` of values in order, with weights."""
    return np.asarray(np.interp(np.array(LEVELS), (np.cumsum(weights) - weights / 2) / weights.sum(), values))


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a class teaches.

    `middle`, `spread` and the share of it that is `sure` are curves over the level declared, `by_item` what an item
    lies off the middle, `shares` how the rest hangs together, `trust` how the record is to be corrected,
    `sizes` how large misses are of an item never audited before, and of one that was.
    """

    cases: Cases
    middle: Curve
    spread: Curve
    sure: Curve
    by_item: Floats
    shares: Shares
    trust: Floats
    sizes: Floats
    tried: Tried


def learn(columns: Columns, usual: Usual) -> Lessons:
    """Learn from all pairs, each held against what the other reporters teach."""
    near = Near.of(columns.kernel())
    middle, beside = _middle(columns, near, usual)
    spread, sure, wide = _spread(columns, near, beside)
    found = beside / wide
    by_item = _by_item(columns, found)
    every = Cases(
        found=found - by_item[columns.item],
        level=columns.declared,
        value=columns.verified,
        wide=wide,
        item=columns.item,
        year=columns.year,
        there=np.ones(len(found), dtype=np.bool_),
    )
    at, there = columns.newest(NEWEST)
    cases, votes = every.taken(at, there), np.where(there, columns.votes[at], 0.0)
    ties = Ties.among(cases)
    shares = Shares.of(cases, ties, votes)
    past = hindcast(cases, ties, shares)
    trust = _trust(cases, past, votes, usual)
    said = past.told(cases.level, trust)
    places = middle.at(cases.level) + spread.at(cases.level) * (by_item[cases.item] + said)
    misses, counted = ((cases.found - said) / past.spread)[there], votes[there]
    sizes = _sizes(misses, counted, audited := (past.fresh > 0)[there])
    tried = Tried.of(places[there], counted, misses / sizes[audited.astype(np.intp)])
    return Lessons(every, middle, spread, sure, by_item, shares, trust, sizes, tried)


def _middle(columns: Columns, near: Near, usual: Usual) -> tuple[Curve, Floats]:
    """Return the curve of what was verified where so much was declared, and how far each pair lies from it.

    It is a straight line with a slope drawn to the usual one, and the mean of what remains in the neighbourhood.
    """
    level, votes = columns.declared, columns.votes
    at, high = np.average(level, weights=votes), np.average(columns.verified, weights=votes)
    together = float(votes @ ((level - at) * (columns.verified - high)))
    slope = (together + usual.slope * SLOPE_VOTES) / (float(votes @ (level - at) ** 2) + SLOPE_VOTES)
    start = float(high - slope * at)
    rest = columns.verified - start - slope * level
    heights, others = near.means(rest, usual=0.0, votes=CURVE_VOTES)
    return Curve(near.kernel.places, heights, start, slope), rest - others


def _spread(columns: Columns, near: Near, beside: Floats) -> tuple[Curve, Curve, Floats]:
    """Return the spread round the curve by level declared, which share of it is sure, and the spread at each pair.

    At a pair it is that of the other reporters. The middle itself is not known better than its neighbours are many.
    """
    usual = float(np.average(beside**2, weights=columns.votes))
    heights, others = near.means(beside**2, usual=usual, votes=SPREAD_VOTES)
    unsure, unsure_others = (SPREAD**2 / (one + CURVE_VOTES) for one in (near.every, near.others))
    places, spread = near.kernel.places, np.sqrt(heights + unsure)
    return Curve(places, spread), Curve(places, np.sqrt(heights) / spread), np.sqrt(others + unsure_others)


def _by_item(columns: Columns, found: Floats) -> Floats:
    """Return how far an item lies off the curve, drawn to zero as the items differ little or the item has few votes."""
    near = np.bincount(columns.item, columns.votes)
    mean, noise = np.bincount(columns.item, columns.votes * found) / near, 1 / near
    between = max(0.0, float(np.average(mean**2 - noise, weights=near)))
    return np.asarray(mean * between / (between + noise))


def _trust(cases: Cases, past: Foreseen, votes: Floats, usual: Usual) -> Floats:
    """Return how the record is to be corrected, as the class would have had it: coefficients of its `reasons`.

    They are those of least squares on the hindcasts, drawn to the usual ones. Where declaring more than at the last
    audit means little, they lead back to the value that was then verified.
    """
    told = past.reasons(cases.level)[:, cases.there]
    weight = votes[cases.there] / past.spread[cases.there] ** 2
    start = np.array([0.0, 0.0, usual.back])
    missed = (cases.found - past.found)[cases.there] - start @ told
    gram = (told * weight) @ told.T + np.eye(len(told)) * TRUST_VOTES
    return np.asarray(start + np.linalg.solve(gram, (told * weight) @ missed))


def _sizes(misses: Floats, votes: Floats, audited: NDArray[np.bool_]) -> Floats:
    """Return the root mean square of misses of items never audited before, and of those that were, drawn to one."""
    every = float(votes @ misses**2 + SIZE_VOTES) / float(votes.sum() + SIZE_VOTES)
    groups = [votes * ~audited, votes * audited]
    squares = [float(group @ misses**2 + SIZE_VOTES * every) / float(group.sum() + SIZE_VOTES) for group in groups]
    return np.asarray(np.sqrt(squares))
