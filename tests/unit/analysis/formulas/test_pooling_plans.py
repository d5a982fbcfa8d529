"""Plans beside the best one, judged by trying every plan of small cases, by hand and by drawing."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from tests.unit.analysis.formulas.test_pooling import case, cases, every_plan, fixed

from bilan.analysis.formulas import pooling_plans
from bilan.analysis.formulas.pooling import USUAL, WORLDS, Block, Case, Cost, Money, Need, Plan
from bilan.analysis.formulas.pooling_plans import (
    DEAREST,
    Obstacle,
    Regrets,
    all_shared,
    first_standing,
    greedy,
    luck,
    overrun,
    robust,
)


def serves_all(of: Case, plan: Plan) -> bool:
    return all(
        one.block in plan and of.stands(of.by_key[one.block], plan[one.block]) <= of.due(one) for one in of.needs
    )


@settings(max_examples=100, deadline=None)
@given(cases())
def test_the_rule_of_thumb_keeps_all_limits_and_never_loses(of: Case) -> None:
    plan = greedy(of)
    assert of.keeps(plan)
    assert 0 <= of.saving(plan) <= max(of.saving(one) for one in every_plan(of) if of.keeps(one)) + 1e-9


def test_the_rule_of_thumb_takes_the_best_for_its_money_and_may_miss_the_best() -> None:
    blocks = [Block("dear", fixed(10)), Block("slight", fixed(1))]
    of = case(blocks, [Need("n-dear", "dear", fixed(30)), Need("n-slight", "slight", fixed(5))], 10)
    assert greedy(of) == {"slight": 2026}
    assert (of.saving(greedy(of)), of.saving({"dear": 2026})) == (4, 20)


def test_the_rule_of_thumb_takes_what_a_block_rests_on_with_it_and_what_is_free_first() -> None:
    blocks = [Block("a", fixed(4), rests_on=("b", "c")), Block("b", fixed(4), rests_on=("c",)), Block("c", fixed(0))]
    of = case(blocks, [Need("n-a", "a", fixed(20)), Need("n-c", "c", fixed(1))], 9, 9, 9)
    assert greedy(of) == {"c": 2026, "b": 2027, "a": 2028}
    assert greedy(case(blocks, of.needs, 9, 9)) == {"c": 2026}


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_least_regretted_plan_is_that_of_trying_every_plan(of: Case) -> None:
    kept = [one for one in every_plan(of) if of.keeps(one, DEAREST)]
    best = {world.code: max(of.saving(one, world) for one in kept) for world in WORLDS}
    regrets = Regrets.of(of)
    assert regrets.best == pytest.approx(best, abs=1e-6)
    least = min(max(best[world.code] - of.saving(one, world) for world in WORLDS) for one in kept)
    found = robust(of, regrets)
    assert of.keeps(found.plan, DEAREST)
    assert regrets.worst(of, found.plan)[0] == pytest.approx(least, abs=1e-6)


def test_the_least_regretted_plan_gives_up_a_little_to_lose_less() -> None:
    gamble = Cost.told(20, 15, 45)
    assert gamble
    blocks = [Block("gamble", gamble), Block("safe", fixed(20))]
    of = case(blocks, [Need("n-gamble", "gamble", fixed(40)), Need("n-safe", "safe", fixed(38))], 45)
    regrets = Regrets.of(of)
    assert robust(of, regrets).plan == {"safe": 2026}
    # With the gamble: 5 are lost when 18 could be gained.
    assert regrets.worst(of, {"gamble": 2026}) == (23, "all_high")
    assert overrun(of, {"gamble": 2026, "safe": 2026}) == 20
    assert overrun(of, {"safe": 2026}) == 0


def test_each_cost_is_drawn_from_its_range() -> None:
    triangle, even = Cost.told(2, 1, 5), Cost.told(None, 10, 20)
    assert triangle
    assert even
    of = Case([Block("a", triangle)], [Need("n", "a", even, 4)], [], 2026, 2026)
    (saved,) = luck(of, [{"a": 2026}], seed=3, draws=200_000)
    # Mean of the triangle (1 + 2 + 5) / 3; of what is even 15, less 4 to join.
    assert saved.mean() == pytest.approx(11 - 8 / 3, abs=0.02)
    spread = (1 + 4 + 25 - 2 - 5 - 10) / 18 + 100 / 12
    assert saved.var() == pytest.approx(spread, rel=0.02)
    assert saved.min() >= 6 - 5
    assert saved.max() <= 16 - 1


def test_the_quantiles_of_a_triangle_are_those_of_its_formula() -> None:
    triangle = Cost.told(2, 1, 5)
    assert triangle
    found = pooling_plans._drawn(triangle, np.array([0.0, 0.25, 0.5, 1.0]))
    assert found == pytest.approx([1, 2, 5 - math.sqrt(0.5 * 4 * 3), 5], abs=1e-12)


def test_the_same_seed_draws_the_same_for_whatever_plans() -> None:
    ranged = Cost.told(2, 1, 5)
    assert ranged
    of = Case([Block(key, ranged) for key in "ab"], [Need(f"n-{key}", key, ranged) for key in "ab"], [], 2026, 2027)
    one, other = luck(of, [{"b": 2026}, {"a": 2026}], seed=1, draws=10)
    assert (luck(of, [{"b": 2026}], seed=1, draws=10)[0] == one).all()
    assert (luck(of, [{"a": 2026, "b": 2026}], seed=1, draws=10)[0] == one + other).all()
    assert (luck(of, [{"b": 2026}], seed=2, draws=10)[0] != one).any()


def test_who_is_due_earlier_gains_nothing_in_any_draw() -> None:
    of = Case([Block("a", fixed(3), years=2)], [Need("n", "a", fixed(9), due=2026)], [], 2026, 2028)
    assert luck(of, [{"a": 2026}, {}], seed=1, draws=1)[0].tolist() == [-3]


@settings(max_examples=100, deadline=None)
@given(cases())
def test_all_needs_are_shared_at_the_least_cost_or_the_obstacles_are_named(of: Case) -> None:
    found = all_shared(of)
    served = [one for one in every_plan(of) if of.keeps(one) and serves_all(of, one)]
    if not served:
        assert found.obstacles
        assert found.cost is None
        return
    joining = sum(one.joining for one in of.needs)
    assert found.obstacles == ()
    assert found.cost == pytest.approx(min(sum(of.spending(one).values()) for one in served) + joining, abs=1e-6)
    assert serves_all(of, found.plan)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_the_money_that_lacks_is_the_least_and_the_late_needs_are_the_fewest(of: Case) -> None:
    obstacles = all_shared(of).obstacles
    late = [one for one in obstacles if one.code == "late_within_money"]
    if not late:
        return
    kept = [one for one in every_plan(of) if of.keeps(one)]
    assert len(late) == min(sum(not serves_all(_only(of, need), plan) for need in of.needs) for plan in kept)
    free = Case(of.blocks, of.needs, [], of.first, of.last)
    in_time = [one for one in every_plan(of) if free.keeps(one) and serves_all(of, one)]
    lacks = [sum(max(0, paid(of, plan, one) - one.amount) for one in of.money) for plan in in_time]
    assert sum(one.lacks or 0 for one in obstacles) == pytest.approx(min(lacks), abs=1e-5)


def _only(of: Case, need: Need) -> Case:
    return Case(of.blocks, [need], of.money, of.first, of.last)


def paid(of: Case, plan: Plan, money: Money) -> float:
    return sum(amount for year, amount in of.spending(plan).items() if money.first <= year <= money.last)


def test_a_deadline_before_a_block_can_stand_is_named_with_the_first_year_that_could_be() -> None:
    blocks = [Block("a", fixed(1), rests_on=("b",)), Block("b", fixed(1), years=2)]
    of = case(blocks, [Need("n", "a", fixed(9), due=2027), Need("m", "b", fixed(9), due=2027)], 9, 9, 9)
    assert first_standing(of) == {"a": 2028, "b": 2027}
    assert all_shared(of).obstacles == (Obstacle("deadline_too_early", "n", 2028),)


def test_the_year_whose_money_lacks_is_named_with_what_it_lacks() -> None:
    of = case([Block("a", fixed(10))], [Need("n", "a", fixed(9), due=2026), Need("m", "a", fixed(9))], 4, 10)
    assert all_shared(of).obstacles == (
        Obstacle("money_lacking", None, 2026, pytest.approx(6.0)),  # type: ignore[arg-type]
        Obstacle("late_within_money", "n", 2026),
    )


def test_nothing_to_share_costs_nothing() -> None:
    assert all_shared(case([], [], 9)) == pooling_plans.Shared({}, 0.0)
    assert robust(case([], [], 9), Regrets.of(case([], [], 9))).plan == {}
    assert Regrets.of(case([], [], 9)).worst(case([], [], 9), {}) == (0.0, USUAL.code)
