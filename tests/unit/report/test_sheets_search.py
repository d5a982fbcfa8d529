"""Searching: what reads alike is found alike, and what is typed is only ever text."""

from pathlib import Path

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import search
from bilan.report.view import View

TOLD = [
    PLAN,
    indicator("ind-schools", name={"fr": "Écoles équipées", "ar": "المؤسسات المجهزة", "en": "Schools equipped"}),
    indicator("ind-school", name={"en": "Rooms"}),
    entry("party", "org-court", name="Cour des comptes", party_kind="organisation", role="auditor"),
    entry(
        "statement",
        "st-a",
        indicator="ind-schools",
        value="12",
        nature="declared",
        about="2012",
        said_on="2012",
        quotation="Les écoles du Royaume s'équipent",
    ),
]
HOSTILE = (
    "'; DROP TABLE statement; --",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    "(a+)+$[",
    "\\",
    "%_%",
    "\x00\x1b[31m",
    "\ud800\udfff",
    "\u202e\u2066evil",
    "{voice}{0}",
    "a" * 10_000,
)


def view_of(told: list[Told], home: Path) -> View:
    return View(session_of(told, home, as_of="2013-12-31"))


def found(told: list[Told], home: Path, text: str) -> list[tuple[str, list[str]]]:
    return [(group.kind, [one.key for one in group.found]) for group in search.search(view_of(told, home), text)]


@pytest.mark.parametrize("typed", ["écoles", "ECOLES", "Ecoles équipees", "équipées écoles", "ecole", "  ecoles \t"])
def test_case_accents_and_order_make_no_difference(typed: str, tmp_path: Path) -> None:
    kinds = dict(found(TOLD, tmp_path, typed))
    assert "ind-schools" in kinds["indicator"]


@pytest.mark.parametrize("typed", ["المؤسسات", "الموسسات", "المُؤَسّسات", "المؤسـسات", "المجهزه"])
def test_arabic_is_found_however_it_is_typed(typed: str, tmp_path: Path) -> None:
    assert found(TOLD, tmp_path, typed) == [("indicator", ["ind-schools"])]


def test_every_word_must_be_found(tmp_path: Path) -> None:
    assert found(TOLD, tmp_path, "ecoles royaume") == [("statement", ["st-a"])]
    assert found(TOLD, tmp_path, "ecoles lune") == []


def test_the_key_itself_comes_before_what_only_begins_like_it(tmp_path: Path) -> None:
    assert found(TOLD, tmp_path, "ind-school") == [("indicator", ["ind-school", "ind-schools"])]


def test_what_was_not_public_yet_is_not_found(tmp_path: Path) -> None:
    early = View(session_of(TOLD, tmp_path, as_of="2011-12-31"))
    assert [group.kind for group in search.search(early, "ecoles")] == ["indicator"]


def test_no_more_of_a_kind_are_shown_than_can_be_read_and_all_are_counted(tmp_path: Path) -> None:
    many = [PLAN, *(indicator(f"ind-{number:02}") for number in range(25))]
    (group,) = search.search(view_of(many, tmp_path), "ind-")
    assert (group.count, len(group.found)) == (25, search.MOST)


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_typed_is_only_ever_text(typed: str, tmp_path: Path) -> None:
    view = view_of(TOLD, tmp_path)
    assert search.search(view, typed) == []
    assert len(search.near(view, typed)) <= search.NEAR
    assert [group.kind for group in search.search(view, "comptes")] == ["party"]


def test_nothing_found_suggests_what_is_written_like_it(tmp_path: Path) -> None:
    assert "equipees" in search.near(view_of(TOLD, tmp_path), "équipéees")
    assert search.near(view_of(TOLD, tmp_path), "zzzzzz") == ()


@pytest.mark.parametrize(
    ("text", "typed", "marks"),
    [
        ("Écoles équipées", "ecole equip", ["École", "équip"]),
        ("المُؤَسّسات", "الموسسات", ["المُؤَسّسات"]),
        ("ab cd", "ab cd", ["ab", "cd"]),
        ("œuvre", "oeu", ["œu"]),
        ("rien", "tout", []),
    ],
)
def test_the_very_letters_that_were_found_are_marked(text: str, typed: str, marks: list[str]) -> None:
    pieces = search.marked(text, search.words_of(typed))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.marked] == marks
