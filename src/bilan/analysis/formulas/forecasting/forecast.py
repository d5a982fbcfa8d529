"""Forecast a series of few points, as a distribution: what became of those who stood here, and its own pace.

Question: Where will it stand on those days, and how likely is each goal reached?
Formula: quantiles of three ways, averaged level by level on the scale of the series: what followed, on the same
    quantity, when others stood at a like level with a like slope (.65); own level and slope, fading (.20); nothing
    changes (.15). Where nobody else reports it: own slope fading (.3), own slope soon reverting to a slow growth (.5), nothing
    changes (.2). The chance of a goal is what lies at or beyond it, from 0.03 to 0.97. What is cumulative never falls.
Units: those of the series; chances.
Errors: none; a poor question has a wide answer, and `found` says why.
Source: our rule; Kahneman and Tversky 1979 (reference class), Vincent 1912 (averaged quantiles), Gardner and
    McKenzie 1985 (damped trend).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np

from bilan.analysis.formulas.forecasting import reference
from bilan.analysis.formulas.forecasting.features import NEAR
from bilan.analysis.formulas.forecasting.lining import year_of
from bilan.analysis.formulas.forecasting.mixing import FINE, NORMAL, RARE, SHOWN, average, chance_above, spread_out
from bilan.analysis.formulas.forecasting.panel import Panel
from bilan.analysis.formulas.forecasting.questions import Analogue, Forecast, Part, Question
from bilan.analysis.formulas.forecasting.scales import Family, Floats
from bilan.analysis.formulas.forecasting.standing import Standing, stand
from bilan.analysis.formulas.forecasting.trend import DAMPED, MILD, STILL, Habits, follow

WITH_CLASS: Final = {"class": 0.65, "trend": 0.20, "still": 0.15}
ALONE: Final = {"trend": 0.3, "mild": 0.5, "still": 0.2}
WAYS: Final = {"trend": DAMPED, "mild": MILD, "still": STILL}

USUAL: Final[dict[Family, Habits]] = {
    "logit": Habits(slope=0.05, spread=0.2, shock=0.15, worth=4.0),
    "log": Habits(slope=0.02, spread=0.1, shock=0.10, worth=4.0),
    "plain": Habits(slope=0.0, spread=1.0, shock=1.5, worth=4.0),
}
"""How series move in general on each scale: a slow growth, and how far a year strays from it."""

ANYWHERE: Final[dict[Family, float]] = {"logit": 1.5, "log": 3.0, "plain": 10.0}
"""How far a figure may lie from the middle of the scale when nothing is known of it."""

STRAY: Final = 0.1
LEAST: Final = 1e-9
MONTH: Final = 1 / 12


class Classes(Protocol):
    """A table of what followed, by family, level, slope and years ahead: quantiles of the change on the scale."""

    def quantiles(self, family: str, level: float, slope: float, years: float) -> Sequence[float] | None:
        """Return the quantiles of the change at `LEVELS`, or nothing."""
        ...


def forecast(question: Question, panel: Panel | None = None, *, classes: Classes | None = None) -> Forecast:
    """Return the distribution of a series on each day asked, and the chance of each goal."""
    standing = stand(question, panel)
    days = sorted({*question.days, *(goal.due for goal in question.goals)})
    ahead = np.array([year_of(day) for day in days])
    drawn = _drawn(standing, ahead, classes)
    at = dict(zip(days, drawn.quantiles, strict=True))
    return Forecast(
        days=question.days,
        quantiles=tuple(tuple(float(one) for one in at[day][SHOWN]) for day in question.days),
        chances=tuple(_chance(question, at[goal.due], goal.value) for goal in question.goals),
        basis=drawn.basis,
        parts=tuple(Part(name, weight) for name, weight in drawn.weights.items()),
        analogues=drawn.analogues,
        size=drawn.size,
        found=standing.found,
    )


def stretched(told: Floats) -> Floats:
    """Return quantiles told at `LEVELS` at the fine levels: the tails go on as those of a normal distribution do."""
    low, high = NORMAL[3] - NORMAL[2], NORMAL[-3] - NORMAL[-4]
    below = told[0] - (told[1] - told[0]) * (NORMAL[2] - NORMAL[:2]) / low
    above = told[-1] + (told[-1] - told[-2]) * (NORMAL[-2:] - NORMAL[-3]) / high
    return np.concatenate([below, told, above])


class _Drawn(NamedTuple):
    """What was drawn: quantiles at the fine levels for each day, and what they rest on."""

    quantiles: list[Floats]
    basis: str
    weights: dict[str, float]
    analogues: tuple[Analogue, ...] = ()
    size: float = 0.0


def _drawn(standing: Standing, ahead: Floats, classes: Classes | None) -> _Drawn:
    if len(standing.told) == 0:
        return _unseen(standing, len(ahead))
    return _seen(standing, ahead - standing.lined.times[-1], classes)


def _seen(standing: Standing, ahead: Floats, classes: Classes | None) -> _Drawn:
    """Draw from the points: those days that come, and those that passed."""
    coming = np.maximum(ahead, MONTH)
    asked = _asked(standing, coming)
    tabled = _tabled(standing, coming, classes) if asked is None else None
    first = [standing.told[-1] + one.change for one in asked] if asked else tabled
    weights = WITH_CLASS if first is not None else ALONE
    habits = USUAL[standing.scale.family]
    ways = {name: follow(standing.lined.times, standing.told, coming, habits, way) for name, way in WAYS.items()}
    if first is not None:
        ways["class"] = first
    drawn = [average([(weight, ways[name][at]) for name, weight in weights.items()]) for at in range(len(ahead))]
    told = [one if years > NEAR else _passed(standing, years) for one, years in zip(drawn, ahead, strict=True)]
    basis = "class" if asked else "table" if tabled else "own" if len(standing.told) > 1 else "prior"
    analogues, size = ((), 0.0) if not asked else (_named(standing, asked[-1]), asked[-1].size)
    return _Drawn([_figures(standing, one) for one in told], basis, weights, analogues, size)


def _asked(standing: Standing, coming: Floats) -> list[reference.Class] | None:
    if standing.panel is None:
        return None
    moments, here = standing.panel.moments(standing.scale), standing.here()
    asked = [reference.ask(moments, here, float(years)) for years in coming]
    found = [one for one in asked if one is not None]
    return found if found and len(found) == len(asked) else None


def _tabled(standing: Standing, coming: Floats, classes: Classes | None) -> list[Floats] | None:
    if classes is None:
        return None
    level, slope = standing.here().columns[:2]
    asked = [classes.quantiles(standing.scale.family, float(level), float(slope), float(years)) for years in coming]
    found = [standing.told[-1] + stretched(np.array(one)) for one in asked if one is not None]
    return found if found and len(found) == len(asked) else None


def _named(standing: Standing, found: reference.Class) -> tuple[Analogue, ...]:
    if standing.panel is None:
        return ()
    return reference.named(standing.panel.moments(standing.scale), found, standing.panel.names, standing.scale)


def _passed(standing: Standing, years: float) -> Floats:
    """Return what is known of a day between points: the figure read between them, and how far such figures stray."""
    times, day = standing.lined.times, standing.lined.times[-1] + years
    near = float(np.abs(times - day).min())
    width = USUAL[standing.scale.family].shock * (STRAY + np.sqrt(near))
    return np.asarray(np.interp(day, times, standing.told) + width * NORMAL)


def _unseen(standing: Standing, count: int) -> _Drawn:
    """Draw without a point: where others stood last, else anywhere within the bounds."""
    latest = standing.panel.latest(standing.cut, standing.question.own) if standing.panel is not None else np.zeros(0)
    if len(latest) >= reference.LEAST:
        told, basis, weights = np.quantile(standing.scale.told(latest), FINE), "class", {"class": 1.0}
    else:
        told, basis, weights = ANYWHERE[standing.scale.family] * NORMAL, "prior", {"still": 1.0}
    return _Drawn(
        [_figures(standing, told)] * count, basis, weights, (), float(len(latest)) if basis == "class" else 0.0
    )


def _figures(standing: Standing, told: Floats) -> Floats:
    """Return quantiles as figures: within the bounds, in order, never of one width; what accumulates does not fall."""
    question, figures = standing.question, standing.scale.back(told)
    if question.cumulative and len(standing.told):
        figures = np.maximum(figures, standing.lined.values[-1])
    logit = standing.scale.family == "logit"
    room = LEAST * (standing.scale.upper - standing.scale.lower if logit else LEAST + float(np.abs(figures).max()))
    figures = spread_out(figures, room)
    if question.upper is None or figures[-1] <= question.upper:
        return figures
    return -spread_out(-np.minimum(figures, question.upper)[::-1], room)[::-1]


def _chance(question: Question, quantiles: Floats, value: float) -> float:
    above = chance_above(quantiles, np.array(FINE), value)
    return above if question.direction == "up" else min(1 - RARE, max(RARE, 1 - above))
