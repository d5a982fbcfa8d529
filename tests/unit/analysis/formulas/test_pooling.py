"""The plan that saves the most, judged by trying every plan of small cases, and by hand."""

import math
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilan.analysis.formulas import pooling
from bilan.analysis.formulas.pooling import USUAL, WORLDS, Block, Case, Cost, Money, Need, Plan, World, circles, optimum


def fixed(amount: float) -> Cost:
    found = Cost.told(amount, None, None)
    assert found
    return found


def case(blocks: Sequence[Block], needs: Sequence[Need], *money: float, last: int | None = None) -> Case:
    """Return a case from 2026 on, with an amount for each year."""
    amounts = [Money(2026 + at, 2026 + at, one) for at, one in enumerate(money)]
    return Case(blocks, needs, amounts, 2026, last or 2025 + len(money))


def every_plan(of: Case) -> Iterator[Plan]:
    ways = [[None, *of.starts(one)] for one in of.blocks]
    for starts in product(*ways):
        yield {one.key: start for one, start in zip(of.blocks, starts, strict=True) if start is not None}


def best_by_trying(of: Case, world: World = USUAL) -> float:
    return max(of.saving(plan, world) for plan in every_plan(of) if of.keeps(plan, world))


costs = st.integers(0, 12).map(float)
ranges = st.tuples(costs, costs, costs).map(sorted).map(lambda three: Cost.told(three[1], three[0], three[2]))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    keys = ["a", "b", "c", "d"][: draw(st.integers(1, 4))]
    blocks = [
        Block(
            key,
            draw(ranges),  # type: ignore[arg-type]
            running=float(draw(st.integers(0, 3))),
            years=draw(st.integers(0, 2)),
            rests_on=tuple(draw(st.lists(st.sampled_from(keys[:at]), unique=True, max_size=1))) if at else (),
        )
        for at, key in enumerate(keys)
    ]
    dues = st.one_of(st.none(), st.integers(2025, 2029))
    needs = [
        Need(f"n-{at}", draw(st.sampled_from(keys)), draw(ranges), float(draw(st.integers(0, 6))), draw(dues))  # type: ignore[arg-type]
        for at in range(draw(st.integers(0, 7)))
    ]
    money = [Money(year, year, float(draw(st.integers(0, 15)))) for year in range(2026, 2026 + draw(st.integers(0, 3)))]
    span = draw(st.lists(st.just(Money(2026, 2028, 20.0)), max_size=1))
    return Case(blocks, needs, [*money, *span], 2026, 2028)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_optimum_is_that_of_trying_every_plan(drawn: Case) -> None:
    for world in WORLDS:
        found = optimum(drawn, world)
        assert drawn.keeps(found.plan, world)
        assert math.isclose(found.saving, best_by_trying(drawn, world), rel_tol=1e-9, abs_tol=1e-9)
        assert found.gap == 0


@settings(max_examples=50, deadline=None)
@given(cases())
def test_a_plan_within_a_gap_says_how_far_the_best_may_be(drawn: Case) -> None:
    found = optimum(drawn, gap=0.25)
    assert found.saving <= best_by_trying(drawn) + 1e-9 <= found.most + 2e-9
    assert found.gap <= 0.25 + 1e-9


def test_a_block_that_three_services_need_is_built_once() -> None:
    of = case([Block("id", fixed(100), running=5)], [Need(f"n-{at}", "id", fixed(60), 10) for at in range(3)], 100, 100)
    found = optimum(of)
    # Three times 60 alone; 100 once, three times 10 to join, and 5 for the year after it stands.
    assert (found.plan, found.saving) == ({"id": 2027}, 50.0)
    assert of.alone() == 180


def test_a_block_waits_for_those_it_rests_on() -> None:
    of = case(
        [Block("a", fixed(1), years=2, rests_on=("b",)), Block("b", fixed(1))], [Need("n", "a", fixed(9))], 9, 9, 9
    )
    assert optimum(of).plan == {"a": 2027, "b": 2026}


def test_a_block_that_takes_no_year_stands_for_what_starts_with_it() -> None:
    of = case([Block("a", fixed(1), rests_on=("b",)), Block("b", fixed(1), years=0)], [Need("n", "a", fixed(9))], 9)
    assert optimum(of).plan == {"a": 2026, "b": 2026}
    assert of.spent(of.by_key["b"], 2026) == {2026: 1.0}


def test_who_is_due_before_a_block_stands_builds_alone() -> None:
    needs = [Need("early", "a", fixed(60), due=2026), Need("late", "a", fixed(60)), Need("later", "a", fixed(60))]
    of = case([Block("a", fixed(100), years=2)], needs, 99, 99)
    assert [one.key for one in of.joining(of.blocks[0], 2026)] == ["late", "later"]
    assert optimum(of).saving == 20


def test_a_service_for_which_joining_costs_more_does_not_join() -> None:
    needs = [Need("dear", "a", fixed(5), 6), Need("cheap", "a", fixed(60), 6)]
    of = case([Block("a", fixed(10))], needs, 99)
    assert [one.key for one in of.joining(of.blocks[0], 2026)] == ["cheap"]
    assert optimum(of).saving == 44


def test_running_counts_against_the_money_of_later_years() -> None:
    of = case([Block("a", fixed(10), running=3, years=2)], [Need("n", "a", fixed(60))], 5, 5, 2)
    assert of.spent(of.blocks[0], 2026) == {2026: 5.0, 2027: 5.0, 2028: 3.0}
    assert optimum(of).plan == {}


def test_an_amount_for_several_years_holds_their_sum() -> None:
    blocks = [Block("a", fixed(6)), Block("b", fixed(6))]
    needs = [Need("n-a", "a", fixed(9)), Need("n-b", "b", fixed(8))]
    assert optimum(Case(blocks, needs, [Money(2026, 2027, 11)], 2026, 2027)).plan == {"a": 2026}
    assert optimum(Case(blocks, needs, [Money(2026, 2027, 12)], 2026, 2027)).saving == 5


def test_no_money_pays_for_what_costs_nothing_only() -> None:
    blocks = [Block("a", fixed(0)), Block("b", fixed(1))]
    needs = [Need("n-a", "a", fixed(9)), Need("n-b", "b", fixed(9))]
    assert optimum(case(blocks, needs, 0)).plan == {"a": 2026}


def test_of_equal_plans_the_fewest_blocks_then_the_earliest_then_the_first_keys_are_taken() -> None:
    same = [Block(key, fixed(4)) for key in "abc"]
    needs = [Need(f"n-{key}", key, fixed(9)) for key in "abc"]
    assert optimum(case(same, needs, 4, 4)).plan in ({"a": 2026, "b": 2027}, {"a": 2027, "b": 2026})
    assert optimum(case(same, needs, 8)).plan == {"a": 2026, "b": 2026}
    assert optimum(case([Block("a", fixed(4))], [Need("n", "a", fixed(4))], 9)).plan == {}
    assert optimum(case([Block("a", fixed(4))], [Need("n", "a", fixed(9))], 4, 4)).plan == {"a": 2026}


def test_an_optimum_is_the_same_each_time() -> None:
    blocks = [Block(f"b-{at}", fixed(5 + at % 3), running=1) for at in range(9)]
    needs = [Need(f"n-{at}", f"b-{at % 9}", fixed(3 + at % 4), 1) for at in range(40)]
    of = case(blocks, needs, 9, 9, 9)
    assert len({tuple(sorted(optimum(of).plan.items())) for _ in range(3)}) == 1


def test_a_search_for_the_first_of_equals_that_would_be_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pooling, "EQUALS", 0)
    assert optimum(case([Block("a", fixed(1))], [Need("n", "a", fixed(9))], 9)).saving == 8


def test_nothing_to_choose_from_is_the_empty_plan() -> None:
    assert optimum(case([], [], 9)) == pooling.Found({}, 0.0, 0.0)
    too_long = case([Block("a", fixed(1), years=3)], [Need("n", "a", fixed(9))], 9)
    assert optimum(too_long).plan == {}


def test_a_block_that_rests_on_none_of_the_case_is_refused() -> None:
    with pytest.raises(ValueError, match="a rests on z, which is not there"):
        optimum(case([Block("a", fixed(1), rests_on=("z",))], [], 9))


def test_the_gap_of_a_plan_that_saves_nothing_is_open() -> None:
    assert pooling.Found({}, 0.0, 5.0).gap == math.inf
    assert pooling.Found({}, 100.0, 101.0).gap == pytest.approx(0.01, abs=1e-12)


def test_circles_are_told_from_their_smallest_key() -> None:
    assert circles({"c": ["a"], "b": ["c"], "a": ["b"], "d": ["a"], "e": []}) == [("a", "b", "c")]


@given(st.dictionaries(st.sampled_from("abcde"), st.lists(st.sampled_from("abcde"), max_size=3), max_size=5))
def test_without_its_circles_every_case_can_be_ordered(rests_on: dict[str, list[str]]) -> None:
    in_circles = {key for circle in circles(rests_on) for key in circle}
    left = {key: set(others) & rests_on.keys() for key, others in rests_on.items() if key not in in_circles}
    done = set(in_circles)
    while ready := {key for key, others in left.items() if key not in done and others <= done}:
        done |= ready
    assert left.keys() <= done
    for circle in circles(rests_on):
        assert all(after in rests_on[before] for before, after in zip(circle, circle[1:] + circle[:1], strict=True))


def test_a_cost_is_read_as_it_was_told() -> None:
    assert Cost.told(5, None, 9) == Cost(5, 5, 9, is_ranged=True)
    assert Cost.told(None, None, None) is None
    assert Cost.told(3, 4, None) is None
