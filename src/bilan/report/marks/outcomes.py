"""Draw what became of what was due: a bar a group, as long as it had cases, in as many parts as there were outcomes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import Given, breadth, chart, element, hatch, linked, name_of, tip, words
from bilan.report.marks.rows_of import WIDTHS, Sheet
from bilan.report.voice import Voice

# The order in which the parts follow one another: what somebody looked at is solid, what is only said is hatched, what
# is not known is a hole.
OUTCOMES: Final = ("kept_verified", "kept_declared", "late", "broken", "unknown")
LINE: Final = 22.0
SMALL: Final = 340.0


@dataclass(frozen=True, slots=True)
class Due:
    """A group: how many of what was due had each outcome, and what is written beside its bar."""

    name: str
    counts: tuple[int, int, int, int, int]
    text: str
    href: str | None = None

    @property
    def total(self) -> int:
        """Return how many were due."""
        return sum(self.counts)

    def count(self, code: str) -> int:
        """Return how many had an outcome."""
        return self.counts[OUTCOMES.index(code)]


def outcomes(given: Sequence[Due], voice: Voice, *, what: str, small: bool = False) -> Drawn:
    """Draw a row a group, all on one scale; a `small` drawing serves where there is little room, at any width."""
    labels = {code: voice.tell("marks", f"outcome.{code}") for code in OUTCOMES}
    sentence = " ".join(_said(given, voice, what))
    # The legend explains what is drawn, and nothing else.
    keys = {code: label for code, label in labels.items() if any(one.count(code) for one in given)}
    drawn = [_drawn(given, _sheet(given, width, keys, voice), keys, sentence) for width in _widths(small=small)]
    heads = (voice.tell("marks", "head.name"), *labels.values(), voice.tell("marks", "head.note"))
    return Drawn(drawn[0], sentence, heads, tuple(_row(one, voice) for one in given), *drawn[1:])


def _widths(*, small: bool) -> tuple[float, ...]:
    return (SMALL,) if small else WIDTHS


def _sheet(given: Sequence[Due], width: float, keys: Mapping[str, str], voice: Voice) -> Sheet:
    most = max((one.total for one in given), default=0) or 1
    room = 24 + max((breadth(one.text) for one in given), default=0)
    lines = max((turn + 1 for _, turn in _places(keys.values(), width)), default=0)
    return Sheet(width, 0.0, float(most), voice, lines * LINE + 4, room)


def _drawn(given: Sequence[Due], sheet: Sheet, keys: Mapping[str, str], sentence: str) -> str:
    name = name_of("outcomes", given, sheet)
    places = _places(keys.values(), sheet.width)
    legend = [_key(label, code, sheet, place, name) for (code, label), place in zip(keys.items(), places, strict=True)]
    rows = [_bar(one, turn, sheet, name) for turn, one in enumerate(given)]
    size = {"width": sheet.width, "height": sheet.height(len(given))}
    hatches = hatch(f"said-{name}"), hatch(f"hole-{name}", unknown=True)
    return chart(*hatches, *legend, *rows, **size, label=sentence, css=sheet.css)


def _places(labels: Iterable[str], width: float) -> Iterator[tuple[float, int]]:
    """Give where each entry of the legend begins, and on which line of it."""
    along, turn = 0.0, 0
    for label in labels:
        long = 22 + breadth(label) + 18
        if along and along + long > width:
            along, turn = 0.0, turn + 1
        yield along, turn
        along += long


def _key(label: str, code: str, sheet: Sheet, place: tuple[float, int], name: str) -> str:
    along, turn = place
    top = turn * LINE + 2
    x = min(sheet.turned(along), sheet.turned(along + 14))
    square = element("rect", x=x + 0.5, y=top + 0.5, width=13, height=13, **_look(code, name))
    side = "end" if sheet.voice.is_rtl else None
    return square + words(label, sheet.turned(along + 20), top + 12, text_anchor=side, fill=palette.INK_2)


def _look(code: str, name: str) -> dict[str, Given]:
    looks: dict[str, dict[str, Given]] = {
        "kept_verified": {"fill": palette.VERIFIED, "stroke": palette.VERIFIED},
        "kept_declared": {"fill": f"url(#said-{name})", "stroke": palette.VERIFIED},
        "late": {"fill": palette.STALE, "stroke": palette.VERIFIED},
        "broken": {"fill": palette.INK, "stroke": palette.INK},
        "unknown": {"fill": f"url(#hole-{name})", "stroke": palette.RULE, "stroke_dasharray": "4 3"},
    }
    return looks[code]


def _bar(one: Due, turn: int, sheet: Sheet, name: str) -> str:
    told = " · ".join(part for part in _row(one, sheet.voice) if part)
    parts, start = [], 0
    for code in OUTCOMES:
        if count := one.count(code):
            parts.append(sheet.bar(turn, start, start + count, **_look(code, name)))
            start += count
    beside = sheet.beside(sheet.x(one.total), turn, one.text, fill=palette.INK_2)
    return linked(element("g", tip(told), sheet.name(turn, one.name), *parts, beside), one.href, told)


def _row(one: Due, voice: Voice) -> tuple[str, ...]:
    return one.name, *(voice.number(count) for count in one.counts), one.text


def _said(given: Sequence[Due], voice: Voice, what: str) -> Iterator[str]:
    yield voice.tell("marks", "slope.count", what=what, count=voice.number(sum(one.total for one in given)))
    for code in OUTCOMES:
        count = sum(one.count(code) for one in given)
        if count:
            label = voice.tell("marks", f"outcome.{code}")
            yield voice.tell("marks", "slope.count", what=label[:1].upper() + label[1:], count=voice.number(count))
