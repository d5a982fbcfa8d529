"""A card: a picture of 1200 by 630 pixels that stands for a page where others link to it (Open Graph)."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import typst

from bilan.report import figures
from bilan.report.marks.bullet import Bullet, bullet
from bilan.report.paper.glyphs import legible
from bilan.report.view import View
from bilan.report.voice import Voice

WIDTH: Final = 480
# The size of a title in points, by the most signs that it has; a longer one is cut.
SIZES: Final = ((45, 64), (90, 52), (150, 44), (210, 36))
LONGEST: Final = 210
SENTENCE: Final = 170


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: the page, its finding, a sentence below, and how far a thing has come where that is known."""

    title: str
    sentence: str = ""
    kicker: str = ""
    bar: Bullet | None = None


def draw(card: Card, view: View, voice: Voice) -> bytes:
    """Return the picture of a card: the same bytes from the same view on every machine."""
    title = shortened(card.title, LONGEST)
    told = {
        "language": voice.language,
        "rtl": voice.is_rtl,
        "plan": figures.name(view.plan, voice.language) or "Bilan",
        "kicker": card.kicker,
        "title": title,
        "size": next(size for most, size in SIZES if len(title) <= most),
        "sentence": shortened(card.sentence, SENTENCE),
        "picture": bullet(card.bar, voice, what=card.title, width=WIDTH).wide if card.bar else "",
        "state": figures.cut(voice, view.cut),
        "edition": view.session.edition.name,
    }
    home = files("bilan.report")
    return typst.compile(
        home.joinpath("card.typ").read_bytes(),
        format="png",
        # A point of the card is a pixel of the picture.
        ppi=72,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(home.joinpath("fonts"))]),
        sys_inputs={"card": legible(json.dumps(told, ensure_ascii=False, sort_keys=True))},
    )


def shortened(text: str, most: int) -> str:
    """Cut a text after a word, and say that it was cut.

    >>> shortened("one two three", 9), shortened("one", 9)
    ('one two…', 'one')
    """
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"
