"""Search for pairs, or a declared figure, whose verified value breaks what every one promises."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import inf, isfinite, nan
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilan.analysis.formulas.forecasting import LEVELS
from bilan.analysis.formulas.verifying import Declaration, Pair, verified

BOUNDS: Sequence[tuple[float, float | None]] = ((0.0, 100.0), (0.0, 1.0), (0.0, None))

names = st.sampled_from("abcdefgh")
odd = st.one_of(st.floats(0, 100), st.floats(-1e9, 1e9), st.sampled_from((0.0, 100.0, nan, inf)))
odd_pairs = st.lists(st.builds(Pair, names, names, st.dates(), odd, odd), max_size=50)
days = st.dates(date(2000, 1, 1), date(2012, 12, 31))
pairs = st.lists(st.builds(Pair, names, names, days, st.floats(5, 95), st.floats(5, 95)), min_size=3, max_size=50)
many = st.lists(
    st.builds(Pair, names, names, days, st.floats(5, 95), st.floats(5, 95)),
    min_size=35,
    max_size=50,
    unique_by=(lambda one: round(one.declared, 2), lambda one: round(one.verified, 2)),
)
declarations = st.builds(Declaration, names, names, days, st.floats(5, 95))


@settings(max_examples=100)
@given(odd_pairs, st.builds(Declaration, names, names, st.dates(), st.floats(-1e9, 1e9)), st.sampled_from(BOUNDS))
def test_whatever_was_declared_and_verified_the_answer_is_ordered_within_bounds_and_never_of_no_width(
    known: list[Pair], asked: Declaration, bounds: tuple[float, float | None]
) -> None:
    lower, upper = bounds
    found = verified(asked, known, lower=lower, upper=upper).quantiles
    assert len(found) == len(LEVELS)
    assert all(map(isfinite, found))
    assert all(one <= further for one, further in pairwise(found))
    assert lower <= found[0] < found[-1] <= (inf if upper is None else upper)


@settings(max_examples=30)
@given(pairs, declarations, st.randoms(use_true_random=False))
def test_the_order_of_pairs_says_nothing(known: list[Pair], asked: Declaration, random: Random) -> None:
    turned = list(known)
    random.shuffle(turned)
    assert verified(asked, turned).quantiles == pytest.approx(verified(asked, known).quantiles, abs=0.5)


@settings(max_examples=30)
@given(many, declarations)
def test_per_cent_and_fractions_are_one_answer(known: list[Pair], asked: Declaration) -> None:
    smaller = [replace(one, declared=one.declared / 100, verified=one.verified / 100) for one in known]
    found = verified(replace(asked, declared=asked.declared / 100), smaller, lower=0.0, upper=1.0).quantiles
    # Where two misses are equal but for their last digit, which of them comes first depends on the unit.
    assert [100 * one for one in found] == pytest.approx(verified(asked, known).quantiles, abs=0.5)


@settings(max_examples=30)
@given(pairs, declarations)
def test_what_reporters_and_items_are_called_says_nothing(known: list[Pair], asked: Declaration) -> None:
    called = [replace(one, reporter=f"the {one.reporter}", item=f"all {one.item}") for one in known]
    renamed = replace(asked, reporter=f"the {asked.reporter}", item=f"all {asked.item}")
    assert verified(renamed, called).quantiles == pytest.approx(verified(asked, known).quantiles, abs=0.5)
