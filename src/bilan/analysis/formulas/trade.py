"""Measure what a country sells abroad against what the world sells, and split its growth into four effects.

Question: Does a country sell more of something than its size explains? How much of the growth of its exports came from
    the growth of the world, from what it sells, from whom it sells to, and from itself?
Formula: Balassa: (x / X) / (w / W), x being the country's exports of the thing, X all its exports, w and W those of the
    world. Symmetric: (B - 1) / (B + 1). Normalised (Yu, Cai and Leung): x / W - X w / W^2.
    Constant market share (Leamer and Stern), summed over things i and markets j, r being the growth of the world:
    change = r x + sum (r_i - r) x_i + sum (r_ij - r_i) x_ij + sum (x'_ij - x_ij - r_ij x_ij).
    Growth: (last / first) ** (1 / years) - 1. Concentration: the sum of the squares of the clients' shares.
    A value is converted at the rate of its own year: "MAD per EUR" times euros, or dirhams divided by it.
Unit: shares and ratios are pure numbers; exports and effects are in the currency of what is given.
Missing: where a denominator is nothing, there is no ratio. A cell in which the country sold more than the world did, or
    less than nothing, is unsound: `is_sound` tells it. Of the clients that are not known, only the sum is: they are
    many small ones for the low bound, a single one for the high bound.
Source: B. Balassa, The Manchester School 33 (1965); B. Dalum, K. Laursen and G. Villumsen, International Review of
    Applied Economics 12 (1998); R. Yu, J. Cai and P. Leung, The Annals of Regional Science 43 (2009); E. Leamer and
    R. Stern, Quantitative International Economics (1970); A. Hirschman, American Economic Review 54 (1964).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Generic, TypeVar

from bilan.analysis.formulas.intervals import Interval

Number = TypeVar("Number", float, Fraction)


def balassa(sold: float, all_sold: float, world_sold: float, world_all_sold: float) -> float | None:
    """Return the revealed comparative advantage, none where it would be divided by nothing.

    >>> balassa(20, 100, 10, 100)
    2.0
    """
    if all_sold <= 0 or world_sold <= 0 or world_all_sold <= 0:
        return None
    return (sold / all_sold) / (world_sold / world_all_sold)


def symmetric(advantage: float) -> float:
    """Return an advantage between -1 (nothing is sold) and 1; 0 is the world's own share.

    >>> symmetric(1.0), symmetric(3.0)
    (0.0, 0.5)
    """
    return (advantage - 1) / (advantage + 1)


def normalised(sold: float, all_sold: float, world_sold: float, world_all_sold: float) -> float | None:
    """Return by what share of the world's exports a country sells more of the thing than its size explains.

    Over all countries and all things these add up to nothing.

    >>> round(normalised(20, 100, 100, 1000), 12)
    0.01
    """
    if world_all_sold <= 0:
        return None
    return sold / world_all_sold - all_sold * world_sold / world_all_sold**2


def growth(first: float, last: float, years: float) -> float | None:
    """Return the growth of a year, compounded; none from nothing, or over no time.

    >>> round(growth(100, 121, 2), 12)
    0.1
    """
    if first <= 0 or last < 0 or years <= 0:
        return None
    return float((last / first) ** (1 / years)) - 1


def deflated(value: float, index: float, base: float) -> float | None:
    """Return a value in the prices of the base, none where there is no price.

    >>> deflated(110, 110, 100)
    100.0
    """
    return value * base / index if index > 0 and base > 0 else None


def concentration(known: Sequence[float], total: float) -> Interval | None:
    """Return the bounds of the sum of squared shares of clients, where some may be known by their total only.

    >>> concentration([50, 25], 100)
    Interval(low=0.3125, high=0.375)
    """
    rest = total - sum(known)
    if total <= 0 or rest < 0 or any(one < 0 for one in known):
        return None
    low = sum((one / total) ** 2 for one in known)
    return Interval(low, low + (rest / total) ** 2)


@dataclass(frozen=True, slots=True)
class Cell(Generic[Number]):
    """What a country sold of a thing to a market in a first and in a last year, and what the world sold there."""

    thing: str
    market: str
    first: Number
    last: Number
    world_first: Number
    world_last: Number


def is_sound(cell: Cell[Number]) -> bool:
    """Tell whether a country sold nothing that the world did not, in both years."""
    return 0 <= cell.first <= cell.world_first and 0 <= cell.last <= cell.world_last


@dataclass(frozen=True, slots=True)
class Effects(Generic[Number]):
    """The four effects that a change of exports is made of."""

    world_growth: Number
    thing_mix: Number
    market_mix: Number
    competitiveness: Number

    def __add__(self, other: "Effects[Number]") -> "Effects[Number]":
        """Return the effects of two cells together."""
        return Effects(
            self.world_growth + other.world_growth,
            self.thing_mix + other.thing_mix,
            self.market_mix + other.market_mix,
            self.competitiveness + other.competitiveness,
        )

    @property
    def change(self) -> Number:
        """Return what they add up to."""
        return self.world_growth + self.thing_mix + self.market_mix + self.competitiveness


def split(cells: Sequence[Cell[Number]]) -> list[Effects[Number]]:
    """Return the four effects of each cell, all of them sound; nothing where the world sold nothing at first."""
    growths = _growth_of(cells, lambda _: "")
    if not growths:
        return []
    by_thing, by_cell = _growth_of(cells, lambda one: one.thing), _growth_of(cells, lambda one: one.thing, _market)
    return [_effects(one, growths["", ""], by_thing, by_cell) for one in cells]


def _effects(
    cell: Cell[Number],
    world: Number,
    by_thing: Mapping[tuple[str, str], Number],
    by_cell: Mapping[tuple[str, str], Number],
) -> Effects[Number]:
    # Where the world sold nothing at first, neither did the country: what it sold then weighs nothing.
    thing = by_thing.get((cell.thing, ""), world)
    here = by_cell.get((cell.thing, cell.market), thing)
    return Effects(
        world * cell.first,
        (thing - world) * cell.first,
        (here - thing) * cell.first,
        cell.last - cell.first - here * cell.first,
    )


def constant_market_share(cells: Sequence[Cell[Number]]) -> Effects[Number] | None:
    """Split the change of exports over cells that are sound; none where the world sold nothing at first.

    >>> print(constant_market_share([Cell("software", "world", 10.0, 18.0, 100.0, 150.0)]))
    Effects(world_growth=5.0, thing_mix=0.0, market_mix=0.0, competitiveness=3.0)
    """
    found = split(cells)
    return reduce(lambda one, other: one + other, found) if found else None


def _market(cell: Cell[Number]) -> str:
    return cell.market


def _nowhere(_cell: Cell[Number]) -> str:
    return ""


def _growth_of(
    cells: Iterable[Cell[Number]],
    thing: Callable[[Cell[Number]], str],
    market: Callable[[Cell[Number]], str] = _nowhere,
) -> dict[tuple[str, str], Number]:
    """Return the growth of the world by thing and market, where it sold anything at first."""
    first: dict[tuple[str, str], Number] = {}
    last: dict[tuple[str, str], Number] = {}
    for one in cells:
        key = thing(one), market(one)
        first[key] = first[key] + one.world_first if key in first else one.world_first
        last[key] = last[key] + one.world_last if key in last else one.world_last
    return {key: (last[key] - was) / was for key, was in first.items() if was > 0}


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of one currency was paid for one of another in a year, and the entry that tells it."""

    paid: str
    bought: str
    year: int
    value: Fraction
    entry: int


class Rates:
    """Rates of exchange by year; of a year without a rate nothing is converted."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        """Hold the rates both ways; a rate that is told wins over one turned round."""
        given = [one for one in rates if one.value > 0]
        self._known = {(one.paid, one.bought, one.year): (1 / one.value, one.entry) for one in given}
        self._known |= {(one.bought, one.paid, one.year): (one.value, one.entry) for one in given}

    def convert(self, value: Fraction, *, of: str, into: str, year: int) -> tuple[Fraction, tuple[int, ...]] | None:
        """Return a value in another currency at the rate of its year, with the entry of the rate.

        >>> Rates([Rate("MAD", "EUR", 2009, Fraction(11), 7)]).convert(Fraction(22), of="MAD", into="EUR", year=2009)
        (Fraction(2, 1), (7,))
        """
        if of == into:
            return value, ()
        found = self._known.get((of, into, year))
        return (value * found[0], (found[1],)) if found else None
