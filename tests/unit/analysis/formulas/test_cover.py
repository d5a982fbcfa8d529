"""What k blocks cover, judged by trying every set and by the mixed-integer programme."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilan.analysis.formulas import cover
from bilan.analysis.formulas.cover import curve
from bilan.analysis.formulas.programme import Programme, solve

wants = st.dictionaries(
    st.sampled_from([f"s-{at}" for at in range(9)]), st.frozensets(st.sampled_from("abcdefg"), max_size=4), max_size=9
)


def by_trying(of: dict[str, frozenset[str]], k: int) -> int:
    blocks = sorted(frozenset().union(*of.values()))
    return max(served(of, one) for one in combinations(blocks, k))


def served(of: dict[str, frozenset[str]], blocks: tuple[str, ...]) -> int:
    return sum(bool(needed) and needed <= set(blocks) for needed in of.values())


def by_programme(of: dict[str, frozenset[str]], k: int) -> int:
    programme = Programme()
    places = {block: programme.choose(0.0) for block in sorted(frozenset().union(*of.values()))}
    programme.limit(dict.fromkeys(places.values(), 1.0), most=float(k))
    for needed in filter(None, of.values()):
        one = programme.choose(-1.0)
        for block in needed:
            programme.limit({one: 1.0, places[block]: -1.0}, most=0.0)
    return round(-solve(programme).cost)


@settings(max_examples=150, deadline=None)
@given(wants)
def test_the_best_of_each_step_is_that_of_trying_every_set(of: dict[str, frozenset[str]]) -> None:
    for step in curve(of):
        assert step.whole_best == step.most == by_trying(of, step.k) == served(of, step.best)
        assert len(step.best) == len(step.greedy) == step.k
        assert max(step.whole_greedy, step.whole_by_needs) <= step.whole_best
        assert step.whole_greedy == served(of, step.greedy)


@settings(max_examples=50, deadline=None)
@given(wants)
def test_the_best_of_each_step_is_that_of_the_programme(of: dict[str, frozenset[str]]) -> None:
    assert [step.whole_best for step in curve(of)] == [by_programme(of, step.k) for step in curve(of)]


@settings(max_examples=50, deadline=None)
@given(wants)
def test_where_sets_are_too_many_to_count_the_best_lies_between_what_is_told(of: dict[str, frozenset[str]]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cover, "EVERY_SET", 0)
        steps = curve(of)
    for step in steps:
        assert step.whole_greedy <= step.whole_best <= by_trying(of, step.k) <= step.most
        assert step.is_proven == (step.whole_best == step.most)


# Greedy takes a first, for one service; the two of b and c need both.
TWO_AND_TWO = {"s": frozenset("a"), "t": frozenset("bc"), "u": frozenset("bc"), "v": frozenset("bc")}


def test_the_rule_of_thumb_misses_what_only_two_together_complete() -> None:
    first, second, third = curve(TWO_AND_TWO)
    assert (first.greedy, first.whole_greedy, first.whole_best) == (("a",), 1, 1)
    assert (second.best, second.whole_greedy, second.whole_best) == (("b", "c"), 1, 3)
    assert (third.whole_greedy, third.whole_best, third.needs_met) == (4, 4, 7)


def test_needs_are_met_best_by_the_most_needed() -> None:
    assert [(step.block, step.needs_met) for step in curve(TWO_AND_TWO)] == [("b", 3), ("c", 6), ("a", 7)]


def test_one_block_exchanged_for_another_finds_what_the_rule_of_thumb_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "EVERY_SET", 0)
    assert [step.whole_best for step in curve({**TWO_AND_TWO, "w": frozenset("ad"), "x": frozenset("ad")})] == [
        1,
        3,
        4,
        6,
    ]


def test_of_sets_that_serve_as_many_the_one_that_meets_more_needs_then_the_first_keys_is_told() -> None:
    of = {"s": frozenset("a"), "t": frozenset("b"), "u": frozenset("bz"), "v": frozenset("c")}
    assert curve(of)[0].best == ("b",)
    assert curve({"s": frozenset("b"), "t": frozenset("a"), "u": frozenset("c")})[1].best == ("a", "b")


def test_without_needs_there_is_no_curve() -> None:
    assert curve({}) == []
    assert curve({"s": frozenset()}) == []
