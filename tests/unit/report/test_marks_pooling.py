"""The curve of what few blocks cover, and the matrix of who needs what."""

import pytest

from bilan.report.marks.covering import Reach, covering
from bilan.report.marks.matrix import Needed, matrix
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES

REACHES = [Reach(1, "Identity", 9, 0, 1, 1, "Identity"), Reach(2, "Payment", 14, 1, 3, 4, "Identity, Payment")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_curve_says_in_words_what_it_shows_and_has_its_table(language: str) -> None:
    drawn = covering(REACHES, Voice(language), what="blocks", sentence="With 2 blocks of 2, 3.")
    assert 'aria-label="With 2 blocks of 2, 3."' in drawn.wide
    assert drawn.rows[1][:2] == ("2", "Payment")
    assert len(drawn.heads) == len(drawn.rows[0])
    assert drawn.narrow


def test_what_nothing_could_pass_is_drawn_only_where_the_best_is_not_proven() -> None:
    voice = Voice("en")
    assert "Never more than" in covering(REACHES, voice, what="blocks", sentence="").wide
    assert "Never more than" not in covering(REACHES[:1], voice, what="blocks", sentence="").wide
    assert covering(REACHES, voice, what="blocks", sentence="", small=True).narrow is None


def test_many_blocks_have_a_number_under_some_of_them_only() -> None:
    many = [Reach(k, str(k), k, k, k, k, "") for k in range(1, 61)]
    drawn = covering(many, Voice("en"), what="blocks", sentence="")
    assert drawn.narrow
    assert drawn.narrow.count('text-anchor="middle"') < 30


def test_a_full_square_is_a_source_and_an_empty_one_is_inferred() -> None:
    given = [Needed("Identity", {0: True, 2: False}), Needed("Payment", {})]
    drawn = matrix(given, ["Passport", "Tax", "Customs"], Voice("en"), sentence="Three.")
    assert drawn.wide.count("<rect") == 2
    assert drawn.wide.count('stroke-width="1.5"') == 1
    assert "<title>Identity · Customs</title>" in drawn.wide
    assert drawn.rows == (("Identity", "2", "Passport", "Customs"), ("Payment", "0", "–", "–"))


def test_the_matrix_begins_where_the_language_does() -> None:
    given = [Needed("Identity", {0: True})]
    wide = {language: matrix(given, ["a", "b"], Voice(language), sentence="").wide for language in ("en", "ar")}
    assert wide["en"] != wide["ar"]
