"""Draw moments along the days of a plan: who held which office, what was undertaken, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import HALO, Given, breadth, chart, element, fitted, line, linked, path, tip, words
from bilan.report.marks.rows_of import WIDTHS
from bilan.report.marks.scales import Days, as_of_line, day_text, day_ticks
from bilan.report.voice import Voice
from bilan.terms import printed

ROW: Final = 40
HEAD: Final = 34
# Kinds that last: without an end they last until the day of the figures.
LASTING: Final = frozenset({"office"})


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened on a day or lasted until another; `precise` is False where the days are told in years or months.

    `kind` is `office`, `undertaking`, `event`, or the state of an undertaking.
    """

    on: date
    until: date | None
    text: str
    kind: str
    href: str | None
    precise: bool


def timeline(moments: Sequence[Moment], voice: Voice, *, begins: date, ends: date, as_of: date, what: str) -> Drawn:
    """Draw a row a moment, in the order of their days."""
    ordered = sorted(moments, key=lambda moment: (moment.on, moment.text))
    sentence = _sentence(ordered, voice, what)
    wide, narrow = (_drawn(ordered, Days(begins, ends, 10, width - 10), as_of, voice, sentence) for width in WIDTHS)
    heads = tuple(voice.tell("marks", f"head.{head}") for head in ("from", "until", "name"))
    return Drawn(wide, sentence, heads, tuple(_row(moment, voice) for moment in ordered), narrow)


def _drawn(moments: Sequence[Moment], days: Days, as_of: date, voice: Voice, sentence: str) -> str:
    width, bottom = days.end + 10, HEAD + len(moments) * ROW + 8.0
    parts = [
        line(days.start, bottom, days.end, bottom, stroke=palette.RULE),
        *day_ticks(days, bottom, voice),
        *as_of_line(days, as_of, HEAD - 8, bottom, voice),
        *(_moment(moment, turn, days, as_of, voice) for turn, moment in enumerate(moments)),
    ]
    return chart(*parts, width=width, height=bottom + 30, label=sentence, css="nar" if width == WIDTHS[1] else "wid")


def _moment(moment: Moment, turn: int, days: Days, as_of: date, voice: Voice) -> str:
    y = HEAD + turn * ROW
    told = " · ".join(part for part in _row(moment, voice) if part)
    drawn = element("g", tip(told), _shape(moment, y + 28, days, as_of), _text(moment, y + 16, days))
    return linked(drawn, moment.href, told)


def _shape(moment: Moment, y: float, days: Days, as_of: date) -> str:
    x = days.x(moment.on)
    dashes = None if moment.precise else "3 2"
    edge: dict[str, Given] = {"stroke": palette.INK_2, "stroke_width": 1.5, "stroke_dasharray": dashes}
    is_open = moment.until is None and moment.kind in LASTING
    until = max(as_of, moment.on) if is_open else moment.until
    if until is None:
        return _sign(moment.kind, x, y, edge)
    end = max(days.x(until), x + 4)
    fill = palette.RAMP[1] if moment.kind in LASTING else palette.TRACK
    bar = element("rect", x=x, y=y - 5, width=end - x, height=10, fill=fill, **edge)
    before = _arrow(x, y, -1) if moment.on < days.first else ""
    after = _arrow(end, y, 1) if is_open or until > days.last else ""
    return bar + before + after


def _arrow(x: float, y: float, outwards: int) -> str:
    """Say that a bar goes on."""
    places = path((x - 3 * outwards, y - 8), (x + 5 * outwards, y), (x - 3 * outwards, y + 8))
    return element("path", d=places, fill="none", stroke=palette.INK_2, stroke_width=1.5)


def _sign(kind: str, x: float, y: float, edge: dict[str, Given]) -> str:
    """Draw a moment without an end: an undertaking as a square, what happened as a dot."""
    if kind == "event":
        return element("circle", cx=x, cy=y, r=5, fill=palette.PAPER, **edge)
    return element("rect", x=x - 5, y=y - 5, width=10, height=10, fill=palette.PAPER, **edge)


def _text(moment: Moment, y: float, days: Days) -> str:
    """Write what a moment is, where it begins; where there is no room, so that it ends at the edge."""
    text = fitted(moment.text, days.end - days.start, 13)
    x = max(days.start, min(days.x(moment.on) - 5, days.end - breadth(text, 13)))
    return words(text, x, y, font_size=13, **HALO)


def _row(moment: Moment, voice: Voice) -> tuple[str, ...]:
    lasting = moment.kind in LASTING
    until = _day(moment.until, moment, voice) if moment.until else ("…" if lasting else printed.UNKNOWN)
    return _day(moment.on, moment, voice), until, moment.text


def _day(day: date, moment: Moment, voice: Voice) -> str:
    told = day_text(day, voice.language)
    return told if moment.precise else voice.tell("marks", "timeline.about", day=told)


def _sentence(moments: Sequence[Moment], voice: Voice, what: str) -> str:
    if not moments:
        return voice.tell("marks", "timeline.none", what=what)
    last = max(moment.until or moment.on for moment in moments)
    first, count = day_text(moments[0].on, voice.language), voice.number(len(moments))
    return voice.tell(
        "marks", "timeline.says", what=what, count=count, first=first, last=day_text(last, voice.language)
    )
