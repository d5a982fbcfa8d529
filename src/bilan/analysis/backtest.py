"""Replay what would have been said of the future on earlier days, and set beside it what came.

Question: On an earlier day, with what a citizen could know then, what would have been foreseen - and what came?
Formula: on each day of origin the forecast is asked anew of the ledger as known on that day, so it is what the analysis
    `forecast` says with that day as both dates. Days follow one another by `every_months` from the start of the plan,
    further apart where there would be more than `most`, once a target was public; or the one day `origin`, written
    20120808. A *target* is judged by the figure about the day nearest to its due day, within `within_days`, that became
    public after the origin: reached is at or beyond the target as it stood at the origin. A *figure* is judged on its
    own day, where it lies between the last figure then known and the due day: quantiles of `forecast_path`, on the line
    between two days. *The plan* is judged by the number of targets of its headline indicators met among those whose
    outcome is known. Loss: pinball loss over the levels told; drift_loss: that of a random walk with drift through the
    points known at the origin.
Unit: Values in the unit of the indicator, targets met as a count; chances and places as shares of 1; horizon in years.
Shape: One row per origin, declared or verified, and: the plan; each target with a chance and an outcome; each later
    figure that a path foresaw.
Missing: What has no outcome yet is in no row but counted at the plan: targets less known. A figure from before the due
    day that falls short counts as not reached; `value_on` says how near it was. Without two points at the origin there
    is no drift to compare with.
Source: The answers of `forecast`, `forecast_path`, `forecast_points` and `forecast_together` on each origin; the answer
    of `forecast_points` now; entries of kinds plan and target.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bilan.analysis.asking import Analysis, Option, Row, WrongOption, fields
from bilan.analysis.formulas import reliability, replaying
from bilan.analysis.formulas.forecasting import LEVELS
from bilan.analysis.formulas.replaying import CHOICES
from bilan.tables.session import Session

Key = tuple[str, str | None, str | None, str]
Rows = Mapping[str, list[Row]]
PATH: Final = {"q05": 0.05, "q10": 0.10, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q90": 0.90, "q95": 0.95}
# Figures; where a series starts is known from the first, or by definition.
CAME: Final = frozenset({"declared", "measured", "audited"})
SAID: Final = (0.5, 0.8, 0.9)
# From when, until when, and since when there was a target: before, nothing was to be foreseen.
DAYS: Final = """
SELECT starts_on, least(as_of, known_on) AS last,
       (SELECT min(coalesce(public_on, starts_on)) FROM target_known) AS aimed
FROM cut
"""
EMPTY: Final[Mapping[str, Any]] = dict.fromkeys(
    ("item", "indicator", "subject", "region", "unit", "measure", "on", "horizon", "target", "low", "median", "high",
     "chance", "targets", "unknown", "known", "value", "value_on", "public_on", "nature", "met", "held50", "held80",
     "held90", "place", "loss", "drift_loss", "basis")
)  # fmt: skip


def origins(session: Session, *, origin: float, every_months: float, most: float, **_: float) -> list[date]:
    """Return the days on which the past is asked, all before what is known now."""
    first, last, aimed = session.rows(DAYS)[0].values()
    if origin:
        return [day for day in [_day(origin)] if day < last]
    if first is None or aimed is None:
        return []
    days = replaying.origins(first, last, every_months=int(every_months), most=int(most))
    return [day for day in days if day >= aimed]


def _day(origin: float) -> date:
    try:
        return replaying.written(origin)
    except ValueError as wrong:
        raise WrongOption(ANALYSIS, "origin", origin) from wrong


def ask(session: Session, *, replayed: Iterable[tuple[date, Rows]], within_days: float, **_: float) -> list[Row]:
    """Judge what would have been said on each origin by the figures that are known now."""
    now = session.rows("SELECT * FROM forecast_points")
    return [row for day, then in replayed for row in judge(day, then, now, within_days=int(within_days))]


def judge(origin: date, then: Rows, now: Iterable[Row], *, within_days: int) -> list[Row]:
    """Set the forecasts of one origin beside the figures that became public after it."""
    came: dict[Key, list[Row]] = {}
    for row in now:
        if row["nature"] in CAME and row["public_on"] is not None and row["public_on"] > origin:
            came.setdefault(_key(row), []).append(row)
    targets = [made for row in then["forecast"] for made in _target(origin, row, came, within_days)]
    counted = {_key(row) for row in then["forecast"] if row["headline"] and row["subject"] is row["region"] is None}
    known = [row for row in targets if _key(row) in counted]
    plans = [_plan(origin, row, known) for row in then["forecast_together"] if row["kind"] == "plan"]
    return [*plans, *targets, *_figures(origin, then, came)]


def _key(row: Row) -> Key:
    return row["indicator"], row["subject"], row["region"], row["told_as"]


def _target(origin: date, row: Row, came: Mapping[Key, list[Row]], within_days: int) -> Iterator[Row]:
    """Tell whether a target to which a chance was given was reached, where that is known."""
    if row["chance"] is None:
        return
    due = row["due_on"]
    near = [one for one in came.get(_key(row), ()) if abs((one["on"] - due).days) <= within_days]
    if near:
        one = min(near, key=lambda each: (abs((each["on"] - due).days), each["on"]))
        reached = one["value"] >= row["target"] if row["direction"] == "up" else one["value"] <= row["target"]
        told = _told(origin, row, due) | _came(one)
        told |= {name: row[name] for name in ("low", "median", "high", "chance", "target", "basis")}
        yield told | {"judged": "target", "met": reached, "entries": _entries(row, one)}


def _told(origin: date, row: Row, on: date) -> Row:
    named = {name: row[name] for name in ("indicator", "subject", "region", "unit", "measure", "told_as")}
    return {**EMPTY, **named, "origin_on": origin, "on": on, "horizon": (on - origin).days / reliability.YEAR}


def _came(one: Row) -> Row:
    return {"value": one["value"], "value_on": one["on"], "public_on": one["public_on"], "nature": one["nature"]}


def _entries(*rows: Row) -> list[int]:
    return sorted({entry for row in rows for entry in row["entries"]})


def _plan(origin: date, row: Row, targets: Iterable[Row]) -> Row:
    """Set how many targets would be met beside how many were, of those whose outcome is known: now, or then already."""
    came = [one for one in targets if one["told_as"] == row["told_as"]]
    known = len(came) + row["known"]
    told = {**EMPTY, "origin_on": origin, "told_as": row["told_as"], "judged": "plan", "item": row["item"]}
    told |= {"low": row["met_low"], "median": row["met_median"], "high": row["met_high"]}
    told |= {"targets": row["targets"] + row["known"], "unknown": row["unknown"], "known": known}
    return told | {
        "value": sum(one["met"] for one in came) + row["met"] if known else None,
        "entries": _entries(row, *came),
    }


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The path of a forecast: its days with their quantiles, and the points it was drawn from."""

    row: Row
    path: tuple[tuple[date, tuple[float, ...]], ...]
    points: tuple[tuple[date, float], ...]

    def on(self, day: date) -> tuple[float, ...] | None:
        """Return the quantiles of a day, on the line between two days of the path; None outside it."""
        for (before, low), (after, high) in zip(self.path, self.path[1:], strict=False):
            if before <= day <= after:
                part = (day - before) / (after - before)
                return tuple(one + part * (other - one) for one, other in zip(low, high, strict=True))
        return None


def _figures(origin: date, then: Rows, came: Mapping[Key, list[Row]]) -> Iterator[Row]:
    paths: dict[Key, list[tuple[date, tuple[float, ...]]]] = {}
    for row in then["forecast_path"]:
        paths.setdefault(_key(row), []).append((row["on"], tuple(row[name] for name in PATH)))
    points: dict[Key, list[tuple[date, float]]] = {}
    for row in then["forecast_points"]:
        points.setdefault(_key(row), []).append((row["on"], row["value"]))
    for row in then["forecast"]:
        key = _key(row)
        foreseen = Foreseen(row, tuple(sorted(paths.get(key, ()))), tuple(points.get(key, ())))
        yield from (made for one in came.get(key, ()) for made in _figure(origin, foreseen, one))


def _figure(origin: date, foreseen: Foreseen, one: Row) -> Iterator[Row]:
    """Hold the forecast of the day of a figure against the figure."""
    quantiles = foreseen.on(one["on"]) if one["on"] > origin else None
    if quantiles is None:
        return
    levels, value = tuple(PATH.values()), one["value"]
    held = {f"held{100 * said:.0f}": reliability.holds(quantiles, value, said, levels) for said in SAID}
    drift = reliability.drift(foreseen.points, one["on"])
    other = [reliability.at_level(drift, level, LEVELS) for level in levels] if drift else None
    yield {
        **_told(origin, foreseen.row, one["on"]), **_came(one), **held,
        "judged": "figure", "basis": foreseen.row["basis"], "target": foreseen.row["target"],
        **{name: quantiles[at] for name, at in (("low", 1), ("median", 3), ("high", 5))},
        "place": reliability.place(quantiles, value, levels),
        "loss": reliability.pinball(quantiles, value, levels),
        "drift_loss": reliability.pinball(other, value, levels) if other else None,
        "entries": _entries(foreseen.row, one),
    }  # fmt: skip


ANALYSIS: Final = Analysis(
    name="backtest",
    method=1,
    reads=("plan", "target"),
    after=("forecast_points",),
    replays=("forecast_points", "forecast", "forecast_path", "forecast_together"),
    origins=origins,
    explanation=__doc__ or "",
    ask=ask,
    options=tuple(Option(*one) for one in CHOICES),
    columns=fields("""
        origin_on | day | The day on which the past is asked: what was known then counts.
        told_as | code | What is foreseen: declared or verified figures (code list told_as).
        judged | code | What is judged (code list backtest_judged).
        item | key | The plan, where the plan is judged.
        indicator | key | The indicator.
        subject | key | Whom the figure is about.
        region | code | Where.
        unit | unit | Unit of the values.
        measure | code | What sort of quantity it is (code list measure).
        on | day | The day foreseen: the due day, or the day of the figure.
        horizon | years | Years from the origin to that day.
        target | unit | The target as it stood at the origin.
        low | unit | Value below which one in ten was foreseen; targets met, where the plan is judged.
        median | unit | The middle of the forecast.
        high | unit | Value above which one in ten was foreseen.
        chance | share | Chance that was given to the target.
        targets | count | Targets of the plan with a chance, or known already then.
        unknown | count | Targets of the plan of which nothing could be foreseen.
        known | count | Of the targets with a chance, those with an outcome now.
        value | unit | What came; targets met among those known, where the plan is judged.
        value_on | day | The day that what came is about.
        public_on | day | The day on which it was public.
        nature | code | Its nature (code list nature).
        met | yes/no | Whether the target was reached.
        held50 | yes/no | Whether the interval of 50 percent held it.
        held80 | yes/no | Whether that of 80 percent did.
        held90 | yes/no | Whether that of 90 percent did.
        place | share | Share of the forecast below what came.
        loss | unit | Pinball loss of the forecast.
        drift_loss | unit | That of the random walk with drift.
        basis | code | What the forecast rested on (code list forecast_basis).
        entries | entries | The entries behind the row.
    """),
)
