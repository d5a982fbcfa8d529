"""Draw a territory as tiles, one equal square a region: no border is drawn, and the map is never mirrored."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import (
    FONTS,
    XMLNS,
    Given,
    breadth,
    chart,
    element,
    fitted,
    hatch,
    line,
    linked,
    name_of,
    number,
    path,
    tip,
    words,
)
from bilan.report.marks.scales import frame, short
from bilan.report.voice import Voice
from bilan.terms import printed

SIDE: Final = 74
TALL: Final = 56
GAP: Final = 5
SWATCH: Final = 46


@dataclass(frozen=True, slots=True)
class Tile:
    """A region: its place on the grid, its verified value with how it is written, what is declared, what to know."""

    code: str
    name: str
    short: str
    column: int
    row: int
    value: float | None
    shown: str
    declared: str | None
    note: str | None
    href: str | None = None


def tiles(given: Sequence[Tile], voice: Voice, *, what: str, unit: str, steps: Sequence[float]) -> Drawn:
    """Draw regions, darker the higher the value; `steps` are the values at which the tint changes, four at most."""
    # Where a tile leads is no part of the drawing: under its permanent address a page is the same, links aside.
    shown = [(tile.code, tile.shown, tile.note) for tile in given]
    name = f"unknown-{name_of('tiles', shown, what, voice.language)}"
    width = (max((tile.column for tile in given), default=0) + 1) * (SIDE + GAP) - GAP
    height = (max((tile.row for tile in given), default=0) + 1) * (TALL + GAP) - GAP
    sentence = _sentence(given, voice, what)
    drawn = [_tile(tile, voice, steps, name) for tile in given]
    wide = chart(hatch(name, unknown=True), *drawn, width=width, height=height, label=sentence, css="tiles")
    heads = tuple(voice.tell("marks", f"head.{head}") for head in ("region", "verified", "declared", "note"))
    heads = (heads[0], f"{heads[1]} ({unit})" if unit else heads[1], *heads[2:])
    return Drawn(wide, sentence, heads, tuple(_row(tile) for tile in given))


def shade(value: float, steps: Sequence[float]) -> tuple[str, str]:
    """Return the tint of a value and the colour of words on it; few steps spread over the whole ramp."""
    place = round(bisect_right(list(steps), value) * (len(palette.RAMP) - 1) / max(1, len(steps)))
    return palette.RAMP[place], palette.ON_RAMP[place]


def _tile(tile: Tile, voice: Voice, steps: Sequence[float], name: str) -> str:
    x, y = tile.column * (SIDE + GAP), tile.row * (TALL + GAP)
    known = tile.value is not None
    fill, ink = shade(tile.value, steps) if tile.value is not None else (f"url(#{name})", palette.INK_2)
    square = frame(x + 0.5, y + 0.5, SIDE - 1, TALL - 1, fill=fill, stroke=None if known else palette.RULE)
    told = " · ".join(_row(tile))
    drawn = element("g", tip(told), square, *_written(tile, voice, x, y, ink))
    return linked(drawn, tile.href, told)


def _written(tile: Tile, voice: Voice, x: float, y: float, ink: str) -> Iterator[str]:
    rtl = voice.is_rtl
    near, far = (x + SIDE - 7, x + 7) if rtl else (x + 7, x + SIDE - 7)
    begins, ends = ("end", "start") if rtl else ("start", "end")
    yield words(fitted(tile.short, SIDE - 12, 13), near, y + 20, fill=ink, font_size=13, text_anchor=begins)
    if tile.value is None:
        yield words(voice.tell("marks", "nd"), near, y + 45, fill=ink, font_size=13, text_anchor=begins)
    else:
        size = 21 if breadth(tile.shown, 21) < SIDE * (0.5 if tile.declared else 0.9) else 15
        look: dict[str, Given] = {"font_weight": 600, "font_size": size, "text_anchor": begins}
        yield words(tile.shown, near, y + 45, fill=ink, **look)
    if tile.declared is not None:
        yield words(tile.declared, far, y + 45, fill=ink, font_size=13, text_anchor=ends)
        away = breadth(tile.declared, 13) + 7
        middle = far + away if rtl else far - away
        diamond = path((middle, y + 36), (middle + 4, y + 40), (middle, y + 44), (middle - 4, y + 40), closed=True)
        yield element("path", d=diamond, fill="none", stroke=ink, stroke_width=1.2)


def _row(tile: Tile) -> tuple[str, ...]:
    value = printed.UNKNOWN if tile.value is None else tile.shown
    return tile.name, value, tile.declared or printed.UNKNOWN, tile.note or ""


def _sentence(given: Sequence[Tile], voice: Voice, what: str) -> str:
    known = sorted((tile.value, tile.name, tile.shown) for tile in given if tile.value is not None)
    said = {"what": what, "of": voice.number(len(given))}
    if not known:
        return voice.tell("marks", "tiles.none", **said)
    (_, least, low), (_, most, high) = known[0], known[-1]
    parts = [
        voice.tell("marks", "tiles.known", known=voice.number(len(known)), **said),
        voice.tell("marks", "tiles.most", name=most, value=high),
        voice.tell("marks", "tiles.least", name=least, value=low),
    ]
    return " ".join(parts[: 3 if len(known) > 1 else 2])


def ramp(steps: Sequence[float], voice: Voice, *, unit: str = "") -> str:
    """Draw the legend of the tints: a swatch each, the values at which they change between them, then the unknown."""
    tints = [shade(value, steps)[0] for value in (steps[0] - 1, *steps)]
    numbers = [short(step, voice.language) for step in steps]
    first, last = numbers[0], f"{numbers[-1]} {unit}".strip()
    parts = [frame(turn * SWATCH, 0, SWATCH, 14, fill=tint) for turn, tint in enumerate(tints)]
    parts += [_threshold(turn + 1, told) for turn, told in enumerate(numbers)]
    unknown = len(tints) * SWATCH + 16
    name = f"unknown-{name_of('ramp', steps, unit, voice.language)}"
    parts += [
        hatch(name, unknown=True),
        frame(unknown + 0.5, 0.5, 27, 13, fill=f"url(#{name})", stroke=palette.RULE),
    ]
    label = voice.tell("marks", "key.nodata")
    parts.append(words(label, unknown, 30, font_size=12, fill=palette.INK_2))
    width = unknown + max(28, breadth(label, 12))
    says = voice.tell("marks", "ramp.says", first=first, last=last)
    box = f"0 0 {number(width)} 34"
    told = {"role": "img", "aria_label": says, "font_family": FONTS, "class_": "ramp"}
    return element("svg", *parts, xmlns=XMLNS, viewBox=box, width=width, height=34, **told)


def _threshold(turn: int, told: str) -> str:
    x = turn * SWATCH
    tick = line(x, 0, x, 18, stroke=palette.INK_2)
    return tick + words(told, x, 30, text_anchor="middle", font_size=12, fill=palette.INK_2)
