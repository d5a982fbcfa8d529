"""Forecasts asked for in lines of JSON by another program: peers and tasks in, quantiles and chances out."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, cast, get_args

from bilan.analysis.formulas.forecasting import Forecast, Goal, Panel, Point, Question, corrections, forecast
from bilan.analysis.formulas.forecasting.classes import shipped
from bilan.analysis.formulas.forecasting.questions import Direction, Frequency, Kind
from bilan.exchange.json_lines import Answer, Fields, Unfit

TYPES: Final = ("peers", "task")


@dataclass(slots=True)
class Forecaster:
    """Answers tasks, each beside the peers that were sent before it."""

    panels: dict[str, Panel] = field(default_factory=dict)

    def __call__(self, line: Fields) -> Answer | None:
        """Keep the peers of a line, or answer its task."""
        if line.choice("type", TYPES) == "peers":
            self.panels[line.name("key")] = _panel(line.inner("series"))
            return None
        question, panel = question_of(line), self._peers(line)
        # Peers that end with the day of the task are as they were published: what they tell may be corrected later.
        asked = replace(question, revision=corrections.usual(question, panel))
        return _told(line, forecast(asked, panel, classes=shipped()))

    def _peers(self, line: Fields) -> Panel | None:
        if not line.given("peers_key"):
            return None
        key = line.name("peers_key")
        if key not in self.panels:
            raise Unfit("peers_not_sent", line.at("peers_key"), key=key)
        return self.panels[key]


def _panel(series: Fields) -> Panel:
    """Make a panel of series by name; names that differ by capitals alone are one."""
    told: dict[str, list[tuple[date, float]]] = {}
    for name in series.told:
        told.setdefault(name.casefold(), []).extend(series.dated(name))
    return Panel.of(told)


def question_of(line: Fields) -> Question:
    """Read the question of a task."""
    lower, upper = (line.number(name) if line.given(name) else None for name in ("lower", "upper"))
    if lower is not None and upper is not None and lower >= upper:
        raise Unfit("range_backwards", line.at("lower"), low=f"{lower:g}", high=f"{upper:g}")
    return Question(
        kind=cast("Kind", line.choice("kind", get_args(Kind))),
        direction=cast("Direction", line.choice("direction", get_args(Direction))),
        frequency=cast("Frequency", line.choice("frequency", get_args(Frequency), usual="year")),
        as_of=line.day("as_of"),
        history=tuple(Point(on, value) for on, value in line.dated("history")),
        days=tuple(line.days("target_dates")),
        goals=tuple(Goal(one.day("date"), one.number("value")) for one in line.objects("targets")),
        lower=lower,
        upper=upper,
        own=line.name("geo").casefold() if line.given("geo") else None,
    )


def _told(line: Fields, found: Forecast) -> Answer:
    quantiles = dict(zip(line.told["target_dates"], map(list, found.quantiles), strict=True))
    told = {"id": line.told.get("id"), "quantiles": quantiles, "p_reach": list(found.chances)}
    return {**told, "basis": found.basis, "found": list(found.found)}
