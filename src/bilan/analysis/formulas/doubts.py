"""Ask of a figure, before it is recorded, what its author would want to have been asked.

Question: Does it look like a slip: of the unit, of the magnitude, of the date, of the sort of quantity?
Formula: set beside the newest figure of the same thing about no later a date: ten times as much or more, or a tenth or
    less (told as the nearest power of ten, or exactly where it is one); below it where what is counted accumulates; the
    same number about a later date. By itself: above its ceiling or below its floor; a part larger than its whole; a
    percentage told as a share of one; a unit that is not the indicator's; about a date still to come though it is no
    announcement; said before the period was over.
Unit: any; numbers as they were said.
Missing: what is not told raises no doubt. A doubt is no error: it is asked, and the answer is kept.
Source: checks of plausibility as statisticians make them: Eurostat, Methodology for data validation 2.0 (2018).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

TOO_MUCH: Final = Decimal(10)
# A percentage between nought and one is likelier a share, where the figures before it are above this.
PERCENTS: Final = Decimal(2)
TOLD: Final = frozenset({"declared", "estimated", "measured", "audited"})
Values = Mapping[str, Decimal | date | str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to ask: its code, and the numbers and days that stand in the question."""

    code: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is counted: the sort of quantity, its unit, and between which values it can lie."""

    measure: str | None = None
    unit: str | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is proposed or was said before: its number, its date, and what else was told with it."""

    number: Decimal | None = None
    unit: str | None = None
    about: date | None = None
    said_on: date | None = None
    nature: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def doubts(proposed: Figure, last: Figure | None, thing: Thing, *, today: date) -> list[Doubt]:
    """Return what is to be asked of a figure; `last` is the newest one of the same thing about no later a date.

    >>> last = Figure(Decimal(52), about=date(2011, 12, 31))
    >>> found = doubts(Figure(Decimal(52000)), last, Thing(), today=date(2012, 8, 8))
    >>> [(one.code, str(one.values["factor"])) for one in found]
    [('magnitude_above', '1000')]
    """
    found = [*_of_unit(proposed, last, thing), *_of_bounds(proposed, thing), *_of_days(proposed, today)]
    return [*found, *(_beside(proposed, last, thing) if last else ())]


def _of_unit(proposed: Figure, last: Figure | None, thing: Thing) -> Iterator[Doubt]:
    if proposed.unit and thing.unit and proposed.unit != thing.unit:
        yield Doubt("unit_differs", {"unit": proposed.unit, "wanted": thing.unit})
    told_in_percents = (thing.unit or "").startswith("percent") and last and last.number and last.number > PERCENTS
    if told_in_percents and proposed.number is not None and 0 < proposed.number <= 1:
        yield Doubt("share_for_percent", {"value": proposed.number})


def _of_bounds(proposed: Figure, thing: Thing) -> Iterator[Doubt]:
    number, part, whole = proposed.number, proposed.numerator, proposed.denominator
    if number is not None and thing.ceiling is not None and number > thing.ceiling:
        yield Doubt("beyond_ceiling", {"value": number, "ceiling": thing.ceiling})
    if number is not None and thing.floor is not None and number < thing.floor:
        yield Doubt("below_floor", {"value": number, "floor": thing.floor})
    if part is not None and whole is not None and part > whole:
        yield Doubt("part_exceeds_whole", {"part": part, "whole": whole})


def _of_days(proposed: Figure, today: date) -> Iterator[Doubt]:
    if proposed.about is None or proposed.nature not in TOLD:
        return
    if proposed.about > today:
        yield Doubt("about_to_come", {"about": proposed.about})
    elif proposed.said_on is not None and proposed.said_on < proposed.about:
        yield Doubt("said_before_over", {"said_on": proposed.said_on, "about": proposed.about})


def _beside(proposed: Figure, last: Figure, thing: Thing) -> Iterator[Doubt]:
    number, before = proposed.number, last.number
    if number is None or before is None or last.about is None:
        return
    told: Values = {"value": number, "last": before, "about": last.about}
    if number and before:
        yield from _of_magnitude(number / before, told)
    if thing.measure == "cumulative" and number < before:
        yield Doubt("falls", told)
    if number == before and proposed.about and proposed.about > last.about:
        yield Doubt("same_as_last", told)


def _of_magnitude(ratio: Decimal, told: Values) -> Iterator[Doubt]:
    if ratio >= TOO_MUCH:
        yield Doubt("magnitude_above", {**told, "factor": _times(ratio)})
    elif 0 < ratio <= 1 / TOO_MUCH:
        yield Doubt("magnitude_below", {**told, "factor": _times(1 / ratio)})


def _times(ratio: Decimal) -> Decimal:
    """Return how many times, to two digits: nobody needs to read 1,037.62 times."""
    return Decimal(int(Decimal(f"{ratio:.1e}")))
