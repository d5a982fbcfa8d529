"""From the figures of a ledger to the question of a forecast: which of them it stands on, and what is known already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import numpy as np

from bilan.analysis.formulas.forecasting.mixing import chance_reached
from bilan.analysis.formulas.forecasting.questions import LEVELS, Direction, Goal, Kind, Point, Question, Revision

FEW: Final = 3
LATE: Final = timedelta(days=92)
YEAR: Final = timedelta(days=365)
UNTOLD: Final = frozenset({"baseline", "definition"})


@dataclass(frozen=True)
class Figures:
    """What was told of a thing: declared and verified figures, each with the start, in the order of their days."""

    declared: tuple[Point, ...]
    verified: tuple[Point, ...]

    @cached_property
    def _told(self) -> Mapping[str, tuple[Point, ...]]:
        natures = ("declared", "verified")
        return {name: tuple(one for one in self.points(name) if one.nature not in UNTOLD) for name in natures}

    def told(self, told_as: str) -> tuple[Point, ...]:
        """Return the figures of a nature that somebody told of the course: neither its start nor a definition."""
        return self._told[told_as]

    def points(self, told_as: str) -> tuple[Point, ...]:
        """Return the figures of a nature and its start."""
        return self.verified if told_as == "verified" else self.declared

    def course(self, told_as: str) -> tuple[Point, ...]:
        """Return the figures from which a forecast of a nature goes on.

        Whoever declares next knows what was verified since the last declaration, so that goes on the course too.
        """
        points = self.points(told_as)
        newest = max((one.on for one in points), default=None)
        return points + tuple(one for one in self.told("verified") if newest is None or one.on > newest)

    def stands_on(self, told_as: str) -> str:
        """Say on which figures a forecast of a nature stands.

        What will be declared stands on what was declared, and on what was verified where nothing was. What will be
        verified stands on what was verified, where that is of at least three figures or not a year older than what was
        declared; else on what was declared.
        """
        declared, verified = self.told("declared"), self.told("verified")
        if told_as == "declared":
            return "verified" if verified and not declared else "declared"
        own = verified and (not declared or len(verified) >= FEW or verified[-1].on + YEAR > declared[-1].on)
        return "verified" if own else "declared"

    def known(self, told_as: str, due: date) -> Point | None:
        """Return the figure that tells the outcome: the first about a day from the due day to a quarter later."""
        natures = ("declared", "verified") if told_as == "declared" else ("verified",)
        told = (one for nature in natures for one in self.told(nature) if due <= one.on <= due + LATE)
        return next(told, None)


def figures_of(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """Read the figures of a thing from the rows of `forecast_points`."""
    found: dict[str, list[Point]] = {"declared": [], "verified": []}
    for row in rows:
        if row["value"] is not None:
            found[row["told_as"]].append(_point(row))
    return Figures(*(tuple(sorted(points, key=lambda one: one.on)) for points in found.values()))


def _point(row: Mapping[str, Any]) -> Point:
    return Point(row["on"], float(row["value"]), number(row["low"]), number(row["high"]), row["nature"])


@dataclass(frozen=True, slots=True)
class Thing:
    """What is to be foreseen: on what scale, which way is better, how far, by when."""

    kind: Kind
    direction: Direction
    target: float
    due: date
    lower: float | None = None
    upper: float | None = None
    cumulative: bool = False
    quarterly: bool = False


def number(value: Any) -> float | None:
    """Return a number of a row as statistics take it."""
    return None if value is None else float(value)


def direction_of(row: Mapping[str, Any]) -> Direction | None:
    """Return which way is better, as told; else the way from the baseline to the target."""
    if row["direction"] or row["target"] is None or row["baseline"] in {None, row["target"]}:
        better: Direction | None = row["direction"]
        return better
    return "up" if row["target"] > row["baseline"] else "down"


def thing_of(row: Mapping[str, Any], points: Sequence[Mapping[str, Any]]) -> Thing | None:
    """Return what is to be foreseen, where a number is to be reached by a day in a known direction."""
    direction = direction_of(row)
    if not points or direction is None or row["due_on"] is None:
        return None
    one = points[0]
    return Thing(
        kind=one["kind"],
        direction=direction,
        target=float(row["target"]),
        due=row["due_on"],
        lower=number(one["lower"]),
        upper=number(one["upper"]),
        cumulative=one["measure"] == "cumulative",
        quarterly=one["frequency"] == "quarter",
    )


def question(
    thing: Thing,
    points: Sequence[Point],
    *,
    as_of: date,
    days: tuple[date, ...] = (),
    own: str | None = None,
    revision: Revision | None = None,
) -> Question:
    """Return the question of where a thing will be on these days; on its due day where none is given."""
    return Question(
        kind=thing.kind,
        direction=thing.direction,
        as_of=as_of,
        history=tuple(points),
        days=days or (thing.due,),
        goals=(Goal(thing.due, thing.target),),
        lower=thing.lower,
        upper=thing.upper,
        frequency="quarter" if thing.quarterly else "year",
        own=own,
        cumulative=thing.cumulative,
        revision=revision,
    )


def reaches(value: float, target: float, direction: Direction) -> bool:
    """Tell whether a value is at or beyond the target."""
    return value >= target if direction == "up" else value <= target


def chance(quantiles: Sequence[float], target: float, direction: Direction) -> float:
    """Return the chance that a target is reached, from the quantiles at `LEVELS`."""
    return chance_reached(np.array(quantiles), np.array(LEVELS), target, direction)


def share_of_way(value: float, baseline: float | None, target: float, direction: Direction) -> float | None:
    """Return how much of the way from the baseline is done at a value, by the rule of `progress`."""
    if baseline is None:
        return None
    if reaches(baseline, target, direction):
        return 1.0 if reaches(value, target, direction) else 0.0
    return (value - baseline) / (target - baseline)


def days_until(first: date, due: date, steps: int) -> tuple[date, ...]:
    """Return days in equal steps from the last figure to the due day, both among them."""
    whole = (due - first).days
    return tuple(sorted({first + timedelta(days=round(whole * step / steps)) for step in range(steps + 1)}))
