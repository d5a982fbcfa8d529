"""Spreads and tornadoes: what is open, unknown, gross or exact is drawn as that, in a page that runs either way."""

import re
from xml.etree import ElementTree as ET

import pytest

from bilan.report.drawn import Drawn
from bilan.report.marks import palette
from bilan.report.marks.spreads import Spread, spreads
from bilan.report.marks.tornado import Tilt, tornado
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES

VOICES = tuple(map(Voice, LANGUAGES))
NET = Spread("Net <side>", (-4, 9), (-2, 0, 1, 3, 7), 1, "1 EUR", ("net", "1"))
GROSS = Spread("Gross", (2, 6), None, 4, "4 EUR gross", ("gross", "4"), is_net=False)
OPEN = Spread("Open", (2, None), None, 3, "3 EUR", ("net", "3"))
NOTHING = Spread("Nothing", (None, None), None, None, "unknown", ("–", "–"), is_net=False)
HEADS = ("Side", "Basis", "Middle")
TILTS = (
    Tilt("Jobs & turnover", -3, 5, "288", turns=True, cells=("250", "288")),
    Tilt("Open", None, 4, "at no value", turns=False, cells=("–", "–")),
    Tilt("Exact", 1, 1, "9", turns=False, cells=("9", "9")),
)


def draw_spreads(voice: Voice, *given: Spread, small: bool = False) -> Drawn:
    return spreads(given, voice, heads=HEADS, sentence="Said.", zero="no gain", small=small)


def draw_tornado(voice: Voice) -> Drawn:
    return tornado(TILTS, 1, voice, heads=("Figure", "Stated", "At"), sentence="Said.", zero="no gain")


@pytest.mark.parametrize("voice", VOICES, ids=LANGUAGES)
def test_each_drawing_stands_alone_and_says_what_it_shows(voice: Voice) -> None:
    for drawn in (draw_spreads(voice, NET, GROSS, OPEN, NOTHING), draw_tornado(voice)):
        for picture in (drawn.wide, drawn.narrow):
            assert picture is not None
            root = ET.fromstring(picture)  # noqa: S314 - our own drawing
            assert root.get("aria-label") == "Said."
            assert "no gain" in "".join(root.itertext())
        assert all(len(row) == len(drawn.heads) for row in drawn.rows)


def test_a_small_drawing_serves_every_width() -> None:
    assert draw_spreads(VOICES[0], NET, small=True).narrow is None


def test_what_is_gross_has_a_broken_line_and_what_is_unknown_a_broken_box() -> None:
    assert "stroke-dasharray" not in draw_spreads(VOICES[0], NET).wide
    assert re.search(r'<line [^>]*stroke-dasharray="4 3"', draw_spreads(VOICES[0], GROSS).wide)
    assert re.search(r'<rect [^>]*stroke-dasharray="4 3"', draw_spreads(VOICES[0], NOTHING).wide)


def test_an_open_bound_has_no_stop() -> None:
    def stops(one: Spread) -> int:
        return len(re.findall(rf'stroke="{palette.VERIFIED}" stroke-width="2"/>', draw_spreads(VOICES[0], one).wide))

    closed = Spread("Closed", (2, 6), None, 3, "3")
    assert stops(closed) - stops(OPEN) == 1


def test_the_low_end_is_hatched_and_the_high_end_solid() -> None:
    picture = draw_tornado(VOICES[0]).wide
    assert len(re.findall(r'<rect [^>]*fill="url\(#hatch-[0-9a-f]+\)"', picture)) == 1
    assert len(re.findall(rf'<rect [^>]*height="14" fill="{palette.VERIFIED}"', picture)) == 2
