"""Who keeps what they owe, judged by trying every way in which the unknown obligations may have turned out."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.analysis.formulas.intervals import Weighted, weighted, wilson
from bilan.analysis.formulas.keeping import Kept, is_best, is_kept

FEW = st.integers(0, 4)
GROUPS = st.builds(Kept, FEW, FEW, FEW, FEW)
LARGE = st.builds(Kept, st.integers(0, 60), st.just(0), st.integers(0, 60), FEW)


def ways(kept: Kept) -> list[Kept]:
    """Return the group in every way in which its unknown obligations may have turned out."""
    return [Kept(kept.on_time + good, kept.late, kept.broken + kept.unknown - good) for good in range(kept.unknown + 1)]


@given(kept=GROUPS)
def test_all_was_kept_when_it_was_in_every_way(kept: Kept) -> None:
    told = {bool(one.due and one.on_time == one.due) for one in ways(kept)}
    assert is_kept(kept) is (told.pop() if len(told) == 1 and kept.due else False if kept.late or kept.broken else None)


@given(one=LARGE, other=LARGE)
def test_a_group_is_best_when_its_interval_lies_above_in_every_way(one: Kept, other: Kept) -> None:
    conclusions: set[bool | None] = set()
    for mine, theirs in product(ways(one), ways(other)):
        own, rival = wilson(mine.on_time, mine.due), wilson(theirs.on_time, theirs.due)
        if own is None or rival is None:
            conclusions.add(None)
        else:
            conclusions.add(True if own.low > rival.high else False if own.high < rival.low else None)
    assert is_best(one, [other]) is (conclusions.pop() if len(conclusions) == 1 else None)


@given(groups=st.lists(LARGE, min_size=2, max_size=6))
def test_at_most_one_group_is_best(groups: list[Kept]) -> None:
    found = [is_best(one, [other for other in groups if other is not one]) for one in groups]
    assert found.count(True) <= 1


def test_a_group_without_rivals_that_owed_something_is_not_the_best() -> None:
    assert is_best(Kept(on_time=9), []) is None
    assert is_best(Kept(on_time=9), [Kept()]) is None
    assert is_best(Kept(), [Kept(on_time=9)]) is None


@given(one=GROUPS, other=GROUPS)
def test_counts_add_up_and_weights_do_not(one: Kept, other: Kept) -> None:
    both = one + Kept(other.on_time, other.late, other.broken, other.unknown, Weighted(1, 1, 1, 1, 1))
    assert (both.due, both.known, both.weights) == (one.due + other.due, one.known + other.known, None)


@given(kept=GROUPS)
def test_without_weights_each_obligation_counts_once(kept: Kept) -> None:
    cases = [(1.0, True)] * kept.on_time + [(1.0, False)] * (kept.late + kept.broken) + [(1.0, None)] * kept.unknown
    assert kept.measure == weighted(cases)
    told = kept.columns
    assert (told["due"], told["known"]) == (len(cases), len(cases) - kept.unknown)
    assert (told["share"] is None) == (not kept.known)
    assert (told["bound_low"] is None) == (not kept.due)


def test_weights_are_measured_where_they_are_given() -> None:
    kept = Kept(on_time=1, broken=1, weights=weighted([(3, True), (1, False)]))
    assert kept.columns["share"] == pytest.approx(0.75)
