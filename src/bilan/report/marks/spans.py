"""Draw parts between two bounds: filled as far as they surely go, dashed as far as they may."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.bars import look
from bilan.report.marks.drawing import Given, breadth, element, linked, tip
from bilan.report.marks.rows_of import WIDTHS, Sheet, drawn
from bilan.report.voice import Voice
from bilan.terms import printed

# From here on a number that was worked out is written without decimals.
WHOLE_FROM: Final = 10


@dataclass(frozen=True, slots=True)
class Span:
    """A part: what it has at least and at most (open when nobody can tell), how that is written, of which nature.

    `text` is None for a part of which nothing was told; its bounds then follow from the others.
    """

    name: str
    low: float
    high: float | None
    text: str | None
    nature: str
    href: str | None = None


def spans(given: Sequence[Span], voice: Voice, *, what: str) -> Drawn:
    """Draw a row a part; an open one ends where the drawing does, with an arrow."""
    most = max((edge for one in given for edge in (one.low, one.high) if edge is not None), default=0.0)
    room = 30 + max((breadth(_text(one, voice)) for one in given), default=0)
    sentence = " ".join(_said(given, voice, what))
    open_end = any(one.high is None for one in given)
    top = (most or 1.0) * (1.15 if open_end else 1.0)
    wide, narrow = (
        drawn("spans", given, Sheet(width, 0.0, top, voice, room=room), _span, sentence) for width in WIDTHS
    )
    heads = tuple(voice.tell("marks", f"head.{head}") for head in ("name", "value", "least_most", "nature"))
    return Drawn(wide, sentence, heads, tuple(_row(one, voice) for one in given), narrow)


def _span(one: Span, turn: int, sheet: Sheet, name: str) -> str:
    told = " · ".join(_row(one, sheet.voice))
    group = element("g", tip(told), sheet.name(turn, one.name), *_shape(one, turn, sheet, name))
    return linked(group, one.href, told)


def _shape(one: Span, turn: int, sheet: Sheet, name: str) -> Iterator[str]:
    end = sheet.high if one.high is None else one.high
    dashed: dict[str, Given] = {"fill": palette.PAPER, "stroke": palette.INK_2, "stroke_dasharray": "4 3"}
    if end > one.low:
        yield sheet.bar(turn, one.low, end, **dashed)
    if one.low > 0:
        yield sheet.bar(turn, 0, one.low, **look(one.nature, name))
    weight = None if one.text is None else 600
    yield sheet.beside(sheet.x(end), turn, _text(one, sheet.voice), font_weight=weight)


def _text(one: Span, voice: Voice) -> str:
    text = printed.UNKNOWN if one.text is None else one.text
    arrow = "\u2190" if voice.is_rtl else "\u2192"
    return f"{arrow} {text}" if one.high is None else text


def _row(one: Span, voice: Voice) -> tuple[str, ...]:
    return one.name, one.text or printed.UNKNOWN, bounds(voice, one.low, one.high), voice.label("nature", one.nature)


def bounds(voice: Voice, low: float, high: float | None) -> str:
    """Write two bounds, to three digits; an open one is said."""
    if high is None:
        return voice.tell("marks", "spans.open", low=short(voice, low))
    if high == low:
        return short(voice, low)
    return voice.tell("marks", "spans.between", low=short(voice, low), high=short(voice, high))


def short(voice: Voice, value: float) -> str:
    """Write a number of statistics as a number that was said, whole where it is large.

    >>> short(Voice("en"), 1234.5), short(Voice("en"), 0.25)
    ('1,234', '0.25')
    """
    rounded = Decimal(str(round(value, 2 if abs(value) < WHOLE_FROM else 0))).normalize()
    return voice.number(rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded)


def _said(given: Sequence[Span], voice: Voice, what: str) -> Iterator[str]:
    told = sorted((one.low, one.name, one.text) for one in given if one.text is not None)
    yield voice.tell("marks", "slope.count", what=what, count=voice.number(len(given)))
    if told:
        yield voice.tell("marks", "tiles.most", name=told[-1][1], value=told[-1][2])
    if len(told) > 1:
        yield voice.tell("marks", "tiles.least", name=told[0][1], value=told[0][2])
    if len(told) < len(given):
        yield voice.tell("marks", "bars.holes", count=voice.number(len(given) - len(told)))
    if any(one.high is None for one in given):
        yield voice.tell("marks", "spans.opens", count=voice.number(sum(one.high is None for one in given)))
