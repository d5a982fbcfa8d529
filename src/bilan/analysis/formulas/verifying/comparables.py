"""All pairs known by a day, made ready once: the class curve, the record of each reporter, and how well both did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final, Self

import numpy as np

from bilan.analysis.formulas.verifying.columns import Columns
from bilan.analysis.formulas.verifying.curves import Curve, Near
from bilan.analysis.formulas.verifying.pairs import Pair
from bilan.analysis.formulas.verifying.records import Cases, Foreseen, Shares, Ties, hindcast
from bilan.analysis.formulas.verifying.scales import Floats, Scale
from bilan.analysis.formulas.verifying.shipped import table

ENOUGH: Final = 30
"""Fewer pairs than these are set beside the table that ships."""
NEWEST: Final = 48
"""So many of the newest pairs of a reporter are its record; what is older has faded."""
SLOPE, SLOPE_VOTES = 0.7, 5.0
"""What rises by one where one more is declared, in a class that does not tell; and for how many reporters it counts."""
SPREAD: Final = 0.8
"""A usual spread on the scale, which a middle without neighbours has."""
CURVE_VOTES, SPREAD_VOTES, TRUST_VOTES = 2.0, 3.0, 3.0
"""For how many reporters the straight line counts, the common spread, and the record taken as it is."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How the way did on the class, each audit foreseen from earlier ones: what was foreseen, by how much it missed."""

    places: Floats
    misses: Floats
    votes: Floats


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a class teaches.

    `middle` and `spread` are curves over the level declared, `by_item` what an item lies off the middle, `shares` how
    the rest hangs together, `trust` how the record is to be corrected, all in spreads.
    """

    cases: Cases
    middle: Curve
    spread: Curve
    by_item: Floats
    shares: Shares
    trust: Floats
    tried: Tried


@dataclass(frozen=True, slots=True)
class Comparables:
    """The pairs of a class, in the order of reporter and day, and what they teach."""

    pairs: tuple[Pair, ...]
    scale: Scale
    class_pairs: int
    class_reporters: int
    with_table: bool
    items: Mapping[str, int]
    reporters: Mapping[str, slice]
    lessons: Lessons

    @classmethod
    def of(cls, pairs: Iterable[Pair], *, lower: float = 0.0, upper: float | None = 100.0) -> Self:
        """Make pairs ready; pairs without a number are left out, and the table that ships joins a class of few."""
        scale = Scale(lower, upper)
        known = [one for one in pairs if isfinite(one.declared) and isfinite(one.verified)]
        with_table = len(known) < ENOUGH
        joined = (*known, *table(scale)) if with_table else known
        ready = tuple(sorted(joined, key=lambda one: (one.reporter, one.on)))
        items = {name: number for number, name in enumerate(sorted({one.item for one in ready}))}
        columns = Columns.of(ready, scale, items)
        first = {
            ready[start].reporter: slice(start, start + count)
            for start, count in zip(columns.starts, columns.counts, strict=True)
        }
        reporters = len({one.reporter for one in known})
        return cls(ready, scale, len(known), reporters, with_table, items, first, learn(columns))

    @property
    def declared(self) -> list[float]:
        """Return all that was declared."""
        return [one.declared for one in self.pairs]

    @property
    def lent(self) -> float:
        """Return the share of `ENOUGH` pairs that is lent by the table that ships."""
        return max(0.0, 1 - self.class_pairs / ENOUGH)

    def record(self, reporter: str) -> slice:
        """Return where the newest pairs of a reporter stand."""
        own = self.reporters.get(reporter, slice(0, 0))
        return slice(max(own.start, own.stop - NEWEST), own.stop)


def learn(columns: Columns) -> Lessons:
    """Learn from all pairs, each held against what the other reporters teach."""
    near = Near.of(columns.kernel())
    middle, beside = _middle(columns, near)
    spread, wide = _spread(columns, near, beside)
    found = beside / wide
    by_item = _by_item(columns, found)
    every = Cases(
        found - by_item[columns.item], columns.declared, columns.item, columns.year, np.ones(len(found), dtype=np.bool_)
    )
    at, there = columns.newest(NEWEST)
    cases, votes = every.taken(at, there), np.where(there, columns.votes[at], 0.0)
    ties = Ties.among(cases)
    shares = Shares.of(cases, ties, votes)
    past = hindcast(cases, ties, shares)
    trust = _trust(cases, past, votes)
    said = past.told(cases.level, trust)
    places = middle.at(cases.level) + spread.at(cases.level) * (by_item[cases.item] + said)
    tried = Tried(places[there], ((cases.found - said) / past.spread)[there], votes[there])
    return Lessons(every, middle, spread, by_item, shares, trust, tried)


def _middle(columns: Columns, near: Near) -> tuple[Curve, Floats]:
    """Return the curve of what was verified where so much was declared, and how far each pair lies from it.

    It is a straight line with a slope drawn to the usual one, and the mean of what remains in the neighbourhood.
    """
    level, votes = columns.declared, columns.votes
    at, high = np.average(level, weights=votes), np.average(columns.verified, weights=votes)
    together = float(votes @ ((level - at) * (columns.verified - high)))
    slope = (together + SLOPE * SLOPE_VOTES) / (float(votes @ (level - at) ** 2) + SLOPE_VOTES)
    start = float(high - slope * at)
    rest = columns.verified - start - slope * level
    heights, others = near.means(rest, usual=0.0, votes=CURVE_VOTES)
    return Curve(near.kernel.places, heights, start, slope), rest - others


def _spread(columns: Columns, near: Near, beside: Floats) -> tuple[Curve, Floats]:
    """Return the spread round the curve by level declared, and that of the other reporters at each pair.

    The middle itself is not known better than its neighbours are many.
    """
    usual = float(np.average(beside**2, weights=columns.votes))
    heights, others = near.means(beside**2, usual=usual, votes=SPREAD_VOTES)
    unsure, unsure_others = (SPREAD**2 / (one + CURVE_VOTES) for one in (near.every, near.others))
    return Curve(near.kernel.places, np.sqrt(heights + unsure)), np.sqrt(others + unsure_others)


def _by_item(columns: Columns, found: Floats) -> Floats:
    """Return how far an item lies off the curve, drawn to zero as the items differ little or the item has few votes."""
    near = np.bincount(columns.item, columns.votes)
    mean, noise = np.bincount(columns.item, columns.votes * found) / near, 1 / near
    between = max(0.0, float(np.average(mean**2 - noise, weights=near)))
    return np.asarray(mean * between / (between + noise))


def _trust(cases: Cases, past: Foreseen, votes: Floats) -> Floats:
    """Return by how much more the record is to be believed, and its change of level, as the class would have had it.

    Two coefficients of least squares, drawn to zero: where the class says that declaring more than at the last audit
    means nothing, the second turns the answer back to the value then verified.
    """
    told = np.stack([past.found, past.moved(cases.level)])[:, cases.there]
    weight = votes[cases.there] / past.spread[cases.there] ** 2
    gram = (told * weight) @ told.T + np.eye(2) * TRUST_VOTES
    return np.asarray(np.linalg.solve(gram, (told * weight) @ (cases.found - past.found)[cases.there]))
