"""Find where cases gather in areas that touch one another, without naming the places first.

Question: is there a connected set of areas with more cases than its share of the people would bring, and more than
    chance alone would bring anywhere on the map?
Formula: of each connected set Z with c cases and e expected among C, the likelihood ratio of Kulldorff for Poisson
    counts, c ln(c / e) + (C - c) ln((C - c) / (C - e)) where c > e, else 0. Sets are grown from each area by its
    neighbours (the flexible scan of Tango and Takahashi), up to half of what is expected. p: how often the highest
    ratio of all sets is reached when C cases fall on the areas by their shares, (1 + reached) / (1 + draws): that many
    sets were looked at is counted in. Over several scans p is corrected by Holm.
Unit: counts of cases; expected ones in the same; p from 0 to 1.
Missing: an area whose neighbours are not known stands alone. An area without people or without a count is left out by
    whoever asks. Where a set grows beyond the most sets that are tried, larger sets are not, and that is told.
Source: M. Kulldorff, Commun. Stat. 26 (1997); T. Tango and K. Takahashi, Int. J. Health Geogr. 4 (2005); S. Holm,
    Scand. J. Stat. 6 (1979).

The ratio supposes that each case settles by itself. People who come with one employer do not: on large counts nearly
every difference is beyond chance so understood, and the size of the excess says more than p.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Zone = frozenset[int]
# Ratios that are held at a time.
BLOCK: Final = 1_000_000
HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Cluster:
    """A connected set of areas with more cases than expected, its likelihood ratio and its p."""

    areas: Zone
    cases: float
    expected: float
    ratio: float
    p: float


@dataclass(frozen=True, slots=True)
class Zones:
    """The connected sets to look at; `largest` is the most areas that every set of so many was tried of."""

    sets: tuple[Zone, ...]
    largest: int


def connected(neighbours: Sequence[AbstractSet[int]], *, largest: int, most: int = 20_000) -> Zones:
    """Return every connected set of up to so many areas; of a size that would make too many, none.

    >>> sorted(sorted(one) for one in connected([{1}, {0, 2}, {1}], largest=2).sets)
    [[0], [0, 1], [1], [1, 2], [2]]
    """
    grown: set[Zone] = {frozenset({area}) for area in range(len(neighbours))}
    found, size = sorted(grown, key=sorted), 1
    while grown and size < largest:
        grown = {zone | {near} for zone in grown for area in zone for near in neighbours[area] if near not in zone}
        if len(found) + len(grown) > most:
            return Zones(tuple(found), size)
        found += sorted(grown, key=sorted)
        size += 1
    return Zones(tuple(found), largest)


def ratios(cases: Floats, expected: Floats, total: float) -> Floats:
    """Return the likelihood ratio of each set from its cases and those expected."""
    found = np.zeros(cases.shape)
    # Only an excess is told, and logarithms take time.
    excess = np.nonzero(cases > expected)
    inside, outside = cases[excess], total - cases[excess]
    foreseen = np.broadcast_to(expected, cases.shape)[excess]
    rest = np.log(np.where(outside > 0, outside, 1) / (total - foreseen))
    found[excess] = inside * np.log(inside / foreseen) + np.where(outside > 0, outside * rest, 0.0)
    return found


def scan(
    cases: Sequence[float], people: Sequence[float], zones: Sequence[Zone], *, draws: int, seed: int
) -> list[Cluster]:
    """Return the most likely cluster and those that share no area with a likelier one, each with its p.

    >>> [sorted(one.areas) for one in scan([30, 10, 10], [100, 100, 100], [frozenset({0})], draws=99, seed=1)]
    [[0]]
    """
    shares = np.array(people, dtype=float) / sum(people)
    total = float(sum(cases))
    # More than half of what is expected would be the lack outside, told as an excess inside.
    small = [zone for zone in zones if sum(shares[place] for place in zone) <= HALF]
    if not total or not small:
        return []
    inside = np.array([[float(area in zone) for zone in small] for area in range(len(shares))])
    expected = total * shares @ inside
    zone_cases = np.array(cases, dtype=float) @ inside
    found = ratios(zone_cases, expected, total)
    drawn = np.random.default_rng(seed).multinomial(round(total), shares, size=draws).astype(float)
    blocks = np.array_split(drawn, 1 + draws * len(small) // BLOCK)
    highest = np.sort(np.concatenate([ratios(block @ inside, expected, total).max(axis=1) for block in blocks]))
    return [
        Cluster(small[place], float(zone_cases[place]), float(expected[place]), float(found[place]), p)
        for place in _apart(found, small)
        for p in [(1 + draws - int(np.searchsorted(highest, found[place] - 1e-9))) / (1 + draws)]
    ]


def _apart(found: Floats, zones: Sequence[Zone]) -> list[int]:
    """Return the places of the highest ratios that share no area, the highest first."""
    taken: set[int] = set()
    kept: list[int] = []
    for place in np.argsort(-found, kind="stable"):
        if found[place] > 0 and taken.isdisjoint(zones[place]):
            kept.append(int(place))
            taken |= zones[place]
    return kept


def holm(given: Mapping[str, float]) -> dict[str, float]:
    """Correct p for how many were looked at, so that even one false find is as rare as p says.

    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'b': 0.06, 'c': 0.06}
    """
    ordered, highest, found = sorted(given, key=lambda name: given[name]), 0.0, {}
    for place, name in enumerate(ordered):
        highest = max(highest, min(1.0, (len(ordered) - place) * given[name]))
        found[name] = highest
    return {name: found[name] for name in given}
