"""How good forecasts were: what would have been said on earlier days, what came, whether it came as often as said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from bilan.analysis.asking import Row
from bilan.analysis.formulas.panel_record import Panels
from bilan.report import figures
from bilan.report.marks.reliability import Said
from bilan.report.sheets.indicator import worked_out
from bilan.report.sheets.widths import COUNTED, chance_in_words, written
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms import printed
from bilan.terms.codes import code_list

SUBJECT: Final = "forecast"
CLASSES: Final = ("verified", "declared")


@dataclass(frozen=True, slots=True)
class Origin:
    """One day of the past: the plan as it would have been foreseen, declared and verified, and what came of it."""

    on: date
    plan: Mapping[str, Row]
    targets: tuple[Row, ...]
    figures: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a plan: its days, the bands of chances, all targets together, what the intervals held."""

    origins: tuple[Origin, ...]
    bands: tuple[Said, ...]
    targets: Row
    intervals: tuple[Row, ...]


def record(view: View) -> Record:
    """Gather the record of the plan."""
    return view.once(_record)


def _record(view: View) -> Record:
    return gathered(view.ask("backtest"), view.ask("reliability"))


def gathered(rows: Sequence[Row], judged: Sequence[Row]) -> Record:
    """Put together the answers of `backtest` and `reliability`."""
    every = [row for row in judged if row["slice"] == "all"]
    return Record(
        origins=tuple(_origin(day, list(members)) for day, members in groupby(rows, key=lambda row: row["origin_on"])),
        bands=tuple(_said(row) for row in judged if row["slice"] == "band"),
        targets=next(row for row in every if row["judged"] == "target"),
        intervals=tuple(row for row in every if row["judged"] == "figure" and row["cases"]),
    )


def _origin(day: date, rows: Sequence[Row]) -> Origin:
    plan = {row["told_as"]: row for row in rows if row["judged"] == "plan"}
    told = (tuple(row for row in rows if row["judged"] == judged) for judged in ("target", "figure"))
    return Origin(day, plan, *told)


def _said(row: Row) -> Said:
    happened = round(row["happened"] * row["cases"])
    return Said(row["said"], row["cases"], happened, row["happened_low"], row["happened_high"])


def finding(one: Row, voice: Voice) -> str:
    """Say what the targets tell of the chances that were given to them; of few, that they tell nothing."""
    if not one["cases"]:
        return voice.tell(SUBJECT, "record.finding.none")
    shares = {name: voice.share(one[name]) for name in ("said", "happened")}
    ends = {"low": voice.share(one["happened_low"]), "high": voice.share(one["happened_high"])}
    counts = {"outcomes": voice.number(one["outcomes"]), "needed": voice.number(one["outcomes_needed"])}
    return voice.tell(SUBJECT, f"record.finding.{one['conclusion']}", **shares, **ends, **counts)


def interval(one: Row, voice: Voice) -> str:
    """Say what an interval held of what it was said to hold."""
    told = {name: voice.share(one[name]) for name in ("said", "happened")}
    return voice.tell(SUBJECT, "record.held", outcomes=voice.number(one["outcomes"]), **told)


def plan(one: Origin, voice: Voice) -> Iterator[str]:
    """Say what would have been foreseen of the plan on a day, and what came."""
    for name in (each for each in CLASSES if each in one.plan):
        yield " ".join(_plan(one.on, one.plan[name], voice))


def _plan(day: date, row: Row, voice: Voice) -> Iterator[str]:
    if row["median"] is None:
        yield voice.tell(SUBJECT, f"record.plan.none.{row['told_as']}", day=voice.day(day))
        return
    met = {name: voice.number(row[name]) for name in ("low", "median", "high", "targets")}
    yield voice.tell(SUBJECT, f"record.plan.{row['told_as']}", day=voice.day(day), **met)
    yield came(row, voice)
    if row["unknown"]:
        yield voice.tell(SUBJECT, "record.plan.unknown", unknown=voice.number(row["unknown"]))


def came(row: Row, voice: Voice) -> str:
    """Say how many targets were met of those whose outcome is known."""
    if not row["known"]:
        return voice.tell(SUBJECT, "record.plan.open")
    return voice.tell(SUBJECT, "record.plan.came", known=voice.number(row["known"]), met=voice.number(row["value"]))


def foreseen(row: Row, voice: Voice) -> str:
    """Write the interval of 8 chances in 10."""
    return written(voice, {**row, "last_value": row["value"]}).interval


def chance(row: Row, voice: Voice) -> str:
    """Write the chance that a target was given."""
    return chance_in_words(voice, row["chance"])


def value(row: Row, voice: Voice, name: str = "value") -> str:
    """Write what came, or the target; of what is counted, a part of one was worked out from a rate."""
    told = Decimal(str(row[name]))
    is_part = row["measure"] in COUNTED and told % 1 != 0
    said = {"value": worked_out(told), "qualifier": "about"} if is_part else {"value": told}
    return figures.value(voice, {**said, "unit": row["unit"]})


def met(row: Row | None, voice: Voice) -> str:
    """Write how many targets would be met, in a cell."""
    if row is None or row["median"] is None:
        return printed.UNKNOWN
    told = {name: voice.number(row[name]) for name in ("low", "median", "high", "targets")}
    return voice.tell(SUBJECT, "record.cell.plan", **told)


def reached(row: Row | None, voice: Voice) -> str:
    """Write how many were met of those whose outcome is known, in a cell."""
    if row is None or not row["known"]:
        return printed.UNKNOWN
    return voice.tell(SUBJECT, "record.of", happened=voice.number(row["value"]), cases=voice.number(row["known"]))


def skill(seen: Record, voice: Voice) -> str | None:
    """Say whether a spreadsheet would have done as well, where that is known."""
    found = next((row["skill"] for row in seen.intervals), None)
    return None if found is None else _skill(found, voice)


def _skill(found: float, voice: Voice) -> str:
    return voice.tell(SUBJECT, f"record.skill.{'better' if found >= 0 else 'worse'}", share=voice.share(abs(found)))


def elsewhere(panels: Panels, voice: Voice) -> list[str]:
    """Say what the intervals held on open panels, and whether a spreadsheet would have done as well."""
    shares = [(one, {"said": one.said, "happened": one.happened / one.cases}) for one in panels.held]
    told = [
        voice.tell(
            SUBJECT,
            "record.held",
            outcomes=voice.number(one.outcomes),
            **{name: voice.share(share) for name, share in both.items()},
        )
        for one, both in shares
    ]
    return [*told, _skill(panels.skill, voice)]


def bands_of(panels: Panels) -> list[Said]:
    """Return the bands of open panels as they are drawn."""
    return [Said(one.said, one.cases, one.happened, one.interval.low, one.interval.high) for one in panels.bands]


def series(panels: Panels, voice: Voice) -> list[str]:
    """Name the series of the panels, with how many questions were asked of each."""
    return [
        voice.tell(SUBJECT, "record.panel", name=_title(name, voice), count=voice.number(count))
        for name, count in panels.panels
    ]


def _title(name: str, voice: Voice) -> str:
    listed = name in code_list("series")
    return voice.label("series", name) if listed else voice.tell(SUBJECT, f"record.panel.{name}")
