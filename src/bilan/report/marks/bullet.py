"""Draw progress as a bullet: how much is verified, how much only declared, how much was expected by now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import FONTS, XMLNS, Given, element, hatch, name_of, number, path, words
from bilan.report.marks.scales import clamp
from bilan.report.voice import Voice
from bilan.terms import printed

TOP: Final = 1.12  # a forecast past the target shows
HEIGHT: Final = 34
TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Bullet:
    """Shares of the way to the target (1 is the target, nothing is clamped); what is not known is None.

    `forecast` is low, median and high; `thin` names shares that rest on fewer than half of the indicators.
    """

    verified: float | None
    declared: float | None
    expected: float | None
    forecast: tuple[float, float, float] | None = None
    stale: bool = False
    thin: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ruler:
    """Where a share stands: in percents of a page's column, or in pixels of a drawing of known width."""

    width: float | None
    rtl: bool

    def at(self, share: float) -> str:
        """Return the place of a share; a bar grows from where its language begins."""
        part = clamp(share, 0.0, TOP) / TOP
        return self._told(1 - part if self.rtl else part)

    def long(self, share: float) -> str:
        """Return the length of a share."""
        return self._told(share / TOP)

    def _told(self, part: float) -> str:
        return f"{number(part * 100)}%" if self.width is None else number(part * self.width)

    def bar(self, start: float, end: float, *, thin: bool = False, **attributes: Given) -> str:
        """Draw a bar between two shares."""
        start, end = clamp(start, 0.0, TOP), clamp(end, 0.0, TOP)
        y, height = (11, 6) if thin else (6, 16)
        x = self.at(end if self.rtl else start)
        return element("rect", x=x, y=y, width=self.long(end - start), height=height, **attributes)

    def tick(self, share: float, y1: float, y2: float, **attributes: Given) -> str:
        """Draw a tick across the bar."""
        x = self.at(share)
        return element("line", x1=x, x2=x, y1=y1, y2=y2, **attributes)

    def sign(self, share: float, *places: tuple[float, float], **attributes: Given) -> str:
        """Draw a small shape at a share; its places are told in pixels, towards the target."""
        turned = [(-x, y) if self.rtl else (x, y) for x, y in places]
        return element("svg", element("path", d=path(*turned), **attributes), x=self.at(share), overflow="visible")


def bullet(one: Bullet, voice: Voice, *, what: str, width: float | None = None) -> Drawn:
    """Draw progress: as wide as its column, or of a width in pixels for paper."""
    ruler = Ruler(width, voice.is_rtl)
    name = f"hatch-{name_of('bullet', one, what, voice.language, width)}"
    sentence = _sentence(one, voice, what)
    body = [*_track(one, ruler), *_bars(one, ruler, name), *_ticks(one, ruler), *_beyond(one, ruler)]
    if one.verified is None and one.declared is None:
        side = "end" if voice.is_rtl else None
        body.append(words(printed.UNKNOWN, ruler.at(0.02), 19, fill=palette.INK_2, text_anchor=side))
    wide = _svg(*body, width=width, height=HEIGHT, label=sentence)
    heads = (voice.tell("marks", "head.what"), voice.tell("marks", "head.share"))
    return Drawn(wide, sentence, heads, tuple(_rows(one, voice)))


def axis(voice: Voice, *, width: float | None = None) -> str:
    """Draw the numbers above a column of bullets."""
    ruler = Ruler(width, voice.is_rtl)
    marks = [_axis_word(share, ruler, voice) for share in TICKS]
    return _svg(*marks, width=width, height=18, label=None)


def _axis_word(share: float, ruler: Ruler, voice: Voice) -> str:
    is_target = share == 1
    told = voice.tell("marks", "target.short") if is_target else number(share * 100)
    outer = ("end" if voice.is_rtl else "start") if share == 0 else "middle"
    fill, weight = (palette.INK, 600) if is_target else (palette.INK_3, None)
    return words(told, ruler.at(share), 13, text_anchor=outer, font_size=12, fill=fill, font_weight=weight)


def _svg(*inside: str, width: float | None, height: float, label: str | None) -> str:
    box = None if width is None else f"0 0 {number(width)} {number(height)}"
    told: dict[str, Given] = {"aria_hidden": "true"} if label is None else {"role": "img", "aria_label": label}
    css = "bullet ax" if label is None else "bullet"
    size: Given = "100%" if width is None else width
    fonts: dict[str, Given] = {"font_family": FONTS, "font_size": 14}
    return element("svg", *inside, xmlns=XMLNS, class_=css, width=size, height=height, viewBox=box, **told, **fonts)


def _track(one: Bullet, ruler: Ruler) -> Iterator[str]:
    if one.verified is None:
        yield ruler.bar(0, 1, fill=palette.PAPER, stroke=palette.RULE, stroke_dasharray="4 3")
    else:
        yield ruler.bar(0, 1, fill=palette.TRACK)


def _bars(one: Bullet, ruler: Ruler, name: str) -> Iterator[str]:
    verified = max(one.verified or 0.0, 0.0)
    thin = {share: share in one.thin for share in ("verified", "declared")}
    if one.declared is not None and one.declared > verified:
        filled: dict[str, Given] = {"fill": f"url(#{name})", "stroke": palette.VERIFIED}
        yield hatch(name) + ruler.bar(verified, one.declared, thin=thin["declared"], **filled)
    if one.verified is not None and verified > 0:
        look: dict[str, Given] = {"fill": palette.VERIFIED}
        if one.stale:
            look = {"fill": palette.STALE, "stroke": palette.VERIFIED, "stroke_dasharray": "3 2"}
        yield ruler.bar(0, verified, thin=thin["verified"], **look)
    if one.declared is not None and 0 <= one.declared < verified:
        diamond = ((0.0, 9.0), (5.0, 14.0), (0.0, 19.0), (-5.0, 14.0), (0.0, 9.0))
        yield ruler.sign(one.declared, *diamond, fill=palette.PAPER, stroke=palette.VERIFIED, stroke_width=1.5)


def _ticks(one: Bullet, ruler: Ruler) -> Iterator[str]:
    if any(share is not None and share > 1 for share in (one.verified, one.declared)):
        yield ruler.tick(1, 3, 25, stroke=palette.PAPER, stroke_width=5)
    yield ruler.tick(1, 3, 25, stroke=palette.INK, stroke_width=2)
    if one.expected is not None:
        yield ruler.tick(one.expected, 0, 28, stroke=palette.PAPER, stroke_width=5)
        yield ruler.tick(one.expected, 1, 27, stroke=palette.INK, stroke_width=2.5, stroke_dasharray="3 2")
    if one.forecast:
        yield _foreseen(one.forecast, ruler)


def _foreseen(forecast: tuple[float, float, float], ruler: Ruler) -> str:
    """Draw the forecast below the bar; a middle that lies outside is pointed to."""
    low, middle, high = (ruler.at(share) for share in forecast)
    stroke: dict[str, Given] = {"stroke": palette.FORECAST, "stroke_width": 2}
    drawn = element("line", x1=low, x2=high, y1=30, y2=30, **stroke)
    if 0 <= forecast[1] <= TOP:
        return drawn + element("circle", cx=middle, cy=30, r=3.5, fill=palette.PAPER, **stroke)
    tip = 1 if forecast[1] > TOP else -1
    return drawn + ruler.sign(max(0, tip) * TOP, (-5 * tip, 26), (-tip, 30), (-5 * tip, 34), fill="none", **stroke)


def _beyond(one: Bullet, ruler: Ruler) -> Iterator[str]:
    """Point to shares that lie outside: below the start, where no bar can be drawn, or past the end of the axis."""
    shares = [share for share in (one.verified, one.declared) if share is not None]
    for is_out, at, places in (
        (any(share < 0 for share in shares), 0.0, ((9, 9), (3, 14), (9, 19))),
        (any(share > TOP for share in shares), TOP, ((-9, 9), (-3, 14), (-9, 19))),
    ):
        if is_out:
            yield ruler.sign(at, *places, fill="none", stroke=palette.PAPER, stroke_width=6)
            yield ruler.sign(at, *places, fill="none", stroke=palette.INK, stroke_width=2)


def _sentence(one: Bullet, voice: Voice, what: str) -> str:
    return " ".join([f"{what}.", *_said(one, voice)])


def _said(one: Bullet, voice: Voice) -> Iterator[str]:
    for name in ("verified", "declared", "expected"):
        yield voice.tell("marks", f"bullet.{name}", share=_share(getattr(one, name), voice))
    if one.forecast:
        low, middle, high = (voice.share(share) for share in one.forecast)
        yield voice.tell("marks", "bullet.forecast", low=low, middle=middle, high=high)
    if one.stale and one.verified is not None:
        yield voice.tell("marks", "bullet.stale")
    for name in ("verified", "declared"):
        share = getattr(one, name)
        if share is not None and share < 0:
            yield voice.tell("marks", f"bullet.below.{name}")
        if share is not None and name in one.thin:
            yield voice.tell("marks", f"bullet.thin.{name}")


def _share(share: float | None, voice: Voice) -> str:
    return voice.tell("marks", "unknown") if share is None else voice.share(share)


def _rows(one: Bullet, voice: Voice) -> Iterator[tuple[str, ...]]:
    keys = {"verified": "key.ver", "declared": "head.declared", "expected": "key.exp"}
    for name, key in keys.items():
        yield voice.tell("marks", key), voice.share(getattr(one, name))
    if one.forecast:
        low, middle, high = (voice.share(share) for share in one.forecast)
        yield voice.tell("marks", "key.fc"), f"{middle} ({low} – {high})"
