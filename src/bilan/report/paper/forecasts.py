"""Where it will end: how many targets will likely be met, the chance of each, and what such forecasts were worth."""

from collections.abc import Iterator
from typing import Final

from bilan.analysis.asking import Row
from bilan.analysis.formulas.panel_record import shipped
from bilan.report.marks.reliability import reliability, spoken
from bilan.report.paper.blocks import (
    Block,
    Cell,
    Gallery,
    Heading,
    Listing,
    Prose,
    cell,
    dim,
    drawn,
    plain,
    strong,
    table,
)
from bilan.report.paper.pen import Pen
from bilan.report.sheets import forecast, likely, record
from bilan.report.sheets.forecast import CLASSES, Foreseen
from bilan.report.sheets.widths import chance_in_column, written

SUBJECT: Final = "forecast"
WIDE: Final = 110


def chapter(pen: Pen) -> Iterator[Block]:
    """Return the chapter: the whole plan in sentences, target by target, then the record of such forecasts."""
    keys = dict.fromkeys(row["indicator"] for row in pen.view.ask("forecast") if row["median"] is not None)
    told = [rows for rows in (forecast.foreseen(pen.view, key) for key in keys) if forecast.drawn_from(rows)]
    yield Heading(_say(pen, "record.paper.title"), fresh=True)
    if not told:
        yield Prose(plain(_say(pen, "record.paper.none")), "note")
        return
    one = likely.likely(pen.view, pen.view.plan.get("key", ""))
    yield Prose((*plain(" ".join(likely.sentences(one, pen.voice)), " "), *dim(pen.entries(one.entries))), "lede")
    yield from _targets(pen, told)
    yield from _record(pen)


def _say(pen: Pen, code: str) -> str:
    return pen.voice.tell(SUBJECT, code)


def _targets(pen: Pen, told: list[Foreseen]) -> Iterator[Block]:
    yield Heading(_say(pen, "record.paper.targets"), 2)
    yield Prose(plain(_say(pen, "record.paper.targets.sub")), "note")
    heads = [_say(pen, f"record.{code}") for code in ("column.target", "column.interval")]
    heads += [_say(pen, f"record.paper.head.{name}") for name in CLASSES]
    rows = (_target(pen, rows) for rows in told)
    yield from table(_say(pen, "record.paper.targets"), heads, "1.6fr 1.2fr 24mm 24mm", rows)


def _target(pen: Pen, rows: Foreseen) -> tuple[Cell, ...]:
    row = forecast.drawn_from(rows) or {}
    due = pen.voice.say("due_day", day=pen.voice.day(row["due_on"]))
    target = record.value(row, pen.voice, "target")
    interval, told_as = written(pen.voice, row).interval, pen.voice.label("told_as", row["told_as"])
    return (
        cell(strong(pen.name(row["indicator"])), dim(target, due, pen.entries(row["entries"]))),
        cell(plain(interval), dim(told_as)),
        *(_chance(pen, rows.get(name)) for name in CLASSES),
    )


def _chance(pen: Pen, row: Row | None) -> Cell:
    """Write a chance, or why there is none."""
    if row is None:
        return cell()
    told = chance_in_column(pen.voice, row["chance"])
    return cell(strong(told)) if told else cell(dim(pen.voice.label("forecast_cannot", row["cannot"])))


def _record(pen: Pen) -> Iterator[Block]:
    """Say what forecasts made on earlier days, from what was known then, were worth."""
    seen = record.record(pen.view)
    yield Heading(_say(pen, "record.title"), 2)
    yield Prose(plain(record.finding(seen.targets, pen.voice)))
    yield Prose(plain(_say(pen, "record.sub")), "note")
    if seen.bands:
        mark = reliability(seen.bands, pen.voice, what=_say(pen, "record.chart"))
        words = tuple(plain(spoken(one, pen.voice)) for one in seen.bands)
        yield Gallery(1, (drawn(mark, WIDE, under=words),))
    lines = [*(record.interval(row, pen.voice) for row in seen.intervals), record.skill(seen, pen.voice)]
    if seen.intervals:
        yield Listing(tuple(plain(line) for line in lines if line))
    panels = shipped()
    if panels:
        yield Heading(_say(pen, "record.heading.panels"), 2)
        told = pen.voice.tell(SUBJECT, "record.heading.panels.sub", forecasts=pen.voice.number(panels.forecasts))
        yield Prose(plain(told), "note")
        yield Listing(tuple(plain(line) for line in record.elsewhere(panels, pen.voice)))
