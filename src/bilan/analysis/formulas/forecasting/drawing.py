"""Draw the distribution of a series on each day: the parts, their weights, and what the past of others teaches.

Question: What do the ways of forecasting say together, on each day?
Formula: see `forecast`; the parts of each day are averaged, stretched by what hindcasts taught, moved by corrections
    that are to be expected, and put within the bounds.
Units: those of the series.
Errors: none.
Source: our rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from bilan.analysis.formulas.forecasting import corrections, hindcasts, own, reference
from bilan.analysis.formulas.forecasting.classes import weight
from bilan.analysis.formulas.forecasting.features import NEAR
from bilan.analysis.formulas.forecasting.mixing import FINE, NORMAL, average, by_ratios, from_ratios, spread_out, whole
from bilan.analysis.formulas.forecasting.panel import Moments
from bilan.analysis.formulas.forecasting.questions import Analogue, Direction, Record
from bilan.analysis.formulas.forecasting.scales import Family, Floats, softness
from bilan.analysis.formulas.forecasting.standing import Standing

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


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: quantiles at the fine levels for each day, and what they rest on."""

    quantiles: list[Floats]
    basis: str
    weights: dict[str, float]
    analogues: tuple[Analogue, ...] = ()
    size: float = 0.0
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class _Class:
    """What a class says of a day: figures, its weight, how far to stretch, and where it comes from."""

    figures: Floats
    trust: float
    stretch: float = 1.0
    found: reference.Class | None = None
    record: Record | None = None


def draw(standing: Standing, days: Floats, classes: Classes | None) -> Drawn:
    """Draw the distribution on each day (in years)."""
    if len(standing.told) == 0:
        return _unseen(standing, len(days))
    ahead = days - standing.lined.times[-1]
    coming = np.maximum(ahead, MONTH)
    question, lined = standing.question, standing.lined
    up, adds = question.direction == "up", question.cumulative
    ways = own.ways(lined.times, lined.values, standing.scale, coming, up=up, adds=adds)
    moments = standing.moments()
    asked = [_class(standing, moments, classes, float(years)) for years in coming]
    revision = question.revision
    quantiles = []
    for at, years in enumerate(ahead):
        told = _mixed(standing, {name: way[at] for name, way in ways.items()}, asked[at])
        told = told if revision is None else corrections.corrected(standing, told, revision)
        quantiles.append(_figures(standing, told if years > NEAR else _passed(standing, float(years))))
    last = next((one for one in reversed(asked) if one is not None), None)
    if last is None:
        return Drawn(quantiles, "own" if len(standing.told) > 1 else "prior", dict(own.ALONE))
    if last.found is None or moments is None or standing.panel is None:
        return Drawn(quantiles, "table", _weights(last.trust))
    analogues = reference.named(moments, last.found, standing.panel.names, standing.scale)
    return Drawn(quantiles, "class", _weights(last.trust), analogues, last.found.size, last.record)


def _class(standing: Standing, moments: Moments | None, classes: Classes | None, years: float) -> _Class | None:
    """Return what followed others: on the same quantity, or else on those of the same sort in the table that ships."""
    if moments is not None:
        here = standing.here(moments)
        found = reference.ask(moments, here, years)
        if found is not None:
            figures, trust = standing.scale.back(standing.told[-1] + found.change), reference.trust(found)
            up, adds = standing.question.direction == "up", standing.question.cumulative
            way = hindcasts.Way(standing.scale, up=up, adds=adds)
            lesson = hindcasts.learn(moments, here, way, standing.question.own)
            if lesson is None:
                return _Class(figures, trust, found=found)
            trust = min(1.0, max(0.0, trust + lesson.trust))
            return _Class(figures, trust, lesson.stretch, found, lesson.record)
    return _tabled(standing, classes, years)


def _tabled(standing: Standing, classes: Classes | None, years: float) -> _Class | None:
    """Return what the table that ships says of this sort of indicator; nothing where the scale has other bounds."""
    question, scale, lined = standing.question, standing.scale, standing.lined
    bounded = question.kind in {"share", "index"}
    if classes is None or scale.family == "plain" or bounded != (scale.family == "arc"):
        return None
    family = "envelope" if question.cumulative and bounded else question.kind
    trust, bounds = weight(family, len(lined.times)), {"lower": scale.lower, "upper": scale.upper}
    if trust == 0:
        return None
    told = classes.figures(family, lined.times, lined.values, years, **bounds, direction=question.direction)
    return None if told is None else _Class(whole(np.array(told)), trust)


def _weights(trust: float) -> dict[str, float]:
    """Return the weight of each way, where the class weighs so much."""
    return {"class": trust} | {name: (1 - trust) * share for name, share in own.ALONE.items()}


def _mixed(standing: Standing, ways: dict[str, Floats], found: _Class | None) -> Floats:
    """Average the ways of a day, and stretch them by what was taught."""
    lower, soft = standing.scale.lower, softness(standing.scale, standing.lined.values)
    weights, told = (_weights(found.trust), ways | {"class": found.figures}) if found else (own.ALONE, ways)
    parts = [(share, by_ratios(standing.held(told[name]) - lower, soft)) for name, share in weights.items()]
    mixed = lower + from_ratios(average(parts), soft)
    return mixed if found is None else standing.held(hindcasts.stretched(mixed, found.stretch))


def _passed(standing: Standing, years: float) -> Floats:
    """Return what is known of a day between points: the figure read between them, and how far such figures stray."""
    times, values = standing.lined.times, standing.lined.values
    day = times[-1] + years
    near = float(np.abs(times - day).min())
    size = own.look_back(times, values).size
    return np.asarray(np.interp(day, times, values) + size * (0.1 + 0.3 * np.sqrt(near)) * NORMAL)


def _unseen(standing: Standing, count: int) -> Drawn:
    """Draw without a point: where others stood last, else anywhere within the bounds."""
    latest = standing.panel.latest(standing.cut, standing.question.own) if standing.panel is not None else np.zeros(0)
    if len(latest) >= reference.LEAST:
        figures = np.quantile(latest, FINE)
        return Drawn([_figures(standing, figures)] * count, "class", {"class": 1.0}, (), float(len(latest)))
    middle, spread = ANYWHERE[standing.scale.family]
    figures = standing.scale.back(middle + spread * NORMAL)
    return Drawn([_figures(standing, figures)] * count, "prior", {"still": 1.0})


def _figures(standing: Standing, figures: Floats) -> Floats:
    """Return quantiles within the bounds, in order, never of one width; what accumulates does not fall."""
    question, scale = standing.question, standing.scale
    if question.cumulative and len(standing.told):
        figures = own.onwards(float(standing.lined.values[-1]), figures)
    figures = standing.held(figures)
    room = LEAST * (scale.upper - scale.lower if scale.family == "arc" else LEAST + float(np.abs(figures).max()))
    figures = spread_out(figures, room)
    if question.upper is None or figures[-1] <= question.upper:
        return figures
    return -spread_out(-np.minimum(figures, question.upper)[::-1], room)[::-1]
