"""Small signs: the keys of a legend, the shapes of tags, the seal, the brand."""

from collections.abc import Callable, Mapping
from typing import Final

from bilan.report.marks import palette
from bilan.report.marks.drawing import XMLNS, Given, element, line, number, path
from bilan.report.marks.markers import bolt, marker, reach, whisker
from bilan.report.voice import Voice

TALL: Final = 18.0
DASHED: Final[dict[str, Given]] = {"stroke": palette.RULE, "stroke_dasharray": "4 3"}
STALE: Final[dict[str, Given]] = {"fill": palette.STALE, "stroke": palette.VERIFIED, "stroke_dasharray": "3 2"}
VIOLET: Final[dict[str, Given]] = {"stroke": palette.FORECAST, "stroke_width": 2}


def _bar(**look: Given) -> str:
    return element("rect", x=0.5, y=2.5, width=19, height=13, **look)


def _hatched(y: float, height: float, width: float = 19, *, stripe: str = palette.VERIFIED, step: float = 5) -> str:
    """Draw a hatch by its lines, so that a sign needs no id and may stand on a page as often as it likes."""
    ground = palette.TINT if stripe == palette.VERIFIED else palette.PAPER
    edge = palette.VERIFIED if stripe == palette.VERIFIED else palette.RULE
    ways = "".join(
        path((turn * step, height + 1), (turn * step + height + 2, -1)) for turn in range(-3, int(width / step) + 1)
    )
    lines = element("path", d=ways, stroke=stripe, stroke_width=1.3)
    inner = element("svg", lines, x=0.5, y=y, width=width, height=height, overflow="hidden")
    place: dict[str, Given] = {"x": 0.5, "y": y, "width": width, "height": height}
    return element("rect", **place, fill=ground) + inner + element("rect", **place, fill="none", stroke=edge)


def _forecast() -> str:
    dot = element("circle", cx=13, cy=9, r=3.5, fill=palette.PAPER, **VIOLET)
    return line(0, 9, 26, 9, **VIOLET) + dot


def _fan() -> str:
    bands = zip((14.0, 10.0, 5.0), palette.FAN, strict=True)
    tinted = "".join(element("rect", y=9 - tall / 2, width=26, height=tall, fill=tint) for tall, tint in bands)
    return tinted + line(0, 9, 26, 9, stroke=palette.VERIFIED, stroke_width=1.5, stroke_dasharray="2 3")


def _range() -> str:
    return whisker(10, 16, 2, 9) + marker("measured", 10, 9)


def _superseded() -> str:
    ends = line(0, 5, 12, 5, stroke=palette.RULE, stroke_width=1.5)
    step = line(12, 5, 12, 13, stroke=palette.RULE, stroke_width=1.5, stroke_dasharray="2 2")
    return ends + step + line(12, 13, 24, 13, stroke=palette.INK, stroke_width=2)


def _series(nature: str, **stroke: Given) -> str:
    return line(0, 9, 26, 9, stroke=palette.VERIFIED, **stroke) + marker(nature, 13, 9)


# Each key: how broad it is, and how it is drawn.
KEYS: Final[Mapping[str, tuple[float, Callable[[], str]]]] = {
    "ver": (20, lambda: element("rect", y=2, width=20, height=14, fill=palette.VERIFIED)),
    "dec": (20, lambda: _hatched(2.5, 13)),
    "exp": (8, lambda: line(4, 0, 4, 18, stroke=palette.INK, stroke_width=2.5, stroke_dasharray="3 2")),
    "tgt": (8, lambda: line(4, 0, 4, 18, stroke=palette.INK, stroke_width=2)),
    "fc": (26, _forecast),
    "fan": (26, _fan),
    "reach": (8, lambda: reach(4, 17, 9, 1)),
    "nd": (20, lambda: _bar(fill=palette.PAPER, **DASHED)),
    "nodata": (20, lambda: _hatched(2.5, 13, stripe=palette.MIST)),
    "stale": (20, lambda: _bar(**STALE)),
    "thin": (20, lambda: element("rect", y=6, width=20, height=6, fill=palette.VERIFIED)),
    "below": (
        12,
        lambda: element("path", d=path((9, 4), (3, 9), (9, 14)), fill="none", stroke=palette.INK, stroke_width=2),
    ),
    "measured": (26, lambda: _series("measured", stroke_width=3)),
    "declared": (26, lambda: _series("declared", stroke_width=1.5, stroke_dasharray="5 3")),
    "estimated": (20, lambda: marker("estimated", 10, 9)),
    "announced": (20, lambda: marker("announced", 10, 9)),
    "start": (20, lambda: marker("start", 10, 9)),
    "uncertain": (20, lambda: marker("declared", 10, 9, uncertain=True)),
    "inferred": (20, lambda: marker("declared", 10, 9, inferred=True)),
    "range": (20, _range),
    "path": (26, lambda: line(0, 9, 26, 9, stroke=palette.INK, stroke_width=1.5, stroke_dasharray="6 4")),
    "superseded": (26, _superseded),
    "interim": (26, lambda: line(0, 9, 26, 9, stroke=palette.INK, stroke_width=2)),
    "asof": (8, lambda: line(4, 0, 4, 18, stroke=palette.INK_2)),
    "break": (12, lambda: bolt(6, 1, 17)),
    "office": (20, lambda: _bar(fill=palette.RAMP[1], stroke=palette.INK_2, stroke_width=1.5)),
    "undertaking": (
        20,
        lambda: element(
            "rect", x=5, y=4, width=10, height=10, fill=palette.PAPER, stroke=palette.INK_2, stroke_width=1.5
        ),
    ),
    "event": (
        20,
        lambda: element("circle", cx=10, cy=9, r=5, fill=palette.PAPER, stroke=palette.INK_2, stroke_width=1.5),
    ),
}
TAGS: Final = {
    "good": element("path", d="M1 6.5l3.5 3.5L11 2.5", fill="none", stroke="currentColor", stroke_width=2.4),
    "bad": element("path", d="M2 2l8 8M10 2l-8 8", fill="none", stroke="currentColor", stroke_width=2.4),
    "warn": element("path", d="M6 .8L11.6 11H.4Z", fill="currentColor"),
    "mute": element(
        "circle", cx=6, cy=6, r=4.6, fill="none", stroke="currentColor", stroke_width=2, stroke_dasharray="3 2"
    ),
}


def key(name: str, voice: Voice) -> str:
    """Draw the key of a legend; `meaning` says what it means. It grows from where the language begins."""
    width, draw = KEYS[name]
    turned = f"translate({number(width)} 0) scale(-1 1)" if voice.is_rtl and name in {"thin", "below"} else None
    inside = element("g", draw(), transform=turned) if turned else draw()
    return _icon(inside, width, TALL, css="key")


def meaning(name: str, voice: Voice) -> str:
    """Say what a key means."""
    return voice.tell("marks", f"key.{name}")


def tag_icon(name: str) -> str:
    """Draw the shape of a tag, in the colour of its words: good, bad, warn or mute."""
    return _icon(TAGS[name], 12, 12, css="sign")


def seal(*, size: float = 20) -> str:
    """Draw the shield that says the ledger is whole."""
    look: dict[str, Given] = {"fill": "none", "stroke": "currentColor", "stroke_width": 2}
    shield = element("path", d="M10 1l8 3v6c0 5-3.5 7.6-8 9-4.5-1.4-8-4-8-9V4Z", **look)
    return _icon(shield + element("path", d="M6 10l3 3 5-6", **look), 20, 20, css="seal", size=size)


def brand(*, size: float = 36, ink: str = palette.PAPER) -> str:
    """Draw the mark of Bilan: two bars of a bullet, and the target that crosses them."""
    frames = [
        element("rect", x=1, y=y, width=34, height=9, fill="none", stroke=ink, stroke_width=2)
        + element("rect", x=1, y=y, width=width, height=9, fill=ink)
        for y, width in ((7, 22), (20, 12))
    ]
    return _icon(
        "".join(frames) + element("path", d="M27 3v30", stroke=palette.FOCUS, stroke_width=3),
        36,
        36,
        css="mark",
        size=size,
    )


def _icon(inside: str, width: float, height: float, *, css: str, size: float | None = None) -> str:
    box = f"0 0 {number(width)} {number(height)}"
    shown: dict[str, Given] = {"width": size or width, "height": (size or width) * height / width}
    return element("svg", inside, xmlns=XMLNS, class_=css, viewBox=box, **shown, aria_hidden="true", focusable="false")
