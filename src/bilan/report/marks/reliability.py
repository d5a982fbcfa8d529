"""Draw what was said beside what happened: a dot a band of chances, on the diagonal where both agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import Given, chart, element, line, tip, words
from bilan.report.marks.labels import Box, Label, place
from bilan.report.voice import Voice

SUBJECT: Final = "forecast"
TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
HEADS: Final = ("said", "cases", "happened", "share", "interval")
SMALLEST: Final = 4.0
LARGEST: Final = 11.0
STROKE: Final[dict[str, Given]] = {"stroke": palette.FORECAST, "stroke_width": 1.5}


@dataclass(frozen=True, slots=True)
class Said:
    """A band of chances: what was said on average, how many cases, how many happened, and how surely."""

    said: float
    cases: int
    happened: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Return the share that happened."""
        return self.happened / self.cases


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing: how wide and high, the plot from the line of the shares on."""

    width: float
    height: float
    css: str
    left: float = 56
    top: float = 48
    right: float = 24
    bottom: float = 52

    def x(self, share: float) -> float:
        """Return where a chance that was said stands; as on every scale of two directions, from left to right."""
        return self.left + share * (self.width - self.left - self.right)

    def y(self, share: float) -> float:
        """Return where a share that happened stands."""
        return self.height - self.bottom - share * (self.height - self.top - self.bottom)


SIZES: Final = (Size(700, 420, "wid"), Size(400, 400, "nar"))


def reliability(given: Sequence[Said], voice: Voice, *, what: str) -> Drawn:
    """Draw the bands that have a case, wide and narrow, say it in a sentence and tell it as a table."""
    sentence = " ".join([what, *(spoken(one, voice) for one in given)])
    wide, narrow = (_drawn(given, size, voice, sentence) for size in SIZES)
    heads = tuple(voice.tell(SUBJECT, f"record.head.{head}") for head in HEADS)
    return Drawn(wide, sentence, heads, tuple(_row(one, voice) for one in given), narrow)


def spoken(one: Said, voice: Voice) -> str:
    """Say a band in the words of a reader: of so many to which about so much was given, so many were reached."""
    told = {"said": voice.share(one.said), "cases": voice.number(one.cases), "happened": voice.number(one.happened)}
    alone = ".one.reached" if one.happened else ".one.missed"
    return voice.tell(SUBJECT, f"record.band{alone if one.cases == 1 else ''}", **told)


def _row(one: Said, voice: Voice) -> tuple[str, ...]:
    interval = voice.tell(SUBJECT, "record.interval", low=voice.share(one.low), high=voice.share(one.high))
    return voice.share(one.said), voice.number(one.cases), voice.number(one.happened), voice.share(one.share), interval


def _drawn(given: Sequence[Said], size: Size, voice: Voice, sentence: str) -> str:
    most = max((one.cases for one in given), default=1)
    dots = [part for one in given for part in _dot(one, most, size, voice)]
    inside = (*_ground(size, voice), *dots, *_named(given, size, voice))
    return chart(*inside, width=size.width, height=size.height, label=sentence, css=size.css)


def _ground(size: Size, voice: Voice) -> Iterator[str]:
    """Draw the grid of shares, what its directions mean, and the line on which both agree."""
    for share in TICKS:
        x, y = size.x(share), size.y(share)
        yield line(size.left, y, size.x(1), y, stroke=palette.GRID if share else palette.RULE)
        yield words(voice.share(share), size.left - 8, y + 4.5, text_anchor="end", fill=palette.INK_3, font_size=13)
        yield line(x, size.y(0), x, size.y(0) + 5, stroke=palette.RULE)
        if share:  # of two nothings beside each other one is enough
            yield words(voice.share(share), x, size.y(0) + 20, text_anchor="middle", fill=palette.INK_3, font_size=13)
    yield line(size.x(0), size.y(0), size.x(1), size.y(1), stroke=palette.INK, stroke_width=1.5, stroke_dasharray="6 4")
    yield words(voice.tell(SUBJECT, "record.axis.happened"), 0, 16, fill=palette.INK_2, font_size=13)
    said = voice.tell(SUBJECT, "record.axis.said")
    yield words(said, size.x(1), size.height - 10, text_anchor="end", fill=palette.INK_2, font_size=13)


def _dot(one: Said, most: int, size: Size, voice: Voice) -> Iterator[str]:
    """Draw a band with how far its share reaches; a dot of twice the area had twice the cases."""
    x, y = size.x(one.said), size.y(one.share)
    radius = max(SMALLEST, LARGEST * sqrt(one.cases / most))
    dot = element("circle", cx=x, cy=y, r=radius, fill=palette.FORECAST, stroke=palette.PAPER, stroke_width=1.5)
    low, high = size.y(one.low), size.y(one.high)
    ends = (line(x - 4, end, x + 4, end, **STROKE) for end in (low, high))
    yield element("g", tip(spoken(one, voice)), line(x, low, x, high, **STROKE), *ends, dot)


def _named(given: Sequence[Said], size: Size, voice: Voice) -> Iterator[str]:
    """Write beside each dot how many happened of how many, clear of dots, intervals and the diagonal."""
    boxes, lines = [], [(size.x(0), size.y(0), size.x(1), size.y(1))]
    labels = []
    for one in sorted(given, key=lambda each: -each.cases):
        told = voice.tell(SUBJECT, "record.of", happened=voice.number(one.happened), cases=voice.number(one.cases))
        x, y = size.x(one.said), size.y(one.share)
        labels.append(Label((told,), x, y, weight=600))
        boxes.append(Box(x - LARGEST, y - LARGEST, x + LARGEST, y + LARGEST))
        lines.append((x, size.y(one.low), x, size.y(one.high)))
    yield from place(labels, within=Box(size.left, 20, size.width, size.y(0)), marks=boxes, lines=lines)
