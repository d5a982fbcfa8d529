"""What is asked of a forecast, and what it answers."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Kind = Literal["share", "rate", "index", "count", "level"]
Direction = Literal["up", "down"]
Frequency = Literal["year", "quarter"]

LEVELS: Final = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""The levels of the quantiles that a forecast tells: 0.05, 0.10 … 0.95."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of the series: the day it is about, its value, how far its words reach, its nature."""

    on: date
    value: float
    low: float | None = None
    high: float | None = None
    nature: str = "measured"


@dataclass(frozen=True, slots=True)
class Goal:
    """A value to be reached by a day; reached is at or beyond it, in the direction of the question."""

    due: date
    value: float


@dataclass(frozen=True, slots=True)
class Revision:
    """How figures of a source are corrected later: how often, how far in logits or logarithms of amounts."""

    chance: float
    spread: float


@dataclass(frozen=True, slots=True)
class Question:
    """A series as it was known on a day, and the days on which it is to be foreseen.

    `own` is the name of the series in the panel, to be left out of it. What is `cumulative` never falls. `days` may lie
    before the last point.
    """

    kind: Kind
    direction: Direction
    as_of: date
    history: tuple[Point, ...]
    days: tuple[date, ...]
    goals: tuple[Goal, ...] = ()
    lower: float | None = None
    upper: float | None = None
    frequency: Frequency = "year"
    own: str | None = None
    cumulative: bool = False
    revision: Revision | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of the ways of which a forecast is mixed (code list forecast_part), with its weight."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Analogue:
    """Somebody who stood at a like level with a like slope: the series, the day, the level, its weight in the class."""

    name: str
    on: date
    level: float
    weight: float


@dataclass(frozen=True, slots=True)
class Record:
    """How the way of forecasting did on its own past: of `tried` outcomes the share held by the interval of `said`."""

    said: float
    held: float
    tried: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """For each day the quantiles at `LEVELS`, and for each goal the chance that it is reached, from 0.03 to 0.97.

    `basis` (code list forecast_basis) says what it rests on, `found` (code list forecast_found) what was seen in the
    series, and `size` how many episodes speak in the class, as an effective number.
    """

    days: tuple[date, ...]
    quantiles: tuple[tuple[float, ...], ...]
    chances: tuple[float, ...]
    basis: str
    parts: tuple[Part, ...]
    analogues: tuple[Analogue, ...] = ()
    size: float = 0.0
    record: Record | None = None
    found: tuple[str, ...] = ()
