"""Concentration, judged by SciPy, pandas and plain double sums on real counts, and by what bounds must hold."""

import csv
import math
import random
from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from bilan.analysis.formulas import concentration
from bilan.analysis.formulas.concentration import (
    Bounds,
    NotSpread,
    Part,
    Ranks,
    bounds,
    bounds_with_rest,
    gini,
    hhi,
    lorenz,
    ranks,
    share_bounds,
    theil,
    theil_parts,
)

POOLS = Path("/work/shared/data/ba-skill-pools/pools.csv")
INDICES = (hhi, gini, theil)
PARTS = st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any)


def gini_of_pairs(parts: Sequence[float]) -> float:
    """Return the mean difference of all pairs over twice the mean, as Gini defined it."""
    return sum(abs(one - other) for one in parts for other in parts) / (2 * len(parts) * sum(parts))


def theil_by_entropy(parts: Sequence[float]) -> float:
    """Return how far the entropy of the shares, which SciPy computes, is below that of equal ones."""
    return math.log(len(parts)) - float(stats.entropy(parts))


@given(PARTS)
def test_the_three_indices_are_what_others_compute(parts: list[int]) -> None:
    shares = pd.Series(parts) / sum(parts)
    assert hhi(parts) == pytest.approx(float((shares**2).sum()), abs=1e-12)
    assert gini(parts) == pytest.approx(gini_of_pairs(parts), abs=1e-12)
    assert theil(parts) == pytest.approx(theil_by_entropy(parts), abs=1e-12)


@given(PARTS, st.integers(1, 50))
def test_the_unit_and_the_order_change_nothing(parts: list[int], times: int) -> None:
    for index in INDICES:
        assert index([times * one for one in reversed(parts)]) == pytest.approx(index(parts), abs=1e-12)


@given(PARTS)
def test_all_equal_is_least_and_all_in_one_is_most(parts: list[int]) -> None:
    count = len(parts)
    for index, least, most in ((hhi, 1 / count, 1), (gini, 0, 1 - 1 / count), (theil, 0, math.log(count))):
        assert least - 1e-12 <= index(parts) <= most + 1e-12
        assert index([1] * count) == pytest.approx(least, abs=1e-12)
        assert index([1] + [0] * (count - 1)) == pytest.approx(most, abs=1e-12)


def test_a_part_of_zero_is_a_part_and_the_limit_of_small_ones() -> None:
    assert theil([0, 1, 1]) == pytest.approx(math.log(1.5))
    assert theil([1e-12, 1, 1]) == pytest.approx(theil([0, 1, 1]), abs=1e-9)
    assert gini([0, 1, 1]) > gini([1, 1]) == 0


@pytest.mark.parametrize("parts", [[], [0, 0], [-1, 2], [math.inf, 1], [math.nan, 1]])
def test_nothing_is_spread_where_there_is_nothing(parts: list[float]) -> None:
    for index in (*INDICES, lorenz):
        with pytest.raises(NotSpread):
            index(parts)


@given(st.dictionaries(st.sampled_from("abcd"), PARTS, min_size=1))
def test_what_lies_between_groups_and_within_them_is_all(groups: dict[str, list[int]]) -> None:
    found = theil_parts(groups)
    assert found.total == pytest.approx(theil([one for parts in groups.values() for one in parts]), abs=1e-12)
    assert found.between >= 0
    assert found.within >= 0


def test_a_group_of_zeros_adds_nothing_within() -> None:
    found = theil_parts({"a": [1, 1], "b": [0, 0]})
    assert found.within == 0
    assert found.between == pytest.approx(math.log(2))


@given(PARTS)
def test_the_curve_of_lorenz_bends_below_the_diagonal_and_encloses_half_of_gini(parts: list[int]) -> None:
    curve = lorenz(parts)
    assert [curve[0], curve[-1]] == [(0, 0), (1, 1)]
    area = sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(curve))
    assert 1 - 2 * area == pytest.approx(gini(parts), abs=1e-12)


BOXES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: Part(min(ends), max(ends))), min_size=1, max_size=4
).filter(lambda parts: any(part.high for part in parts))


@given(BOXES, st.randoms(use_true_random=False))
def test_bounds_hold_whatever_the_parts_are_between_their_own(parts: list[Part], chance: random.Random) -> None:
    for index in INDICES:
        found = bounds(index, parts)
        for _ in range(20):
            drawn = [chance.uniform(part.low, part.high) for part in parts]
            if any(drawn):
                assert found.low - 1e-9 <= index(drawn) <= found.high + 1e-9


@given(BOXES)
def test_the_upper_bound_is_met_where_the_parts_stand_in_one_order(parts: list[Part]) -> None:
    ordered = sorted(parts, key=lambda part: part.low)
    assume([part.high for part in ordered] == sorted(part.high for part in ordered))
    for index in INDICES:
        corners = product(*((part.low, part.high) for part in ordered))
        assert bounds(index, ordered).high == pytest.approx(max(index(one) for one in corners if any(one)), abs=1e-12)


@given(BOXES)
def test_the_lower_bound_is_met(parts: list[Part]) -> None:
    grid = [one for one in product(*(range(int(part.low), int(part.high) + 1) for part in parts)) if any(one)]
    for index in INDICES:
        assert bounds(index, parts).low <= min(index(one) for one in grid) + 1e-12


def test_the_most_even_spread_may_lie_between_the_ends() -> None:
    parts = [Part(2, 2), Part(5, 5), Part(0, 10)]
    grid = [hhi([2, 5, step / 1000]) for step in range(10_001)]
    assert bounds(hhi, parts).low == pytest.approx(min(grid), abs=1e-9)
    assert bounds(hhi, parts).low < min(hhi([2, 5, 2]), hhi([2, 5, 5]))


def test_an_open_part_may_have_nearly_all() -> None:
    assert bounds(hhi, [Part(1, 1), Part(1, math.inf)]) == Bounds(0.5, 1.0)


def test_parts_that_may_all_be_zero_or_anything_are_even_at_best() -> None:
    assert bounds(hhi, [Part(0, 0), Part(0, math.inf), Part(0, math.inf)]) == Bounds(0.5, 1.0)


def test_exact_parts_have_one_index() -> None:
    exact = [Part(one, one) for one in (1, 2, 3)]
    for index in INDICES:
        found = bounds(index, exact)
        assert found.low == found.high == index([1, 2, 3])


def test_bounds_of_nothing_are_none() -> None:
    with pytest.raises(NotSpread):
        bounds(hhi, [Part(0, 0)])
    for ends in ((2, 1), (-1, 0), (math.inf, math.inf)):
        with pytest.raises(NotSpread):
            Part(*ends)


@given(PARTS, st.integers(0, 500), st.integers(1, 4), st.randoms(use_true_random=False))
def test_a_rest_lies_anywhere_from_evenly_to_all_in_one(
    parts: list[int], rest: int, places: int, chance: random.Random
) -> None:
    known = [Part(one, one) for one in parts]
    cuts = sorted(chance.uniform(0, rest) for _ in range(places - 1))
    spread = [end - start for start, end in zip([0, *cuts], [*cuts, rest], strict=True)]
    for index in INDICES:
        found = bounds_with_rest(index, known, Part(rest, rest), places)
        assert found.low - 1e-9 <= index([*parts, *spread]) <= found.high + 1e-9
        assert found.low == pytest.approx(index([*parts, *[rest / places] * places]), abs=1e-12)
        assert found.high == pytest.approx(index([*parts, rest, *[0] * (places - 1)]), abs=1e-12)


def test_no_place_for_a_rest_leaves_the_parts() -> None:
    assert bounds_with_rest(hhi, [Part(1, 1), Part(3, 3)], Part(0, 0), 0) == Bounds(0.625, 0.625)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted), min_size=1, max_size=6))
def test_ranks_hold_whatever_the_parts_are(ends: list[list[int]]) -> None:
    parts = [Part(low, high) for low, high in ends]
    for place, (part, found) in enumerate(zip(parts, ranks(parts), strict=True)):
        others = parts[:place] + parts[place + 1 :]
        assert found == Ranks(
            1 + sum(one.low > part.high for one in others), 1 + sum(one.high > part.low for one in others)
        )


@pytest.mark.skipif(not POOLS.is_file(), reason="the counts of the German employment agency are not here")
@pytest.mark.parametrize("year", ["2013", "2018", "2024"])
def test_counts_of_districts_and_occupations_have_the_indices_that_others_compute(year: str) -> None:
    with POOLS.open(encoding="utf-8") as file:
        told = [row for row in csv.DictReader(file) if row["year"] == year and row["employees"]]
    frame = pd.DataFrame({"land": [row["region"][:2] for row in told], "n": [float(row["employees"]) for row in told]})
    counts = frame["n"].tolist()
    shares = frame["n"] / frame["n"].sum()
    assert len(counts) > 1000
    assert hhi(counts) == pytest.approx(float((shares**2).sum()), abs=1e-9)
    assert theil(counts) == pytest.approx(theil_by_entropy(counts), abs=1e-9)
    ranked = frame["n"].rank(method="first")
    by_ranks = float((2 * ranked - len(counts) - 1).mul(frame["n"]).sum() / (len(counts) * frame["n"].sum()))
    assert gini(counts) == pytest.approx(by_ranks, abs=1e-9)
    groups = {str(land): group["n"].tolist() for land, group in frame.groupby("land")}
    sums = frame.groupby("land")["n"].agg(["sum", "size"])
    between = float(stats.entropy(sums["sum"], sums["size"]))
    found = theil_parts(groups)
    assert found.between == pytest.approx(between, abs=1e-9)
    assert found.total == pytest.approx(theil(counts), abs=1e-9)


def test_the_examples_of_the_module_are_true() -> None:
    import doctest

    assert doctest.testmod(concentration).failed == 0


OPEN = st.tuples(st.integers(0, 9), st.integers(0, 9) | st.just(math.inf)).map(lambda ends: Part(min(ends), max(ends)))


@given(parts=st.lists(OPEN, min_size=1, max_size=4), chance=st.randoms(use_true_random=False), is_told=st.booleans())
def test_shares_hold_whatever_the_parts_and_their_total_are(
    *, parts: list[Part], chance: random.Random, is_told: bool
) -> None:
    drawn = [chance.uniform(part.low, min(part.high, part.low + 50)) for part in parts]
    whole = sum(drawn)
    assume(whole > 0)
    total = Part(whole * chance.uniform(0.5, 1), whole * chance.uniform(1, 2)) if is_told else None
    for one, found in zip(drawn, share_bounds(parts, total), strict=True):
        assert found.low - 1e-9 <= one / whole <= found.high + 1e-9


def test_the_bounds_of_a_share_are_met_when_all_others_have_most_or_least() -> None:
    first, second = share_bounds([Part(2, 4), Part(6, 8)], Part(9, 11))
    assert (first.low, first.high) == (2 / 10, 4 / 10)
    assert (second.low, second.high) == (6 / 10, 8 / 10)
    assert [(one.low, one.high) for one in share_bounds([Part(0, 0), Part(0, math.inf)])] == [(0, 0), (0, 1)]
