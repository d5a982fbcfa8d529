"""Draw between which values numbers lie: the whole range, nineteen draws in twenty, half of the draws, the middle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import HALO, Given, breadth, chart, element, line, tip, words
from bilan.report.marks.rows_of import WIDTHS, Sheet
from bilan.report.voice import Voice
from bilan.terms import printed

HEAD: Final = 26.0
SMALL: Final = 340.0


@dataclass(frozen=True, slots=True)
class Spread:
    """A number with its quantiles (5, 25, 50, 75, 95 in a hundred) and exact bounds; what is not known is None.

    `net` is of one colour, what is only gross has a broken line; `text` is what is written beside it.
    """

    name: str
    ends: tuple[float | None, float | None]
    quantiles: tuple[float, ...] | None
    middle: float | None
    text: str
    cells: tuple[str, ...] = ()
    is_net: bool = True

    @property
    def values(self) -> list[float]:
        """Return every number of it that is known."""
        every = (*self.ends, *(self.quantiles or ()), self.middle)
        return [one for one in every if one is not None]


def spreads(
    given: Sequence[Spread], voice: Voice, *, heads: tuple[str, ...], sentence: str, zero: str, small: bool = False
) -> Drawn:
    """Draw a row a number, all on one scale with a line at zero; `heads` and each one's `cells` are the table."""
    known = [value for one in given for value in one.values]
    low, high = min(0.0, *known) if known else 0.0, max(0.0, *known) if known else 1.0
    room = 20 + max((breadth(one.text) for one in given), default=0)
    widths = (SMALL,) if small else WIDTHS
    drawn = [_drawn(given, Sheet(width, low, high, voice, HEAD, room), zero, sentence) for width in widths]
    rows = tuple((one.name, *one.cells) for one in given)
    return Drawn(drawn[0], sentence, heads, rows, *drawn[1:])


def _drawn(given: Sequence[Spread], sheet: Sheet, zero: str, sentence: str) -> str:
    rows = [_row(one, turn, sheet) for turn, one in enumerate(given)]
    height = sheet.height(len(given))
    return chart(
        *zero_line(sheet, zero, len(given)), *rows, width=sheet.width, height=height, label=sentence, css=sheet.css
    )


def zero_line(sheet: Sheet, text: str, rows: int) -> Iterator[str]:
    """Draw the line of nothing beside each row's mark, clear of its name, with what it means above it."""
    x, half = sheet.x(0), breadth(text, 13) / 2
    middle = min(max(x, half + 2), max(sheet.width - half - 2, half + 2))
    yield words(text, middle, 14, text_anchor="middle", fill=palette.INK_2, font_size=13)
    yield line(x, 20, x, 26, stroke=palette.INK, stroke_width=1.5)
    for turn in range(rows):
        y = sheet.y(turn)
        yield line(x, y - 11, x, y + 13, stroke=palette.INK, stroke_width=1.5)


def _row(one: Spread, turn: int, sheet: Sheet) -> str:
    told = " · ".join(part for part in (one.name, one.text) if part)
    return element("g", tip(told), sheet.name(turn, one.name), *_shape(one, turn, sheet))


def _shape(one: Spread, turn: int, sheet: Sheet) -> Iterator[str]:
    y = sheet.y(turn)
    if not one.values:
        dashed: dict[str, Given] = {"fill": palette.PAPER, "stroke": palette.RULE, "stroke_dasharray": "4 3"}
        yield sheet.bar(turn, sheet.low, sheet.high, **dashed)
        yield sheet.beside(sheet.x(sheet.high), turn, one.text or printed.UNKNOWN, fill=palette.INK_2)
        return
    low, high = (end if end is not None else edge for end, edge in zip(one.ends, (sheet.low, sheet.high), strict=True))
    broken = None if one.is_net else "4 3"
    yield line(sheet.x(low), y, sheet.x(high), y, stroke=palette.VERIFIED, stroke_width=2, stroke_dasharray=broken)
    yield from (_stop(sheet, end, y) for end in one.ends if end is not None)
    if one.quantiles:
        first, second, _, fourth, last = one.quantiles
        yield sheet.bar(turn, first, last, fill=palette.FAN[1])
        yield sheet.bar(turn, second, fourth, fill=palette.STALE)
    if one.middle is not None:
        x = sheet.x(one.middle)
        yield line(x, y - 10, x, y + 10, stroke=palette.VERIFIED, stroke_width=3)
    yield sheet.beside(sheet.x(max(one.values)), turn, one.text, font_weight=600, **HALO)


def _stop(sheet: Sheet, value: float, y: float) -> str:
    return line(sheet.x(value), y - 5, sheet.x(value), y + 5, stroke=palette.VERIFIED, stroke_width=2)
