"""Draw how many are left as days pass: a stair that goes down where somebody is lost, in the band of its interval.

A tick on the stair is somebody who was no longer watched from then on; below it stands how many were still watched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import Given, chart, element, line, path, tip, words
from bilan.report.marks.scales import short
from bilan.report.voice import Voice
from bilan.terms import printed

YEAR: Final = 365.25
TOP: Final = 28
QUARTERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
HEADS: Final = ("days", "at_risk", "lost", "ended", "left", "low", "high")
# Solid where somebody looked, broken where somebody only said so, as everywhere.
STROKES: Final[dict[bool, dict[str, Given]]] = {
    True: {"stroke_width": 3},
    False: {"stroke_width": 2, "stroke_dasharray": "6 3"},
}


@dataclass(frozen=True, slots=True)
class Stair:
    """What happened after so many days: who was watched before, was lost, was no longer watched, and is left."""

    days: float
    at_risk: float
    lost: float
    ended: float
    left: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Size:
    """How large a drawing is, and how many of its years have room for a number."""

    width: float
    height: float
    css: str
    room: float


WIDE: Final = Size(700, 340, "wid", 56)
NARROW: Final = Size(400, 320, "nar", 44)
GUTTER: Final = 58


def steps(given: Sequence[Stair], voice: Voice, *, what: str, verified: bool) -> Drawn:
    """Draw a stair; what is told as declared is drawn as a broken line."""
    stairs = sorted(given, key=lambda one: one.days)
    sentence = _sentence(stairs, voice, what)
    wide, narrow = (_drawn(stairs, voice, size, sentence, verified=verified) for size in (WIDE, NARROW))
    heads = tuple(voice.tell("marks", f"steps.{head}") for head in HEADS)
    return Drawn(wide, sentence, heads, tuple(_row(one, voice) for one in stairs), narrow)


@dataclass(frozen=True, slots=True)
class _Plot:
    stairs: Sequence[Stair]
    voice: Voice
    size: Size

    @property
    def bottom(self) -> float:
        return self.size.height - 74

    @property
    def years(self) -> int:
        return max(1, ceil(max((one.days for one in self.stairs), default=0) / YEAR - 1e-9))

    def x(self, days: float) -> float:
        # Time runs from left to right in every language.
        return GUTTER + days / (self.years * YEAR) * (self.size.width - GUTTER - 12)

    def y(self, share: float) -> float:
        return self.bottom - share * (self.bottom - TOP)

    def ground(self) -> Iterator[str]:
        right = self.size.width - 12
        for share in QUARTERS:
            y = self.y(share)
            yield line(GUTTER, y, right, y, stroke=palette.GRID if share else palette.RULE)
            told = self.voice.share(share)
            yield words(told, GUTTER - 8, y + 4.5, text_anchor="end", fill=palette.INK_3, font_size=13)
        every = ceil(self.size.room * (self.years + 1) / (right - GUTTER))
        yield words(self.voice.tell("marks", "steps.watched"), 0, self.size.height - 26, font_size=13)
        for year in range(0, self.years + 1, every):
            x = self.x(year * YEAR)
            yield line(x, self.bottom, x, self.bottom + 5, stroke=palette.RULE)
            yield words(str(year), x, self.bottom + 21, text_anchor="middle", fill=palette.INK_2)
            count = short(self.watched(year * YEAR), self.voice.language)
            yield words(count, x, self.size.height - 6, text_anchor="middle", font_size=13)
        yield words(self.voice.tell("marks", "steps.years"), right, TOP - 12, text_anchor="end", fill=palette.INK_3)

    def watched(self, days: float) -> float:
        return next((one.at_risk for one in self.stairs if one.days >= days), 0.0)

    def band(self) -> Iterator[str]:
        """Draw the interval wherever it is known, a block from each stair to the next."""
        for one, after in pairwise(self.stairs):
            if one.low is not None and one.high is not None:
                left, right = self.x(one.days), self.x(after.days)
                top, bottom = self.y(one.high), self.y(one.low)
                yield element("rect", x=left, y=top, width=right - left, height=bottom - top, fill=palette.FAN[1])

    def stair(self, *, verified: bool) -> Iterator[str]:
        place = (self.x(0), self.y(1))
        way = [place]
        for one in self.stairs:
            way += [(self.x(one.days), way[-1][1]), (self.x(one.days), self.y(one.left))]
        yield element("path", d=path(*way), fill="none", stroke=palette.VERIFIED, **STROKES[verified])
        for one in self.stairs:
            x, y = self.x(one.days), self.y(one.left)
            tick = line(x, y - 6, x, y + 6, stroke=palette.INK, stroke_width=1.5) if one.ended else ""
            dot = element("circle", cx=x, cy=y, r=3.5, fill=palette.VERIFIED) if one.lost else ""
            yield element("g", tip(" · ".join(_row(one, self.voice))), tick, dot)


def _drawn(stairs: Sequence[Stair], voice: Voice, size: Size, sentence: str, *, verified: bool) -> str:
    plot = _Plot(stairs, voice, size)
    parts = [*plot.band(), *plot.ground(), *plot.stair(verified=verified)]
    return chart(*parts, width=size.width, height=size.height, label=sentence, css=size.css)


def _row(one: Stair, voice: Voice) -> tuple[str, ...]:
    counts = (short(number, voice.language) for number in (one.days, one.at_risk, one.lost, one.ended))
    bounds = (printed.UNKNOWN if share is None else voice.share(share) for share in (one.low, one.high))
    return (*counts, voice.share(one.left), *bounds)


def _sentence(stairs: Sequence[Stair], voice: Voice, what: str) -> str:
    if not stairs:
        return voice.tell("marks", "steps.none", what=what)
    last = stairs[-1]
    told = {
        "what": what,
        "watched": short(stairs[0].at_risk, voice.language),
        "lost": short(sum(one.lost for one in stairs), voice.language),
        "years": short(round(last.days / YEAR, 1), voice.language),
        "left": voice.share(last.left),
    }
    return voice.tell("marks", "steps.says", **told)
