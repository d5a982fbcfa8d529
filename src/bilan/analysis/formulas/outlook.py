"""Foresee a thing of the ledger, as it will be declared and as it will be verified.

Question: Where will a thing stand on its due day - what will be declared, and what will an audit find?
Formula: declared: the forecast of what was declared. Verified: the forecast of what was verified; where that is too
    little, the forecast of what was declared, carried through what verified figures were found behind declared ones, as
    percent of the target. Where less is better the percentage is the target over the value. A target of nothing, or a
    hundred times away, tells no percentage: the middle of the forecast stands in its place.
Units: those of the thing; percent of the target.
Errors: none. What may be below nothing has no percentage: the declared forecast then stands, so marked.
Source: our rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bilan.analysis.formulas.forecasting import Classes, Panel, forecast
from bilan.analysis.formulas.forecasting.asked import Figures, Thing, chance, question
from bilan.analysis.formulas.forecasting.corrections import usual
from bilan.analysis.formulas.forecasting.questions import LEVELS, Forecast, Revision
from bilan.analysis.formulas.verifying import Comparables, Declaration, behind
from bilan.analysis.formulas.verifying.percent import Aim

SPECK: Final = 1e-6
FAR: Final = 100.0
MOST: Final = 1e300


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a thing: the day of the question, the courses of others, what became of other figures."""

    as_of: date
    panel: Panel | None = None
    classes: Classes | None = None
    own: str | None = None
    revision: Revision | None = None
    pairs: Comparables | None = None
    reporter: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast with what it stands on, and what correction of the last figure it counts on.

    `corrected` tells that it was carried from declared figures to verified ones.
    """

    stands_on: str
    corrected: bool
    revision: Revision | None
    forecast: Forecast
    quantiles: tuple[tuple[float, ...], ...]
    chance: float


Made = dict[str, Forecast]


def foresee(
    thing: Thing,
    figures: Figures,
    told_as: str,
    around: Around,
    days: tuple[date, ...] = (),
    *,
    made: Made | None = None,
) -> Outlook:
    """Foresee a thing as it will be told, declared or verified, on these days; on its due day where none is given.

    The last of the days is the due day. `made` keeps the forecast of each nature of figures for the next who asks.
    """
    stands_on = figures.stands_on(told_as)
    asked = question(
        thing, figures.course(stands_on), as_of=around.as_of, days=days, own=around.own, revision=around.revision
    )
    # Of a source that told nothing of its corrections, the usual ones, where the figures of others are as published.
    asked = replace(asked, revision=asked.revision or usual(asked, around.panel))
    made = {} if made is None else made
    if stands_on not in made:
        made[stands_on] = forecast(asked, around.panel, classes=around.classes)
    found = made[stands_on]
    aim = _aim(thing, found.quantiles)
    if told_as in {stands_on, "declared"} or around.pairs is None or aim is None:
        return Outlook(stands_on, False, asked.revision, found, found.quantiles, found.chances[0])
    carried = [_carried(one, aim, around, day) for day, one in zip(asked.days, found.quantiles, strict=True)]
    each = tuple(one if thing.upper is None else _held(one, thing.upper) for one in carried)
    return Outlook(stands_on, True, asked.revision, found, each, chance(each[-1], thing.target, thing.direction))


def _aim(thing: Thing, quantiles: Sequence[Sequence[float]]) -> Aim | None:
    """Return what figures are held against: the target, else the middle of the forecast; none below 0."""
    middle = quantiles[-1][len(LEVELS) // 2]
    if min(one[0] for one in quantiles) < 0 or middle <= 0:
        return None
    near = thing.target > 0 and 1 / FAR <= middle / thing.target <= FAR
    return Aim(thing.target if near else middle, thing.direction)


def _carried(quantiles: Sequence[float], aim: Aim, around: Around, day: date) -> tuple[float, ...]:
    """Return the quantiles of what an audit will find where these are those of what will be declared."""
    least = SPECK * aim.value
    reached = [aim.percent(max(one, least)) for one in quantiles]
    told = Declaration(around.reporter, around.item, day, reached[len(reached) // 2])
    return tuple(sorted(min(aim.figure(one), MOST) for one in behind(reached, told, around.pairs or ())))


def _held(rising: Sequence[float], upper: float) -> tuple[float, ...]:
    """Return quantiles within the upper bound; those that pile up at it stay in order, a speck apart."""
    steps = range(len(rising), 0, -1)
    return tuple(min(one, upper - SPECK * abs(upper) * step) for one, step in zip(rising, steps, strict=True))
