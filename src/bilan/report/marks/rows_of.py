"""Lay out marks that are a list: one row each, its name above its mark, mirrored where the language is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, TypeVar

from bilan.report.marks import palette
from bilan.report.marks.drawing import HALO, Given, chart, element, fitted, hatch, line, name_of, words
from bilan.report.voice import Voice

Part = TypeVar("Part")
ROW: Final = 46
WIDTHS: Final = (700.0, 400.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list of a width: values from `low` to `high` run from where the language begins; room is kept for words."""

    width: float
    low: float
    high: float
    voice: Voice
    head: float = 0.0
    room: float = 90.0

    @property
    def css(self) -> str:
        """Return the class of the drawing."""
        return "nar" if self.width == WIDTHS[1] else "wid"

    def x(self, value: float) -> float:
        """Return where a value stands."""
        along = (value - self.low) / ((self.high - self.low) or 1.0) * (self.width - self.room)
        return self.turned(along)

    def turned(self, along: float) -> float:
        """Return a place told from where the language begins."""
        return self.width - along if self.voice.is_rtl else along

    def y(self, turn: int) -> float:
        """Return the middle of the mark of a row."""
        return self.head + turn * ROW + 32

    def name(self, turn: int, text: str) -> str:
        """Write the name of a row above its mark."""
        told = fitted(text, self.width - 4)
        side = "end" if self.voice.is_rtl else None
        return words(told, self.turned(0), self.head + turn * ROW + 16, text_anchor=side)

    def beside(self, x: float, turn: int, text: str, **look: Given) -> str:
        """Write words after a mark."""
        rtl = self.voice.is_rtl
        place = x - 11 if rtl else x + 11
        return words(text, place, self.y(turn) + 5, text_anchor="end" if rtl else None, **look)

    def pair(self, x: float, turn: int, before: str, after: str) -> str:
        """Write two values after a mark, the second one stronger, in the order in which the language is read."""
        rtl = self.voice.is_rtl
        arrow, opens, closes = ("\u2190", "\u2067", "\u2069") if rtl else ("\u2192", "", "")
        strong = element("tspan", f"{escape(after, quote=False)}{closes}", fill=palette.INK, font_weight=600)
        told = f"{opens}{escape(before, quote=False)} {arrow} {strong}"
        place: dict[str, Given] = {"x": x - 11 if rtl else x + 11, "y": self.y(turn) + 5}
        return element("text", told, **place, text_anchor="end" if rtl else None, fill=palette.INK_2, **HALO)

    def bar(self, turn: int, start: float, end: float, **look: Given) -> str:
        """Draw a bar between two values."""
        one, other = sorted((self.x(start), self.x(end)))
        return element("rect", x=one, y=self.y(turn) - 7, width=other - one, height=14, **look)

    def rule(self, turn: int) -> str:
        """Draw the line along which a row's values lie."""
        y = self.y(turn)
        return line(self.x(self.low), y, self.x(self.high), y, stroke=palette.GRID)

    def height(self, count: int) -> float:
        """Return the height of so many rows."""
        return self.head + count * ROW + 6


def drawn(
    kind: str, given: Sequence[Part], sheet: Sheet, draw: Callable[[Part, int, Sheet, str], str], sentence: str
) -> str:
    """Draw a row a part from the line of the ground on; `draw` is told the part, its turn and the name of the hatch."""
    name = f"hatch-{name_of(kind, given, sheet)}"
    rows = [draw(one, turn, sheet, name) for turn, one in enumerate(given)]
    height = sheet.height(len(given))
    ground = line(sheet.x(0), 20, sheet.x(0), height, stroke=palette.RULE)
    return chart(hatch(name), ground, *rows, width=sheet.width, height=height, label=sentence, css=sheet.css)
