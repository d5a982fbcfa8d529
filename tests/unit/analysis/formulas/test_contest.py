"""What comes first between bounds, judged by trying every number within them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan.analysis.formulas.contest import Between, comes_first, most_of

BOUNDS = st.lists(st.integers(0, 5), min_size=2, max_size=2).map(lambda ends: Between(min(ends), max(ends)))


@given(own=BOUNDS, others=st.lists(BOUNDS, min_size=1, max_size=3))
def test_the_conclusion_is_what_every_choice_within_the_bounds_agrees_on(own: Between, others: list[Between]) -> None:
    ranges = [range(one.low, one.high + 1) for one in (own, *others)]
    outcomes = {choice[0] > max(choice[1:]) for choice in product(*ranges)}
    found = comes_first(own, others)
    if found is not None:
        assert outcomes == {found}
    if outcomes == {True}:
        assert found is True


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (None, [Between(1, 2)], None),
        (Between(3, 4), [], None),
        (Between(3, None), [Between(1, 2)], True),
        (Between(3, 4), [Between(1, None)], None),
        (Between(3, 4), [Between(1, 2), None], None),
        (Between(1, 2), [None, Between(3, None)], False),
        (Between(None, 2), [Between(1, 1)], None),
        (Between(2, 2), [Between(2, 2)], None),
    ],
)
def test_what_is_open_or_unknown_leaves_it_open(
    own: Between | None, others: list[Between | None], expected: object
) -> None:
    assert comes_first(own, others) is expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(None, None), (Between(0.5, 0.5), None), (Between(0.51, 0.9), True), (Between(0.1, 0.49), False)],
)
def test_most_is_more_than_half(share: Between | None, expected: object) -> None:
    assert most_of(share) is expected
