"""Draw the course of an indicator: what was promised, what was declared, what was verified, over time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import course_told as told
from bilan.report.marks import palette
from bilan.report.marks.courses import (
    Aim,
    Break,
    Course,
    Fan,
    Point,
    Reach,
    days_shown,
    final,
    in_force,
    newest,
    others,
    replaced_on,
    series,
    values_shown,
)
from bilan.report.marks.drawing import (
    Given,
    breadth,
    chart,
    element,
    fitted,
    folded,
    line,
    linked,
    path,
    tip,
    words,
)
from bilan.report.marks.labels import LINE_HEIGHT, Box, Label, Segment, place
from bilan.report.marks.markers import START, bolt, marker, reach, whisker
from bilan.report.marks.scales import Days, Values, as_of_line, day_ticks, short, value_grid, values_of
from bilan.report.voice import Voice

__all__ = ["Aim", "Break", "Course", "Fan", "Point", "Reach", "course"]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a drawing is, and how much of it is kept for words: beside the plot, and `head` above it."""

    width: float
    height: float
    margin: float
    css: str
    head: float = 0.0

    @property
    def top(self) -> float:
        """Return where the plot begins, below the unit, what is told above and the day."""
        return 60 + self.head

    @property
    def bottom(self) -> float:
        """Return where the plot ends, above the years."""
        return self.height - 30


WIDE: Final = Size(700, 392, 160, "wid")
NARROW: Final = Size(400, 400, 8, "nar")
STROKES: Final[dict[str, dict[str, Given]]] = {
    "verified": {"fill": "none", "stroke": palette.VERIFIED, "stroke_width": 3},
    "declared": {"fill": "none", "stroke": palette.VERIFIED, "stroke_width": 1.5, "stroke_dasharray": "5 3"},
    "target": {"stroke": palette.INK, "stroke_width": 2},
    "superseded": {"stroke": palette.RULE, "stroke_width": 1.5},
    "path": {"fill": "none", "stroke": palette.INK, "stroke_width": 1.5, "stroke_dasharray": "6 4"},
    "median": {"fill": "none", "stroke": palette.VERIFIED, "stroke_width": 1.5, "stroke_dasharray": "2 3"},
}


def course(one: Course, voice: Voice, *, what: str, links: bool = True) -> Drawn:
    """Draw a course, wide and narrow, say it in a sentence and tell it as a table; paper takes no links."""
    sentence = told.sentence(one, voice, what)
    heads = tuple(voice.tell("marks", f"head.{head}") for head in told.HEADS)
    wide, narrow = (_plot(one, voice, size, links=links).drawn(sentence) for size in (WIDE, NARROW))
    return Drawn(wide, sentence, heads, told.rows(one, voice), narrow)


@dataclass(slots=True)
class Plot:
    """A course on its scales; what is drawn is remembered, so that labels keep clear of it."""

    one: Course
    voice: Voice
    size: Size
    days: Days
    values: Values
    gutter: float
    links: bool
    lines: list[Segment] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def drawn(self, sentence: str) -> str:
        """Return the document."""
        size = self.size
        parts = [*self.ground(), *self.fan(), *self.promised(), *self.joined(), *self.points(), *self.beside()]
        parts += [*self.labels()] if self.one.points or self.one.aims else []
        parts += [] if self.one.points else [self.nothing()]
        return chart(*parts, width=size.width, height=size.height, label=sentence, css=size.css)

    def ground(self) -> Iterator[str]:
        """Draw what the figures stand on: values, years, the day of the figures, breaks."""
        size, voice, days = self.size, self.voice, self.days
        if values_shown(self.one):
            yield from value_grid(self.values, self.gutter, days.end, voice, hide_zero=self.one.lower_is_better)
        else:
            yield line(self.gutter, size.bottom, days.end, size.bottom, stroke=palette.RULE)
        better = f" · {voice.tell('marks', 'lower_is_better')}" if self.one.lower_is_better else ""
        unit = fitted(self.one.unit + better, size.width * 0.6, 13)
        yield words(unit, 0, 14, fill=palette.INK_3, font_size=13)
        yield from self.above()
        yield from day_ticks(days, size.bottom, voice)
        yield from as_of_line(days, self.one.as_of, size.top - 20, size.bottom, voice)
        if days.holds(self.one.as_of):
            x = days.x(self.one.as_of)
            self.lines.append((x, size.top, x, size.bottom))
            self.boxes.append(Box(x - 45, size.top - 38, x + 45, size.top - 22))
        for found in self.one.breaks:
            yield bolt(days.x(found.on), size.top, size.bottom)

    def above(self) -> Iterator[str]:
        """Tell the forecasts above a drawing that has no room for their words beside it."""
        if self.size.head:
            for turn, (told, fill) in enumerate(_foreseen(self.one)):
                for row, (said, strong) in enumerate(
                    ((told[0], True), (self.voice.say("comma").join(told[1:]), False))
                ):
                    y = 33 + (2 * turn + row) * LINE_HEIGHT
                    yield words(said, 0, y, fill=fill if strong else palette.INK_2, font_weight=600 if strong else None)

    def at(self, day: date, value: float) -> tuple[float, float]:
        """Return the place of a value on a day."""
        return self.days.x(day), self.values.y(value)

    def fan(self) -> Iterator[str]:
        """Draw the forecast: its bands, broadest first, and its median."""
        fan = self.one.forecast
        if fan is None:
            return
        for (lows, highs), tint in zip(fan.bands, palette.FAN[-len(fan.bands) :], strict=True):
            up = [self.at(day, high) for day, high in zip(fan.days, highs, strict=True)]
            down = [self.at(day, low) for day, low in zip(fan.days, lows, strict=True)]
            self.boxes.append(Box(up[len(up) // 2][0], up[-1][1], up[-1][0], down[-1][1]))
            yield element("path", d=path(*up, *reversed(down), closed=True), fill=tint)
        median = [self.at(day, value) for day, value in zip(fan.days, fan.median, strict=True)]
        yield element("path", d=path(*median), **STROKES["median"])

    def beside(self) -> Iterator[str]:
        """Draw the forecast that has no fan, on its day."""
        one = self.one.beside
        if one is not None:
            (x, low), (_, middle), (_, high) = (self.at(one.on, value) for value in (one.low, one.median, one.high))
            self.boxes.append(Box(x - 4, high, x + 4, low))
            yield reach(x, low, middle, high)

    def promised(self) -> Iterator[str]:
        """Draw the planned path and the targets, those that gave way lighter."""
        for aim in (each for each in self.one.aims if each.superseded):
            yield from self.superseded(aim)
        aims = [aim for aim in in_force(self.one) if aim.due]
        start = [self.at(self.one.start.on, self.one.start.value)] if self.one.start else []
        steps = {aim.due: aim.value for aim in aims if aim.due}  # one a day: of two the later one
        way = [*start, *(self.at(due, value) for due, value in steps.items())]
        if len(way) > 1:
            self.lines += [(*one, *other) for one, other in pairwise(way)]
            yield element("path", d=path(*way), **STROKES["path"])
        for aim in in_force(self.one):
            yield self.target(aim)

    def superseded(self, aim: Aim) -> Iterator[str]:
        """Draw a target that gave way, until the day it did, and the step to the next."""
        first = self.days.x(aim.set_on or self.days.first)
        moved = replaced_on(aim, self.one.aims)
        last = self.days.x(moved[0] if moved else aim.due or self.days.last)
        y = self.values.y(aim.value)
        self.lines.append((first, y, last, y))
        yield line(first, y, last, y, **STROKES["superseded"])
        if moved:
            self.lines.append((last, y, last, self.values.y(moved[1].value)))
            yield line(last, y, last, self.values.y(moved[1].value), **STROKES["superseded"], stroke_dasharray="2 2")

    def target(self, aim: Aim) -> str:
        """Draw a target in force: the final one as a line to its day, one before it as a short tick."""
        y, end = self.values.y(aim.value), self.days.x(aim.due or self.days.last)
        is_step = aim.due is not None and aim is not final(self.one)
        start = end - 16 if is_step else self.days.x(aim.set_on if aim.revised and aim.set_on else self.days.first)
        end = min(end + 16, self.size.width - 2) if is_step else end
        self.lines.append((start, y, end, y))
        return line(min(start, end - 16), y, end, y, **STROKES["target"])

    def joined(self) -> Iterator[str]:
        """Join the declared values by a broken line, the verified ones by a strong line."""
        for name in ("declared", "verified"):
            way = [self.at(point.on, point.value) for point in series(self.one, name)]
            if len(way) > 1:
                self.lines += [(*one, *other) for one, other in pairwise(way)]
                yield element("path", d=path(*way), **STROKES[name])

    def points(self) -> Iterator[str]:
        """Draw each figure by its evidence, the verified ones on top."""
        if self.one.start:
            yield self.point(self.one.start, START)
        ordered = [*others(self.one), *series(self.one, "declared"), *series(self.one, "verified")]
        yield from (self.point(point, point.nature) for point in ordered)

    def point(self, point: Point, nature: str) -> str:
        """Draw one figure with how far it reaches and what it says when pointed at."""
        x, y = self.at(point.on, point.value)
        self.boxes.append(Box(x - 7, y - 7, x + 7, y + 7))
        kind = self.voice.label("nature", nature) if nature != START else self.voice.tell("marks", "nature.start")
        said = " · ".join(part for part in (kind, told.when(point, self.voice), point.label, point.who) if part)
        low, high = (None if end is None else self.values.y(end) for end in (point.low, point.high))
        self.lines += [(x, end, x, y) for end in (low, high) if end is not None and end != y]
        shape = marker(nature, x, y, uncertain=point.uncertain, inferred=point.inferred)
        drawn = element("g", tip(said), whisker(x, low, high, y), shape)
        return linked(drawn, point.href if self.links else None, said)

    def labels(self) -> Iterator[str]:
        """Name the targets, the newest values and the forecast, those that matter most first."""
        size = self.size
        within = Box(self.gutter - 2, size.top - 36, size.width - 2, size.bottom - 2)
        named = [*self.named_aims(), *self.named_points(), *self.named_breaks()]
        yield from place(named, within=within, marks=self.boxes, lines=self.lines)

    def named_aims(self) -> Iterator[Label]:
        """Name the targets and the forecast."""
        last = final(self.one)
        for aim in reversed(in_force(self.one)):
            x, y = self.at(aim.due or self.days.last, aim.value)
            name = "target" if aim is last or aim.due is None else "interim"
            text = self.voice.tell("marks", f"label.{name}", value=aim.label)
            lines = folded(text, self.size.margin - 14) if self.size is WIDE else (text,)
            yield Label(lines, x, y, weight=600, even=True)
        if not self.size.head:
            yield from self.named_forecasts()
        for aim in (each for each in self.one.aims if each.superseded):
            moved = replaced_on(aim, self.one.aims)
            x, y = self.at(moved[0] if moved else aim.due or self.days.last, aim.value)
            yield Label((aim.label,), x, y, fill=palette.INK_3, struck=True)

    def named_forecasts(self) -> Iterator[Label]:
        """Name the fan and the forecast that has none, at their day."""
        fan, beside = self.one.forecast, self.one.beside
        if fan:
            x, y = self.at(fan.days[-1], fan.median[-1])
            yield Label(tuple(fan.words), x, y, fill=palette.VERIFIED_INK, weight=600, far=True)
        if beside:
            yield Label(
                tuple(beside.words), *self.at(beside.on, beside.median), fill=palette.FORECAST, weight=600, far=True
            )

    def named_points(self) -> Iterator[Label]:
        """Name the newest verified and the newest declared value, and where it started."""
        for name, weight in (("verified", 600), ("declared", 400)):
            point = newest(self.one, name)
            if point:
                text = self.voice.tell("marks", f"label.{name}", value=point.label)
                yield Label((text,), *self.at(point.on, point.value), fill=palette.VERIFIED_INK, weight=weight)
        rest = others(self.one)
        if rest and not any(newest(self.one, name) for name in ("verified", "declared")):
            text = self.voice.tell("marks", f"label.{rest[-1].nature}", value=rest[-1].label)
            yield Label((text,), *self.at(rest[-1].on, rest[-1].value), fill=palette.VERIFIED_INK)
        if self.one.start:
            text = self.voice.tell("marks", "label.start", value=self.one.start.label)
            yield Label((text,), *self.at(self.one.start.on, self.one.start.value), fill=palette.INK_2)

    def named_breaks(self) -> Iterator[Label]:
        """Name the breaks, at their upper end."""
        for found in self.one.breaks:
            yield Label((found.label,), self.days.x(found.on), self.size.top + 8, fill=palette.INK_2)

    def nothing(self) -> str:
        """Say in the drawing that nothing was said yet."""
        middle = (self.days.start + self.days.end) / 2
        text = self.voice.tell("marks", "course.nothing")
        y = self.size.top + (self.size.bottom - self.size.top) * 0.6
        room = breadth(text) / 2 + 12
        ground = element(
            "rect",
            x=middle - room,
            y=y - 22,
            width=2 * room,
            height=34,
            fill=palette.PAPER,
            stroke=palette.RULE,
            stroke_dasharray="4 3",
        )
        return ground + words(text, middle, y, fill=palette.INK_2, text_anchor="middle")


def _foreseen(one: Course) -> list[tuple[Sequence[str], str]]:
    """Return the words of each forecast, with their colour."""
    told = ((one.forecast, palette.VERIFIED_INK), (one.beside, palette.FORECAST))
    return [(each.words, fill) for each, fill in told if each is not None]


def _plot(one: Course, voice: Voice, size: Size, *, links: bool) -> Plot:
    if size is NARROW:
        head = 2 * LINE_HEIGHT * len(_foreseen(one))
        size = replace(size, height=size.height + head, head=head)
    values = values_of(values_shown(one), bottom=size.bottom, top=size.top)
    gutter = 10 + max(breadth(short(value, voice.language), 13) for value in values.ticks())
    first, last = days_shown(one)
    days = Days(first, last, gutter + 6, size.width - size.margin)
    return Plot(one, voice, size, days, values, gutter, links)
