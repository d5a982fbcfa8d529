"""Draw a course so small that it stands in a row of a table."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.drawing import chart, element, line, path
from bilan.report.marks.markers import VERIFIED
from bilan.report.marks.scales import Days, day_text, short
from bilan.report.voice import Voice

WIDTH: Final = 120
HEIGHT: Final = 28
Spot = tuple[date, float, str]


def sparkline(points: Sequence[Spot], voice: Voice, *, begins: date, ends: date, what: str) -> Drawn:
    """Draw values over the time of the plan: verified ones as a line, declared ones as a broken line."""
    spots = sorted(points)
    first, last = min([begins, *(on for on, _, _ in spots)]), max([ends, *(on for on, _, _ in spots)])
    days = Days(first, last, 5, WIDTH - 5)
    sentence = _sentence(spots, voice, what)
    ground = line(0, HEIGHT - 2, WIDTH, HEIGHT - 2, stroke=palette.RULE, stroke_dasharray=None if spots else "4 3")
    wide = chart(ground, *_lines(spots, days), width=WIDTH, height=HEIGHT, label=sentence, css="spark")
    heads = tuple(voice.tell("marks", f"head.{head}") for head in ("date", "nature", "value"))
    rows = tuple(
        (day_text(on, voice.language), voice.label("nature", nature), short(value, voice.language))
        for on, value, nature in spots
    )
    return Drawn(wide, sentence, heads, rows)


def _lines(spots: Sequence[Spot], days: Days) -> Iterator[str]:
    if not spots:
        return
    low, high = min(0.0, *(value for _, value, _ in spots)), max(value for _, value, _ in spots)
    places = [
        (days.x(on), HEIGHT - 5 - (value - low) / ((high - low) or 1.0) * (HEIGHT - 10), nature in VERIFIED)
        for on, value, nature in spots
        if nature in VERIFIED or nature == "declared"
    ]
    for verified, width, dashes in ((False, 1.2, "3 2"), (True, 2.0, None)):
        way = [(x, y) for x, y, is_verified in places if is_verified is verified]
        if len(way) > 1:
            stroke = {"stroke_width": width, "stroke_dasharray": dashes}
            yield element("path", d=path(*way), fill="none", stroke=palette.VERIFIED, **stroke)
        if way:
            fill = palette.VERIFIED if verified else palette.PAPER
            x, y = way[-1]
            yield element("circle", cx=x, cy=y, r=2.5, fill=fill, stroke=palette.VERIFIED, stroke_width=1.2)


def _sentence(spots: Sequence[Spot], voice: Voice, what: str) -> str:
    if not spots:
        return voice.tell("marks", "sparkline.none", what=what)
    (from_day, start, _), (to_day, end, _) = spots[0], spots[-1]
    said = {"what": what, "last": short(end, voice.language), "to_day": day_text(to_day, voice.language)}
    if len(spots) == 1:
        return voice.tell("marks", "sparkline.one", **said)
    begun = {"first": short(start, voice.language), "from_day": day_text(from_day, voice.language)}
    return voice.tell("marks", "sparkline.says", **said, **begun)
