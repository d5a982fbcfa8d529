"""Search for a series, a panel or a target whose forecast breaks what every forecast promises.

`asked` draws questions as strangers send them: any kind, with and without bounds, no point or many, days that are
equal, figures that are none. `tame` draws what can be compared after a change: a series that moves between its bounds.
`besides` draws the panel or none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import inf, isfinite, nan
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bilan.analysis.formulas.forecasting import LEVELS, Forecast, Goal, Panel, Point, Question, forecast
from bilan.analysis.formulas.forecasting.questions import Kind

Series = Mapping[str, Sequence[tuple[date, float]]]
AS_OF = date(2012, 12, 31)
DUE = date(2015, 12, 31)
DAYS = (date(2013, 12, 31), DUE, date(2017, 6, 30))
KINDS: tuple[Kind, ...] = ("share", "rate", "index", "count", "level")
# What is told of each kind: the bounds that are usual, and none.
BOUNDS: Mapping[Kind, tuple[tuple[float | None, float | None], ...]] = {
    "share": ((0.0, 100.0), (0.0, 1.0), (None, None)),
    "rate": ((0.0, None), (None, None)),
    "index": ((0.0, 1.0), (0.0, 100.0), (None, None)),
    "count": ((0.0, None), (None, None)),
    "level": ((None, None), (-50.0, 50.0)),
}


def peers(at: float = 1.0, ends: int = 2012) -> Series:
    """Make thirty series of others, growing at different speeds between 0 and 100, times `at`."""
    return {
        f"land-{one}": [
            (date(year, 12, 31), at * (2 + one + (year - 1998) * (1 + one / 15))) for year in range(1998, ends + 1)
        ]
        for one in range(30)
    }


PANEL = Panel.of(peers())
besides = st.sampled_from((PANEL, None))


@st.composite
def asked(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(KINDS))
    lower, upper = draw(st.sampled_from(BOUNDS[kind]))
    days = st.dates(date(1960, 1, 1), date(2020, 12, 31))
    values = st.one_of(
        st.floats(0, 100),
        st.integers(-3, 120).map(float),
        st.floats(-1e15, 1e15),
        st.sampled_from((nan, inf, 0.0, 100.0)),
    )
    points = draw(st.lists(st.builds(Point, days, values), max_size=60))
    flat = draw(st.sampled_from(("constant", "moving"))) == "constant"
    points = [replace(one, value=points[0].value) if flat else one for one in points]
    due = st.dates(date(2005, 1, 1), date(2040, 12, 31))
    return Question(
        kind=kind,
        direction=draw(st.sampled_from(("up", "down"))),
        as_of=draw(st.dates(date(2000, 1, 1), date(2025, 12, 31))),
        history=tuple(points),
        days=tuple(draw(st.lists(due, max_size=4))),
        goals=tuple(draw(st.lists(st.builds(Goal, due, st.floats(-1e9, 1e9)), max_size=3))),
        lower=lower,
        upper=upper,
        frequency=draw(st.sampled_from(("year", "quarter"))),
        cumulative=draw(st.booleans()),
    )


def is_sound(question: Question, found: Forecast) -> None:
    """Hold a forecast to what it promises whatever was asked."""
    assert (len(found.quantiles), len(found.chances)) == (len(question.days), len(question.goals))
    for row in found.quantiles:
        assert len(row) == len(LEVELS)
        assert all(map(isfinite, row))
        assert all(one <= next_one for one, next_one in pairwise(row))
        assert row[-1] > row[0]
        assert question.lower is None or row[0] >= question.lower
        assert question.upper is None or row[-1] <= question.upper
    assert all(0.03 <= chance <= 0.97 for chance in found.chances)
    assert found.basis
    assert sum(part.weight for part in found.parts) == pytest.approx(1.0, abs=0.005)


@settings(max_examples=150)
@given(asked(), besides)
def test_whatever_is_asked_the_answer_is_finite_ordered_within_bounds_and_never_of_no_width(
    question: Question, panel: Panel | None
) -> None:
    is_sound(question, forecast(question, panel))


figures = st.one_of(st.floats(0, 100), st.floats(), st.sampled_from((0.0, 50.0, 1e-300, 1e300, -7.0)))
tracks = st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2016, 12, 31)), figures), max_size=15)


@settings(max_examples=80)
@given(asked(), st.dictionaries(st.sampled_from("abcdefghijklmnop"), tracks), st.sampled_from("abc"))
def test_odd_peers_spoil_no_answer(question: Question, others: Series, own: str) -> None:
    is_sound(question, forecast(replace(question, own=own), Panel.of(others)))


@settings(max_examples=80)
@given(asked(), st.lists(st.tuples(st.dates(), st.floats()), max_size=20), st.dates(), st.dates(), besides)
def test_any_day_and_any_number_has_an_answer(
    question: Question, told: list[tuple[date, float]], as_of: date, due: date, panel: Panel | None
) -> None:
    history = tuple(Point(on, value) for on, value in told)
    odd = replace(question, history=history, as_of=as_of, days=(due,), goals=(Goal(due, 1.0), Goal(as_of, -1e300)))
    is_sound(odd, forecast(odd, panel))


@pytest.mark.parametrize("panel", [PANEL, None], ids=["class", "alone"])
def test_ten_thousand_points_are_no_trouble(panel: Panel | None) -> None:
    first = date(1985, 1, 1)
    points = tuple(Point(first + timedelta(days=number), 40 + number % 17) for number in range(10_000))
    question = Question("share", "up", AS_OF, points, DAYS, (Goal(DUE, 50.0),), 0.0, 100.0)
    is_sound(question, forecast(question, panel))


@st.composite
def tame(draw: st.DrawFn) -> Question:
    size = draw(st.integers(1, 14))
    start, step = draw(st.floats(3, 40)), draw(st.floats(-0.1, 3.0))
    noise = draw(st.lists(st.floats(-0.8, 0.8), min_size=size, max_size=size))
    history = tuple(
        Point(date(2013 - size + number, 12, 31), start + step * number + noise[number]) for number in range(size)
    )
    goals = tuple(Goal(DUE, value) for value in draw(st.lists(st.floats(1, 99), min_size=1, max_size=4)))
    return Question("share", draw(st.sampled_from(("up", "down"))), AS_OF, history, DAYS, goals, 0.0, 100.0)


def near(one: Forecast, other: Forecast, *, at: float = 1.0, within: float = 1e-6) -> None:
    """Hold two forecasts to be the same, the second in units `at` times as small."""
    for row, same in zip(one.quantiles, other.quantiles, strict=True):
        assert [value * at for value in row] == pytest.approx(same, rel=within, abs=within * at)
    assert one.chances == pytest.approx(other.chances, abs=max(within, 1e-6))


def scaled(question: Question, at: float) -> Question:
    return replace(
        question,
        history=tuple(replace(one, value=one.value * at) for one in question.history),
        goals=tuple(replace(one, value=one.value * at) for one in question.goals),
        lower=None if question.lower is None else question.lower * at,
        upper=None if question.upper is None else question.upper * at,
    )


@settings(max_examples=25)
@given(tame(), st.sampled_from(("class", "alone")))
def test_a_share_in_per_cent_and_as_a_fraction_are_one_forecast(question: Question, beside: str) -> None:
    pair = (PANEL, Panel.of(peers(0.01))) if beside == "class" else (None, None)
    near(forecast(question, pair[0]), forecast(scaled(question, 0.01), pair[1]), at=0.01)


@settings(max_examples=40)
@given(
    tame(),
    st.sampled_from(("count", "level", "rate")),
    st.sampled_from((1e-3, 7.0, 1e6)),
    st.sampled_from(("class", "alone")),
)
def test_another_unit_of_a_count_a_rate_or_a_level_is_the_same_forecast(
    question: Question, kind: Kind, at: float, beside: str
) -> None:
    of_kind = replace(question, kind=kind, lower=None if kind == "level" else 0.0, upper=None)
    pair = (PANEL, Panel.of(peers(at))) if beside == "class" else (None, None)
    near(forecast(of_kind, pair[0]), forecast(scaled(of_kind, at), pair[1]), at=at)


@settings(max_examples=10)
@given(tame(), besides)
def test_nothing_hangs_on_chance(question: Question, panel: Panel | None) -> None:
    np.random.seed(1)  # noqa: NPY002 - the old generator is the one that a formula might draw from in secret
    one = forecast(question, panel)
    np.random.seed(2)  # noqa: NPY002 - as above
    assert forecast(question, panel) == one


@settings(max_examples=25)
@given(tame(), st.lists(st.floats(-20, 120), min_size=2, max_size=6), besides)
def test_a_target_further_away_is_never_likelier(question: Question, values: list[float], panel: Panel | None) -> None:
    goals = tuple(Goal(DUE, value) for value in sorted(values, reverse=question.direction == "down"))
    chances = forecast(replace(question, goals=goals), panel).chances
    assert all(one >= further for one, further in pairwise(chances))


@settings(max_examples=25)
@given(tame(), st.sampled_from(range(1, 18)), besides)
def test_the_chance_of_a_target_is_what_its_quantiles_say(question: Question, at: int, panel: Panel | None) -> None:
    row = forecast(question, panel).quantiles[DAYS.index(DUE)]
    assume(row[at + 1] - row[at - 1] > 1e-6)
    [chance] = forecast(replace(question, goals=(Goal(DUE, row[at]),)), panel).chances
    said = 1 - LEVELS[at] if question.direction == "up" else LEVELS[at]
    assert chance == pytest.approx(min(0.97, max(0.03, said)), abs=0.03)


@settings(max_examples=20)
@given(tame(), st.sampled_from(("share", "rate", "count", "level")))
def test_what_others_did_later_changes_nothing(question: Question, kind: Kind) -> None:
    later = {name: [*rows, (date(2014, 6, 30), 99.0), (date(2013, 1, 1), 0.5)] for name, rows in peers().items()}
    of_kind = replace(question, kind=kind, lower=0.0, upper=100.0 if kind == "share" else None)
    grown = {**later, "newcomer": [(date(2013 + one, 12, 31), 30.0 + one) for one in range(6)]}
    near(forecast(of_kind, Panel.of(grown)), forecast(of_kind, PANEL))
    near(forecast(of_kind, Panel.of(peers(ends=2020))), forecast(of_kind, PANEL))


@settings(max_examples=20)
@given(tame())
def test_a_series_is_not_among_its_own_peers(question: Question) -> None:
    among = {**peers(), "me": [(one.on, one.value) for one in question.history]}
    mine = replace(question, own="me")
    near(forecast(mine, Panel.of(among)), forecast(mine, PANEL))


@settings(max_examples=25)
@given(tame(), st.randoms(use_true_random=False), st.sampled_from(("class", "alone")))
def test_the_order_of_points_and_peers_says_nothing(question: Question, random: Random, beside: str) -> None:
    doubled = [*question.history, *(replace(one, value=one.value + 1) for one in question.history[::2])]
    turned, others = list(doubled), list(peers().items())
    random.shuffle(turned)
    random.shuffle(others)
    one, other = replace(question, history=tuple(doubled)), replace(question, history=tuple(turned))
    panel = Panel.of({name: rows[::-1] for name, rows in others})
    pair = (PANEL, panel) if beside == "class" else (None, None)
    near(forecast(one, pair[0]), forecast(other, pair[1]))


@settings(max_examples=20)
@given(tame(), st.sampled_from((-40, 8, 40)), st.sampled_from(("class", "alone")))
def test_the_method_knows_no_year(question: Question, years: int, beside: str) -> None:
    # By a multiple of four, so that every year stays as long as it was.
    moved = replace(
        question,
        as_of=_later(question.as_of, years),
        history=tuple(replace(one, on=_later(one.on, years)) for one in question.history),
        days=tuple(_later(day, years) for day in question.days),
        goals=tuple(replace(one, due=_later(one.due, years)) for one in question.goals),
    )
    others = {name: [(_later(day, years), value) for day, value in rows] for name, rows in peers().items()}
    pair = (PANEL, Panel.of(others)) if beside == "class" else (None, None)
    near(forecast(question, pair[0]), forecast(moved, pair[1]))


def _later(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


@settings(max_examples=25)
@given(tame(), besides)
def test_a_cumulative_series_never_falls(question: Question, panel: Panel | None) -> None:
    growing = tuple(sorted(one.value for one in question.history))
    history = tuple(replace(one, value=value) for one, value in zip(question.history, growing, strict=True))
    found = forecast(replace(question, history=history, cumulative=True), panel)
    assert all(row[0] >= growing[-1] for row in found.quantiles)


@settings(max_examples=25)
@given(tame(), besides)
def test_what_is_further_off_is_no_surer(question: Question, panel: Panel | None) -> None:
    near_by, _, far = forecast(question, panel).quantiles
    assume(30 < near_by[9] < 70)
    assert far[-1] - far[0] >= 0.95 * (near_by[-1] - near_by[0])
