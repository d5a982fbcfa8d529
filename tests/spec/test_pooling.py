"""Blocks that services share, services that look alike, and what to build once: drawn as small tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, session_of

from bilan.analysis import catalogue
from bilan.analysis.asking import Row

Asked = Callable[..., list[Row]]


def block(key: str, **content: Any) -> Told:
    return entry("building_block", key, name={"en": key}, **content)


def service(key: str, **content: Any) -> Told:
    return entry("service", key, **{"name": {"en": key}, **content})


def need(of: str, by: str, basis: str = "stated", key: str | None = None, **content: Any) -> Told:
    return entry("need", key or f"need-{by}-{of}", service=by, block=of, basis=basis, **content)


def money(key: str, amount: str, period: str) -> Told:
    facts: dict[str, Any] = {"currency": "MAD", "money_version": "planned", "purpose": "shared_blocks"}
    return entry(
        "budget", key, subject="plan", nature="announced", amount=amount, period=period, said_on="2009", **facts
    )


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """Ask an analysis of a ledger of the plan and these entries, with these options."""

    def ask(name: str, *told: Told, plan: Told = PLAN, **options: float) -> list[Row]:
        return catalogue.ask(session_of([plan, *told], tmp_path), name, options).rows

    return ask


def of(rows: list[Row], **wanted: Any) -> list[Row]:
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


THREE = [service("s-1", owner_name="Post"), service("s-2", owner_name="Post"), service("s-3")]


def test_the_blocks_are_ranked_by_the_services_that_need_them_stated_and_all_apart(asked: Asked) -> None:
    needs = [need("a", "s-1"), need("a", "s-2", "inferred"), need("b", "s-1"), need("a", "s-3", "inferred")]
    rows = asked("pooling", block("a"), block("b"), *THREE, *needs)
    assert [(row["counted"], row["k"], row["block"], row["services"], row["builds_avoided"]) for row in rows] == [
        ("stated", 1, "a", 1, 0),
        ("stated", 2, "b", 1, 0),
        ("all", 1, "a", 3, 2),
        ("all", 2, "b", 1, 0),
    ]
    assert [(row["needs_met"], row["needs_of"], row["services_of"]) for row in of(rows, counted="all")] == [
        (3, 4, 3),
        (4, 4, 3),
    ]
    # What a and b need in all: s-2 and s-3 need only a.
    assert [row["whole_best"] for row in of(rows, counted="all")] == [2, 3]
    first = of(rows, counted="all")[0]
    assert (first["lead_name"], first["lead_services"], first["lead_basis"]) == ("Post", 2, "most_services")
    assert first["entries"] == [1, 6, 7, 9]


def test_the_best_k_are_told_beside_the_rule_of_thumb(asked: Asked) -> None:
    told = [block(key) for key in "abc"] + [service(f"s-{at}") for at in range(4)]
    needs = [need("a", "s-0"), *(need(key, f"s-{at}") for at in (1, 2, 3) for key in "bc")]
    second = asked("pooling", *told, *needs)[1]
    assert (second["whole_greedy"], second["best_blocks"], second["whole_best"], second["whole_most"]) == (
        1,
        ["b", "c"],
        3,
        3,
    )


def test_a_need_told_twice_counts_once_and_one_of_nothing_is_left_out_and_counted(asked: Asked) -> None:
    needs = [need("a", "s-1"), need("a", "s-1", key="again"), need("z", "s-1"), need("a", "s-9")]
    (row, *_) = asked("pooling", block("a"), *THREE, *needs)
    assert (row["services"], row["needs_of"], row["left_out"]) == (1, 1, 2)


def test_where_nothing_is_needed_the_row_says_what_is_missing(asked: Asked) -> None:
    rows = asked("pooling")
    assert [(row["counted"], row["block"], row["conclusion"], row["needed"]) for row in rows] == [
        ("stated", None, "cannot_determine", ["stated_needs"]),
        ("all", None, "cannot_determine", ["service_needs"]),
    ]
    assert asked("pooling_overlaps") == []
    assert {row["conclusion"] for row in asked("pooling_plan")} == {"cannot_determine"}


def test_building_once_costs_less_or_not_or_it_says_which_cost_is_missing(asked: Asked) -> None:
    def conclusion(*needs: Told, **content: Any) -> tuple[Any, ...]:
        row = asked("pooling", block("a", **content), *THREE, *needs)[0]
        return row["conclusion"], row["needed"], row["once"], row["alone"], row["years_paid"]

    costs = {"cost": "6", "joining_cost": "1"}
    two = [need("a", "s-1", **costs), need("a", "s-2", **costs)]
    assert conclusion(*two, cost="7", yearly_cost="2") == ("holds", [], 9, 12, 1.5)
    assert conclusion(*two, cost="10", yearly_cost="2") == ("does_not_hold", [], 12, 12, None)
    assert conclusion(*two)[:2] == ("cannot_determine", ["block_cost"])
    assert conclusion(need("a", "s-1"), cost="7")[:2] == ("cannot_determine", ["alone_cost", "joining_cost"])
    assert conclusion(*two, cost="7", currency="EUR")[:2] == ("cannot_determine", ["one_currency"])
    assert conclusion(*two, cost="7", currency="MAD")[0] == "holds"


def test_services_are_alike_by_name_or_by_blocks_and_the_reasons_are_told(asked: Asked) -> None:
    told = [
        service("tax-1", name={"fr": "Télédéclaration de l'impôt", "en": "Tax"}, audience=["firm"], owner_name="DGI"),
        service("tax-2", name={"fr": "TELEDECLARATION DE L’IMPOT"}, audience=["firm", "citizen"], owner_name="DGI"),
        service("post", name={"en": "Registered letters"}),
        *(block(key) for key in "ab"),
        need("a", "tax-1"),
        need("b", "tax-1", "inferred"),
        need("a", "post"),
        need("b", "post"),
    ]
    rows = asked("pooling_overlaps", *told)
    assert [(row["service"], row["other"], row["same_name"], row["same_owner"]) for row in rows] == [
        ("tax-1", "tax-2", True, True),
        ("post", "tax-1", False, None),
    ]
    (names, blocks) = rows
    assert (names["names"], names["audience"], names["blocks"], names["stated"]) == (1.0, 0.5, None, None)
    assert names["score"] == pytest.approx(0.75)
    assert (blocks["blocks"], blocks["shared"], blocks["stated"]) == (1.0, ["a", "b"], False)
    assert asked("pooling_overlaps", *told, names_from=1.0, blocks_from=1.0) == rows
    assert asked("pooling_overlaps", *told[:2], names_from=1.0)[0]["shared"] == []


def test_services_that_share_one_block_only_are_not_alike(asked: Asked) -> None:
    told = [service("x", name={"en": "Letters"}), service("y", name={"ar": "رسائل"}), block("a")]
    assert asked("pooling_overlaps", *told, need("a", "x"), need("a", "y")) == []


COSTED = [
    block("id", cost="100", cost_low="80", cost_high="130", yearly_cost="5", build_years="1"),
    block("pay", cost="60", yearly_cost="5", build_years="1", rests_on=["id"]),
    *THREE,
    *(need("id", f"s-{at}", cost="60", cost_low="50", cost_high="80", joining_cost="10") for at in (1, 2, 3)),
    need("pay", "s-1", cost="50", joining_cost="5"),
    need("pay", "s-2", "inferred", cost="50", joining_cost="5"),
]


def test_the_plan_says_what_to_build_when_and_who_leads(asked: Asked) -> None:
    rows = asked("pooling_plan", *COSTED, money("m-1", "110", "2012"), money("m-2", "70", "2013"))
    stated, every = of(rows, counted="stated", line="block"), of(rows, counted="all", line="block")
    assert [(row["block"], row["starts_in"], row["joins"], row["saving"]) for row in stated] == [("id", 2012, 3, 45)]
    assert [(row["block"], row["starts_in"], row["stands_in"], row["rests_on"]) for row in every] == [
        ("id", 2012, 2012, []),
        ("pay", 2013, 2013, ["id"]),
    ]
    best = of(rows, counted="all", line="method", method="optimum")[0]
    # Three join id: 150 - 100 - 5 for a year; two join pay: 90 - 60.
    assert (best["saving"], best["cost"], best["conclusion"], best["gap"]) == (75, 205, "holds", 0)
    assert [(row["year"], row["amount"], row["spent"]) for row in of(rows, counted="all", line="year")] == [
        (2012, 110, 100),
        (2013, 70, 65),
    ]


def test_plans_stand_side_by_side_with_the_same_draws(asked: Asked) -> None:
    rows = asked("pooling_plan", *COSTED, money("m", "400", "2012/2013"), draws=50, seed=7)
    found = {row["method"]: row for row in of(rows, counted="all", line="method")}
    assert list(found) == ["optimum", "robust", "greedy", "alone", "all_shared"]
    assert found["alone"]["saving"] == 0
    assert found["optimum"]["saving"] >= found["greedy"]["saving"]
    assert found["optimum"]["saving_low"] <= found["optimum"]["saving_median"] <= found["optimum"]["saving_high"]
    assert found["robust"]["overrun"] == 0
    assert found["all_shared"]["blocks"] == 2
    assert rows == asked("pooling_plan", *COSTED, money("m", "400", "2012/2013"), draws=50, seed=7)
    other = asked("pooling_plan", *COSTED, money("m", "400", "2012/2013"), draws=50, seed=8)
    assert of(other, line="method")[0]["saving_low"] != of(rows, line="method")[0]["saving_low"]
    (span,) = [row for row in of(rows, counted="all", line="year") if row["until"]]
    assert (span["year"], span["until"], span["amount"]) == (2012, 2013, 400)


def test_without_ranges_no_chance_is_told(asked: Asked) -> None:
    told = [block("a", cost="5", yearly_cost="0", build_years="1"), *THREE]
    rows = asked("pooling_plan", *told, need("a", "s-1", cost="9", joining_cost="1"), money("m", "9", "2013"))
    best = of(rows, counted="all", method="optimum", line="method")[0]
    assert (best["saving"], best["saving_low"], best["saves_in"]) == (3, None, None)
    assert of(rows, counted="stated", line="method")[0]["saving"] == 3


def test_less_of_the_money_buys_less(asked: Asked) -> None:
    told = (*COSTED, money("m-1", "110", "2012"), money("m-2", "70", "2013"))
    assert of(asked("pooling_plan", *told, money=0.5), counted="all", line="block") == []
    best = of(asked("pooling_plan", *told, money=0.0), counted="all", method="optimum", line="method")[0]
    assert (best["saving"], best["conclusion"]) == (0, "does_not_hold")


def test_what_stands_in_the_way_of_sharing_everything_is_named_with_its_year(asked: Asked) -> None:
    late = need("id", "s-1", key="early", cost="60", joining_cost="10", due_on="2012-06-30")
    told = (*COSTED[:5], late, money("m-1", "90", "2012"), money("m-2", "70", "2013"))
    found = of(asked("pooling_plan", *told), counted="all", line="finding")
    assert [(row["finding"], row["subject"], row["year"]) for row in found] == [("deadline_too_early", "early", 2012)]
    told = (*COSTED, money("m-1", "90", "2012"), money("m-2", "70", "2013"))
    found = of(asked("pooling_plan", *told), counted="all", line="finding")
    assert [(row["finding"], row["year"], row["amount"]) for row in found if row["amount"]] == [
        ("money_lacking", 2012, 10)
    ]
    assert {row["finding"] for row in found} == {"money_lacking", "late_within_money"}
    assert of(found, finding="late_within_money")[0]["entries"]


def test_what_a_plan_cannot_use_is_named_and_a_missing_figure_bounds_the_saving(asked: Asked) -> None:
    told = [
        block("a", cost="5"),
        block("b", cost="5", rests_on=["b"], yearly_cost="1", build_years="1"),
        *THREE,
        need("a", "s-1", cost="9"),
        need("a", "s-2"),
    ]
    rows = of(asked("pooling_plan", *told), counted="all")
    best = of(rows, method="optimum", line="method")[0]
    assert (best["saving"], best["qualifier"], best["needs_counted"], best["needs_of"]) == (4, "at_most", 1, 2)
    assert {(row["finding"], row["subject"]) for row in of(rows, line="finding")} == {
        ("no_money_told", None),
        ("no_running_cost", "a"),
        ("no_build_years", "a"),
        ("circle", "b"),
        ("no_joining_cost", "need-s-1-a"),
        ("no_alone_cost", "need-s-2-a"),
    }


def test_blocks_with_costs_and_needs_without_have_no_plan_and_say_why(asked: Asked) -> None:
    rows = of(asked("pooling_plan", block("a", cost="5", cost_low="3"), *THREE, need("a", "s-1")), counted="all")
    assert (rows[0]["conclusion"], rows[0]["needed"]) == ("cannot_determine", ["alone_cost", "shared_money"])
    assert [row["finding"] for row in rows[1:]].count("no_alone_cost") == 1


def test_a_ledger_without_a_plan_is_asked_all_the_same(tmp_path: Path) -> None:
    session = session_of([*COSTED, money("m", "400", "2012/2013")][:-1], tmp_path)
    rows = catalogue.ask(session, "pooling_plan").rows
    assert {row["conclusion"] for row in rows if row["line"] == "method"} == {"cannot_determine"}


def test_an_entry_counts_only_once_it_could_be_known(tmp_path: Path) -> None:
    told = [PLAN, *COSTED, money("m", "400", "2012/2013")]
    rows = catalogue.ask(session_of(told, tmp_path, known_on="2008-12-31", as_of="2030-01-01"), "pooling_plan").rows
    assert "no_money_told" in {row["finding"] for row in rows}
