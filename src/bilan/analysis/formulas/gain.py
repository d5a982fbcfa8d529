"""Say what each side gains by an agreement, over all that its stated figures leave open.

Question: How much does each side gain by an agreement over what it would have had without it, how sure is it that every
    side gains, and on which figure does that hang?
Formula: gain of a side = sum over its lines of sign x quantity x worth x rate. The sign is + for what it gets with the
    agreement and for what it would have given without it, - for what it gives with it and for what it would have got
    without it. A worth (what one is worth in money) and a rate of exchange may stand in several lines: each is one
    unknown. The gain is linear in every single unknown, so that its exact bounds lie on corners, and so that the value
    of an unknown at which a gain crosses zero, the others held, is the solution of a linear equation.
    By chance: a number told with a range is triangular (its peak the number told), a range alone uniform, an exact
    number a point; all independent.
Units: money of one currency; quantities, worths and rates are not negative.
Errors: a bound that was never told is None. What rests on it has no bound on that side, and no distribution.
Source: triangular distributions for stated ranges: D. Vose, Risk Analysis (2008), ch. 10; what would have come anyway:
    HM Treasury, The Green Book (2022), ch. 5; switching values: ibid., ch. 5. Draws by PCG64 (M. O'Neill, 2014).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from math import inf, prod, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Draws = NDArray[np.float64]
Bound = Fraction | float
# So many draws are held at once, so that an account of thousands of figures needs no more memory than it should.
BLOCK: Final = 2_000
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Spread:
    """A number as stated: its middle, its bounds (None where none was told), and whether the middle was told."""

    low: Fraction | None
    middle: Fraction
    high: Fraction | None
    is_told: bool = True

    @property
    def ends(self) -> tuple[Bound, Bound]:
        """Return both bounds, infinite where none was told; nothing here is negative, yet zero is not filled in."""
        return (-inf if self.low is None else self.low, inf if self.high is None else self.high)

    @property
    def is_closed(self) -> bool:
        """Tell whether both bounds are known."""
        return self.low is not None and self.high is not None

    @property
    def is_exact(self) -> bool:
        """Tell whether it is a single number."""
        return self.low == self.high and self.low is not None


def spread(value: Fraction | None, low: Fraction | None, high: Fraction | None) -> Spread | None:
    """Make a spread of a number and a range, either of which may be absent; none where nothing or nonsense was told.

    >>> spread(None, Fraction(2), Fraction(4)).middle
    Fraction(3, 1)
    >>> spread(Fraction(5), Fraction(6), Fraction(7)) is None
    True
    """
    if value is None and (low is None or high is None):
        return None
    middle = value if value is not None else (low + high) / 2  # type: ignore[operator]  # both are there
    above = high is None or middle <= high
    if min(one for one in (low, middle) if one is not None) < 0 or not above or (low is not None and low > middle):
        return None
    return Spread(low, middle, high, value is not None)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a side: its sign, and the names of its quantity, its worth and its rate among the spreads."""

    sign: int
    quantity: str
    worth: str | None = None
    rate: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of what it is the product of."""
        return tuple(filter(None, (self.quantity, self.worth, self.rate)))


Spreads = Mapping[str, Spread]
Sides = Mapping[str, Sequence[Line]]


def total(lines: Iterable[Line], values: Mapping[str, Any]) -> Any:
    """Return the gain of a side for one value, or an array of draws, of every unknown."""
    found: Any = 0
    for line in lines:
        term: Any = line.sign
        for name in line.names:
            term = term * values[name]
        found = found + term
    return found


def middles(spreads: Spreads) -> dict[str, Fraction]:
    """Return every unknown at its middle."""
    return {name: one.middle for name, one in spreads.items()}


def bounds(lines: Sequence[Line], spreads: Spreads) -> tuple[Bound, Bound]:
    """Return the exact least and largest gain of a side; infinite where a bound was never told.

    >>> told = {"jobs": Spread(Fraction(2), Fraction(3), Fraction(4)), "cost": Spread(*[Fraction(1)] * 3)}
    >>> bounds([Line(1, "jobs"), Line(-1, "cost")], told)
    (Fraction(1, 1), Fraction(3, 1))
    """
    if all(spreads[name].is_exact for line in lines for name in line.names):
        exact = Fraction(total(lines, middles(spreads)))
        return exact, exact
    rates = sorted({line.rate for line in lines if line.rate})
    corners = [dict(zip(rates, ends, strict=True)) for ends in product(*(spreads[one].ends for one in rates))]
    each = [_at_rates(lines, spreads, corner) for corner in corners]
    return min(low for low, _ in each), max(high for _, high in each)


def _at_rates(lines: Sequence[Line], spreads: Spreads, rates: Mapping[str, Bound]) -> tuple[Bound, Bound]:
    """Return the bounds where the rates are given: each worth stands in a group of lines apart from the others."""
    low: Bound = Fraction(0)
    high: Bound = Fraction(0)
    groups: dict[str, list[tuple[Bound, Bound]]] = {}
    for line in lines:
        groups.setdefault(line.worth or "", []).append(_ends(line, spreads, rates))
    for worth, ends in groups.items():
        inner = (sum((one for one, _ in ends), Fraction(0)), sum((one for _, one in ends), Fraction(0)))
        worths = spreads[worth].ends if worth else (Fraction(1), Fraction(1))
        low += min(_times(inner[0], one) for one in worths)
        high += max(_times(inner[1], one) for one in worths)
    return low, high


def _ends(line: Line, spreads: Spreads, rates: Mapping[str, Bound]) -> tuple[Bound, Bound]:
    rate = rates[line.rate] if line.rate else Fraction(1)
    one, other = (_times(_times(end, rate), line.sign) for end in spreads[line.quantity].ends)
    return (one, other) if line.sign > 0 else (other, one)


def _times(one: Bound, other: Bound | int) -> Bound:
    """Multiply, nothing times the unbounded being nothing."""
    return Fraction(0) if not one or not other else one * other


@dataclass(frozen=True, slots=True)
class Centre:
    """The gains with everything at its middle, and how fast each side's moves with each unknown."""

    spreads: Spreads
    gains: Mapping[str, Fraction]
    slopes: Mapping[str, Mapping[str, Fraction]]

    @property
    def smallest(self) -> Fraction:
        """Return the smallest gain of any side."""
        return min(self.gains.values())

    def at(self, name: str, value: Fraction) -> Fraction:
        """Return the smallest gain of any side with one unknown at a value, the others at their middle."""
        away, moved = value - self.spreads[name].middle, self.slopes[name]
        return min(gain + moved.get(side, 0) * away for side, gain in self.gains.items())


def centre(sides: Sides, spreads: Spreads) -> Centre:
    """Compute the gains at the middles, and their slopes: that of a product is the product of its other factors."""
    values = middles(spreads)
    slopes: dict[str, dict[str, Fraction]] = {name: {} for name in spreads}
    for side, lines in sides.items():
        for line in lines:
            for name in line.names:
                factors = (values[other] for other in line.names if other != name)
                slope = prod(factors, start=Fraction(line.sign))
                slopes[name][side] = slopes[name].get(side, Fraction(0)) + slope
    return Centre(spreads, {side: Fraction(total(lines, values)) for side, lines in sides.items()}, slopes)


def crossing(at: Centre, name: str) -> tuple[Fraction | None, Fraction | None] | None:
    """Return between which values of one unknown every side gains, the others at their middle; None where for no value.

    A bound is None where there is none. At a bound itself the gain of a side is zero: it does not gain.

    >>> told = {"jobs": Spread(Fraction(2), Fraction(3), Fraction(4)), "cost": Spread(*[Fraction(1)] * 3)}
    >>> crossing(centre({"a": [Line(1, "jobs"), Line(-1, "cost")]}, told), "jobs")
    (Fraction(1, 1), None)
    """
    middle = at.spreads[name].middle
    low: list[Fraction] = []
    high: list[Fraction] = []
    for side, gain in at.gains.items():
        slope = at.slopes[name].get(side, Fraction(0))
        if slope:
            (low if slope > 0 else high).append(middle - gain / slope)
        elif gain <= 0:
            return None
    found = (max(low, default=None), min(high, default=None))
    return None if found[0] is not None and found[1] is not None and found[0] >= found[1] else found


@dataclass(frozen=True, slots=True)
class Flip:
    """The nearest values of one unknown, below and above its middle, beyond which the smallest gain changes sign."""

    below: Fraction | None
    above: Fraction | None

    def is_within(self, one: Spread) -> bool:
        """Tell whether either lies inside the stated range."""
        low, high = one.ends
        return any(end is not None and low <= end <= high for end in (self.below, self.above))


def flip(at: Centre, name: str) -> Flip:
    """Return where the sign of the smallest gain changes with one unknown, the others at their middle.

    Nothing here can be negative: a solution below zero is none.
    """
    found, middle = crossing(at, name), at.spreads[name].middle
    if found is None:
        return Flip(None, None)
    low, high = (None if one is None or one < 0 else one for one in found)
    if low is not None and middle <= low:
        return Flip(None, low)
    if found[1] is not None and middle >= found[1]:
        # Values below zero there are none: a bound of zero cannot be passed.
        return Flip(high or None, None)
    return Flip(low, high)


@dataclass(frozen=True, slots=True)
class Simulated:
    """Draws of the gain of every side."""

    gains: Mapping[str, Draws]

    @property
    def smallest(self) -> Draws:
        """Return, draw by draw, the smallest gain of any side."""
        return reduce(np.minimum, self.gains.values())

    @property
    def all_gain(self) -> NDArray[np.bool_]:
        """Tell of each draw whether every side gains."""
        return self.smallest > 0

    def shares(self) -> dict[str, Draws]:
        """Return the share of each side in the whole gain, over the draws in which every side gains."""
        all_gain = self.all_gain
        kept = {side: gain[all_gain] for side, gain in self.gains.items()}
        whole = sum(kept.values())
        return {side: gain / whole for side, gain in kept.items()}


def simulate(sides: Sides, spreads: Spreads, seed: Sequence[int], draws: int) -> Simulated:
    """Draw every unknown so many times, independently: block by block, within a block in the order of their names.

    Where every number is exact all draws would be alike, and there is one.
    """
    chance = np.random.Generator(np.random.PCG64(seed))
    exact = {name: float(one.middle) for name, one in spreads.items() if one.is_exact}
    open_ = [(name, spreads[name]) for name in sorted(spreads) if name not in exact]
    gains = {side: np.empty(draws if open_ else 1) for side in sides}
    for start in range(0, draws if open_ else 1, BLOCK):
        count = min(BLOCK, draws - start)
        values = {**exact, **{name: _drawn(one, chance, count) for name, one in open_}}
        for side, lines in sides.items():
            gains[side][start : start + count] = total(lines, values)
    return Simulated(gains)


def _drawn(one: Spread, chance: np.random.Generator, draws: int) -> Draws:
    low, high = map(float, one.ends)
    return chance.triangular(low, float(one.middle), high, draws) if one.is_told else chance.uniform(low, high, draws)


def quantiles(draws: Draws) -> tuple[float, ...]:
    """Return the 5th, 25th, 50th, 75th and 95th percentile."""
    if draws.size == 1:
        return (float(draws[0]),) * len(QUANTILES)
    return tuple(float(one) for one in np.quantile(draws, QUANTILES))


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability that was counted on draws, and its standard error."""

    value: float
    error: float


def chance_of(happened: NDArray[np.bool_]) -> Chance:
    """Return how often something happened, with the standard error of the count."""
    share = float(np.mean(happened))
    return Chance(share, sqrt(share * (1 - share) / happened.size))


def conclusion(ends: Iterable[tuple[Bound, Bound]], chance: Chance | None, sure: float) -> str | None:
    """Say whether every side gains: *holds*, *does_not_hold*, or None where the stated ranges leave it open.

    By the exact bounds where they settle it; else by the probability that every side gains, two standard errors being
    in doubt.

    >>> conclusion([(1, 5), (2, 3)], None, 0.95), conclusion([(1, 5), (-2, 0)], None, 0.95)
    ('holds', 'does_not_hold')
    >>> conclusion([(-1, 5)], None, 0.95)
    """
    told = list(ends)
    if all(low > 0 for low, _ in told):
        return "holds"
    if any(high <= 0 for _, high in told):
        return "does_not_hold"
    if chance is None:
        return None
    if chance.value - 2 * chance.error >= sure:
        return "holds"
    return "does_not_hold" if chance.value + 2 * chance.error <= 1 - sure else None
