"""Draw one figure as its evidence asks: a dot where somebody looked, hollow shapes where somebody only said so."""

from typing import Final

from bilan.report.marks import palette
from bilan.report.marks.drawing import Given, element, line, path

VERIFIED: Final = frozenset({"measured", "audited", "verified"})
START: Final = "start"


def marker(nature: str, x: float, y: float, *, uncertain: bool = False, inferred: bool = False) -> str:
    """Draw a figure; one that was said inexactly has a soft ground and a dashed edge, one worked out a dot within."""
    outline: dict[str, Given] = {"fill": palette.PAPER, "stroke": palette.VERIFIED, "stroke_width": 2}
    if uncertain:
        outline["stroke_dasharray"] = "3 2"
    soft = element("circle", cx=x, cy=y, r=10, fill=palette.TINT) if uncertain else ""
    if nature in VERIFIED:
        return soft + _dot(x, y, uncertain=uncertain, inferred=inferred)
    inner = element("circle", cx=x, cy=y, r=1.8, fill=palette.VERIFIED) if inferred else ""
    return soft + _hollow(nature, x, y, outline) + inner


def _dot(x: float, y: float, *, uncertain: bool, inferred: bool) -> str:
    ring = "3 2" if uncertain else None
    edge = palette.VERIFIED if uncertain else palette.PAPER
    fill = palette.STALE if uncertain else palette.VERIFIED
    dot = element("circle", cx=x, cy=y, r=5, fill=fill, stroke=edge, stroke_width=1.5, stroke_dasharray=ring)
    return dot + (element("circle", cx=x, cy=y, r=1.8, fill=palette.PAPER) if inferred else "")


def _hollow(nature: str, x: float, y: float, outline: dict[str, Given]) -> str:
    match nature:
        case "estimated":
            shape = path((x, y - 6), (x + 6, y + 5), (x - 6, y + 5), closed=True)
        case "announced":
            shape = path((x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5), closed=True)
        case "start":
            return element("circle", cx=x, cy=y, r=4.5, fill=palette.PAPER, stroke=palette.INK, stroke_width=2)
        case _:
            shape = path((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y), closed=True)
    return element("path", d=shape, **outline)


def whisker(x: float, low: float | None, high: float | None, middle: float) -> str:
    """Draw how far a figure reaches, from place to place; an end that was left open ends in an arrow."""
    if low is None and high is None:
        return ""
    bottom, top = (middle + 20 if low is None else low), (middle - 20 if high is None else high)
    if abs(bottom - top) < 1:
        return ""
    stroke: dict[str, Given] = {"stroke": palette.VERIFIED, "stroke_width": 1.5, "fill": "none"}
    ends = _end(x, bottom, 4, is_open=low is None) + _end(x, top, -4, is_open=high is None)
    return line(x, bottom, x, top, **stroke) + element("path", d=ends, **stroke)


def reach(x: float, low: float, middle: float, high: float) -> str:
    """Draw a forecast of one day: a violet line from its low to its high end, a hollow dot in its middle."""
    stroke: dict[str, Given] = {"stroke": palette.FORECAST, "stroke_width": 2}
    return line(x, low, x, high, **stroke) + element("circle", cx=x, cy=middle, r=3.5, fill=palette.PAPER, **stroke)


def _end(x: float, y: float, outwards: float, *, is_open: bool) -> str:
    if is_open:
        return path((x - 4, y - outwards), (x, y), (x + 4, y - outwards))
    return path((x - 4, y), (x + 4, y))


def bolt(x: float, top: float, bottom: float) -> str:
    """Draw a break of a series: a zigzag from top to bottom."""
    count = max(2, round((bottom - top) / 7))
    step = (bottom - top) / count
    places = [(x + (3 if turn % 2 else -3), top + turn * step) for turn in range(count + 1)]
    return element("path", d=path(*places), fill="none", stroke=palette.RULE, stroke_width=1.5)
