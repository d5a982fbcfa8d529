"""Draw pairs as dumbbells: from what was declared to what was verified, or from one day to another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import breadth, chart, element, line, linked, tip, words
from bilan.report.marks.markers import marker
from bilan.report.marks.rows_of import WIDTHS, Sheet
from bilan.report.voice import Voice
from bilan.terms import printed

HEAD = 26.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values of one thing, on one scale with all others; what is not known is None."""

    name: str
    before: float | None
    after: float | None
    before_text: str
    after_text: str
    note: str | None = None
    href: str | None = None


def slope(
    pairs: Sequence[Pair],
    voice: Voice,
    *,
    what: str,
    before_label: str,
    after_label: str,
    natures: tuple[str, str] = ("declared", "verified"),
) -> Drawn:
    """Draw a row a pair; `natures` say by which marks the two ends are drawn."""
    known = [end for pair in pairs for end in (pair.before, pair.after) if end is not None]
    low, high = min(0.0, *known) if known else 0.0, max(known, default=1.0)
    texts = [text for pair in pairs for text in (pair.before_text, pair.after_text)]
    sentence = " ".join(_said(pairs, voice, what))
    room = 34 + 2 * max((breadth(text) for text in texts), default=0)
    wide, narrow = (
        _drawn(pairs, Sheet(width, low, high, voice, HEAD, room), (before_label, after_label), natures, sentence)
        for width in WIDTHS
    )
    heads = (voice.tell("marks", "head.name"), before_label, after_label, voice.tell("marks", "head.note"))
    return Drawn(wide, sentence, heads, tuple(_row(pair) for pair in pairs), narrow)


def _drawn(pairs: Sequence[Pair], sheet: Sheet, ends: tuple[str, str], natures: tuple[str, str], sentence: str) -> str:
    rows = [_pair(pair, turn, sheet, natures) for turn, pair in enumerate(pairs)]
    height = sheet.height(len(pairs))
    return chart(*_legend(sheet, ends, natures), *rows, width=sheet.width, height=height, label=sentence, css=sheet.css)


def _legend(sheet: Sheet, ends: tuple[str, str], natures: tuple[str, str]) -> Iterator[str]:
    along = 8.0
    for label, nature in zip(ends, natures, strict=True):
        x = sheet.turned(along)
        side = "end" if sheet.voice.is_rtl else None
        yield marker(nature, x, 10)
        yield words(label, sheet.turned(along + 12), 15, text_anchor=side, fill=palette.INK_2)
        along += breadth(label) + 44


def _pair(pair: Pair, turn: int, sheet: Sheet, natures: tuple[str, str]) -> str:
    told = " · ".join(part for part in _row(pair) if part)
    drawn = element(
        "g", tip(told), sheet.name(turn, pair.name), sheet.rule(turn), *_dumbbell(pair, turn, sheet, natures)
    )
    return linked(drawn, pair.href, told)


def _dumbbell(pair: Pair, turn: int, sheet: Sheet, natures: tuple[str, str]) -> Iterator[str]:
    y = sheet.y(turn)
    if pair.before is not None and pair.after is not None:
        yield line(sheet.x(pair.before), y, sheet.x(pair.after), y, stroke=palette.VERIFIED, stroke_width=3)
    for value, nature in zip((pair.before, pair.after), natures, strict=True):
        if value is not None:
            yield marker(nature, sheet.x(value), y)
    yield from _texts(pair, turn, sheet)


def _texts(pair: Pair, turn: int, sheet: Sheet) -> Iterator[str]:
    """Write both values after the outer mark, the first one lighter; a missing end is written as unknown."""
    before = pair.before_text if pair.before is not None else printed.UNKNOWN
    after = pair.after_text if pair.after is not None else printed.UNKNOWN
    outer = max(end for end in (pair.before, pair.after, sheet.low) if end is not None)
    yield sheet.pair(sheet.x(outer), turn, before, after)


def _row(pair: Pair) -> tuple[str, ...]:
    before = pair.before_text if pair.before is not None else printed.UNKNOWN
    after = pair.after_text if pair.after is not None else printed.UNKNOWN
    return pair.name, before, after, pair.note or ""


def _said(pairs: Sequence[Pair], voice: Voice, what: str) -> Iterator[str]:
    both = [(pair.before, pair.after) for pair in pairs if pair.before is not None and pair.after is not None]
    counts = {
        "rose": sum(after > before for before, after in both),
        "fell": sum(after < before for before, after in both),
        "holes": sum(end is None for pair in pairs for end in (pair.before, pair.after)),
    }
    yield voice.tell("marks", "slope.count", what=what, count=voice.number(len(pairs)))
    for name, count in counts.items():
        if count:
            yield voice.tell("marks", f"slope.{name}", count=voice.number(count))
