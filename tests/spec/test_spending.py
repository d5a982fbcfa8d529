"""Money foreseen and money that flowed, drawn as small tables."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import spending
from bilan.analysis.asking import Row

AXIS = entry("node", "axis-1", parent="plan", node_kind="axis", name={"en": "Axis"})
WORK = entry("node", "ini-1", parent="axis-1", node_kind="initiative", name={"en": "Initiative"})


def budget(key: str, amount: str | None, said_on: str = "2009", *, subject: str = "plan", **content: Any) -> Told:
    facts = {"currency": "MAD", "money_version": "planned", "nature": "announced", **content}
    return entry("budget", key, subject=subject, amount=amount, said_on=said_on, **facts)


def paid(key: str, amount: str, about: str = "2011", *, subject: str = "plan", **content: Any) -> Told:
    facts = {"currency": "MAD", "flow": "disbursement", "nature": "declared", "said_on": about, **content}
    return entry("transaction", key, subject=subject, amount=amount, about=about, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Ask for the money in a ledger of the plan, an axis, an initiative and these entries."""

    def asked(told: Iterable[Told], as_of: str = "2029-01-01") -> list[Row]:
        return ask(session_of([PLAN, AXIS, WORK, *told], tmp_path, as_of=as_of), spending.ANALYSIS)

    return asked


def executed(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["line"] == "executed"]


def test_versions_stand_side_by_side_and_the_first_planned_is_in_force(rows: Any) -> None:
    found = rows([budget("b-1", "5200", "2009"), budget("b-2", "5190", "2014"), budget("b-3", "5900", "2015")])
    assert [(row["amount"], row["in_force"], row["not_added"]) for row in found] == [
        (5200, True, None),
        (5190, False, "other_version"),
        (5900, False, "other_version"),
    ]


def test_the_newest_revised_figure_is_in_force(rows: Any) -> None:
    revised = {"money_version": "revised"}
    found = rows(
        [budget("b-1", "250", "2009"), budget("b-2", "400", "2011", **revised), budget("b-3", "350", "2010", **revised)]
    )
    assert [(row["amount"], row["line"]) for row in found if row["in_force"]] == [(400, "revised")]
    earlier = rows([budget("b-1", "250", "2009"), budget("b-2", "400", "2011", **revised)], "2010-12-31")
    assert [row["amount"] for row in earlier if row["in_force"]] == [250]


def test_money_within_other_money_of_the_same_currency_is_not_added(rows: Any) -> None:
    told = [
        budget("b-plan", "100"),
        budget("b-axis", "40", subject="axis-1"),
        budget("b-work", "40", subject="ini-1"),
        budget("b-euro", "4", subject="ini-1", currency="EUR"),
        budget("b-part", "10", scope="aid"),
        budget("b-share", None, scope="axes 1 and 2", share="83"),
        entry(
            "agreement",
            "agr-1",
            title={"en": "Loan"},
            agreement_kind="loan",
            amount="30",
            currency="MAD",
            node="ini-1",
            signed_on="2010",
        ),
        entry(
            "agreement",
            "agr-2",
            title={"en": "Loan"},
            agreement_kind="loan",
            amount="7",
            currency="USD",
            signed_on="2010",
        ),
    ]
    found = {(row["subject"], row["scope"], row["currency"]): (row["within"], row["not_added"]) for row in rows(told)}
    assert found == {
        ("plan", None, "MAD"): (None, None),
        ("plan", "aid", "MAD"): (None, "part"),
        ("plan", "axes 1 and 2", "MAD"): (None, "part"),
        ("axis-1", None, "MAD"): ("plan", "within"),
        ("ini-1", None, "MAD"): ("axis-1", "within"),
        ("ini-1", None, "EUR"): (None, None),
        ("agr-1", None, "MAD"): ("ini-1", "within"),
        ("agr-2", None, "USD"): (None, None),
    }


def test_executed_is_the_newest_total_else_the_sum_of_single_payments(rows: Any) -> None:
    single = [budget("b-1", "100"), paid("p-1", "10", "2010"), paid("p-2", "15", "2011")]
    (row,) = executed(rows(single))
    assert (row["amount"], row["payments"], row["executed_share"], row["entries"]) == (25, 2, 0.25, [4, 5, 3])
    (row,) = executed(rows([*single, paid("t-1", "30", "2010-06", total=True), paid("t-2", "40", "2012", total=True)]))
    assert (row["amount"], row["payments"], row["about"], row["entries"]) == (40, None, "2012", [7, 3])


def test_flows_natures_and_currencies_are_not_mixed(rows: Any) -> None:
    told = [
        paid("p-1", "10"),
        paid("p-2", "20", flow="commitment"),
        paid("p-3", "30", currency="EUR"),
        paid("p-4", "40", nature="audited"),
    ]
    assert sorted(row["amount"] for row in executed(rows(told))) == [10, 20, 30, 40]


@pytest.mark.parametrize(
    ("qualifiers", "low", "high"),
    [
        (("exact", "exact"), 0.25, 0.25),
        (("about", "exact"), 25 / 150, 25 / 50),
        (("exact", "more_than"), 0.25, None),
        (("less_than", "exact"), 0.25, None),
        (("more_than", "exact"), None, 0.25),
    ],
)
def test_the_bounds_of_a_share_carry_both_qualifiers(
    rows: Any, *, qualifiers: Any, low: float | None, high: float | None
) -> None:
    foreseen, flowed = qualifiers
    (row,) = executed(rows([budget("b-1", "100", qualifier=foreseen), paid("p-1", "25", qualifier=flowed)]))
    assert row["executed_share_low"] == (None if low is None else pytest.approx(low))
    assert row["executed_share_high"] == (None if high is None else pytest.approx(high))


def test_nothing_foreseen_or_nothing_in_force_gives_no_share(rows: Any) -> None:
    assert [row["executed_share"] for row in executed(rows([paid("p-1", "25")]))] == [None]
    assert [row["executed_share"] for row in executed(rows([budget("b-1", "0"), paid("p-1", "25")]))] == [None]


MONEY = {"unit": "MAD", "node": "axis-1", "direction": None}


def said(key: str, indicator: str, value: str, **content: Any) -> Told:
    facts = {"nature": "audited", "about": "2013-06-30", "said_on": "2014", **content}
    return entry("statement", key, indicator=indicator, value=value, **facts)


def test_a_statement_of_so_much_of_so_much_makes_two_lines(rows: Any) -> None:
    told = [
        indicator("ind-paid", **MONEY),
        indicator("ind-foreseen", **MONEY),
        said("st-foreseen", "ind-foreseen", "59"),
        said("st-paid", "ind-paid", "22.9", denominator="59"),
    ]
    planned, flowed = rows(told)
    assert (planned["line"], planned["indicator"], planned["amount"], planned["entries"]) == (
        "planned",
        "ind-foreseen",
        59,
        [5],
    )
    assert (flowed["indicator"], flowed["amount"], flowed["entries"]) == ("ind-paid", Decimal("22.9"), [6, 5])
    assert flowed["executed_share"] == pytest.approx(22.9 / 59)
    assert {planned["not_added"], flowed["not_added"]} == {"retold"}


def test_without_a_statement_on_the_whole_the_denominator_alone_is_foreseen(rows: Any) -> None:
    planned, flowed = rows(
        [
            indicator("ind-paid", **MONEY),
            said("st-paid", "ind-paid", "20", denominator="80", denominator_qualifier="more_than"),
        ]
    )
    assert (planned["amount"], planned["amount_low"], planned["amount_high"], planned["entries"]) == (80, 80, None, [4])
    assert (flowed["executed_share"], flowed["executed_share_low"], flowed["executed_share_high"]) == (0.25, None, 0.25)


def test_an_indicator_below_the_line_tells_what_was_foreseen(rows: Any) -> None:
    told = [
        indicator("ind-paid", denominator="ind-foreseen", **MONEY),
        indicator("ind-foreseen", **MONEY),
        said("st-foreseen", "ind-foreseen", "50"),
        said("st-paid", "ind-paid", "20"),
    ]
    assert [row["executed_share"] for row in executed(rows(told))] == [0.4]


def test_what_is_not_money_makes_no_line(rows: Any) -> None:
    assert rows([indicator("ind-jobs"), said("st-jobs", "ind-jobs", "20", denominator="80")]) == []
