"""How far the record of a reporter speaks for its next declaration: covariances, and the best linear prediction.

What an audit finds beyond the class is the sum of four parts, each with a variance of its own: of the reporter, of the
reporter on this item, of this audit, and the rest. The first two fade with the years between two audits.
"""

from dataclasses import dataclass
from math import log
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.verifying.curves import Whole
from bilan.analysis.formulas.verifying.scales import Floats

Flags = NDArray[np.bool_]
FADING_REPORTER: Final = 12.0
FADING_ITEM: Final = 10.0
"""Half-lives in years; the answer moves little when they are halved or doubled."""
USUAL: Final = (0.35, 0.15, 0.2)
"""Shares of the variance that are of the reporter, of its item and of the audit, where the class does not tell."""
USUAL_VOTES: Final = 5.0
LN2: Final = log(2)
LEAST: Final = 0.1
"""The least share that no record foresees."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Pairs as columns: what was found beyond the class, in spreads, the level declared, the value verified, and so on.

    `wide` is the spread of the class there, on the scale; the value stands on the scale too.
    An array may have a dimension for reporters before that of their cases; `there` then marks those that are cases.
    """

    found: Floats
    level: Floats
    value: Floats
    wide: Floats
    item: Whole
    year: Floats
    there: Flags

    def taken(self, at: Whole | slice, there: Flags | None = None) -> Self:
        """Return the cases at some places."""
        marked = self.there[at] if there is None else there
        found, level, value, wide = (one[at] for one in (self.found, self.level, self.value, self.wide))
        return type(self)(found, level, value, wide, self.item[at], self.year[at], marked)


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties each two cases: that they are of one reporter, of one of its items, of one audit; 0 if they are not."""

    reporter: Floats
    item: Floats
    audit: Floats

    @classmethod
    def among(cls, cases: Cases) -> Self:
        """Return what ties each two cases of each reporter."""
        both = cases.there[..., :, None] & cases.there[..., None, :]
        same_item = cases.item[..., :, None] == cases.item[..., None, :]
        return cls.of(np.asarray(cases.year[..., :, None] - cases.year[..., None, :]), same_item, both)

    @classmethod
    def of(cls, gaps: Floats, same_item: Flags, both: Flags) -> Self:
        """Return the ties of cases so many years apart."""
        years = np.abs(gaps)
        reporter = np.where(both, np.exp(years * (-LN2 / FADING_REPORTER)), 0.0)
        item = np.where(both & same_item, np.exp(years * (-LN2 / FADING_ITEM)), 0.0)
        return cls(reporter, item, np.where(both & (years == 0), 1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of the variance: of the reporter, of its item, of the audit, and the rest."""

    reporter: float
    item: float
    audit: float
    rest: float

    @classmethod
    def of(cls, cases: Cases, ties: Ties, votes: Floats) -> Self:
        """Estimate the shares by the method of moments, drawn towards the usual ones; each reporter has one vote."""
        told = votes * cases.found
        product, weight = told[:, :, None] * told[:, None, :], votes[:, :, None] * votes[:, None, :]
        other, apart = ties.item == 0, ties.audit == 0
        reporter = _fit(product, weight, ties.reporter, apart & other, USUAL[0])
        rest = product - reporter * weight * ties.reporter
        audit = _fit(rest, weight, ties.audit, other, USUAL[2])
        item = _fit(rest, weight, ties.item, apart, USUAL[1])
        over = max(1.0, (reporter + item + audit) / (1 - LEAST))
        return cls(reporter / over, item / over, audit / over, 1 - (reporter + item + audit) / over)

    def between(self, ties: Ties) -> Floats:
        """Return the covariance of cases, the rest left out."""
        return np.asarray(self.reporter * ties.reporter + self.item * ties.item + self.audit * ties.audit)


def _fit(product: Floats, weight: Floats, tie: Floats, among: Flags, usual: float) -> float:
    """Return by how much weighted products follow a tie among some; the usual share has a few votes of its own."""
    tied = tie * among
    above, below = float((product * tied).sum()), float((weight * tied * tied).sum())
    return min(max((above + usual * USUAL_VOTES) / (below + USUAL_VOTES), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the record alone says of cases: what will be found, and the spread that is left, both in spreads.

    `level` is the level declared at the audits it rests on, each weighted as what was found there is, and `weight` the
    sum of these weights. `last` is what the last audit of the item would be found to be now, `fresh` how fresh that
    audit is: 1 when new, 0 when there is none.
    """

    found: Floats
    level: Floats
    weight: Floats
    spread: Floats
    last: Floats
    fresh: Floats

    def reasons(self, level: Floats) -> Floats:
        """Return what corrects the record: itself, how much more is declared than then, the way to the last audit."""
        moved, back = level * self.weight - self.level, self.fresh * (self.last - self.found)
        return np.stack([np.broadcast_to(self.found, moved.shape), moved, back])

    def told(self, level: Floats, trust: Floats) -> Floats:
        """Return what will be found, corrected by what hindcasts taught."""
        return np.asarray(self.found + np.tensordot(trust, self.reasons(level), axes=1))


def hindcast(cases: Cases, ties: Ties, shares: Shares) -> Foreseen:
    """Foresee each case from the earlier audits of its reporter, by the factor of Cholesky.

    Cases of a reporter are in the order of time. With K = L L', the blocks of L along its diagonal, one per audit,
    times the innovations are what could not be foreseen from earlier audits.
    """
    alone = np.eye(cases.there.shape[-1])
    rest = np.where(cases.there, shares.rest, 1.0)[..., None] * alone
    lower = np.linalg.cholesky(shares.between(ties) + rest)
    block = lower * np.where(cases.there[..., None], ties.audit, alone)
    told = np.stack([cases.found, cases.level, np.ones_like(cases.level)], axis=-1)
    found, level, weight = np.moveaxis(told - block @ np.linalg.solve(lower, told), -1, 0)
    return Foreseen(found, level, weight, np.sqrt((block * block).sum(axis=-1)), *_last(cases, ties))


def _last(cases: Cases, ties: Ties) -> tuple[Floats, Floats]:
    """Return, of each case, what the last earlier audit of its item would be found to be, and how fresh that is."""
    size = cases.there.shape[-1]
    earlier = (ties.item > 0) & (ties.audit == 0) & np.tri(size, k=-1, dtype=np.bool_)
    at = np.where(earlier, np.arange(size), -1).max(axis=-1)
    value = np.take_along_axis(cases.value, np.maximum(at, 0), axis=-1)
    fresh = np.take_along_axis(ties.item, np.maximum(at, 0)[..., None], axis=-1)[..., 0]
    return cases.found + (value - cases.value) / cases.wide, np.where(at >= 0, fresh, 0.0)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the class puts what is declared: the middle, the item allowed for, and the spread round it."""

    middle: Floats
    spread: Floats


def foresee(cases: Cases, shares: Shares, item: int, year: float, places: Places) -> Foreseen:
    """Foresee what an audit of an item would find in a year, from all cases of one reporter, at levels declared."""
    ties = Ties.of(cases.year - year, np.asarray(cases.item == item), cases.there)
    toward = shares.between(ties)
    among = shares.between(Ties.among(cases)) + shares.rest * np.eye(len(cases.year))
    weights = np.linalg.solve(among, toward)
    found, level, weight = np.stack([cases.found, cases.level, np.ones_like(cases.level)]) @ weights
    spread = np.sqrt(max(1 - float(weights @ toward), LEAST / 2))
    of_item = np.flatnonzero(ties.item)
    if not of_item.size:
        return Foreseen(found, level, weight, spread, np.zeros_like(places.middle), np.zeros(()))
    last = (cases.value[of_item[-1]] - places.middle) / places.spread
    return Foreseen(found, level, weight, spread, last, ties.item[of_item[-1]])
