"""Bilan speaks the reader's language, or says so in another."""

import pytest

from bilan.terms.languages import LANGUAGES, RIGHT_TO_LEFT, choose, pick


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr_MA.UTF-8", "fr"), ("ar-MA", "ar"), ("EN", "en"), ("de_DE", "en"), ("C", "en"), ("", "en"), (None, "en")],
)
def test_a_locale_gives_a_language_that_is_spoken(locale: str | None, language: str) -> None:
    assert choose(locale) == language


def test_a_label_is_read_in_another_language_before_it_is_not_read_at_all() -> None:
    assert pick({"fr": "Axe", "en": "Axis"}, "en") == "Axis"
    assert pick({"fr": "Axe", "en": "Axis"}, "ar") == "Axe"
    assert pick({}, "ar") == ""


def test_arabic_is_written_from_the_right() -> None:
    assert set(LANGUAGES) >= RIGHT_TO_LEFT == {"ar"}
