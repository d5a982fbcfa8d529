"""Say between which bounds a share lies that was counted on few cases, some of them unknown.

Question: k of n known cases turned out well, and of u more nothing is known. How large may the share be?
Formula: for the known ones, the interval of Wilson, of Clopper and Pearson (exact: quantiles of the beta distribution)
    or of Jeffreys (quantiles of the beta distribution with a half added to either count; 0 and 1 at the ends). For the
    unknown ones no distribution is supposed: the share is between that in which all of them failed and that in which
    all of them succeeded. With weights, the share is the weighted one, and the interval that of Wilson on the effective
    number of cases, the square of the sum of the weights over the sum of their squares.
Unit: shares of 1. A confidence is a share of 1 too, 0.95 unless told.
Missing: of no case there is no share and no interval; the bounds are then from 0 to 1 where something is unknown.
Source: E. B. Wilson, JASA 22 (1927); C. J. Clopper and E. S. Pearson, Biometrika 26 (1934); L. D. Brown, T. T. Cai and
    A. DasGupta, Statistical Science 16 (2001); L. Kish, Survey Sampling (1965); C. F. Manski, Partial Identification of
    Probability Distributions (2003).

An interval tells how far chance alone may carry a share of so few cases; it says nothing of cases that were chosen for
being told. That is what the bounds are for, and the two are never mixed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95
# The continued fraction of the incomplete beta function needs some sqrt(max(a, b)) terms until it stands still.
_MOST_TERMS: Final = 100_000
_STILL: Final = 1e-15
_TINY: Final = 1e-300
# A step so small beside x is lost in the rounding of the function.
_CLOSE: Final = 1e-14
_MOST: Final = 700.0


class WrongCount(ValueError):
    """A count that cannot be: negative, or more good cases than there are."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share between two bounds."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Return how far the bounds are apart."""
        return self.high - self.low


def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """Return how many standard deviations on either side hold that share of a normal distribution.

    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(good: float, of: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the interval of Wilson; the counts need not be whole, as effective ones are not.

    >>> wilson(0, 0) is None
    True
    >>> round(wilson(1, 2).low, 4), round(wilson(1, 2).high, 4)
    (0.0945, 0.9055)
    """
    _demand(good, of)
    if not of:
        return None
    z, share = normal_quantile(confidence), good / of
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    # At the ends the bound is the end itself, where subtraction would leave a speck.
    low = 0.0 if good == 0 else max(0.0, (middle - half) / whole)
    return Interval(low, 1.0 if good == of else min(1.0, (middle + half) / whole))


def clopper_pearson(good: float, of: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the exact interval: it holds the true share at least as often as it says.

    >>> round(clopper_pearson(0, 10).high, 4)
    0.3085
    """
    _demand(good, of)
    if not of:
        return None
    tail, bad = (1 - confidence) / 2, of - good
    low = beta_quantile(tail, good, bad + 1) if good else 0.0
    return Interval(low, beta_quantile(1 - tail, good + 1, bad) if bad else 1.0)


def jeffreys(good: float, of: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the interval of Jeffreys, in the middle between the two others.

    >>> jeffreys(0, 10).low, round(jeffreys(0, 10).high, 4)
    (0.0, 0.2172)
    """
    _demand(good, of)
    if not of:
        return None
    tail, bad = (1 - confidence) / 2, of - good
    low = beta_quantile(tail, good + 0.5, bad + 0.5) if good else 0.0
    return Interval(low, beta_quantile(1 - tail, good + 0.5, bad + 0.5) if bad else 1.0)


def bounds(good: float, bad: float, unknown: float) -> Interval | None:
    """Return the shares if all unknown cases failed and if all succeeded; counts or sums of weights.

    >>> bounds(3, 1, 4)
    Interval(low=0.375, high=0.875)
    >>> bounds(0, 0, 0) is None
    True
    """
    _demand(good, good + bad)
    _demand(unknown, unknown)
    every = good + bad + unknown
    return Interval(good / every, (good + unknown) / every) if every else None


def envelope(
    good: float,
    bad: float,
    unknown: float,
    by: Callable[[float, float], Interval | None] = wilson,
) -> Interval | None:
    """Return the interval that holds whatever the unknown cases turn out to be: chance and ignorance together.

    >>> envelope(3, 1, 0) == wilson(3, 4)
    True
    """
    every = good + bad + unknown
    worst, best = by(good, every), by(good + unknown, every)
    return Interval(worst.low, best.high) if worst and best else None


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted share: the sums of weights it rests on, and of their squares."""

    good: float
    bad: float
    unknown: float
    squares_known: float
    squares_unknown: float = 0.0

    @property
    def known(self) -> float:
        """Return the weight of the known cases."""
        return self.good + self.bad

    @property
    def share(self) -> float | None:
        """Return the share among the known ones, none when nothing known has weight."""
        return self.good / self.known if self.known else None

    @property
    def effective(self) -> float:
        """Return how many equal cases would tell as much as the known ones."""
        return _effective(self.known, self.squares_known)

    @property
    def interval(self) -> Interval | None:
        """Return the interval of Wilson on the effective number of known cases."""
        return None if self.share is None else wilson(self.share * self.effective, self.effective)

    @property
    def bounds(self) -> Interval | None:
        """Return the weighted shares if all unknown cases failed and if all succeeded."""
        return bounds(self.good, self.bad, self.unknown)

    @property
    def envelope(self) -> Interval | None:
        """Return the interval that holds whatever the unknown cases turn out to be."""
        every = self.known + self.unknown
        if not every:
            return None
        scale = _effective(every, self.squares_known + self.squares_unknown) / every
        return envelope(self.good * scale, self.bad * scale, self.unknown * scale)


def _effective(weight: float, squares: float) -> float:
    return weight * weight / squares if squares else 0.0


def weighted(cases: Iterable[tuple[float, bool | None]]) -> Weighted:
    """Add up cases of a weight each: turned out well, badly, or (None) unknown.

    >>> weighted([(2, True), (1, False), (1, None)]).bounds
    Interval(low=0.5, high=0.75)
    """
    sums, squares = {True: 0.0, False: 0.0, None: 0.0}, {True: 0.0, False: 0.0}
    for weight, outcome in cases:
        _demand(weight, weight)
        sums[outcome] += weight
        squares[outcome is not None] += weight * weight
    return Weighted(sums[True], sums[False], sums[None], squares[True], squares[False])


def _demand(good: float, of: float) -> None:
    if not 0 <= good <= of < inf:
        message = f"{good:g} of {of:g}"
        raise WrongCount(message)


def beta_share(x: float, a: float, b: float) -> float:
    """Return the share of a beta distribution below x: the regularized incomplete beta function.

    >>> round(beta_share(0.5, 2, 2), 12)
    0.5
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    # The fraction converges fast on this side of the mean; on the other, the complement does.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by the method of Lentz (DLMF 8.17.22)."""
    upper, lower = 1.0, _nonzero(1 - (a + b) * x / (a + 1))
    lower = 1 / lower
    found, step, m = lower, inf, 0
    while abs(step - 1) > _STILL and m < _MOST_TERMS:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            lower, upper = 1 / _nonzero(1 + term * lower), _nonzero(1 + term / upper)
            step = lower * upper
            found *= step
    return found


def _nonzero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY


def beta_quantile(share: float, a: float, b: float) -> float:
    """Return below which x a share of a beta distribution lies, by Newton's steps held between bounds.

    >>> round(beta_quantile(0.5, 2, 2), 12)
    0.5
    """
    low, high, x = 0.0, 1.0, _first_guess(share, a, b)
    front = lgamma(a + b) - lgamma(a) - lgamma(b)
    while low < x < high:
        above = beta_share(x, a, b) - share
        low, high = (low, x) if above >= 0 else (x, high)
        # Near an end a density may be beyond what a float holds; the step is then as good as none.
        density = exp(min(_MOST, front + (a - 1) * log(x) + (b - 1) * log1p(-x)))
        step = above / density if density else inf
        if abs(step) <= _CLOSE * x:
            return x
        x = x - step if low < x - step < high else (low + high) / 2
    return x


def _first_guess(share: float, a: float, b: float) -> float:
    """Return where the share would lie if the distribution were normal, or the mean where that is outside."""
    mean = a / (a + b)
    guess = mean + NormalDist().inv_cdf(share) * sqrt(mean * (1 - mean) / (a + b + 1))
    return guess if 0 < guess < 1 else mean
