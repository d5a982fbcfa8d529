"""Forecast a series of few points, as a distribution: what became of those who stood here, and its own past.

Question: Where will it stand on those days, and how likely is each goal reached?
Formula: quantiles of four ways, averaged level by level: what followed, on the same quantity, when others stood at a
    like level with a like slope (`reference`); its own pace, fading; a slow growth; nothing changes (`own`). The class
    weighs up to .6, the less the fewer others speak in it: with s of them, .6 s / (s + 5). The other three weigh as 2,
    2 and 1. Where nobody else reports it, what followed indicators of its sort (the table that ships) weighs .3. The chance of a goal is what lies at or beyond it, from 0.03 to 0.97. What is cumulative never falls. A
    day that passed is told by the figures around it.
Units: those of the series; chances.
Errors: none; a poor question has a wide answer, and `found` says why.
Source: our rule; Kahneman and Tversky 1979 (reference class), Vincent 1912 (averaged quantiles), Gardner and McKenzie
    1985 (damped trend).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np

from bilan.analysis.formulas.forecasting import own, reference
from bilan.analysis.formulas.forecasting.features import NEAR
from bilan.analysis.formulas.forecasting.lining import year_of
from bilan.analysis.formulas.forecasting.mixing import FINE, NORMAL, RARE, SHOWN, average, chance_above, spread_out
from bilan.analysis.formulas.forecasting.panel import Panel
from bilan.analysis.formulas.forecasting.questions import Analogue, Direction, Forecast, Part, Question
from bilan.analysis.formulas.forecasting.scales import Family, Floats
from bilan.analysis.formulas.forecasting.standing import Standing, stand

ALONE: Final = {"trend": 0.4, "mild": 0.4, "still": 0.2}
"""How the ways of a series by itself are weighed."""

TRUST: Final = 0.6
"""The most that a class weighs; half as much serves nearly as well."""

FEW: Final = 5.0
"""With so many others, a class weighs half of that."""

TABLED: Final = 0.3
"""What the class of the table weighs that ships: other indicators of the same sort, not the same one."""

ANYWHERE: Final[dict[Family, tuple[float, float]]] = {"arc": (0.8, 0.3), "root": (1.0, 0.5), "plain": (0.0, 1.0)}
"""Where a figure may lie, on the scale, when nothing at all is known of it: middle and spread."""

LEAST: Final = 1e-9
MONTH: Final = 1 / 12


class Classes(Protocol):
    """A table of what followed elsewhere, by sort of indicator, level, slope and years ahead."""

    def figures(
        self,
        family: str,
        times: Floats,
        values: Floats,
        years: float,
        *,
        lower: float = 0.0,
        upper: float = 100.0,
        direction: Direction = "up",
    ) -> Sequence[float] | None:
        """Return the quantiles of the figure at `LEVELS`, or nothing."""
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
    coming, lined, question = np.maximum(ahead, MONTH), standing.lined, standing.question
    up, adds = question.direction == "up", question.cumulative
    ways = own.ways(lined.times, lined.values, standing.scale, coming, up=up, adds=adds)
    asked = _asked(standing, coming)
    tabled = [
        None if found else _tabled(standing, float(years), classes) for found, years in zip(asked, coming, strict=True)
    ]
    drawn, weights = [], dict(ALONE)
    for at, years in enumerate(ahead):
        figures, trust = {name: quantiles[at] for name, quantiles in ways.items()}, 0.0
        if (found := asked[at]) is not None:
            figures["class"] = standing.scale.back(standing.told[-1] + found.change)
            trust = TRUST * found.series / (found.series + FEW)
        elif (table := tabled[at]) is not None:
            figures["class"], trust = table, TABLED
        weights = _weights(trust)
        told = average([(weight, standing.held(figures[name])) for name, weight in weights.items()])
        drawn.append(_figures(standing, told if years > NEAR else _passed(standing, float(years))))
    last = next((one for one in reversed(asked) if one is not None), None)
    if last is not None:
        return _Drawn(drawn, "class", weights, _named(standing, last), last.size)
    bare = "own" if len(standing.told) > 1 else "prior"
    return _Drawn(drawn, "table" if "class" in weights else bare, weights)


def _asked(standing: Standing, coming: Floats) -> list[reference.Class | None]:
    moments = standing.moments()
    if moments is None:
        return [None] * len(coming)
    here = standing.here(moments)
    return [reference.ask(moments, here, float(years)) for years in coming]


def _tabled(standing: Standing, years: float, classes: Classes | None) -> Floats | None:
    """Return what the table that ships says of this sort of indicator; nothing where the scale has other bounds."""
    question, scale, lined = standing.question, standing.scale, standing.lined
    bounded = question.kind in {"share", "index"}
    if classes is None or scale.family == "plain" or bounded != (scale.family == "arc"):
        return None
    family = "envelope" if question.cumulative and bounded else question.kind
    bounds = {"lower": scale.lower, "upper": scale.upper}
    told = classes.figures(family, lined.times, lined.values, years, **bounds, direction=question.direction)
    return None if told is None else stretched(np.array(told))


def _weights(trust: float) -> dict[str, float]:
    """Return the weight of each way, where the class weighs so much."""
    others = {name: (1 - trust) * weight for name, weight in ALONE.items()}
    return ({"class": trust} if trust > 0 else {}) | others


def _named(standing: Standing, found: reference.Class) -> tuple[Analogue, ...]:
    moments = standing.moments()
    if standing.panel is None or moments is None:
        return ()
    return reference.named(moments, found, standing.panel.names, standing.scale)


def _passed(standing: Standing, years: float) -> Floats:
    """Return what is known of a day between points: the figure read between them, and how far such figures stray."""
    times, values = standing.lined.times, standing.lined.values
    day = times[-1] + years
    near = float(np.abs(times - day).min())
    size = own.look_back(times, values).size
    return np.asarray(np.interp(day, times, values) + size * (0.1 + np.sqrt(near)) * NORMAL)


def _unseen(standing: Standing, count: int) -> _Drawn:
    """Draw without a point: where others stood last, else anywhere within the bounds."""
    latest = standing.panel.latest(standing.cut, standing.question.own) if standing.panel is not None else np.zeros(0)
    if len(latest) >= reference.LEAST:
        figures = np.quantile(latest, FINE)
        return _Drawn([_figures(standing, figures)] * count, "class", {"class": 1.0}, (), float(len(latest)))
    middle, spread = ANYWHERE[standing.scale.family]
    figures = standing.scale.back(middle + spread * NORMAL)
    return _Drawn([_figures(standing, figures)] * count, "prior", {"still": 1.0})


def _figures(standing: Standing, figures: Floats) -> Floats:
    """Return quantiles within the bounds, in order, never of one width; what accumulates does not fall."""
    question = standing.question
    if question.cumulative and len(standing.told):
        figures = own.onwards(float(standing.lined.values[-1]), figures)
    figures = standing.held(figures)
    arc = standing.scale.family == "arc"
    room = LEAST * (standing.scale.upper - standing.scale.lower if arc else LEAST + float(np.abs(figures).max()))
    figures = spread_out(figures, room)
    if question.upper is None or figures[-1] <= question.upper:
        return figures
    return -spread_out(-np.minimum(figures, question.upper)[::-1], room)[::-1]


def _chance(question: Question, quantiles: Floats, value: float) -> float:
    above = chance_above(quantiles, np.array(FINE), value)
    return above if question.direction == "up" else min(1 - RARE, max(RARE, 1 - above))
