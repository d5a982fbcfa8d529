"""Draw the card of a page whatever it has to say."""

import struct
from datetime import date
from pathlib import Path

import pytest
from tests.editions_of import PLAN, session_of

from bilan.report.card import Card, draw, shortened
from bilan.report.marks.bullet import Bullet
from bilan.report.view import View
from bilan.report.voice import Voice

SIZE = (1200, 630)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    "card",
    [
        Card("x"),
        Card("word " * 400, "sentence " * 400),
        Card("المغرب الرقمي " * 40, "#set page(width: 1pt) $ \\ <b>", "kicker"),
        Card("", bar=Bullet(None, None, None)),
        Card("A plan", "It goes on.", bar=Bullet(0.2, 1.7, 0.5)),
    ],
)
def test_a_card_is_one_picture_of_one_size(tmp_path: Path, card: Card, language: str) -> None:
    view = View(session_of([PLAN], tmp_path))
    drawn = draw(card, view, Voice(language))
    assert struct.unpack(">II", drawn[16:24]) == SIZE
    assert draw(card, view, Voice(language)) == drawn


def test_a_card_differs_with_the_day(tmp_path: Path) -> None:
    views = [View(session_of([PLAN], tmp_path, as_of=day)) for day in ("2012-01-01", "2013-01-01")]
    assert views[0].cut.as_of == date(2012, 1, 1)
    assert len({draw(Card("A plan"), view, Voice("en")) for view in views}) == 2


def test_a_text_is_cut_after_a_word() -> None:
    assert shortened("one two three", 9) == "one two…"
    assert shortened("x" * 30, 9) == "x" * 8 + "…"
