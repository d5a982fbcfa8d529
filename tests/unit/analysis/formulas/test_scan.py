"""The scan for clusters, judged by brute force, scipy and statsmodels."""

import gc
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilan.analysis.formulas import scan

RING = [{1, 5}, {0, 2}, {1, 3}, {2, 4}, {3, 5}, {4, 0}]
ALONE: list[set[int]] = [set()] * 6


def by_hand(neighbours: list[set[int]], largest: int) -> set[frozenset[int]]:
    """Try every set of areas: it is connected when walking from one of them reaches all."""
    areas = range(len(neighbours))
    every = chain.from_iterable(combinations(areas, size) for size in range(1, largest + 1))
    return {frozenset(one) for one in every if _reached(one[0], set(one), neighbours) == set(one)}


def _reached(start: int, within: set[int], neighbours: list[set[int]]) -> set[int]:
    seen, ahead = {start}, [start]
    while ahead:
        new = (neighbours[ahead.pop()] & within) - seen
        seen |= new
        ahead += new
    return seen


@st.composite
def maps(draw: st.DrawFn) -> list[set[int]]:
    count = draw(st.integers(1, 7))
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))))
    return [{b for a, b in pairs | {(b, a) for a, b in pairs} if a == area != b} for area in range(count)]


@given(maps(), st.integers(1, 7))
def test_every_connected_set_is_tried_and_no_other(neighbours: list[set[int]], largest: int) -> None:
    found = scan.connected(neighbours, largest=largest)
    assert len(set(found.sets)) == len(found.sets)
    assert set(found.sets) == by_hand(neighbours, min(largest, len(neighbours)))


def test_where_there_would_be_too_many_sets_the_larger_are_left_out_and_that_is_told() -> None:
    found = scan.connected(RING, largest=6, most=12)
    assert (len(found.sets), found.largest) == (12, 2)
    assert scan.connected(ALONE, largest=3).sets == tuple(frozenset({area}) for area in range(6))


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0.05, 0.95))
def test_the_ratio_is_that_of_two_poisson_counts(cases: int, rest: int, share: float) -> None:
    from scipy.stats import poisson

    total = cases + rest
    expected = total * share
    (found,) = scan.ratios(np.array([float(cases)]), np.array([expected]), float(total))
    if cases <= expected:
        assert found == 0
    else:
        best = poisson.logpmf(cases, cases) + poisson.logpmf(rest, rest)
        assert found == pytest.approx(best - poisson.logpmf(cases, expected) - poisson.logpmf(rest, total - expected))


def test_a_cluster_of_two_neighbours_is_found_and_one_of_two_strangers_is_not() -> None:
    zones = scan.connected(RING, largest=3).sets
    near = scan.scan([30, 30, 5, 5, 5, 5], [100] * 6, zones, draws=199, seed=7)
    assert (near[0].areas, near[0].cases, near[0].p) == (frozenset({0, 1}), 60, 1 / 200)
    assert near[0].expected == pytest.approx(80 / 3)
    far = scan.scan([30, 5, 5, 30, 5, 5], [100] * 6, zones, draws=199, seed=7)
    assert [one.areas for one in far] == [frozenset({0}), frozenset({3})]


def test_the_same_seed_finds_the_same_and_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    zones = scan.connected(RING, largest=3).sets
    told = [12, 9, 7, 8, 6, 8], [100] * 6, zones
    once = scan.scan(*told, draws=99, seed=3)
    assert once == scan.scan(*told, draws=99, seed=3)
    monkeypatch.setattr(scan, "BLOCK", 50)
    assert once == scan.scan(*told, draws=99, seed=3)


def test_without_cases_or_sets_nothing_is_found() -> None:
    assert scan.scan([0, 0], [1, 1], [frozenset({0})], draws=9, seed=1) == []
    assert scan.scan([1, 0], [1, 1], [], draws=9, seed=1) == []
    assert scan.scan([5, 5], [1, 1], [frozenset({0}), frozenset({1})], draws=9, seed=1) == []


def test_chance_alone_is_found_as_rarely_as_p_says() -> None:
    generator = np.random.default_rng(5)
    zones = scan.connected(RING, largest=3).sets
    drawn = generator.multinomial(120, [1 / 6] * 6, size=200)
    found = [scan.scan(list(cases), [1] * 6, zones, draws=99, seed=turn)[0].p for turn, cases in enumerate(drawn)]
    assert sum(p <= 0.1 for p in found) / len(found) == pytest.approx(0.1, abs=0.06)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
@settings(max_examples=20)
def test_several_p_are_corrected_as_statsmodels_does(given_p: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    named = {str(turn): p for turn, p in enumerate(given_p)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "collect", lambda: 0)  # the judge has all memory swept after each call
        judged = multipletests(given_p, method="holm")[1]
    assert list(scan.holm(named).values()) == pytest.approx(list(judged), abs=1e-9)
