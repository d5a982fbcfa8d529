"""Draw what few things cover: how much is served by 1, 2, ... of them, at best and by a rule of thumb."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import Given, breadth, chart, element, line, path, tip, words
from bilan.report.marks.scales import Values, short, value_grid, values_of
from bilan.report.voice import Voice

HEADS: Final = ("k", "next", "met", "thumb", "best", "most", "which")
GUTTER: Final = 44
TOP: Final = 44
THUMB: Final[dict[str, Given]] = {"stroke": palette.INK_2, "stroke_width": 2, "stroke_dasharray": "6 4"}
BEST: Final[dict[str, Given]] = {"stroke": palette.VERIFIED, "stroke_width": 3}
BOUND: Final[dict[str, Given]] = {"stroke": palette.RULE, "stroke_width": 1.5, "stroke_dasharray": "1 4"}


@dataclass(frozen=True, slots=True)
class Reach:
    """What `k` things serve: by the rule of thumb, at best (`which`), and at the very most; `following` is the k-th."""

    k: int
    following: str
    met: int
    thumb: int
    best: int
    most: int
    which: str


@dataclass(frozen=True, slots=True)
class _Plot:
    width: float
    height: float
    css: str
    given: Sequence[Reach]
    values: Values

    def x(self, k: float) -> float:
        # Numbers grow from left to right in every language.
        return GUTTER + k / max(1, len(self.given)) * (self.width - GUTTER - 16)

    def way(self, name: str) -> str:
        places = [(0, 0), *((one.k, getattr(one, name)) for one in self.given)]
        return path(*((self.x(k), self.values.y(value)) for k, value in places))


def covering(given: Sequence[Reach], voice: Voice, *, what: str, sentence: str, small: bool = False) -> Drawn:
    """Draw the two curves; where the best is not proven, a dotted one says what nothing could pass."""
    sizes = ((340.0, 240.0, "wid"),) if small else ((700.0, 340.0, "wid"), (400.0, 300.0, "nar"))
    drawn = [_drawn(given, voice, size, what, sentence) for size in sizes]
    heads = tuple(voice.tell("marks", f"covering.{head}") for head in HEADS)
    return Drawn(drawn[0], sentence, heads, tuple(_row(one, voice) for one in given), *drawn[1:])


def _drawn(given: Sequence[Reach], voice: Voice, size: tuple[float, float, str], what: str, sentence: str) -> str:
    width, height, css = size
    values = values_of([float(one.most) for one in given], bottom=height - 52, top=TOP)
    plot = _Plot(width, height, css, given, values)
    is_open = any(one.most > one.best for one in given)
    parts = [*value_grid(values, GUTTER, width - 16, voice), *_ground(plot, voice, what)]
    if is_open:
        parts.append(element("path", d=plot.way("most"), fill="none", **BOUND))
    parts.append(element("path", d=plot.way("thumb"), fill="none", **THUMB))
    parts.append(element("path", d=plot.way("best"), fill="none", **BEST))
    parts += [_dot(one, plot, voice) for one in given]
    parts += _legend(plot, voice, is_open=is_open)
    return chart(*parts, width=width, height=height, label=sentence, css=css)


def _ground(plot: _Plot, voice: Voice, what: str) -> Iterator[str]:
    bottom = plot.values.bottom
    every = ceil(26 * len(plot.given) / (plot.width - GUTTER - 16)) or 1
    for one in plot.given:
        if one.k % every == 0:
            x = plot.x(one.k)
            yield line(x, bottom, x, bottom + 5, stroke=palette.RULE)
            told = short(one.k, voice.language)
            yield words(told, x, bottom + 21, text_anchor="middle", fill=palette.INK_2, font_size=13)
    yield words(
        what, (GUTTER + plot.width) / 2, plot.height - 8, text_anchor="middle", fill=palette.INK_2, font_size=13
    )


def _dot(one: Reach, plot: _Plot, voice: Voice) -> str:
    place: dict[str, Given] = {"cx": plot.x(one.k), "cy": plot.values.y(one.best), "r": 4, "fill": palette.VERIFIED}
    return element("g", tip(" · ".join(_row(one, voice))), element("circle", **place))


def _legend(plot: _Plot, voice: Voice, *, is_open: bool) -> Iterator[str]:
    along = 4.0
    looks = {"best": BEST, "thumb": THUMB, **({"most": BOUND} if is_open else {})}
    for name, look in looks.items():
        text = voice.tell("marks", f"covering.{name}")
        start, end = (plot.width - along - 24, plot.width - along) if voice.is_rtl else (along, along + 24)
        yield line(start, 12, end, 12, **look)
        x = start - 7 if voice.is_rtl else end + 7
        yield words(text, x, 17, text_anchor="end" if voice.is_rtl else None, font_size=13)
        along += 24 + 7 + breadth(text, 13) + 16


def _row(one: Reach, voice: Voice) -> tuple[str, ...]:
    counts = [short(number, voice.language) for number in (one.met, one.thumb, one.best, one.most)]
    return (short(one.k, voice.language), one.following, *counts, one.which)
