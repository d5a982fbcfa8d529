"""Comparative advantage judged by economic-complexity, the split of growth by hand, clients by brute force."""

import csv
from fractions import Fraction
from math import isclose
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from economic_complexity import rca
from hypothesis import given
from hypothesis import strategies as st

from bilan.analysis.formulas import trade
from bilan.analysis.formulas.trade import Cell, constant_market_share

PANEL = Path(__file__).resolve().parents[5] / "shared/data/wdi-ict-vintages/wdi_ict.csv"
EXACT = st.fractions(min_value=0, max_value=1000, max_denominator=97)


@pytest.fixture(scope="module")
def sold() -> Any:
    """Return what countries make known to the world in 2014: goods of high technology, patents, articles."""
    if not PANEL.is_file():
        pytest.skip("the panel is not here")
    wanted = {"tx.val.tech.cd", "ip.pat.resd", "ip.jrn.artc.sc"}
    with PANEL.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"] in wanted and row["known_at"] == "2018-08-01"]
    frame = pd.DataFrame(rows).query("year == '2014'").astype({"value": float})
    return frame.pivot_table(index="country_code", columns="indicator", values="value").dropna()


def test_advantage_is_that_of_economic_complexity_on_real_data(sold: Any) -> None:
    judge, world, every = rca(sold), sold.sum(), sold.sum().sum()
    found = {
        (country, thing): trade.balassa(row[thing], row.sum(), world[thing], every)
        for country, row in sold.iterrows()
        for thing in sold.columns
    }
    assert len(found) > 150
    assert all(isclose(one or 0, judge.loc[key], rel_tol=1e-9, abs_tol=1e-12) for key, one in found.items())


def test_normalised_advantage_adds_up_to_nothing_over_countries_and_over_things(sold: Any) -> None:
    world, every = sold.sum(), sold.sum().sum()
    frame = sold.apply(lambda row: [trade.normalised(row[t], row.sum(), world[t], every) for t in sold], axis=1)
    made = pd.DataFrame(frame.tolist(), index=sold.index, columns=sold.columns)
    judge = sold / every - sold.sum(axis=1).to_frame().dot(world.to_frame().T) / every**2
    assert float((made - judge).abs().max().max()) < 1e-15
    assert float(made.sum().abs().max()) < 1e-9
    assert float(made.sum(axis=1).abs().max()) < 1e-9


def test_symmetric_advantage_is_the_same_distance_up_and_down() -> None:
    assert trade.symmetric(4.0) == -trade.symmetric(0.25)
    assert trade.symmetric(0.0) == -1


@pytest.mark.parametrize("given", [(1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0)])
def test_nothing_to_divide_by_gives_no_advantage(given: tuple[float, ...]) -> None:
    assert trade.balassa(*given) is None
    assert trade.normalised(1, 1, 1, 0) is None


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), EXACT, EXACT, EXACT, EXACT), min_size=1, max_size=9
    )
)
def test_the_four_effects_add_up_exactly(drawn: Any) -> None:
    cells = [Cell(thing, market, x, y, x + w, y + v) for thing, market, x, y, w, v in drawn]
    assert all(map(trade.is_sound, cells))
    found = constant_market_share(cells)
    if sum(one.world_first for one in cells) == 0:
        assert found is None
    else:
        assert found is not None
        assert found.change == sum(one.last - one.first for one in cells)


def test_the_four_effects_are_those_worked_out_by_hand() -> None:
    cells = [
        Cell("software", "FR", Fraction(10), Fraction(20), Fraction(100), Fraction(150)),
        Cell("software", "ES", Fraction(5), Fraction(5), Fraction(100), Fraction(110)),
        Cell("calls", "FR", Fraction(20), Fraction(18), Fraction(200), Fraction(140)),
    ]
    # The world stayed at 400; software grew by 30 %, to France 50 %, to Spain 10 %; calls fell by 30 %.
    found = constant_market_share(cells)
    assert found is not None
    assert found.world_growth == 0
    assert found.thing_mix == Fraction(15) * Fraction(3, 10) - 20 * Fraction(3, 10)
    assert found.market_mix == 10 * Fraction(2, 10) - 5 * Fraction(2, 10)
    assert found.competitiveness == (20 - 15) + (5 - Fraction(55, 10)) + (18 - 14)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), EXACT, EXACT, EXACT), min_size=1, max_size=6))
def test_a_country_that_grows_as_its_markets_do_is_no_more_competitive(drawn: Any) -> None:
    cells: dict[tuple[str, str], Cell[Fraction]] = {}
    for thing, market, first, world, r in drawn:
        cells[thing, market] = Cell(thing, market, first, first * (1 + r), first + world, (first + world) * (1 + r))
    found = constant_market_share(list(cells.values()))
    assert found is None or found.competitiveness == 0


@pytest.mark.parametrize("cell", [(2, 1, 1, 1), (1, 2, 1, 1), (-1, 1, 1, 1), (1, -1, 1, 1)])
def test_a_country_that_sold_more_than_the_world_is_unsound(cell: tuple[float, ...]) -> None:
    assert not trade.is_sound(Cell("a", "b", *cell))


def test_growth_of_a_year_gives_the_last_value_back() -> None:
    r = trade.growth(246e6, 310e6, 4)
    assert r is not None
    assert isclose(246e6 * (1 + r) ** 4, 310e6, rel_tol=1e-12)
    assert [trade.growth(0, 1, 1), trade.growth(1, -1, 1), trade.growth(1, 1, 0)] == [None, None, None]
    assert trade.growth(1, 0, 1) == -1


def test_a_value_is_told_in_the_prices_of_the_base() -> None:
    assert trade.deflated(220, 110, 100) == 200
    assert trade.deflated(220, 0, 100) is trade.deflated(220, 100, 0) is None


@given(st.lists(st.integers(1, 50), min_size=1, max_size=5), st.lists(st.integers(1, 50), max_size=4))
def test_the_true_concentration_lies_between_the_bounds(known: list[int], hidden: list[int]) -> None:
    total = sum(known) + sum(hidden)
    found = trade.concentration(known, total)
    true = sum((one / total) ** 2 for one in (*known, *hidden))
    assert found is not None
    assert found.low - 1e-12 <= true <= found.high + 1e-12
    assert hidden or isclose(found.low, found.high)


def test_clients_that_buy_more_than_was_sold_have_no_concentration() -> None:
    assert trade.concentration([3], 2) is trade.concentration([], 0) is trade.concentration([-1], 2) is None
