"""How good forecasts were: what would have been said on earlier days, and what came."""

from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.analysis.formulas.panel_record import shipped
from bilan.report import figures
from bilan.report.marks.reliability import reliability, spoken
from bilan.report.sheets import record as sheet
from bilan.report.sheets.record import Origin
from bilan.web.asked import Asked
from bilan.web.shown import Shown

SUBJECT: Final = "forecast"
TONES: Final = {"holds": "good", "does_not_hold": "bad", "cannot_determine": "mute"}


@dataclass(frozen=True, slots=True)
class Line:
    """A target with an outcome: what would have been said of it, what came, as its row of the table."""

    row: Row
    name: str
    target: str
    interval: str
    chance: str
    value: str


def page(asked: Asked) -> Shown:
    """Show the record of this plan, day by day and target by target."""
    voice, seen = asked.voice, sheet.record(asked.view)
    drawn = reliability(seen.bands, voice, what=voice.tell(SUBJECT, "record.chart")) if seen.bands else None
    told = {
        "seen": seen,
        "drawn": drawn,
        "bands": [spoken(one, voice) for one in seen.bands],
        "days": [_day(asked, one) for one in seen.origins if one.targets],
        "plans": [_plan(asked, one) for one in seen.origins],
        "held": [(row, TONES[row["conclusion"]]) for row in seen.intervals],
        "skill": sheet.skill(seen, voice),
        "panels": _panels(asked),
    }
    finding = sheet.finding(seen.targets, voice)
    return Shown("record.html", voice.tell(SUBJECT, "record.title"), SUBJECT, {**told, "finding": finding}, finding)


def _day(asked: Asked, one: Origin) -> tuple[Origin, list[str], list[Line]]:
    return one, list(sheet.plan(one, asked.voice)), [_line(asked, row) for row in one.targets]


def _plan(asked: Asked, one: Origin) -> tuple[Origin, list[tuple[Row | None, str, str]]]:
    """Write the cells of a day: of what is verified and of what is declared, what was foreseen and what came."""
    cells = []
    for name in sheet.CLASSES:
        row = one.plan.get(name)
        cells.append((row, sheet.met(row, asked.voice), sheet.reached(row, asked.voice)))
    return one, cells


def _line(asked: Asked, row: Row) -> Line:
    voice = asked.voice
    name = figures.name_of(voice, row["indicator"], asked.view.names)
    told = sheet.value(row, voice, "target"), sheet.foreseen(row, voice), sheet.chance(row, voice)
    return Line(row, name, *told, sheet.value(row, voice))


def _panels(asked: Asked) -> dict[str, Any] | None:
    """Show the record on open panels that ships."""
    panels, voice = shipped(), asked.voice
    if panels is None:
        return None
    bands = sheet.bands_of(panels)
    return {
        "drawn": reliability(bands, voice, what=voice.tell(SUBJECT, "record.panels.chart")),
        "bands": [spoken(one, voice) for one in bands],
        "held": sheet.elsewhere(panels, voice),
        "series": sheet.series(panels, voice),
        "forecasts": panels.forecasts,
    }
