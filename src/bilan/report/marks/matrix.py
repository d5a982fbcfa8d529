"""Draw who needs what as a matrix: a row a thing, a column whoever needs it; full where a source says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import Given, chart, element, line, tip
from bilan.report.marks.rows_of import ROW, WIDTHS, Sheet
from bilan.report.marks.scales import short
from bilan.report.voice import Voice

CELL: Final = 14.0
STATED: Final[dict[str, Given]] = {"fill": palette.VERIFIED, "stroke": palette.VERIFIED}
INFERRED: Final[dict[str, Given]] = {"fill": palette.PAPER, "stroke": palette.VERIFIED, "stroke_width": 1.5}


@dataclass(frozen=True, slots=True)
class Needed:
    """A thing with the columns of whoever needs it: True where a source says so, False where it was worked out."""

    name: str
    by: dict[int, bool]


def matrix(given: Sequence[Needed], columns: Sequence[str], voice: Voice, *, sentence: str) -> Drawn:
    """Draw a row a thing; the names of the columns stand in the tips and in the table."""
    wide, narrow = (_drawn(given, columns, voice, width, sentence) for width in WIDTHS)
    heads = tuple(voice.tell("marks", f"matrix.{head}") for head in ("name", "count", "stated", "inferred"))
    return Drawn(wide, sentence, heads, tuple(_row(one, columns, voice) for one in given), narrow)


def _drawn(given: Sequence[Needed], columns: Sequence[str], voice: Voice, width: float, sentence: str) -> str:
    sheet = Sheet(width, 0.0, float(max(1, len(columns))), voice, room=44.0)
    rows = [_line(one, turn, columns, sheet) for turn, one in enumerate(given)]
    return chart(*rows, width=width, height=sheet.height(len(given)), label=sentence, css=sheet.css)


def _line(one: Needed, turn: int, columns: Sequence[str], sheet: Sheet) -> str:
    step = (sheet.width - sheet.room) / sheet.high
    side, y = min(CELL, step - 1.5), sheet.y(turn)
    cells = []
    for column in range(len(columns)):
        x = sheet.x(column + 0.5)
        if column in one.by:
            look = STATED if one.by[column] else INFERRED
            square = element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, **look)
            cells.append(element("g", tip(f"{one.name} · {columns[column]}"), square))
        else:
            cells.append(element("circle", cx=x, cy=y, r=1.2, fill=palette.RULE))
    count = sheet.beside(sheet.x(sheet.high), turn, short(len(one.by), sheet.voice.language), font_weight=600)
    below = line(0, y + ROW / 3, sheet.width, y + ROW / 3, stroke=palette.GRID)
    return element("g", sheet.name(turn, one.name), *cells, count, below)


def _row(one: Needed, columns: Sequence[str], voice: Voice) -> tuple[str, ...]:
    comma = voice.say("comma")
    names = (
        comma.join(columns[column] for column, stated in one.by.items() if stated is wanted) or "–"
        for wanted in (True, False)
    )
    return (one.name, short(len(one.by), voice.language), *names)
