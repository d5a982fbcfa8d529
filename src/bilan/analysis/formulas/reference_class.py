"""Ask how others fared who started where we were: the outside view of a target.

Question: Of the countries that stood where this plan stood, how many reached its target in its time, and which did it
    fastest?
Formula: an episode of a country starts in the year in which it was nearest to the start (the earliest of equals) and
    lasts the years of the plan; it must have ended by the last year known. It is in the class when its first level is
    within the band around the start; the band grows by its first width until enough episodes have an outcome, or until
    it is as wide as allowed. Reached: at or beyond the target in any year of the episode. The share of those that
    reached it has the exact interval of Clopper and Pearson.
Unit: levels in the unit of the series; years; shares of 1.
Missing: an episode that did not reach the target by its last observation, and whose last year is not known, has no
    outcome: it is counted, and the share is told without it. A country with no year near the start is no episode.
Source: D. Kahneman and A. Tversky, Intuitive Prediction (1979); B. Flyvbjerg, Project Management Journal 37 (2006);
    D. Lovallo, C. Clarke and C. Camerer, Strategic Management Journal 33 (2012).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.analysis.formulas.intervals import Interval, clopper_pearson

Series = Mapping[int, float]
# What whoever asks may choose: name, usual number, bounds, meaning.
CHOICES: Final = (
    ("start", 0, -1e12, 1e12, "Level to start from, where years are chosen."),
    ("target", 0, -1e12, 1e12, "Level to reach, where years are chosen."),
    ("years", 0, 0, 100, "Years to reach it in; 0 asks the plan's own targets."),
    ("origin", 0, 0, 2200, "Year of the question, where years are chosen; 0 is that of the day asked for."),
    ("band", 2, 1e-6, 1e12, "How far from the start a country may have stood, in the unit of the series."),
    ("enough", 5, 1, 1000, "Countries with an outcome that are enough; the band is widened until then."),
    ("widest", 10, 1e-6, 1e12, "How wide the band may become."),
    ("lag_years", 1, 0, 20, "Years by which publication is taken to lag, where a younger one stands in."),
)


@dataclass(frozen=True, slots=True)
class Question:
    """From which level to which, in how many years, and the last year that was known."""

    start: float
    target: float
    years: int
    until: int

    def is_reached(self, level: float) -> bool:
        """Tell whether a level is at or beyond the target.

        >>> Question(10, 33, 5, 2008).is_reached(40), Question(33, 10, 5, 2008).is_reached(40)
        (True, False)
        """
        return level >= self.target if self.target >= self.start else level <= self.target


@dataclass(frozen=True, slots=True)
class Episode:
    """What became of a country in as many years, from the year in which it was nearest to the start."""

    country: str
    from_year: int
    from_level: float
    to_year: int
    to_level: float | None
    reached_in: int | None
    distance: float
    carried: bool

    @property
    def reached(self) -> bool | None:
        """Tell whether it reached the target; unknown when it did not yet, and its last year is not known."""
        if self.reached_in is not None:
            return True
        return None if self.to_level is None else False

    @property
    def speed(self) -> float | None:
        """Return its gain of a year, none when its last year is not known."""
        return None if self.to_level is None else (self.to_level - self.from_level) / (self.to_year - self.from_year)


@dataclass(frozen=True, slots=True)
class Class:
    """The reference class: its episodes, nearest first, the band they are in and how often it was widened.

    `others` are episodes beyond the band, nearest first.
    """

    episodes: tuple[Episode, ...]
    others: tuple[Episode, ...]
    band: float
    widened: int

    @property
    def reached(self) -> int:
        """Return how many reached the target."""
        return sum(one.reached is True for one in self.episodes)

    @property
    def known(self) -> int:
        """Return how many have an outcome."""
        return sum(one.reached is not None for one in self.episodes)

    @property
    def share(self) -> float | None:
        """Return the share of those with an outcome that reached the target."""
        return self.reached / self.known if self.known else None

    @property
    def interval(self) -> Interval | None:
        """Return the exact interval of that share."""
        return clopper_pearson(self.reached, self.known)


def episode(country: str, series: Series, question: Question) -> Episode | None:
    """Return the episode of a country, none when it has no year short of the target that ended early enough.

    >>> one = episode("A", {2000: 9.0, 2001: 12.0, 2002: 30.0, 2003: 35.0}, Question(10, 33, 2, 2003))
    >>> one.from_year, one.reached
    (2000, False)
    """
    starts = [
        year
        for year, level in series.items()
        if year + question.years <= question.until and not question.is_reached(level)
    ]
    if not starts:
        return None
    first = min(starts, key=lambda year: (abs(series[year] - question.start), year))
    last = first + question.years
    within = (year for year in range(first + 1, last + 1) if year in series and question.is_reached(series[year]))
    return Episode(
        country,
        first,
        series[first],
        last,
        series.get(last),
        next(within, None),
        abs(series[first] - question.start),
        carried=last in series and series.get(last - 1) == series[last],
    )


def reference_class(
    series: Mapping[str, Series], question: Question, *, band: float, enough: int, widest: float
) -> Class:
    """Return the countries that started within the band, which grows until `enough` have an outcome.

    >>> series = {"A": {2000: 9.0, 2005: 35.0}, "B": {2000: 14.0, 2005: 20.0}}
    >>> found = reference_class(series, Question(10, 33, 5, 2005), band=2, enough=2, widest=10)
    >>> found.reached, found.known, found.band, found.widened
    (1, 2, 4, 1)
    """
    made = [one for country, levels in series.items() if (one := episode(country, levels, question))]
    ranked = sorted(made, key=lambda one: (one.distance, one.country))
    widened, width = 0, min(band, widest)
    while width < widest and sum(one.reached is not None for one in _within(ranked, width)) < enough:
        widened += 1
        width = min(band * (widened + 1), widest)
    inside = _within(ranked, width)
    return Class(tuple(inside), tuple(ranked[len(inside) :]), width, widened)


def _within(ranked: Sequence[Episode], width: float) -> list[Episode]:
    return [one for one in ranked if one.distance <= width]
