"""Gains of the sides of an agreement, judged by brute force over corners, by SciPy, and by hand."""

from fractions import Fraction
from itertools import product
from math import inf, isclose, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bilan.analysis.formulas import gain
from bilan.analysis.formulas.gain import Flip, Line, Spread, spread


def at(low: float, middle: float | None = None, high: float | None = None, *, is_told: bool = True) -> Spread:
    """Make a spread of three numbers, or of one that is exact."""
    first, peak, last = (Fraction(low if one is None else one) for one in (low, middle, high))
    return Spread(first, peak, last, is_told)


WHOLE = st.integers(0, 9).map(Fraction)
SPREADS = st.lists(WHOLE, min_size=3, max_size=3).map(lambda ends: at(*map(float, sorted(ends))))
SIGN = st.sampled_from([-1, 1])


@st.composite
def accounts(draw: Any) -> tuple[dict[str, list[Line]], dict[str, Spread]]:
    """Draw the account of two sides: up to four lines a side, which may share two worths and two rates."""
    spreads = {name: draw(SPREADS) for name in ("worth-a", "worth-b", "rate-a", "rate-b")}
    sides: dict[str, list[Line]] = {"one": [], "two": []}
    for side, lines in sides.items():
        for place in range(draw(st.integers(1, 4))):
            name = f"{side}-{place}"
            spreads[name] = draw(SPREADS)
            worth = draw(st.sampled_from([None, "worth-a", "worth-b"]))
            rate = draw(st.sampled_from([None, "rate-a", "rate-b"]))
            lines.append(Line(draw(SIGN), name, worth, rate))
    return sides, spreads


def smallest(sides: dict[str, list[Line]], spreads: dict[str, Spread], **held: Fraction) -> Fraction:
    found: Fraction = min(gain.total(lines, {**gain.middles(spreads), **held}) for lines in sides.values())
    return found


@given(account=accounts())
def test_the_exact_bounds_are_those_of_all_corners(account: Any) -> None:
    sides, spreads = account
    for lines in sides.values():
        names = sorted({name for line in lines for name in line.names})
        corners = product(*(spreads[name].ends for name in names))
        every = [gain.total(lines, dict(zip(names, corner, strict=True))) for corner in corners]
        assert gain.bounds(lines, spreads) == (min(every), max(every))


@given(account=accounts(), seed=st.integers(0, 2**32))
def test_no_draw_lies_beyond_the_exact_bounds(account: Any, seed: int) -> None:
    sides, spreads = account
    drawn = gain.simulate(sides, spreads, [seed], 50)
    for side, lines in sides.items():
        low, high = gain.bounds(lines, spreads)
        assert float(low) - 1e-9 <= drawn.gains[side].min()
        assert drawn.gains[side].max() <= float(high) + 1e-9


@given(account=accounts())
def test_the_sign_of_the_smallest_gain_changes_exactly_where_the_flip_says(account: Any) -> None:
    sides, spreads = account
    for name, one in spreads.items():
        found = gain.flip(gain.centre(sides, spreads), name)
        now = smallest(sides, spreads) > 0
        for end in (found.below, found.above):
            if end is not None:
                assert smallest(sides, spreads, **{name: end}) <= 0
        step = Fraction(1, 10**9)
        if found.below is not None:
            beyond = found.below if now else found.below - step
            assert beyond < 0 or (smallest(sides, spreads, **{name: beyond}) > 0) is not now
            assert found.below >= one.middle or ((smallest(sides, spreads, **{name: found.below + step}) > 0) is now)
        if found.above is not None:
            beyond = found.above if now else found.above + step
            assert (smallest(sides, spreads, **{name: beyond}) > 0) is not now
            assert found.above <= one.middle or ((smallest(sides, spreads, **{name: found.above - step}) > 0) is now)


@given(account=accounts(), places=st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_the_sign_stays_everywhere_on_the_near_side_of_the_flip(account: Any, places: list[int]) -> None:
    sides, spreads = account
    for name, one in spreads.items():
        found, now = gain.flip(gain.centre(sides, spreads), name), smallest(sides, spreads) > 0
        for place in map(Fraction, places):
            below_ok = place >= one.middle or found.below is None or place > found.below
            above_ok = place <= one.middle or found.above is None or place < found.above
            if below_ok and above_ok:
                assert (smallest(sides, spreads, **{name: place}) > 0) is now


def test_a_flip_is_worked_out_by_hand() -> None:
    told = {"jobs": at(40, 50, 60), "worth": at(3)}
    told["cost"] = at(100, 120, 170)
    sides = {"one": [Line(1, "jobs", "worth"), Line(-1, "cost")], "two": [Line(1, "cost")]}
    assert gain.flip(gain.centre(sides, told), "jobs") == Flip(Fraction(40), None)
    assert gain.flip(gain.centre(sides, told), "worth") == Flip(Fraction(12, 5), None)
    assert gain.flip(gain.centre(sides, told), "cost") == Flip(Fraction(0), Fraction(150))
    assert [gain.flip(gain.centre(sides, told), name).is_within(told[name]) for name in ("jobs", "worth", "cost")] == [
        True,
        False,
        True,
    ]
    dear = {**told, "cost": at(180)}
    assert gain.flip(gain.centre(sides, dear), "jobs") == Flip(None, Fraction(60))
    assert gain.flip(gain.centre(sides, dear), "cost") == Flip(Fraction(150), None)


def test_what_no_value_can_turn_has_no_flip() -> None:
    told = {"a": at(1), "b": at(2)}
    lost = {"one": [Line(-1, "a")], "two": [Line(1, "b")]}
    assert gain.crossing(gain.centre(lost, told), "b") is None
    assert gain.flip(gain.centre(lost, told), "b") == Flip(None, None)
    # Only a negative amount would make the first side gain.
    assert gain.flip(gain.centre(lost, told), "a") == Flip(None, None)
    torn = {"one": [Line(1, "a"), Line(-1, "b")], "two": [Line(-1, "a"), Line(1, "b")]}
    assert gain.crossing(gain.centre(torn, told), "a") is None


def test_the_tornado_tells_the_smallest_gain_at_either_end() -> None:
    told = {"jobs": at(40, 50, 60), "cost": Spread(None, Fraction(20), None)}
    sides = {"one": [Line(1, "jobs"), Line(-1, "cost")], "two": [Line(1, "cost")]}
    centre = gain.centre(sides, told)
    assert [centre.at("jobs", Fraction(end)) for end in (0, 40, 50, 60)] == [-20, 20, 20, 20]
    assert centre.smallest == 20


@given(account=accounts(), value=WHOLE)
def test_the_gain_at_any_value_is_that_of_the_whole_sum(account: Any, value: Fraction) -> None:
    sides, spreads = account
    centre = gain.centre(sides, spreads)
    assert centre.smallest == smallest(sides, spreads)
    for name in spreads:
        assert centre.at(name, value) == smallest(sides, spreads, **{name: value})


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((5, 4, 6), (4, 5, 6, True)),
        ((5, None, None), (None, 5, None, True)),
        ((None, 4, 6), (4, 5, 6, False)),
        ((None, None, 6), None),
        ((None, 6, None), None),
        ((None, None, None), None),
        ((7, 4, 6), None),
        ((3, 4, 6), None),
        ((None, 6, 4), None),
        ((-1, None, None), None),
        ((1, -1, 2), None),
        ((5, None, 6), (None, 5, 6, True)),
    ],
)
def test_nonsense_makes_no_spread(told: Any, expected: Any) -> None:
    found = spread(*(None if one is None else Fraction(one) for one in told))
    assert (found and (found.low, found.middle, found.high, found.is_told)) == expected


def test_a_number_with_a_range_is_triangular_and_a_range_alone_uniform() -> None:
    told = {"told": at(2, 3, 8), "range": at(2, 5, 8, is_told=False)}
    drawn = gain.simulate({name: [Line(1, name)] for name in told}, told, [1], 20_000).gains
    assert stats.kstest(drawn["told"], stats.triang(1 / 6, loc=2, scale=6).cdf).pvalue > 0.01
    assert stats.kstest(drawn["range"], stats.uniform(loc=2, scale=6).cdf).pvalue > 0.01
    assert gain.quantiles(drawn["range"]) == tuple(np.quantile(drawn["range"], [0.05, 0.25, 0.5, 0.75, 0.95]))


def test_the_same_seed_draws_the_same_and_another_not() -> None:
    told = {"a": at(1, 2, 3)}
    one, same, other = (gain.simulate({"x": [Line(1, "a")]}, told, seed, 9).gains["x"] for seed in ([1], [1], [2]))
    assert (one == same).all()
    assert (one != other).any()


def test_a_shared_worth_is_drawn_once() -> None:
    told = {"a": at(7), "b": at(7)}
    told["worth"] = at(1, 2, 3)
    same = {"x": [Line(1, "a", "worth"), Line(-1, "b", "worth")]}
    assert not gain.simulate(same, told, [1], 9).gains["x"].any()
    assert gain.bounds(same["x"], told) == (0, 0)


def test_a_probability_has_the_standard_error_of_its_draws() -> None:
    told = {"a": at(0, 1, 2, is_told=False), "cost": at(0.5)}
    sides = {"x": [Line(1, "a"), Line(-1, "cost")]}
    found = [gain.chance_of(gain.simulate(sides, told, [seed], 400).all_gain) for seed in range(400)]
    assert isclose(float(np.mean([one.value for one in found])), 0.75, abs_tol=3 * sqrt(0.75 * 0.25 / 160_000))
    assert isclose(float(np.std([one.value for one in found])), found[0].error, rel_tol=0.15)


def test_the_gain_is_divided_where_every_side_gains() -> None:
    told = {"a": at(3), "b": at(1)}
    shares = gain.simulate({"x": [Line(1, "a")], "y": [Line(1, "b")]}, told, [1], 5).shares()
    assert (list(shares["x"]), list(shares["y"])) == ([0.75], [0.25])
    none = gain.simulate({"x": [Line(1, "a")], "y": [Line(-1, "b")]}, told, [1], 5).shares()
    assert none["x"].size == 0


def test_a_bound_that_was_never_told_leaves_the_gain_open_on_that_side() -> None:
    told = {"jobs": Spread(Fraction(5), Fraction(5), None), "worth": at(0, 1, 2)}
    assert gain.bounds([Line(1, "jobs")], told) == (5, inf)
    assert gain.bounds([Line(-1, "jobs")], told) == (-inf, -5)
    assert gain.bounds([Line(1, "jobs", "worth")], told) == (0, inf)
    assert not told["jobs"].is_closed
    assert told["worth"].is_closed


@pytest.mark.parametrize(
    ("ends", "chance", "expected"),
    [
        ([(1, 2), (0.5, 9)], None, "holds"),
        ([(0, 2), (0.5, 9)], None, None),
        ([(-1, 0), (0.5, 9)], None, "does_not_hold"),
        ([(-1, 2), (0.5, 9)], gain.Chance(0.97, 0.001), "holds"),
        ([(-1, 2), (0.5, 9)], gain.Chance(0.951, 0.001), None),
        ([(-1, 2), (0.5, 9)], gain.Chance(0.5, 0.001), None),
        ([(-1, 2), (0.5, 9)], gain.Chance(0.049, 0.001), None),
        ([(-1, 2), (0.5, 9)], gain.Chance(0.02, 0.001), "does_not_hold"),
    ],
)
def test_the_conclusion_follows_from_the_bounds_and_else_from_the_probability(
    ends: Any, chance: gain.Chance | None, expected: str | None
) -> None:
    assert gain.conclusion(ends, chance, 0.95) == expected
