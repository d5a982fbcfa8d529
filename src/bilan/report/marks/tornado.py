"""Draw how far each figure moves a result: a bar from its low to its high end, and where the result turns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import HALO, Given, breadth, chart, element, hatch, line, name_of, tip
from bilan.report.marks.rows_of import WIDTHS, Sheet
from bilan.report.marks.spreads import HEAD, zero_line
from bilan.report.voice import Voice

NONE: Final[dict[str, Given]] = {"stroke": palette.VERIFIED, "stroke_width": 2}


@dataclass(frozen=True, slots=True)
class Tilt:
    """A figure: the result at its low and at its high end, either None where it was never told.

    `turns` says whether the result turns within what was stated; `text` is written beside the bar.
    """

    name: str
    low: float | None
    high: float | None
    text: str
    turns: bool
    cells: tuple[str, ...] = ()


def tornado(
    given: Sequence[Tilt], middle: float, voice: Voice, *, heads: tuple[str, ...], sentence: str, zero: str
) -> Drawn:
    """Draw a row a figure about the result with everything at its middle; a line stands where the result is nothing."""
    known = [middle, *(end for one in given for end in (one.low, one.high) if end is not None)]
    low, high = min(0.0, *known), max(0.0, *known)
    room = 20 + max((breadth(one.text) for one in given), default=0)
    sheets = (Sheet(width, low, high, voice, HEAD, room) for width in WIDTHS)
    wide, narrow = (_drawn(given, middle, sheet, zero, sentence) for sheet in sheets)
    return Drawn(wide, sentence, heads, tuple((one.name, *one.cells) for one in given), narrow)


def _drawn(given: Sequence[Tilt], middle: float, sheet: Sheet, zero: str, sentence: str) -> str:
    name = f"hatch-{name_of('tornado', given, sheet)}"
    rows = [_row(one, turn, middle, sheet, name) for turn, one in enumerate(given)]
    height = sheet.height(len(given))
    inside = (hatch(name), *zero_line(sheet, zero, len(given)), *rows)
    return chart(*inside, width=sheet.width, height=height, label=sentence, css=sheet.css)


def _row(one: Tilt, turn: int, middle: float, sheet: Sheet, name: str) -> str:
    told = " · ".join(part for part in (one.name, one.text) if part)
    return element("g", tip(told), sheet.name(turn, one.name), *_shape(one, turn, middle, sheet, name))


def _shape(one: Tilt, turn: int, middle: float, sheet: Sheet, name: str) -> Iterator[str]:
    """Draw the part of the low end hatched and that of the high end solid: they are told apart without colour."""
    if one.low is not None and one.low != middle:
        yield sheet.bar(turn, middle, one.low, fill=f"url(#{name})", stroke=palette.VERIFIED)
    if one.high is not None and one.high != middle:
        yield sheet.bar(turn, middle, one.high, fill=palette.VERIFIED)
    x, y = sheet.x(middle), sheet.y(turn)
    yield line(x, y - 8, x, y + 8, **NONE)
    outer = max(end for end in (middle, one.low, one.high) if end is not None)
    weight = 600 if one.turns else None
    yield sheet.beside(sheet.x(outer), turn, one.text, font_weight=weight, **HALO)
