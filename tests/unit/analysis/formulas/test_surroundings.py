"""What surrounds a forecast of the ledger, and how a declared one is carried over to what an audit will find."""

from datetime import date
from math import isfinite
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilan.analysis.formulas.forecasting import LEVELS, Point, Revision
from bilan.analysis.formulas.forecasting.asked import Figures, Thing
from bilan.analysis.formulas.outlook import Around, foresee
from bilan.analysis.formulas.surroundings import Surroundings

DAY = date(2012, 12, 31)
DUE = date(2013, 12, 31)


def noise(publisher: str | None, figures: int, **content: Any) -> dict[str, Any]:
    return {"publisher": publisher, "quantity": "jobs", "chance": 0.1, "spread": 0.2, "figures": figures, **content}


def told(told_as: str = "declared", reporter: str | None = "org", **content: Any) -> dict[str, Any]:
    usual = {"indicator": "ind", "subject": None, "region": None, "quantity": "jobs", "series": None}
    return {**usual, "told_as": told_as, "reporter": reporter, **content}


def pair(declared: float, verified: float, reporter: str = "org") -> dict[str, Any]:
    return {
        "indicator": "other", "subject": None, "region": None, "measure": "stock", "direction": "up", "target": 100,
        "reporter": reporter, "declared": declared, "verified": verified, "declared_entry": 1, "verified_on": DAY,
    }  # fmt: skip


def surroundings(**given: Any) -> Surroundings:
    return Surroundings.of(DAY, **{"peers": [], "noise": [], "pairs": [], **given})


def test_corrections_are_those_of_the_source_and_quantity_and_else_for_the_forecast_to_judge() -> None:
    told_of = [noise(None, 9, quantity=None), noise("org", 4), noise("quiet", 0)]
    beside = surroundings(noise=told_of)
    assert beside.around([told()], "declared").revision == Revision(0.1, 0.2)
    assert beside.around([told(quantity="users")], "declared").revision is None
    assert beside.around([told(reporter="else")], "declared").revision is None
    assert beside.around([told(reporter="quiet")], "declared").revision is None


def test_the_reporter_is_who_told_the_newest_figure_that_the_forecast_stands_on() -> None:
    rows = [told(reporter="first"), told(reporter="last"), told(reporter=None), told("verified", "auditor")]
    beside = surroundings()
    assert beside.around(rows, "declared").reporter == "last"
    assert beside.around(rows, "verified").reporter == "auditor"
    assert beside.around([told(reporter=None)], "declared").reporter == ""


def test_a_panel_is_made_of_each_series_and_the_own_area_is_named() -> None:
    peers = [
        {"series": "users", "area": area, "own": area == "home", "on": date(2010, 12, 31), "value": 5.0}
        for area in ("home", "there")
    ]
    around = surroundings(peers=peers).around([told(series="users")], "declared")
    assert around.own == "home"
    assert around.panel is not None
    assert around.panel.names == ("home", "there")
    assert surroundings(peers=peers).around([told()], "declared").panel is None


def thing(**content: Any) -> Thing:
    """Return a count that should reach a hundred."""
    return Thing(**{"kind": "count", "direction": "up", "target": 100.0, "due": DUE, "lower": 0.0, **content})


FIGURES = Figures(
    tuple(
        Point(date(year, 12, 31), value, nature="declared")
        for year, value in ((2010, 60.0), (2011, 75.0), (2012, 92.0))
    ),
    (),
)


def test_the_record_of_a_reporter_who_was_found_short_lowers_what_will_be_verified() -> None:
    short, honest = [pair(90, 45), pair(80, 40), pair(95, 50)], [pair(90, 90), pair(80, 80), pair(95, 95)]
    low, high = (
        foresee(thing(), FIGURES, "verified", surroundings(pairs=pairs).around([told()], "declared"))
        for pairs in (short, honest)
    )
    assert low.corrected
    assert low.quantiles[-1][9] < high.quantiles[-1][9]
    assert low.chance < high.chance


@pytest.mark.parametrize(
    ("told_as", "around"),
    [("declared", surroundings().around([told()], "declared")), ("verified", Around(DAY))],
)
def test_what_is_declared_or_has_no_pairs_is_the_forecast_as_it_is(told_as: str, around: Around) -> None:
    found = foresee(thing(), FIGURES, told_as, around)
    assert not found.corrected
    assert found.quantiles == found.forecast.quantiles
    assert found.chance == found.forecast.chances[0]


@pytest.mark.parametrize(
    "asked",
    [
        thing(kind="share", upper=100.0, target=60.0),
        thing(kind="share", upper=100.0, target=1e-9),
        thing(direction="down", target=50.0),
        thing(direction="down", target=1e-9),
        thing(target=1e12),
        thing(kind="level", lower=None),
    ],
)
def test_what_is_carried_over_rises_and_keeps_within_bounds(asked: Thing) -> None:
    around = surroundings(pairs=[pair(90, 45)]).around([told()], "declared")
    found = foresee(asked, FIGURES, "verified", around, (date(2013, 6, 30), DUE))
    assert found.corrected
    assert [len(one) for one in found.quantiles] == [len(LEVELS)] * 2
    for quantiles in found.quantiles:
        assert list(quantiles) == sorted(quantiles)
        assert quantiles[0] < quantiles[-1] < (asked.upper or float("inf"))
        assert quantiles[0] >= 0
    assert 0.03 <= found.chance <= 0.97


days = st.dates(date(2000, 1, 1), date(2020, 12, 31))
values = st.one_of(st.floats(-1e9, 1e9), st.sampled_from([0.0, 1e-12, 100.0, 1e15, -5.0, float("nan")]))
series = st.lists(st.tuples(days, values), max_size=6).map(
    lambda told: tuple(Point(on, value, nature="declared") for on, value in sorted(told, key=lambda one: one[0]))
)
SCALES: list[tuple[Any, float | None, float | None]] = [
    ("share", 0.0, 100.0),
    ("index", 0.0, 1.0),
    ("rate", None, None),
    ("count", 0.0, None),
    ("level", None, None),
]
things = st.builds(
    lambda scale, **told_of: Thing(kind=scale[0], lower=scale[1], upper=scale[2], **told_of),
    st.sampled_from(SCALES),
    direction=st.sampled_from(["up", "down"]),
    target=values.filter(isfinite),
    due=days,
    cumulative=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(things, series, series)
def test_whatever_was_told_the_answer_is_a_distribution_in_order_with_a_chance(
    asked: Thing, declared: Any, verified: Any
) -> None:
    around = surroundings(pairs=[pair(90, 45), pair(80, 85)]).around([told()], "declared")
    for told_as in ("declared", "verified"):
        found = foresee(asked, Figures(declared, verified), told_as, around)
        quantiles = found.quantiles[-1]
        assert len(quantiles) == len(LEVELS)
        assert all(isfinite(one) for one in quantiles)
        assert list(quantiles) == sorted(quantiles)
        assert quantiles[0] < quantiles[-1]
        assert 0.03 <= found.chance <= 0.97


def test_of_what_may_be_below_nothing_there_is_no_percentage_to_carry_over() -> None:
    told_in = {2010: -1.0, 2011: 3.0, 2012: 1.0}
    points = tuple(Point(date(year, 12, 31), value, nature="declared") for year, value in told_in.items())
    around = surroundings(pairs=[pair(90, 45)]).around([told()], "declared")
    assert not foresee(thing(kind="level", lower=None), Figures(points, ()), "verified", around).corrected
