"""Series of open panels, cut at many days of their past, and what came after: what forecasts are tried on.

Every indicator is a group; its series are each other's others, the own one left out. Which are tried a seed draws.
"""

import csv
import math
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from bilan.analysis.formulas.forecasting import Goal, Panel, Point, Question
from bilan.analysis.formulas.forecasting.questions import Direction, Kind

Series = dict[date, float]
Group = dict[str, Series]


class Nature(NamedTuple):
    """What is told of an indicator beside its figures."""

    kind: Kind
    direction: Direction = "up"
    lower: float | None = 0.0
    upper: float | None = None
    cumulative: bool = False
    easy: bool = False


NATURES: Final = {
    "ie.ppi.tele.cd": Nature("level"),
    "it.net.bbnd.p2": Nature("rate"),
    "it.cel.sets.p2": Nature("rate"),
    "it.mlt.main.p2": Nature("rate"),
    "it.net.secr.p6": Nature("rate"),
    "ic.reg.durs": Nature("level", "down"),
    "ic.reg.proc": Nature("level", "down"),
    "ny.gdp.pcap.cd": Nature("level"),
    "sp.pop.totl": Nature("count", easy=True),
    "tx.val.tech.cd": Nature("level"),
    "ip.pat.resd": Nature("count"),
    "ip.jrn.artc.sc": Nature("count"),
    "gb.xpd.rsdv.gd.zs": Nature("share", upper=100.0),
    "se.ter.enrr": Nature("rate"),
    "sl.tlf.totl.in": Nature("count", easy=True),
    "internet users": Nature("share", upper=100.0),
    "absorption": Nature("share", upper=100.0, cumulative=True),
}
"""The indicators tried, as their publishers describe them; population and labour force are easy, and said apart."""

LEAST: Final = 3
MOST: Final = 15
HORIZONS: Final = range(1, 6)
HALF_A_YEAR: Final = timedelta(days=182)
PACES: Final = (0.5, 1.0, 1.5, 2.0, 3.0)
THINNED, LEFT, BY_PACE = 0.15, 0.6, 0.6
"""The share of histories with gaps, what is left of them, and the share of goals that are multiples of the pace."""


@dataclass(frozen=True, slots=True)
class Task:
    """A question put to the past, its panel, what came by horizon and by goal, and a mean step of the series."""

    group: str
    question: Question
    panel: Panel
    came: tuple[float, ...]
    step: float
    horizons: tuple[int, ...]
    met: tuple[bool, ...]


def panels(folder: Path) -> dict[str, Group]:
    """Read the panels, as they stand in their last vintage."""
    groups = _development(folder / "wdi-ict-vintages" / "wdi_ict.csv")
    groups["internet users"] = _internet(folder / "internet-users-vintages" / "internet_users_ledger.csv")
    groups["absorption"] = _absorption(folder / "eu-funds-absorption" / "absorption_2007_2011.csv")
    return {name: groups[name] for name in NATURES if name in groups}


def _ledger(path: Path, names: tuple[str, str, str], until: str) -> Iterator[tuple[dict[str, str], date]]:
    with path.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row[names[0]] <= until:
                yield row, date(int(row[names[1]]), 12, 31)


def _development(path: Path, until: str = "9999") -> dict[str, Group]:
    groups: dict[str, Group] = defaultdict(lambda: defaultdict(dict))
    for row, day in _ledger(path, ("known_at", "year", "value"), until):
        _set(groups[row["indicator"]][row["country_code"]], day, row["value"], row["event"])
    return groups


def _internet(path: Path, until: str = "9999") -> Group:
    group: Group = defaultdict(dict)
    for row, day in _ledger(path, ("known_at", "year", "internet_users_pct"), until):
        _set(group[row["geo"]], day, row["internet_users_pct"], row["event"])
    return group


def _set(series: Series, day: date, value: str, event: str) -> None:
    if event == "remove":
        series.pop(day, None)
    else:
        series[day] = float(value)


def _absorption(path: Path) -> Group:
    group: Group = defaultdict(dict)
    with path.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            group[f"{row['Member State']} {row['Fund']}"][date(int(row["Year"]), 12, 31)] = float(row["Absorption (%)"])
    return group


def tasks(groups: dict[str, Group], *, each: int, seed: int = 1) -> Iterator[Task]:
    """Draw tasks: of every group so many, or as many as it has."""
    for name, group in groups.items():
        draw, panel = random.Random(f"{seed} {name}"), Panel.of({key: one.items() for key, one in group.items()})
        places = [(key, at) for key in sorted(group) for at in range(LEAST, len(group[key]))]
        draw.shuffle(places)
        kept = 0
        for key, at in places:
            task = _task(draw, name, panel, key, sorted(group[key].items()), at=at)
            if task is not None:
                kept += 1
                yield task
            if kept == each:
                break


def _task(
    draw: random.Random, name: str, panel: Panel, key: str, points: list[tuple[date, float]], *, at: int
) -> Task | None:
    nature = NATURES[name]
    history = points[max(0, at - draw.randint(LEAST, MOST)) : at]
    if draw.random() < THINNED:
        history = [one for one in history[:-1] if draw.random() < LEFT] + history[-1:]
    last = history[-1][0]
    later = {day.year - last.year: value for day, value in points[at:]}
    horizons = tuple(years for years in HORIZONS if years in later)
    if len(history) < LEAST or not horizons or len({value for _, value in history}) == 1:
        return None
    due = draw.choice(horizons)
    goals = tuple(sorted({one for _ in range(2) if (one := _goal(draw, nature, history, due, panel)) is not None}))
    question = Question(
        kind=nature.kind,
        direction=nature.direction,
        as_of=last + HALF_A_YEAR,
        history=tuple(Point(day, value) for day, value in history),
        days=tuple(date(last.year + years, 12, 31) for years in horizons),
        goals=tuple(Goal(date(last.year + due, 12, 31), one) for one in goals),
        lower=nature.lower,
        upper=nature.upper,
        own=key,
        cumulative=nature.cumulative,
    )
    up = nature.direction == "up"
    met = tuple(later[due] >= one if up else later[due] <= one for one in goals)
    values = [value for _, value in points]
    step = sum(abs(after - before) for before, after in pairwise(values)) / (len(values) - 1)
    return Task(name, question, panel, tuple(later[years] for years in horizons), step, horizons, met)


def _goal(
    draw: random.Random, nature: Nature, history: list[tuple[date, float]], due: int, panel: Panel
) -> float | None:
    """Set a goal as plans do: a multiple of the pace so far, or the level of the better quarter of others; rounded."""
    last, ahead = history[-1][1], 1.0 if nature.direction == "up" else -1.0
    first = history[max(0, len(history) - 4)]
    pace = (last - first[1]) / max(1, history[-1][0].year - first[0].year)
    if draw.random() < BY_PACE:
        goal = last + ahead * abs(pace) * draw.choice(PACES) * due
    else:
        latest = sorted(panel.latest(history[-1][0].toordinal() / 365.25, None))
        goal = latest[int(len(latest) * (0.75 if ahead > 0 else 0.25))] if latest else last
    goal = round(goal, 1 - math.floor(math.log10(abs(goal)))) if goal else goal
    beyond = (goal - last) * ahead > 0
    inside = (nature.lower is None or goal > nature.lower) and (nature.upper is None or goal < nature.upper)
    return goal if beyond and inside else None
