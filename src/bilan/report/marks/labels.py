"""Place labels beside what they name, where they cover neither each other nor what is drawn."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, NamedTuple

from bilan.report.marks import palette
from bilan.report.marks.drawing import FONT_SIZE, HALO, breadth, words

Segment = tuple[float, float, float, float]
LINE_HEIGHT: Final = 17.0
LATER: Final = 0.5  # what each place costs more than the one before it
# Where a label may stand about its place, best first: the shift, and which end of the words is there.
SIDES: Final = (
    (11.0, 5.0, "start"),
    (-11.0, 5.0, "end"),
    (7.0, -10.0, "start"),
    (7.0, 20.0, "start"),
    (-7.0, -10.0, "end"),
    (-7.0, 20.0, "end"),
    (11.0, -22.0, "start"),
    (11.0, 32.0, "start"),
    (-11.0, -22.0, "end"),
    (-11.0, 32.0, "end"),
    (0.0, -28.0, "middle"),
    (0.0, 42.0, "middle"),
)
# Where a label may stand too that is known by its colour, a little way off.
FARTHER: Final = tuple((11.0, down, "start") for down in (-58.0, 66.0, -94.0, 102.0))


class Box(NamedTuple):
    """A room on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def moved(self, across: float, down: float) -> "Box":
        """Return the room at another place."""
        return Box(self.left + across, self.top + down, self.right + across, self.bottom + down)

    def meets(self, other: "Box") -> bool:
        """Tell whether two rooms share a place."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def is_crossed(self, segment: Segment) -> bool:
        """Tell whether a straight line, told from its start to its end, goes through."""
        x1, y1, x2, y2 = segment if segment[0] <= segment[2] else (segment[2], segment[3], segment[0], segment[1])
        if x2 < self.left or x1 > self.right:
            return False
        slope = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
        here = y1 + slope * (max(x1, self.left) - x1)
        there = y1 + slope * (min(x2, self.right) - x1) if x2 > x1 else y2
        return min(here, there) < self.bottom and max(here, there) > self.top


# A room for a label, where its words are written, and which end of them is there.
Option = tuple[Box, float, float, str]


@dataclass(frozen=True, slots=True)
class Label:
    """Words that name a place of a drawing; lines after the first are lighter, unless all say one thing.

    One that is `far` may stand a little way off.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    fill: str = palette.INK
    weight: int = 400
    struck: bool = False
    even: bool = False
    far: bool = False


def place(labels: Sequence[Label], *, within: Box, marks: Sequence[Box], lines: Sequence[Segment]) -> Iterator[str]:
    """Write labels, each where it covers least; those given first choose first."""
    taken: list[Box] = []
    for label in labels:
        box, x, y, anchor = _best(label, lambda box: _cost(box, within, taken, marks, lines))
        across = _push(box.left, box.right, within.left, within.right)
        down = _push(box.top, box.bottom, within.top, within.bottom)
        taken.append(box.moved(across, down))
        yield from _written(label, x + across, y + down, anchor)


def _best(label: Label, cost: Callable[[Box], float]) -> Option:
    """Return the place that costs least; a later one costs more for being so."""
    broad = max(breadth(one) for one in label.lines) + 2
    found, least = _option(label, SIDES[0], broad), inf
    for turn, side in enumerate((*SIDES, *FARTHER) if label.far else SIDES):
        if turn * LATER >= least:
            break
        option = _option(label, side, broad)
        costs = cost(option[0]) + turn * LATER
        if costs < least:
            found, least = option, costs
    return found


def _option(label: Label, side: tuple[float, float, str], broad: float) -> Option:
    across, down, anchor = side
    x, y = label.x + across, label.y + down
    if down < 0:
        y -= LINE_HEIGHT * (len(label.lines) - 1)
    left = x - {"start": 0.0, "middle": broad / 2, "end": broad}[anchor]
    box = Box(left, y - FONT_SIZE, left + broad, y + 4 + LINE_HEIGHT * (len(label.lines) - 1))
    return box, x, y, anchor


def _push(start: float, end: float, first: float, last: float) -> float:
    """Return by how much a room must move to lie within."""
    return first - start if start < first else min(0.0, last - end)


def _cost(box: Box, within: Box, taken: Iterable[Box], marks: Iterable[Box], lines: Iterable[Segment]) -> float:
    out = max(0.0, within.left - box.left, box.right - within.right, within.top - box.top, box.bottom - within.bottom)
    covered = sum(60 for one in taken if box.meets(one)) + sum(12 for one in marks if box.meets(one))
    return out * 3 + covered + sum(6 for one in lines if box.is_crossed(one))


def _written(label: Label, x: float, y: float, anchor: str) -> Iterator[str]:
    for turn, one in enumerate(label.lines):
        is_strong = turn == 0 or label.even
        yield words(
            one,
            x,
            y + turn * LINE_HEIGHT,
            fill=label.fill if is_strong else palette.INK_2,
            text_anchor=anchor if anchor != "start" else None,
            font_weight=label.weight if is_strong else None,
            text_decoration="line-through" if label.struck else None,
            **({} if label.struck else HALO),
        )
