"""Forecasts and verified values asked for in lines of JSON by another program: peers and tasks in, quantiles out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast, get_args

from bilan.analysis.formulas.forecasting import Forecast, Goal, Panel, Point, Question, forecast
from bilan.analysis.formulas.forecasting.questions import Direction, Frequency, Kind
from bilan.exchange.json_lines import Answer, Fields, Unfit

TYPES: Final = ("peers", "task")


@dataclass(frozen=True, slots=True)
class Peers:
    """Series of others under a key, and by which name each is found, however it is spelled."""

    panel: Panel
    names: Mapping[str, str]


@dataclass(slots=True)
class Forecaster:
    """Answers tasks, each beside the peers that were sent before it."""

    peers: dict[str, Peers] = field(default_factory=dict)

    def __call__(self, line: Fields) -> Answer | None:
        """Keep the peers of a line, or answer its task."""
        if line.choice("type", TYPES) == "peers":
            self.peers[line.name("key")] = _peers(line.inner("series"))
            return None
        question, peers = question_of(line), self._named(line)
        if peers and line.given("geo"):
            question = replace(question, own=peers.names.get(line.name("geo").casefold()))
        return _told(line, forecast(question, peers.panel if peers else None))

    def _named(self, line: Fields) -> Peers | None:
        if not line.given("peers_key"):
            return None
        key = line.name("peers_key")
        if key not in self.peers:
            raise Unfit("peers_not_sent", line.at("peers_key"), key=key)
        return self.peers[key]


def _peers(series: Fields) -> Peers:
    names = {name.casefold(): name for name in series.told}
    return Peers(Panel.of({name: series.dated(name) for name in series.told}), names)


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
    )


def _told(line: Fields, found: Forecast) -> Answer:
    quantiles = dict(zip(line.told["target_dates"], map(list, found.quantiles), strict=True))
    told = {"id": line.told.get("id"), "quantiles": quantiles, "p_reach": list(found.chances)}
    return {**told, "basis": found.basis, "found": list(found.found)}
