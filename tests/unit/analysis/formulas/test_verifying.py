"""What is likely behind a declared figure: the record by brute force, the rest on drawn classes.

Fixture-free: `drawn` makes reporters that overstate, each by its own amount, audited every few years.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from math import inf, nan

import numpy as np
import pytest
from numpy.random import Generator, default_rng

from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.verifying import ENOUGH, Comparables, Declaration, Pair, behind, verified
from bilan.analysis.formulas.verifying.comparables import MOST
from bilan.analysis.formulas.verifying.lessons import NEWEST
from bilan.analysis.formulas.verifying.percent import Aim, pairs_of, thing
from bilan.analysis.formulas.verifying.records import FADING_ITEM, FADING_REPORTER, Cases, Shares, Ties, hindcast
from bilan.analysis.formulas.verifying.scales import Scale

NOW = date(2012, 1, 1)
Q10, Q50, Q90 = 1, 9, 17


def drawn(seed: int, reporters: int = 60, audits: int = 4, items: int = 4) -> list[Pair]:
    """Draw a class: more is declared than is found, by a reporter's own amount, and an audit errs as a whole."""
    chance = default_rng(seed)
    return [pair for number in range(reporters) for pair in _reporter(chance, f"r{number}", audits, items)]


def _reporter(chance: Generator, name: str, audits: int, items: int) -> list[Pair]:
    level, bias = chance.normal(1.2, 1.0), abs(chance.normal(0, 1.0))
    years = np.sort(chance.uniform(0, 16, audits))
    pairs = []
    for year in years:
        on, of_audit = date(1996, 1, 1) + timedelta(days=int(365 * year)), chance.normal(0, 0.4)
        for item in range(items):
            truth = level + 0.3 * item + chance.normal(0, 0.2)
            told = 100 / (1 + np.exp(-np.array([truth + bias, truth + of_audit + chance.normal(0, 0.4)])))
            pairs.append(Pair(name, f"i{item}", on, *(round(float(one), 1) for one in told)))
    return pairs


def wide(quantiles: tuple[float, ...]) -> float:
    return quantiles[Q90] - quantiles[Q10]


def ask(declared: float, pairs: list[Pair], reporter: str = "new", item: str = "i0") -> tuple[float, ...]:
    return verified(Declaration(reporter, item, NOW, declared), pairs).quantiles


def test_hindcasts_are_best_linear_predictions_from_earlier_audits() -> None:
    shares, chance = Shares(0.4, 0.2, 0.15, 0.25), default_rng(3)
    year, item = np.array([1.0, 1, 4, 4, 4, 9]), np.array([0, 1, 0, 1, 2, 0])
    told, level, value = (chance.normal(size=(1, 6)) for _ in range(3))
    wide, there = np.full((1, 6), 2.0), np.ones((1, 6), bool)
    cases = Cases(told, level, value, wide, item[None], year[None], there)
    found = hindcast(cases, Ties.among(cases), shares)
    gaps = np.abs(year[:, None] - year)
    cov = 0.4 * 0.5 ** (gaps / FADING_REPORTER) + 0.2 * (item[:, None] == item) * 0.5 ** (gaps / FADING_ITEM)
    cov += 0.15 * (gaps == 0) + 0.25 * np.eye(6)
    for case in range(6):
        past = year < year[case]
        weights = np.linalg.solve(cov[np.ix_(past, past)], cov[past, case])
        assert found.found[0, case] == pytest.approx(weights @ cases.found[0, past])
        assert found.level[0, case] == pytest.approx(weights @ cases.level[0, past])
        assert found.weight[0, case] == pytest.approx(weights.sum())
        assert found.spread[0, case] ** 2 == pytest.approx(1 - weights @ cov[past, case])
    # Of the item of the last case the last audit was five years before, and found so much.
    assert found.fresh[0].tolist() == pytest.approx([0, 0, 0.5**0.3, 0.5**0.3, 0, 0.5**0.5])
    changed = (cases.value[0, 2] - cases.value[0, 5]) / 2
    assert found.last[0, 5] == pytest.approx(cases.found[0, 5] + changed)


def test_shares_of_the_variance_are_found_again() -> None:
    chance, reporters, size = default_rng(5), 800, 12
    year, item = np.repeat([0.0, 1e-9, 2e-9], 4), np.tile(np.arange(4), 3)
    found = chance.normal(0, np.sqrt(0.4), (reporters, 1)) + chance.normal(0, np.sqrt(0.25), (reporters, 4))[:, item]
    found = found + np.repeat(chance.normal(0, np.sqrt(0.15), (reporters, 3)), 4, axis=1)
    found = found + chance.normal(0, np.sqrt(0.2), (reporters, size))
    whole = np.ones((reporters, size))
    cases = Cases(found, whole, whole, whole, np.tile(item, (reporters, 1)), np.tile(year, (reporters, 1)), whole > 0)
    shares = Shares.of(cases, Ties.among(cases), whole / size)
    assert (shares.reporter, shares.item, shares.audit, shares.rest) == pytest.approx((0.4, 0.25, 0.15, 0.2), abs=0.04)


def test_the_class_says_less_than_is_declared_where_others_overstated() -> None:
    pairs = drawn(1)
    low, middle, high = (ask(95, pairs)[at] for at in (Q10, Q50, Q90))
    assert low < middle < 95
    assert high - low > 10


def test_a_record_shifts_and_narrows_the_answer() -> None:
    pairs = drawn(2)
    honest = [Pair("honest", "i0", date(2000 + 3 * one, 1, 1), 80, 80) for one in range(4)]
    boastful = [Pair("boastful", "i0", date(2000 + 3 * one, 1, 1), 80, 50) for one in range(4)]
    known = [*pairs, *honest, *boastful]
    new, good, bad = (ask(80, known, name) for name in ("new", "honest", "boastful"))
    assert bad[Q50] < new[Q50] < good[Q50]
    assert max(wide(good), wide(bad)) < wide(new)


def test_items_of_one_audit_say_less_than_as_many_audits() -> None:
    pairs = drawn(3)
    one_audit = [Pair("r", f"i{item}", date(2008, 1, 1), 80, 50) for item in range(4)]
    audits = [Pair("r", "i0", date(2008 + item, 1, 1), 80, 50) for item in range(4)]
    once, often = ask(80, [*pairs, *one_audit], "r"), ask(80, [*pairs, *audits], "r")
    assert often[Q50] < once[Q50]
    assert wide(often) < wide(once)


def test_the_last_value_speaks_where_declaring_more_means_little() -> None:
    chance, pairs = default_rng(4), []
    for name in range(60):
        truth = chance.uniform(40, 90)
        told = [(truth + chance.normal(0, 15), truth + chance.normal(0, 2)) for _ in range(4)]
        pairs += [Pair(f"r{name}", "i0", date(1998 + 3 * at, 1, 1), *both) for at, both in enumerate(told)]
    own = [Pair("r", "i0", date(2010, 1, 1), 60, 60)]
    assert ask(90, [*pairs, *own], "r")[Q50] == pytest.approx(60, abs=3)


def test_items_that_are_overstated_more_are_told_apart() -> None:
    worse = [
        Pair(one.reporter, "bad", one.on, one.declared, one.verified * 0.7) for one in drawn(5) if one.item == "i1"
    ]
    pairs = [*drawn(5), *worse]
    assert ask(90, pairs, item="bad")[Q50] < ask(90, pairs, item="i1")[Q50] - 5
    assert ask(90, pairs, item="bad")[Q50] < ask(90, pairs, item="unheard of")[Q50]


def test_on_a_drawn_class_intervals_hold_what_they_say_and_beat_the_class_alone() -> None:
    pairs = sorted(drawn(11, reporters=80, items=3), key=lambda one: one.on)
    held, loss, of_class = [], [], []
    for day in sorted({one.on for one in pairs})[120::5]:
        known = Comparables.of([one for one in pairs if one.on < day])
        for one in (one for one in pairs if one.on == day):
            found = np.array(verified(one, known).quantiles)
            alone = np.array(verified(Declaration("nobody", one.item, day, one.declared), known).quantiles)
            held.append(found[Q10] <= one.verified <= found[Q90])
            loss.append(_pinball(found, one.verified))
            of_class.append(_pinball(alone, one.verified))
    assert 0.7 <= np.mean(held) <= 0.9
    assert np.mean(loss) < 0.97 * np.mean(of_class)


def _pinball(quantiles: np.ndarray, came: float) -> float:
    over = came - quantiles
    return float(np.mean(np.maximum(np.array(LEVELS) * over, (np.array(LEVELS) - 1) * over)))


def test_the_order_of_pairs_changes_nothing() -> None:
    pairs = drawn(6, reporters=20)
    assert ask(70, pairs, "r3") == pytest.approx(ask(70, pairs[::-1], "r3"))


def test_a_class_of_few_is_joined_by_the_table_and_answers_more_widely() -> None:
    alone = verified(Declaration("r", "i", NOW, 60), [])
    assert alone.with_table
    assert (alone.class_pairs, alone.reporters, alone.reporter_pairs, alone.last) == (0, 0, 0, None)
    many = verified(Declaration("r", "i", NOW, 60), drawn(7)[:ENOUGH])
    assert not many.with_table
    assert wide(alone.quantiles) > 20


def test_of_quantities_without_an_upper_bound_the_table_tells_ratios() -> None:
    for percent in (10.0, 40.0, 100.0):
        found = verified(Declaration("r", "i", NOW, percent), [], upper=None).quantiles
        assert 0.5 * percent < found[Q10] < found[Q50] <= percent < found[Q90]


def test_what_rests_on_how_many_is_told() -> None:
    pairs = [
        *drawn(8, reporters=10),
        Pair("r", "i0", date(2010, 1, 1), 80, 70),
        Pair("r", "i1", date(2010, 1, 1), 80, 60),
    ]
    told = verified(Declaration("r", "i1", NOW, 80), pairs)
    assert (told.reporter_pairs, told.audits, told.class_pairs, told.reporters) == (2, 1, len(pairs), 11)
    assert told.last == pairs[-1]


def test_what_is_only_foreseen_to_be_declared_mixes_what_is_behind_each() -> None:
    known = Comparables.of(drawn(9))
    about = Declaration("r1", "i0", NOW, 70)
    assert behind((70,), about, known) == verified(about, known).quantiles
    mixed = behind((40, 70, 95), about, known)
    assert wide(mixed) > wide(behind((70,), about, known))
    assert behind((40,), about, known)[Q50] < mixed[Q50] < behind((95,), about, known)[Q50]


@pytest.mark.parametrize("declared", [nan, inf, -inf])
def test_a_declared_value_that_is_no_number_is_any_of_the_class(declared: float) -> None:
    found = ask(declared, drawn(9))
    assert found == behind(tuple(np.quantile([one.declared for one in drawn(9)], LEVELS)), _new(), drawn(9))


def _new() -> Declaration:
    return Declaration("new", "i0", NOW, 0)


@pytest.mark.parametrize(
    "pairs",
    [
        [Pair(f"r{one}", "i", date(2010, 1, 1), 100, 100) for one in range(40)],
        [Pair(f"r{one}", "i", date(2010, 1, 1), 0, 0) for one in range(40)],
        [Pair("r", "i", date(2010, 1, 1), 50, 20)] * 40,
        [Pair("r", "i", date(2010, 1, 1), nan, 20), Pair("r", "i", date(2010, 1, 1), 20, inf)],
        [Pair(f"r{one}", "i", date(2010, 1, 1), 140, -3) for one in range(40)],
    ],
)
@pytest.mark.parametrize("declared", [0, 50, 100, 140])
def test_odd_classes_are_answered_within_bounds_and_never_as_certain(pairs: list[Pair], declared: float) -> None:
    found = ask(declared, pairs, "r", "i")
    assert all(low < high for low, high in pairwise(found))
    assert 0 < found[0] < found[-1] < 100


def test_very_many_pairs_and_a_very_long_record_are_cut_to_the_newest() -> None:
    pairs = [Pair("r", "i", date(1990, 1, 1) + timedelta(days=one), 50, 40) for one in range(MOST + 50)]
    known = Comparables.of(pairs)
    assert known.class_pairs == MOST
    assert known.pairs[known.record("r")] == tuple(pairs[-NEWEST:])


@pytest.mark.parametrize("scale", [Scale(0, 100), Scale(-5, 5), Scale(0, None), Scale(10, None)])
def test_a_scale_gives_its_values_back(scale: Scale) -> None:
    values = scale.lower + np.linspace(0, 1, 11) * (scale.range if scale.upper is not None else 300)
    assert scale.values(scale.places(values)) == pytest.approx(values, abs=1e-9)


Row = Callable[..., dict[str, object]]


@pytest.fixture
def row() -> Row:
    """Give a row of `candour_pairs`, as usual but for what is told."""

    def told(**other: object) -> dict[str, object]:
        usual: dict[str, object] = {
            "indicator": "ind", "subject": None, "region": None, "measure": "stock", "direction": "up", "target": 80,
            "declared": 44, "verified": 36, "verified_on": NOW, "reporter": "org", "declared_entry": 7,
        }  # fmt: skip
        return {**usual, **other}

    return told


@pytest.mark.parametrize(
    ("other", "item", "declared", "verified_"),
    [
        ({}, "ind", 55, 45),
        ({"direction": "down", "target": 22}, "ind", 50, 61.1),
        ({"target": None, "region": "MA-08"}, "ind|MA-08", 100, 81.8),
    ],
)
def test_pairs_are_compared_as_percent_of_the_target(
    row: Row, other: dict[str, object], item: str, declared: float, verified_: float
) -> None:
    (pair,) = pairs_of([row(**other)])
    assert (pair.reporter, pair.item, pair.on) == ("org", item, NOW)
    assert (pair.declared, pair.verified) == pytest.approx((declared, verified_), abs=0.1)


def test_who_declared_without_a_name_is_nobody_else(row: Row) -> None:
    assert [one.reporter for one in pairs_of([row(reporter=None), row(reporter=None, declared_entry=9)])] == [
        "no. 7",
        "no. 9",
    ]


@pytest.mark.parametrize(
    "other",
    [{"measure": "rank"}, {"direction": None}, {"target": 0}, {"declared": 0}, {"verified": 0}, {"verified": None}],
)
def test_what_has_no_percentage_is_no_pair(row: Row, other: dict[str, object]) -> None:
    assert list(pairs_of([row(**other)])) == []


def test_a_percentage_is_turned_back_into_a_value() -> None:
    for aim in (Aim(80, "up"), Aim(22, "down")):
        assert aim.figure(aim.percent(44)) == pytest.approx(44)
    assert Aim(22, "down").figure(0) == inf
    assert thing({"indicator": "ind", "subject": "site", "region": None}) == "ind|site"
