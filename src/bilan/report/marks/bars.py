"""Draw a list of bars: solid where somebody looked, hatched where somebody only said so, dashed where nobody did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import Given, breadth, element, linked, tip
from bilan.report.marks.markers import VERIFIED
from bilan.report.marks.rows_of import WIDTHS, Sheet, drawn
from bilan.report.voice import Voice
from bilan.terms import printed


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with how it is written and of which nature it is; what is not known is None."""

    name: str
    value: float | None
    text: str
    nature: str
    href: str | None = None


def bars(given: Sequence[Bar], voice: Voice, *, what: str) -> Drawn:
    """Draw a row a bar."""
    known = [bar.value for bar in given if bar.value is not None]
    low, high = min(0.0, *known) if known else 0.0, max(0.0, *known) if known else 1.0
    room = 20 + max((breadth(bar.text) for bar in given), default=0)
    sentence = " ".join(_said(given, voice, what))
    wide, narrow = (drawn("bars", given, Sheet(width, low, high, voice, room=room), _bar, sentence) for width in WIDTHS)
    heads = tuple(voice.tell("marks", f"head.{head}") for head in ("name", "value", "nature"))
    return Drawn(wide, sentence, heads, tuple(_row(bar, voice) for bar in given), narrow)


def _bar(bar: Bar, turn: int, sheet: Sheet, name: str) -> str:
    told = " · ".join(_row(bar, sheet.voice))
    group = element("g", tip(told), sheet.name(turn, bar.name), *_shape(bar, turn, sheet, name))
    return linked(group, bar.href, told)


def _shape(bar: Bar, turn: int, sheet: Sheet, name: str) -> Iterator[str]:
    if bar.value is None:
        dashed: dict[str, Given] = {"fill": palette.PAPER, "stroke": palette.RULE, "stroke_dasharray": "4 3"}
        yield sheet.bar(turn, sheet.low, sheet.high, **dashed)
        yield sheet.beside(sheet.x(sheet.low), turn, printed.UNKNOWN, fill=palette.INK_2)
        return
    yield sheet.bar(turn, 0, bar.value, **look(bar.nature, name))
    yield sheet.beside(sheet.x(max(0.0, bar.value)), turn, bar.text, font_weight=600)


def look(nature: str, name: str) -> dict[str, Given]:
    """Return how a bar of a nature looks; `name` is that of the hatch."""
    if nature in VERIFIED:
        return {"fill": palette.VERIFIED}
    if nature == "declared":
        return {"fill": f"url(#{name})", "stroke": palette.VERIFIED}
    return {"fill": palette.PAPER, "stroke": palette.VERIFIED, "stroke_dasharray": "3 2"}


def _row(bar: Bar, voice: Voice) -> tuple[str, ...]:
    nature = voice.tell("marks", "head.verified") if bar.nature == "verified" else voice.label("nature", bar.nature)
    return bar.name, bar.text if bar.value is not None else printed.UNKNOWN, nature


def _said(given: Sequence[Bar], voice: Voice, what: str) -> Iterator[str]:
    known = sorted((bar.value, bar.name, bar.text) for bar in given if bar.value is not None)
    yield voice.tell("marks", "slope.count", what=what, count=voice.number(len(given)))
    if known:
        yield voice.tell("marks", "tiles.most", name=known[-1][1], value=known[-1][2])
    if len(known) > 1:
        yield voice.tell("marks", "tiles.least", name=known[0][1], value=known[0][2])
    if len(known) < len(given):
        yield voice.tell("marks", "bars.holes", count=voice.number(len(given) - len(known)))
