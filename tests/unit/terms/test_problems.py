"""A problem says where it is, as precisely as is known."""

import pytest

from bilan.terms.problems import Place, Problem
from bilan.terms.words import as_object


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place("statement.csv"), "statement.csv"),
        (Place("statement.csv", 7), "statement.csv:7"),
        (Place("statement.csv", 7, "value"), "statement.csv:7, value"),
        (Place("statement.csv", 7, "note", 12), "statement.csv:7:12, note"),
        (Place(column="value"), "value"),
    ],
)
def test_a_place_is_written_with_what_is_known_of_it(place: Place, text: str) -> None:
    assert str(place) == text


def test_a_place_is_made_more_precise_without_changing_the_problem() -> None:
    found = Problem("not_a_day", Place(column="about"), {"value": "x"})
    placed = found.at(file="statement.csv", row=3)
    assert placed == Problem("not_a_day", Place("statement.csv", 3, "about"), {"value": "x"})
    assert found.place == Place(column="about")


def test_a_program_is_told_the_place_the_values_and_the_sentence() -> None:
    told = as_object(Problem("not_a_day", Place("statement.csv", 3, "about"), {"value": "x"}), "en")
    assert (told["code"], told["severity"], told["row"], told["values"]) == ("not_a_day", "error", 3, {"value": "x"})
    assert "“x” is no date" in str(told["said"])
