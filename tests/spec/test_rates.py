"""Rates: whether what was printed follows from the numbers printed with it."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, apart, ask, entry, indicator, session_of

from bilan.analysis import rates
from bilan.analysis.asking import Row


def said(key: str, **content: Any) -> Told:
    return entry("statement", key, indicator="ind-a", nature="declared", about="2012", said_on="2012", **content)


def the_one(told: list[Told], home: Path) -> Row:
    (row,) = ask(session_of([PLAN, *told], home), rates.ANALYSIS)
    return row


def each(cases: Sequence[list[Told]], home: Path) -> list[Row]:
    """Ask of the one printed number of each case, in one ledger of them all."""
    rows = {row["indicator"]: row for row in ask(session_of([PLAN, *apart(cases)], home), rates.ANALYSIS)}
    assert len(rows) == len(cases)
    return [rows[f"ind-a-{place}"] for place in range(len(cases))]


RATES: list[tuple[dict[str, str], str]] = [
    ({"value": "4", "denominator": "15", "rate_as_said": "27"}, "follows"),
    ({"value": "4", "denominator": "15", "rate_as_said": "26.66"}, "follows"),
    ({"value": "4", "denominator": "15", "rate_as_said": "26.67"}, "follows"),
    ({"value": "4", "denominator": "15", "rate_as_said": "25"}, "differs"),
    ({"value": "48813", "denominator": "68681", "rate_as_said": "76"}, "differs"),
    ({"value": "70", "numerator": "147277", "denominator": "200000", "rate_as_said": "70"}, "differs"),
    ({"value": "13000", "qualifier": "more_than", "denominator": "17000", "rate_as_said": "80"}, "follows"),
    ({"value": "13000", "qualifier": "more_than", "denominator": "17000", "rate_as_said": "70"}, "differs"),
    ({"value": "13000", "qualifier": "at_most", "denominator": "17000", "rate_as_said": "80"}, "differs"),
    ({"words": "many", "denominator": "17000", "rate_as_said": "80"}, "cannot"),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return each([[indicator(), said("st-a", **told)] for told, _ in RATES], tmp_path_factory.mktemp("printed"))


@pytest.mark.parametrize(("place", "outcome"), list(enumerate(outcome for _, outcome in RATES)))
def test_a_rate_follows_when_rounding_or_cutting_its_own_numbers_gives_it(
    printed: list[Row], place: int, outcome: str
) -> None:
    row = printed[place]
    assert (row["what"], row["outcome"], row["entries"]) == ("rate", outcome, [2 + 2 * place])


def way(baseline: str | None, target: str, value: str, printed: str, direction: str = "up") -> list[Told]:
    """Tell a way from a baseline to a target, and a progress printed on it."""
    told = [
        indicator(direction=direction),
        entry("target", "tgt-near", indicator="ind-a", value="1", due_on="2012", version="interim", set_on="2009"),
        entry("target", "tgt-a", indicator="ind-a", value=target, due_on="2013", version="original", set_on="2009"),
        said("st-a", value=value, progress_as_said=printed),
    ]
    return [*told, entry("baseline", "bl-a", indicator="ind-a", value=baseline, about="2008")] if baseline else told


WAYS: list[tuple[list[Told], str, float | None]] = [
    (way("0", "200", "50", "25"), "follows", 25),
    (way("10", "20", "15", "40"), "differs", 50),
    (way("0", "100", "130", "100"), "follows_when_clamped", 130),
    (way("10", "20", "5", "0"), "follows_when_clamped", -50),
    (way("10", "20", "5", "-50"), "follows", -50),
    (way("74.64", "100", "88.64", "55.18"), "follows", 55.205),
    (way("86", "75", "96", "100"), "already_there", -90.909),
    (way("2280", "1728", "749", "0"), "already_there", 277.355),
    (way("75", "86", "80", "100", direction="down"), "already_there", 45.455),
    (way("4284", "10000", "9700", "97"), "share_of_target", 94.752),
    (way("5", "5", "5", "100"), "already_there", None),
    (way("5", "5", "5", "0"), "differs", None),
    (way(None, "100", "50", "50"), "cannot", None),
]


@pytest.fixture(scope="module")
def progressing(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return each([told for told, *_ in WAYS], tmp_path_factory.mktemp("ways"))


@pytest.mark.parametrize(("place", "outcome", "computed"), [(place, *case) for place, (_, *case) in enumerate(WAYS)])
def test_a_printed_progress_follows_or_its_difference_is_explained(
    progressing: list[Row], place: int, outcome: str, computed: float | None
) -> None:
    row = progressing[place]
    assert (row["what"], row["outcome"], row["computed"] and round(row["computed"], 3)) == (
        "progress",
        outcome,
        computed,
    )


def test_a_progress_names_the_baseline_and_the_final_target_behind_it(tmp_path: Path) -> None:
    row = the_one(way("10", "20", "15", "40"), tmp_path)
    assert (row["baseline"], row["target"], row["difference"], row["entries"]) == (10, 20, -10, [4, 5, 3])


def test_what_printed_no_rate_is_not_asked(tmp_path: Path) -> None:
    assert (
        ask(session_of([PLAN, indicator(), said("st-a", value="4", denominator="15")], tmp_path), rates.ANALYSIS) == []
    )


Printed = tuple[int, int, Decimal]
PRINTED = st.tuples(
    st.integers(0, 120), st.integers(1, 120), st.decimals(0, 130, places=1) | st.integers(0, 130).map(Decimal)
)


def follows(printed: Printed) -> bool:
    """Judge a printed rate in the plainest way: rounding or cutting gives it."""
    value, total, rate = printed
    step = Decimal(1) if rate == rate.to_integral_value() else Decimal("0.1")
    exact = Decimal(100 * value) / Decimal(total)
    return any(exact.quantize(step, how) == rate for how in (ROUND_DOWN, ROUND_HALF_UP))


@given(drawn=st.lists(PRINTED, min_size=30, max_size=60))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_query_judges_rates_as_a_person_would(
    drawn: list[Printed], tmp_path_factory: pytest.TempPathFactory
) -> None:
    # Half of the rates that are drawn follow: those of every second statement are made from its numbers.
    told = [
        (value, total, (Decimal(100 * value) / total).quantize(Decimal(1), ROUND_HALF_UP) if place % 2 else rate)
        for place, (value, total, rate) in enumerate(drawn)
    ]
    statements = [
        said(f"st-{place}", value=str(value), denominator=str(total), rate_as_said=str(rate))
        for place, (value, total, rate) in enumerate(told)
    ]
    rows = ask(session_of([PLAN, indicator(), *statements], tmp_path_factory.mktemp("drawn")), rates.ANALYSIS)
    # What lies on the very edge between two roundings may be told either way.
    edge = [abs(abs(100 * value / total - float(rate)) % 0.05) < 1e-6 for value, total, rate in told]
    judged = [row["outcome"] == "follows" for row in rows]
    assert [one for one, on_edge in zip(judged, edge, strict=True) if not on_edge] == [
        follows(one) for one, on_edge in zip(told, edge, strict=True) if not on_edge
    ]
