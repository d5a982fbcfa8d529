"""What would have been said on earlier days, what came, and what the chances were worth."""

import sys
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType

from bilan.acts.answering import Replayed
from bilan.analysis import catalogue
from bilan.cli.door import Door
from bilan.cli.pages import figures
from bilan.cli.text import Text
from bilan.exchange.answers import as_csv
from bilan.report import figures as written
from bilan.report.marks.reliability import spoken
from bilan.report.sheets import record as sheet
from bilan.report.sheets.record import Origin, Record
from bilan.tables.session import Session

SUBJECT: Final = "forecast"
BACKTEST: Final = catalogue.CATALOGUE["backtest"]
RELIABILITY: Final = catalogue.CATALOGUE["reliability"]


def write_csv(told: Replayed) -> None:
    """Write the forecasts with what came as CSV."""
    sys.stdout.write(as_csv([column.name for column in BACKTEST.columns], told.rows))


def page(door: Door, told: Replayed, notes: Iterable[str]) -> Group:
    """Say day by day what would have been foreseen and what came; then what the chances were worth."""
    seen = sheet.gathered(told.rows, told.judged)
    parts: list[RenderableType] = [Text(door.tell(SUBJECT, "record.title"), style="bold")]
    parts += [Text(written.cut(door, told.session.cut)), *(Text(note, style="italic") for note in notes)]
    if not seen.origins:
        last = min(told.session.cut.as_of, told.session.cut.known_on)
        parts += [Text(), Text(door.tell(SUBJECT, "record.none", day=door.day(last)))]
    for one in seen.origins:
        parts += [Text(), *(Text(line, style="bold") for line in sheet.plan(one, door))]
        parts += _targets(door, one, told.session) if len(seen.origins) == 1 else []
    return Group(*parts, *_worth(door, seen), Text(), *figures.foot(door, told.session))


def _targets(door: Door, one: Origin, session: Session) -> Iterator[RenderableType]:
    """Tell each target that has an outcome: what was foreseen, what came."""
    names = written.names_of(session)
    for row in one.targets:
        told = {"name": written.name_of(door, row["indicator"], names), "target": sheet.value(row, door, "target")}
        told |= {"told_as": door.label("told_as", row["told_as"]), "interval": sheet.foreseen(row, door)}
        told |= {"chance": sheet.chance(row, door)}
        met = door.tell(SUBJECT, f"record.met.{'yes' if row['met'] else 'no'}")
        came = {"value": sheet.value(row, door), "day": door.day(row["value_on"]), "met": met}
        yield figures.hanging(Text(door.tell(SUBJECT, "record.target", **told)))
        said = Text(door.tell(SUBJECT, "record.target.came", **came), style="cyan")
        yield figures.indented(said.append(figures.entries(door, row["entries"]), style="dim"))


def _worth(door: Door, seen: Record) -> Iterator[RenderableType]:
    """Say what the chances and the intervals were worth."""
    yield Text()
    yield Text(sheet.finding(seen.targets, door), style="bold")
    lines = [*(spoken(one, door) for one in seen.bands), *(sheet.interval(row, door) for row in seen.intervals)]
    yield from (figures.hanging(Text(line)) for line in lines)
    skill = sheet.skill(seen, door)
    if skill:
        yield figures.hanging(Text(skill))
