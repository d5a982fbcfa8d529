"""Judge forecasts by what came: whether as much happened as was said, and whether a spreadsheet did better.

Question: of targets that were given 30 chances in 100, were 30 in 100 reached; did the interval that was said to hold
    8 outcomes in 10 hold them; and was the forecast nearer than a random walk with drift?
Formula: the pinball loss of a quantile q at level p is (value - q) p where the value is above, (q - value) (1 - p)
    where it is below; that of a forecast is the mean over its levels. Skill is 1 less the geometric mean, over groups,
    of its loss over that of the yardstick; a ratio is held between 1/20 and 20, so that no group decides alone. Brier
    score: mean of (chance - happened) squared; its skill is 1 less its ratio to that of the share that happened, given
    to all. Calibration error: mean distance of said and happened over the bands, by their cases. The random walk with
    drift has the mean step a year and the spread of steps a root year of the series; its variance after h years is
    spread squared times h. The one step of two points is its own spread; one point has no yardstick.
Unit: losses in the unit of the value; chances, shares and levels as shares of 1; years of 365.25 days.
Missing: of no case there is no score. Where everything or nothing happened there is no Brier skill. Forecasts of one
    outcome made on several days are no several outcomes: intervals rest on the number of outcomes.
Source: R. Koenker and G. Bassett, Econometrica 46 (1978); T. Gneiting and A. E. Raftery, JASA 102 (2007); G. W. Brier,
    Monthly Weather Review 78 (1950); A. H. Murphy, J. Appl. Meteorology 12 (1973); R. J. Hyndman and
    G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise
from math import exp, log, sqrt
from statistics import NormalDist, fmean
from typing import Final

from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.intervals import Interval, wilson

EDGES: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""The ends of the bands of chances; a band holds its lower end, the last one both."""
MOST_RATIO: Final = 20.0
# An interval of so many points on either side tells something.
TELLING: Final = 0.1
YEAR: Final = 365.25


def pinball(quantiles: Sequence[float], value: float, levels: Sequence[float] = LEVELS) -> float:
    """Return the mean loss of quantiles when a value came.

    >>> round(pinball([1.0, 2.0, 3.0], 2.0, [0.25, 0.5, 0.75]), 4)
    0.1667
    """
    pairs = zip(quantiles, levels, strict=True)
    return fmean((value - told) * (level - (value < told)) for told, level in pairs)


def at_level(quantiles: Sequence[float], level: float, levels: Sequence[float] = LEVELS) -> float:
    """Return the quantile at a level, on the line between the two next to it; beyond the outermost, that one.

    >>> at_level([10.0, 20.0], 0.25, [0.2, 0.3])
    15.0
    """
    after = bisect_right(levels, level)
    if after in {0, len(levels)}:
        return quantiles[min(after, len(levels) - 1)]
    low, high = levels[after - 1], levels[after]
    part = (level - low) / (high - low)
    return quantiles[after - 1] + part * (quantiles[after] - quantiles[after - 1])


def holds(quantiles: Sequence[float], value: float, said: float, levels: Sequence[float] = LEVELS) -> bool:
    """Tell whether the middle interval that was said to hold a share of the outcomes holds this one.

    >>> holds([1.0, 2.0, 3.0], 2.9, 0.5, [0.25, 0.5, 0.75])
    True
    """
    # Levels are written to two places; sums of halves are not.
    low, high = (round((1 - said) / 2, 6), round((1 + said) / 2, 6))
    return at_level(quantiles, low, levels) <= value <= at_level(quantiles, high, levels)


def place(quantiles: Sequence[float], value: float, levels: Sequence[float] = LEVELS) -> float:
    """Return below which share of the forecast a value came: from 0 to 1, evenly spread where forecasts are honest.

    Between the outermost levels it lies on the line; beyond them it counts as half of what is left there. On a jump of
    the distribution it is in its middle.

    >>> place([1.0, 2.0, 3.0], 2.5, [0.25, 0.5, 0.75])
    0.625
    """
    if value < quantiles[0]:
        return levels[0] / 2
    if value > quantiles[-1]:
        return (1 + levels[-1]) / 2
    same = [level for told, level in zip(quantiles, levels, strict=True) if told == value]
    if same:
        return (same[0] + same[-1]) / 2
    after = bisect_right(quantiles, value)
    part = (value - quantiles[after - 1]) / (quantiles[after] - quantiles[after - 1])
    return levels[after - 1] + part * (levels[after] - levels[after - 1])


def drift(history: Iterable[tuple[date, float]], on: date) -> tuple[float, ...] | None:
    """Return the quantiles of a random walk with drift on a day after the last point; None of fewer than two points.

    >>> told = drift([(date(2010, 1, 1), 10.0), (date(2011, 1, 1), 12.0), (date(2012, 1, 1), 14.0)], date(2013, 1, 1))
    >>> round(told[9], 1), round(told[18] - told[0], 1)
    (16.0, 0.0)
    """
    points = sorted(dict(history).items())
    if len(points) < 2:  # noqa: PLR2004 - a step has two ends
        return None
    (first_on, first), (last_on, last) = points[0], points[-1]
    span, ahead = (last_on - first_on).days / YEAR, max(0.0, (on - last_on).days / YEAR)
    slope = (last - first) / span
    spread = _spread(points, slope) * sqrt(ahead)
    middle = last + slope * ahead
    return tuple(middle + spread * NormalDist().inv_cdf(level) for level in LEVELS)


def _spread(points: Sequence[tuple[date, float]], slope: float) -> float:
    """Return the spread of the steps of a root year round the mean step."""
    steps = [((later[0] - earlier[0]).days / YEAR, later[1] - earlier[1]) for earlier, later in pairwise(points)]
    if len(steps) == 1:
        return abs(steps[0][1]) / sqrt(steps[0][0])
    squares = sum((step - slope * years) ** 2 / years for years, step in steps)
    return sqrt(squares / (len(steps) - 1))


def skill(losses: Iterable[tuple[Hashable, float, float]]) -> float | None:
    """Return how much nearer forecasts were than the yardstick, from (group, loss, loss of the yardstick).

    >>> skill([("a", 1.0, 2.0), ("b", 2.0, 4.0)])
    0.5
    """
    sums: dict[Hashable, tuple[float, float]] = {}
    for group, loss, other in losses:
        own, others = sums.get(group, (0.0, 0.0))
        sums[group] = own + loss, others + other
    ratios = [_ratio(own, others) for own, others in sums.values()]
    return 1 - exp(fmean(map(log, ratios))) if ratios else None


def _ratio(own: float, others: float) -> float:
    if own == others:
        return 1.0
    return min(MOST_RATIO, max(1 / MOST_RATIO, own / others if others else MOST_RATIO))


@dataclass(frozen=True, slots=True)
class Case:
    """A chance that was given, and whether it happened; cases of one `outcome` are the same thing foreseen again."""

    said: float
    happened: bool
    outcome: Hashable = None


def brier(cases: Sequence[Case]) -> float | None:
    """Return the Brier score: 0 is perfect, a chance of one half for everything gives 0.25.

    >>> brier([Case(1.0, True), Case(0.5, False)])
    0.125
    """
    return fmean((one.said - one.happened) ** 2 for one in cases) if cases else None


def brier_skill(cases: Sequence[Case]) -> float | None:
    """Return how much better the chances were than the share that happened, given to all.

    >>> brier_skill([Case(1.0, True), Case(0.5, False)])
    0.5
    """
    score = brier(cases)
    share = fmean(one.happened for one in cases) if cases else 0.0
    return None if score is None or share in {0.0, 1.0} else 1 - score / (share * (1 - share))


@dataclass(frozen=True, slots=True)
class Band:
    """Cases that were given about the same chance: how many, what was said, how often it happened, and how surely."""

    low: float
    high: float
    cases: int
    outcomes: int
    happened: int
    said: float
    interval: Interval

    @property
    def share(self) -> float:
        """Return the share that happened."""
        return self.happened / self.cases


def bands(cases: Iterable[Case], edges: Sequence[float] = EDGES) -> list[Band]:
    """Sort cases into bands of chances; a band without a case is left out.

    >>> [(one.low, one.cases, one.happened) for one in bands([Case(0.31, True), Case(0.35, False), Case(1.0, True)])]
    [(0.3, 2, 1), (0.9, 1, 1)]
    """
    sorted_: dict[int, list[Case]] = {}
    for one in cases:
        sorted_.setdefault(min(bisect_right(edges, one.said), len(edges) - 1) - 1, []).append(one)
    return [_band(edges[at], edges[at + 1], sorted_[at]) for at in sorted(sorted_)]


def _band(low: float, high: float, cases: Sequence[Case]) -> Band:
    outcomes, happened = distinct(one.outcome for one in cases), sum(one.happened for one in cases)
    said = fmean(one.said for one in cases)
    return Band(low, high, len(cases), outcomes, happened, said, interval(happened / len(cases), outcomes))


def distinct(outcomes: Iterable[Hashable]) -> int:
    """Count outcomes, each once; those without a name are each their own."""
    listed = list(outcomes)
    return len(set(listed) - {None}) + listed.count(None)


def interval(share: float, outcomes: int) -> Interval:
    """Return the interval of Wilson of a share, on the number of outcomes.

    >>> interval(0.0, 1).low
    0.0
    """
    found = wilson(share * outcomes, outcomes)
    return found or Interval(0.0, 1.0)


def calibration_error(cases: Sequence[Case], edges: Sequence[float] = EDGES) -> float | None:
    """Return how far said and happened are apart, on average over the bands.

    >>> round(calibration_error([Case(0.3, True), Case(0.3, False)]), 3)
    0.2
    """
    found = bands(cases, edges)
    apart = sum(one.cases * abs(one.said - one.share) for one in found)
    return apart / len(cases) if cases else None


def enough(said: float, half: float = TELLING) -> int:
    """Return how many outcomes it takes to know a share near `said` to so many points on either side.

    >>> enough(0.8), enough(0.5), enough(0.03)
    (81, 93, 44)
    """
    return next(outcomes for outcomes in count(1) if is_near(said, interval(said, outcomes), half))


def is_near(said: float, found: Interval, half: float = TELLING) -> bool:
    """Tell whether an interval goes no further than so many points from what was said."""
    return max(said - found.low, found.high - said) <= half
