"""What is drawn of an indicator over time, and what follows from it: the newest values, the targets in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bilan.report.marks.markers import VERIFIED

# Only these are joined by a line: two guesses make no course.
JOINED: Final = {"verified": VERIFIED, "declared": frozenset({"declared"})}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was said of the value.

    `label` is the value as printed, `when` the date as printed where it was told less exactly than a day. `uncertain`
    is what was said inexactly, `inferred` what was worked out from something else. `low` or `high` alone leaves the
    other end open.
    """

    on: date
    value: float
    low: float | None
    high: float | None
    nature: str
    entry: int
    label: str
    who: str
    href: str | None = None
    uncertain: bool = False
    inferred: bool = False
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """A target; `label` is its value as printed."""

    value: float
    due: date | None
    set_on: date | None
    label: str
    entry: int
    revised: bool
    superseded: bool


@dataclass(frozen=True, slots=True)
class Break:
    """A day on which what is counted changed."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Fan:
    """A forecast: for each day the bands from the broadest to the narrowest, the median, and lines that say it."""

    days: Sequence[date]
    bands: Sequence[tuple[Sequence[float], Sequence[float]]]
    median: Sequence[float]
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """A forecast of one day alone: where 8 chances in 10 lie, the median, and lines that say it."""

    on: date
    low: float
    median: float
    high: float
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Course:
    """All that is drawn of an indicator; days before `begins` and after `ends` are drawn where something was said."""

    unit: str
    start: Point | None
    points: tuple[Point, ...]
    aims: tuple[Aim, ...]
    breaks: tuple[Break, ...]
    as_of: date
    begins: date
    ends: date
    forecast: Fan | None = None
    beside: Reach | None = None
    lower_is_better: bool = False


def series(one: Course, name: str) -> list[Point]:
    """Return the verified or the declared points in the order of their days."""
    return sorted((point for point in one.points if point.nature in JOINED[name]), key=_when)


def newest(one: Course, name: str) -> Point | None:
    """Return the newest verified or declared point."""
    found = series(one, name)
    return found[-1] if found else None


def others(one: Course) -> list[Point]:
    """Return what is neither verified nor declared, in the order of its days."""
    joined = JOINED["verified"] | JOINED["declared"]
    return sorted((point for point in one.points if point.nature not in joined), key=_when)


def _when(point: Point) -> tuple[date, int]:
    return point.on, point.entry


def in_force(one: Course) -> list[Aim]:
    """Return the targets in force, the final one last; a target without a due day ends the row."""
    return sorted((aim for aim in one.aims if not aim.superseded), key=lambda aim: aim.due or date.max)


def final(one: Course) -> Aim | None:
    """Return the target that the plan ends with."""
    aims = in_force(one)
    return aims[-1] if aims else None


def replaced_on(aim: Aim, aims: Iterable[Aim]) -> tuple[date, Aim] | None:
    """Return when a superseded target gave way, and to which."""
    later = [
        (other.set_on, other)
        for other in aims
        if other is not aim and other.revised and other.set_on and (aim.set_on is None or other.set_on > aim.set_on)
    ]
    return min(later, key=lambda pair: pair[0]) if later else None


def days_shown(one: Course) -> tuple[date, date]:
    """Return the first and the last day that a drawing must hold."""
    said = [point.on for point in (*one.points, *([one.start] if one.start else []))]
    dues = [aim.due for aim in one.aims if aim.due]
    foreseen = [*(one.forecast.days if one.forecast else ()), *([one.beside.on] if one.beside else ())]
    breaks = [found.on for found in one.breaks]
    return min([one.begins, *said, *breaks]), max([one.ends, *said, *dues, *foreseen, *breaks])


def values_shown(one: Course) -> list[float]:
    """Return all values that a drawing must hold."""
    points = [*one.points, *([one.start] if one.start else [])]
    said = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    bands = [edge for low, high in one.forecast.bands for edge in (*low, *high)] if one.forecast else []
    reach = [one.beside.low, one.beside.high] if one.beside else []
    return [*said, *(aim.value for aim in one.aims), *bands, *reach]
