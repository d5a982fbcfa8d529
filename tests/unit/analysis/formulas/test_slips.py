"""By how much a declared end slips: hand-made classes of which the answer is known."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from bilan.analysis.formulas.slips import ENOUGH, LATE, Ending, Move, Moves, Slipped, slips
from bilan.analysis.formulas.slips.foreseeing import MOST
from bilan.analysis.formulas.slips.shipped import table

TODAY = date(2012, 1, 1)
Q10, Q50, Q80, Q90 = 1, 9, 15, 17


def after(years: float) -> date:
    return TODAY + timedelta(days=round(365.25 * years))


def asked(to_go: float, waiting: float, moves: list[Move], slipped: int = 0) -> Slipped:
    return slips(Ending(TODAY, after(to_go), slipped), moves, after(waiting))


def move(slipped: float, to_go: float = 1.0, waiting: float = 1.0, slips: int = 0) -> Move:
    return Move(to_go, waiting, slipped, slips)


def test_a_move_tells_the_years_left_the_years_waited_and_the_months_slipped() -> None:
    seen = Move.seen(Ending(date(2012, 1, 1), date(2014, 1, 1), 2), date(2013, 1, 1), date(2014, 7, 1))
    assert (seen.to_go, seen.waiting, seen.slipped, seen.slips) == pytest.approx((2.0, 1.0, 5.95, 2), abs=0.01)


def test_where_all_moved_alike_the_answer_is_that_move() -> None:
    found = asked(1, 1, [move(6)] * ENOUGH)
    assert found.quantiles == pytest.approx((6,) * 19)
    assert (found.late, found.lent) == (0.97, 0)


def test_where_none_moved_lateness_is_never_excluded() -> None:
    found = asked(1, 1, [move(0)] * ENOUGH)
    assert (found.quantiles[Q50], found.late) == (0, 0.03)


def test_the_share_of_moves_beyond_three_months_is_the_chance_to_be_late() -> None:
    moves = [move(0)] * 60 + [move(LATE)] * 10 + [move(12)] * 30
    assert asked(1, 1, moves).late == pytest.approx(0.3, abs=0.03)


def test_ends_as_far_off_speak_before_others() -> None:
    moves = [move(12, to_go=0.3)] * 50 + [move(0, to_go=6)] * 50
    assert asked(0.3, 1, moves).quantiles[Q50] == pytest.approx(12)
    assert asked(6, 1, moves).quantiles[Q50] == pytest.approx(0)


def test_who_slipped_before_is_judged_by_those_who_did() -> None:
    moves = [move(0)] * 50 + [move(12, slips=1)] * 50
    assert asked(1, 1, moves).late < 0.5 < asked(1, 1, moves, slipped=1).late


def test_a_longer_waiting_is_walked_step_by_step() -> None:
    moves = [move(6, to_go=to_go) for to_go in (0.5, 1, 2, 3) for _ in range(20)]
    assert asked(3, 1, moves).quantiles[Q50] == pytest.approx(6)
    assert asked(3, 3, moves).quantiles[Q50] == pytest.approx(18, abs=1)


def test_in_a_part_of_a_step_less_happens() -> None:
    moves = [move(6)] * 100
    assert asked(1, 0.25, moves).late < asked(1, 1, moves).late


def test_whoever_still_runs_after_its_end_has_mostly_put_it_off() -> None:
    moves = [move(slipped, to_go) for to_go in (0.2, 0.5, 1) for slipped in (0, 0, 12) for _ in range(10)]
    assert asked(0.5, 1, moves).late == pytest.approx(1 / 3, abs=0.05)
    assert asked(0.5, 2, moves).late > 0.6


def test_without_moves_of_its_own_the_table_answers_with_room() -> None:
    found = asked(1.5, 1, [])
    assert found.lent == 1
    as_it_is = asked(1.5, 1, list(table()))
    assert found.late > as_it_is.late
    assert found.quantiles[Q90] > as_it_is.quantiles[Q90]


def test_the_table_gives_way_as_moves_come() -> None:
    lent = [asked(1, 1, [move(0)] * count).lent for count in (0, 10, 30, ENOUGH)]
    assert all(more > less for more, less in pairwise(lent))
    assert lent[-1] == 0


@pytest.mark.parametrize("to_go", [-3, 0, 0.5, 30])
@pytest.mark.parametrize("waiting", [-1, 0, 0.1, 2.5, 8])
def test_odd_questions_are_answered_in_order(to_go: float, waiting: float) -> None:
    found = asked(to_go, waiting, [move(3), move(-400, 20), move(60, -5)])
    assert all(low <= high for low, high in pairwise(found.quantiles))
    assert 0.03 <= found.late <= 0.97
    assert found.size > 1


def test_of_very_many_moves_the_last_speak() -> None:
    moves = [move(24)] * 500 + [move(0)] * MOST
    assert slips(Ending(TODAY, after(1)), Moves.of(moves), after(1)).quantiles[Q90] == 0
