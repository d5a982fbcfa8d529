"""Say how unevenly a benefit is spread over the sectors, regions or publics that may have it.

Question: Do all have about as much, or a few nearly all; and between which bounds does that lie when some parts are
    known only roughly and a rest of the total not at all?
Formula: with the shares s of n parts, Herfindahl and Hirschman: the sum of s squared (1/n if all are equal, 1 if one
    has all). Gini: the mean difference between two parts, over twice the mean (0 to 1 - 1/n). Theil: the sum of
    s ln(s n), 0 to ln n; what nobody has adds nothing, as x ln x does towards zero. With parts in groups, Theil is the
    Theil between the groups, sum of S ln(S n / m), and the mean within them, each weighted by its share S.
Unit: parts in any one unit; all three are pure numbers.
Missing: a part that is zero is a part; one that is unknown is not zero. Bounds hold whatever the parts are between
    their own. An unknown rest lies in places not told of, anywhere from evenly in all of them to wholly in one.
Errors: `NotSpread` where there is no part, a part is negative or no number, or all are zero.
Source: A. O. Hirschman, American Economic Review 54 (1964); C. Gini (1912); H. Theil, Economics and Information Theory
    (1967); bounds by majorisation: A. W. Marshall, I. Olkin and B. Arnold, Inequalities (2011), chapters 1, 3 and 5.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

Index = Callable[[Sequence[float]], float]


class NotSpread(ValueError):
    """There is nothing to be spread: no parts, a negative one, or only zeros."""


def shares(parts: Sequence[float]) -> list[float]:
    """Return the share of each part.

    >>> shares([1, 3, 0])
    [0.25, 0.75, 0.0]
    """
    if not parts or any(not 0 <= one < math.inf for one in parts) or not any(parts):
        message = f"no shares of {list(parts)}"
        raise NotSpread(message)
    total = math.fsum(parts)
    return [one / total for one in parts]


def hhi(parts: Sequence[float]) -> float:
    """Return the index of Herfindahl and Hirschman.

    >>> hhi([1, 1, 1, 1]), hhi([0, 0, 7])
    (0.25, 1.0)
    """
    return math.fsum(share * share for share in shares(parts))


def gini(parts: Sequence[float]) -> float:
    """Return the coefficient of Gini over all pairs of parts, each with itself too.

    >>> gini([1, 1]), gini([0, 1]), gini([5])
    (0.0, 0.5, 0.0)
    """
    ordered = sorted(shares(parts))
    count = len(ordered)
    return max(0.0, math.fsum((2 * place - count - 1) * share for place, share in enumerate(ordered, 1)) / count)


def theil(parts: Sequence[float]) -> float:
    """Return the index of Theil.

    >>> theil([2, 2]), round(theil([0, 1]), 6)
    (0.0, 0.693147)
    """
    count = len(parts)
    return max(0.0, math.fsum(share * math.log(share * count) for share in shares(parts) if share))


@dataclass(frozen=True, slots=True)
class Decomposed:
    """The index of Theil of parts in groups: how much lies between the groups, how much within them."""

    between: float
    within: float

    @property
    def total(self) -> float:
        """Return the index of all the parts."""
        return self.between + self.within


def theil_parts(groups: Mapping[str, Sequence[float]]) -> Decomposed:
    """Return what of the index of Theil lies between groups of parts and what within them.

    >>> found = theil_parts({"north": [1, 1], "south": [3, 3]})
    >>> found.within, round(found.between, 6)
    (0.0, 0.130812)
    """
    count = sum(len(parts) for parts in groups.values())
    sums = {name: math.fsum(parts) for name, parts in groups.items()}
    shares([one for parts in groups.values() for one in parts])
    total = math.fsum(sums.values())
    having = [(sums[name] / total, parts) for name, parts in groups.items() if sums[name]]
    between = math.fsum(share * math.log(share * count / len(parts)) for share, parts in having)
    return Decomposed(max(0.0, between), math.fsum(share * theil(parts) for share, parts in having))


def lorenz(parts: Sequence[float]) -> list[tuple[float, float]]:
    """Return the curve of Lorenz: what share the poorest have, from none of them to all.

    >>> lorenz([3, 1])
    [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]
    """
    ordered = sorted(shares(parts))
    summed = list(accumulate(ordered, initial=0.0))
    return [(place / len(ordered), min(1.0, upto)) for place, upto in enumerate(summed[:-1])] + [(1.0, 1.0)]


@dataclass(frozen=True, slots=True)
class Part:
    """A part between two bounds; the upper one is open where nobody told it."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse bounds that hold nothing."""
        if not 0 <= self.low <= self.high or math.isinf(self.low):
            message = f"no part between {self.low:g} and {self.high:g}"
            raise NotSpread(message)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what and what an index lies."""

    low: float
    high: float


def bounds(index: Index, parts: Sequence[Part]) -> Bounds:
    """Return bounds of an index of parts that are known between bounds of their own; `index` is one of this module.

    The lower bound is met: of all spreads the most even one brings every part as near to one level as it may come. The
    upper bound is met too when the parts stand in one order by their lower and by their upper bounds; else it may lie
    above what can be.

    >>> bounds(hhi, [Part(1, 1), Part(1, 3)])
    Bounds(low=0.5, high=0.625)
    """
    if not any(part.high for part in parts):
        message = "all parts are zero"
        raise NotSpread(message)
    if all(part.low == part.high for part in parts):
        exact = index([part.low for part in parts])
        return Bounds(exact, exact)
    return Bounds(_least(index, parts), _most(index, parts))


def with_rest(parts: Sequence[Part], rest: Part, places: int, *, evenly: bool) -> list[Part]:
    """Return the parts and the rest that nobody told of, spread evenly over so many places or all in one.

    >>> with_rest([Part(1, 1)], Part(4, 4), 2, evenly=True)
    [Part(low=1, high=1), Part(low=2.0, high=2.0), Part(low=2.0, high=2.0)]
    """
    if evenly and places:
        return [*parts, *[Part(rest.low / places, rest.high / places)] * places]
    return [*parts, *[rest] * min(1, places), *[Part(0, 0)] * (places - 1)]


def bounds_with_rest(index: Index, parts: Sequence[Part], rest: Part, places: int) -> Bounds:
    """Return bounds of an index when a rest of the total lies in so many places nobody told of."""
    even, one = (with_rest(parts, rest, places, evenly=evenly) for evenly in (True, False))
    return Bounds(bounds(index, even).low, bounds(index, one).high)


def _least(index: Index, parts: Sequence[Part]) -> float:
    """Return the index of the most even parts: each clamped to one level, the level that gives the least."""
    ends = sorted({end for part in parts for end in (part.low, part.high) if end < math.inf})
    between = (_level(index, parts, low, high) for low, high in pairwise(ends))
    # Above the last end are those that may all be zero or anything, and are even at any level.
    levels = (*ends, *between, ends[-1] + 1)
    spreads = ([min(max(part.low, level), part.high) for part in parts] for level in levels)
    return min(index(spread) for spread in spreads if any(spread))


def _level(index: Index, parts: Sequence[Part], low: float, high: float) -> float:
    """Return the best level between two ends, where some parts stand still and all others are at the level.

    With Q the sum of squares and S the sum of those that stand still, the index of Herfindahl and Hirschman is least at
    Q / S; that of Theil where the logarithm is the sum of x ln x over S. That of Gini is least at an end.
    """
    still = [min(part.high, max(part.low, low)) for part in parts if part.high <= low or part.low >= high]
    total = math.fsum(still)
    if index is gini or not total:
        return low
    if index is hhi:
        best = math.fsum(one * one for one in still) / total
    else:
        best = math.exp(math.fsum(one * math.log(one) for one in still if one) / total)
    return min(max(best, low), high)


def _most(index: Index, parts: Sequence[Part]) -> float:
    """Return the index of what is more uneven than all the parts may be: the first k as large, the others as small."""
    if any(math.isinf(part.high) for part in parts):
        return index([1.0, *[0.0] * (len(parts) - 1)])
    lows = sorted((part.low for part in parts), reverse=True)
    highs = sorted((part.high for part in parts), reverse=True)
    spreads = ([*highs[:k], *lows[k:]] for k in range(len(parts) + 1))
    return max(index(spread) for spread in spreads if any(spread))


@dataclass(frozen=True, slots=True)
class Ranks:
    """The first and the last place a part may have among its sisters; 1 has most."""

    low: int
    high: int


def ranks(parts: Sequence[Part]) -> Iterator[Ranks]:
    """Return between which ranks each part lies: how many surely have more, and how many may have more.

    >>> list(ranks([Part(5, 9), Part(8, 12), Part(1, 2)]))
    [Ranks(low=1, high=2), Ranks(low=1, high=2), Ranks(low=3, high=3)]
    """
    lows, highs = sorted(part.low for part in parts), sorted(part.high for part in parts)
    for part in parts:
        # A part is among those that may have more than its own lower bound, unless it is known exactly.
        may = len(highs) - bisect_right(highs, part.low) - (part.high > part.low)
        yield Ranks(1 + len(lows) - bisect_right(lows, part.high), 1 + may)


def share_bounds(parts: Sequence[Part], total: Part | None = None) -> Iterator[Bounds]:
    """Return between which shares of the whole each part lies; `total` is the whole where it was told.

    >>> list(share_bounds([Part(1, 1), Part(1, 3)]))
    [Bounds(low=0.25, high=0.5), Bounds(low=0.5, high=0.75)]
    >>> next(share_bounds([Part(30, 30), Part(0, math.inf)], Part(100, 100)))
    Bounds(low=0.3, high=0.3)
    """
    whole = total or Part(0, math.inf)
    lows, highs, open_ones = _summed(parts)
    for part in parts:
        others_low = lows - part.low
        still_open = open_ones - math.isinf(part.high)
        others_high = math.inf if still_open else highs - (0 if math.isinf(part.high) else part.high)
        low = max(part.low, whole.low - others_high)
        high = min(part.high, whole.high - others_low)
        yield Bounds(
            low / min(whole.high, low + others_high) if low > 0 else 0.0,
            1.0 if math.isinf(high) else high / max(whole.low, high + others_low) if high > 0 else 0.0,
        )


def _summed(parts: Sequence[Part]) -> tuple[float, float, int]:
    """Return the sum of the lower bounds, that of the upper bounds that are told, and how many are not."""
    told = [part.high for part in parts if not math.isinf(part.high)]
    return math.fsum(part.low for part in parts), math.fsum(told), len(parts) - len(told)
