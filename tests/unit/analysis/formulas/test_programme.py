"""Mixed-integer programmes small enough to solve by hand."""

import math

from bilan.analysis.formulas.programme import Programme, Solution, solve


def knapsack(*, room: float = 5) -> Programme:
    """Write a sack for things worth 3, 4 and 5 that take 2, 3 and 4 of its room."""
    programme = Programme()
    taken = [programme.choose(-worth) for worth in (3, 4, 5)]
    programme.limit(dict(zip(taken, (2, 3, 4), strict=True)), most=room)
    return programme


def test_the_best_of_a_knapsack_is_proven() -> None:
    found = solve(knapsack())
    assert (found.state, found.cost, found.bound, found.gap) == ("proven", -7, -7, 0)
    assert [found.took(place) for place in range(3)] == [True, True, False]


def test_an_answer_that_is_known_may_be_given() -> None:
    assert solve(knapsack(), start=[1, 0, 0]).cost == -7


def test_limits_that_no_answer_keeps_are_told() -> None:
    programme = knapsack()
    programme.limit({0: 1.0}, least=2)
    assert solve(programme) == Solution("infeasible")
    assert solve(programme).gap == math.inf


def test_a_cost_without_end_is_told() -> None:
    programme = Programme()
    programme.add(-1.0)
    assert solve(programme).state == "unbounded"


def test_without_whole_variables_the_answer_is_its_own_bound() -> None:
    programme = Programme()
    programme.add(-1.5, most=2.5)
    assert (solve(programme).cost, solve(programme).bound) == (-3.75, -3.75)


def test_a_search_that_is_stopped_tells_what_it_has() -> None:
    programme = Programme()
    taken = [programme.choose(-(20.0 + at * 7 % 13)) for at in range(30)]
    for shift in range(6):
        programme.limit({place: float((at * (shift + 3) * 11 + 5) % 23 + 1) for at, place in enumerate(taken)}, most=90)
    stopped = solve(programme, nodes=0)
    assert stopped.state == "stopped"
    assert stopped.bound <= solve(programme).cost <= stopped.cost


def test_a_gap_of_nothing_is_open() -> None:
    assert Solution("stopped", (0.0,), cost=0.0, bound=-1.0).gap == math.inf


def test_nothing_is_said_on_standard_output(capfd: object) -> None:
    solve(knapsack())
    assert capfd.readouterr() == ("", "")  # type: ignore[attr-defined]
