"""How alike names are, in the languages of the plan."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.analysis.formulas.likeness import jaccard, names_alike, normal, pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Télédéclaration", "TELEDECLARATION"),
        ("Guichet (état civil)", "guichet etat-civil"),
        ("الأداء الإلكتروني", "الاداء الالكتروني"),
        ("المقاولة", "المقـاوله"),
        ("مُراقبة", "مراقبة"),
        ("على", "علي"),
        ("œuvre", "Oeuvre"),
    ],
)
def test_two_spellings_of_a_name_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)
    assert names_alike([one, other, "x"])[0, 1] == pytest.approx(1, abs=1e-12)


def test_likeness_is_that_of_the_formula() -> None:
    # " ab", "ab " and " cd", "cd "; "ab" is in two names of three, "cd" and "ef" in one.
    found = names_alike(["ab", "ab cd", "ef"])
    common, rare = math.log(1 + 3 / 2), math.log(1 + 3)
    assert found[0, 1] == pytest.approx(2 * 2 * common / (2 * common + 2 * common + 2 * rare), abs=1e-12)
    assert found[0, 2] == 0


def test_what_every_name_has_tells_less_than_what_two_have() -> None:
    names = ["portal customs", "portal taxes", "customs window", *("portal " + letter * 5 for letter in "abcdef")]
    found = names_alike(names)
    assert found[0, 2] > found[0, 1]


def test_an_absent_name_is_like_nothing() -> None:
    assert not names_alike([None, "", "–"]).any()
    assert names_alike([None, "a portal", "a portal"])[0].max() == 0


@given(st.lists(st.text(max_size=12), min_size=2, max_size=6))
def test_likeness_is_a_share_and_goes_both_ways(names: list[str]) -> None:
    found = names_alike(names)
    assert (found >= 0).all()
    assert (found <= 1 + 1e-9).all()
    assert (found == found.T).all() or abs(found - found.T).max() < 1e-12
    for at, name in enumerate(names):
        assert found[at, at] == pytest.approx(1 if pieces(name) else 0, abs=1e-9)


def test_sets_that_are_empty_are_like_nothing() -> None:
    assert jaccard(set(), set()) == 0
    assert jaccard({"a"}, {"a"}) == 1
