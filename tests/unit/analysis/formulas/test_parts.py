"""Parts of one whole: told directly, through smaller ones, in another classification, or not at all."""

from decimal import Decimal
from math import inf

from bilan.analysis.formulas.concentration import Part
from bilan.analysis.formulas.parts import Figure, added, in_sections, lay_out, places


def exact(value: int, *entries: int) -> Figure:
    return Figure(Decimal(value), Decimal(value), Decimal(value), entries=frozenset(entries))


def test_smaller_parts_are_a_lower_bound_of_the_section_they_lie_in() -> None:
    found = in_sections({"10@NACE2": exact(3, 1), "13@NACE2": exact(4, 2), "62@NACE2": exact(5, 3)})
    assert set(found) == {"C@ISIC4", "J@ISIC4"}
    assert found["C@ISIC4"].part == Part(7, inf)
    assert (found["C@ISIC4"].value, found["C@ISIC4"].added, found["C@ISIC4"].entries) == (
        Decimal(7),
        2,
        frozenset({1, 2}),
    )


def test_what_is_told_of_a_section_stands_before_its_parts_and_that_of_isic_4_first() -> None:
    found = in_sections({"10@NACE2": exact(3), "C@NACE2": exact(9), "C@ISIC4": exact(8)})
    assert found["C@ISIC4"] == exact(8)
    assert in_sections({"10@NACE2": exact(3), "C@NACE2": exact(9)})["C@ISIC4"] == exact(9)


def test_a_part_of_a_part_is_not_added_again_and_classifications_are_not_mixed() -> None:
    found = in_sections({"10@NACE2": exact(3), "10.1@NACE2": exact(2), "13@NACE2": exact(4), "10@ISIC4": exact(100)})
    assert found["C@ISIC4"].value == 7


def test_a_code_of_several_sections_raises_the_upper_bound_of_each_and_no_lower_one() -> None:
    found = in_sections({"22@ISIC31": exact(10, 1), "221@ISIC31": exact(5, 2), "C@ISIC4": exact(8, 3)})
    assert found["C@ISIC4"] == exact(8, 3)
    split = found["J@ISIC4"]
    assert (split.part, split.value, split.added, split.split, split.entries) == (
        Part(0, 15),
        None,
        0,
        True,
        frozenset({1, 2}),
    )
    open_one = Figure(None, Decimal(5), None)
    assert in_sections({"22@ISIC31": open_one})["J@ISIC4"].part == Part(0, inf)
    assert in_sections({"22@ISIC31": exact(10), "62@NACE2": exact(1)})["J@ISIC4"].part == Part(1, inf)


def test_a_sum_is_open_where_one_of_its_figures_is() -> None:
    more = Figure(Decimal(2), Decimal(2), None)
    assert added([exact(1), more], is_open=False).part == Part(3, inf)
    assert added([exact(1), Figure(None, Decimal(1), Decimal(4))], is_open=False) == Figure(
        None, Decimal(2), Decimal(5), added=2
    )


def test_the_places_of_a_region_are_those_of_its_country_and_edition() -> None:
    assert len(places("region", "MA@1997", []) or ()) == 16
    assert len(places("region", "MA@2015", []) or ()) == 12
    assert places("region", None, []) is None


def test_sizes_make_a_whole_when_they_do_not_overlap() -> None:
    assert places("size", None, ["small"]) == ("micro", "small", "medium", "large")
    assert places("size", None, ["sme", "large"]) == ("micro", "sme", "large")
    assert places("size", None, ["sme", "small"]) is None
    assert len(places("sector", None, []) or ()) == 21
    assert places("audience", None, ["students"]) is None


def test_what_nobody_told_of_lies_between_zero_and_the_rest() -> None:
    laid = lay_out({"small": exact(30)}, ("small", "large"), exact(100))
    assert laid.parts == {"small": Part(30, 30), "large": Part(0, 70)}
    assert (laid.known, laid.of, laid.total) == (1, 2, exact(100))
    without = lay_out({"small": exact(30)}, ("small", "large"), None)
    assert (without.parts["large"], without.total) == (Part(0, inf), None)
    more = lay_out({"small": exact(30)}, ("small", "large"), Figure(Decimal(100), Decimal(100), None))
    assert more.parts["large"] == Part(0, inf)


def test_when_all_are_told_their_sum_is_the_total() -> None:
    laid = lay_out({"a": exact(30), "b": exact(0)}, ("a", "b"), None)
    assert laid.total is not None
    assert (laid.total.value, laid.known) == (Decimal(30), 2)
    ranges = lay_out({"a": Figure(None, Decimal(1), Decimal(2)), "b": exact(0)}, ("a", "b"), None)
    assert ranges.total is None


def test_parts_beyond_the_total_contradict_it() -> None:
    laid = lay_out({"a": exact(30), "b": exact(80)}, ("a", "b", "c"), exact(100))
    assert (laid.contradicts, laid.total, laid.parts["c"]) == (True, None, Part(0, inf))
    assert lay_out({"a": exact(30), "b": exact(80)}, ("a", "b"), exact(100)).total is None


def test_parts_without_an_end_have_no_rest() -> None:
    laid = lay_out({"teachers": exact(30), "students": exact(5)}, None, exact(10))
    assert list(laid.figures) == ["students", "teachers"]
    assert (laid.of, laid.contradicts, laid.total) == (None, False, exact(10))


def test_no_part_may_have_more_than_the_others_leave() -> None:
    open_one = Figure(Decimal(10), Decimal(10), None)
    laid = lay_out({"a": exact(60), "b": open_one}, ("a", "b", "c"), exact(100))
    assert laid.parts == {"a": Part(60, 60), "b": Part(10, 40), "c": Part(0, 30)}
    assert lay_out({"a": open_one}, ("a", "b"), Figure(Decimal(9), Decimal(9), None)).parts["a"] == Part(10, inf)
