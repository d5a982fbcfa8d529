"""What was told becomes a case; what does not fit is named, with its entry."""

from datetime import date
from itertools import count
from typing import Any

import pytest

from bilan.analysis.formulas.leading import Lead, lead
from bilan.analysis.formulas.pooling import Block, Cost, Money
from bilan.analysis.formulas.pooling_case import Read, Told, due_year, read

NUMBERS = count(1)
Row = dict[str, Any]


def block(key: str, cost: float | None = 10, **more: Any) -> Row:
    facts: Row = {
        "cost_low": None,
        "cost_high": None,
        "yearly_cost": 1,
        "currency": None,
        "build_years": 1,
        "rests_on": [],
    }
    return {"key": key, "number": next(NUMBERS), "cost": cost, **facts, **more}


def need(key: str, of: str = "a", cost: float | None = 5, **more: Any) -> Row:
    facts = {"cost_low": None, "cost_high": None, "joining_cost": 1, "currency": None, "due_on_to": None}
    who = {"service": f"prj-{key}", "service_number": 1}
    return {"key": key, "number": next(NUMBERS), "block": of, "cost": cost, **who, **facts, **more}


def money(key: str, amount: float | None = 9, year: int | None = 2026, **more: Any) -> Row:
    days = {"period_from": date(year, 1, 1), "period_to": date(year, 12, 31)} if year else dict.fromkeys(PERIOD)
    facts = {"subject": "plan", "scope": None, "currency": "MAD", "money_version": "planned", "said_on_to": None}
    return {"key": key, "number": next(NUMBERS), "amount": amount, **facts, **days, **more}


PERIOD = ("period_from", "period_to")


def told(*rows: Row, first: int | None = 2026, last: int | None = 2028, **more: Any) -> Read:
    sorts: dict[str, list[Row]] = {"blocks": [], "needs": [], "money": []}
    for row in rows:
        sorts["money" if "amount" in row else "needs" if "block" in row else "blocks"].append(row)
    facts: dict[str, Any] = {"within": {}, "currency": "MAD", **more}
    return read(Told(**{**sorts, **facts, "first": first, "last": last}))


def codes(found: Read) -> list[tuple[str, str | None]]:
    return [(one.code, one.subject) for one in found.findings if one.code != "no_money_told"]


def test_all_that_was_told_becomes_a_case() -> None:
    found = told(
        block("b", 20, cost_low=15, cost_high=30, build_years=1.5, rests_on=["a"]),
        block("a"),
        need("n", "b", due_on_to=date(2027, 12, 31)),
        money("m"),
        money("later", 4, 2027),
    )
    assert found.findings == []
    assert found.case.blocks == [
        Block("a", Cost(10, 10, 10), 1.0, 1, ()),
        Block("b", Cost(15, 20, 30, is_ranged=True), 1.0, 2, ("a",)),
    ]
    assert [(one.key, one.joining, one.due) for one in found.case.needs] == [("n", 1.0, 2027)]
    assert found.case.money == [Money(2026, 2026, 9.0), Money(2027, 2027, 4.0)]
    assert list(found.case.years) == [2026, 2027]
    assert not found.is_at_most


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (block("z", None), "no_block_cost"),
        (block("z", None, cost_low=1), "half_a_range"),
        (block("z", -1), "makes_no_sense"),
        (block("z", 5, cost_low=6), "makes_no_sense"),
        (block("z", yearly_cost=-1), "makes_no_sense"),
        (block("z", currency="EUR"), "other_currency"),
        (block("z", rests_on=["y"]), "rests_on_left_out"),
        (block("z", build_years=9), "takes_too_long"),
        (block("z", yearly_cost=None), "no_running_cost"),
        (block("z", build_years=None), "no_build_years"),
        (need("z", cost=None), "no_alone_cost"),
        (need("z", cost=None, cost_high=5), "half_a_range"),
        (need("z", joining_cost=-1), "makes_no_sense"),
        (need("z", currency="EUR"), "other_currency"),
        (need("z", "y"), "need_of_no_block"),
        (need("z", service_number=None), "need_of_no_service"),
        (need("z", service="prj-n"), "need_told_twice"),
        (need("z", joining_cost=None), "no_joining_cost"),
        (money("z", None), "money_without_amount"),
        (money("z", -1), "makes_no_sense"),
        (money("z", currency="EUR"), "other_currency"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_entry(row: Row, code: str) -> None:
    found = told(block("a"), need("n"), row)
    assert codes(found) == [(code, "z")]
    assert [one.entries for one in found.findings if one.code == code] == [(row["number"],)]
    assert "n" in {one.key for one in found.case.needs}


def test_a_need_of_a_block_that_is_left_out_waits_for_its_cost_and_is_not_named_itself() -> None:
    found = told(block("a", None), need("n"))
    assert codes(found) == [("no_block_cost", "a")]
    assert found.case.needs == []


def test_a_cost_that_was_not_told_makes_the_saving_at_most_what_it_is() -> None:
    assert told(block("a", yearly_cost=None)).is_at_most
    assert told(block("a"), need("n", joining_cost=None)).is_at_most


def test_blocks_in_a_circle_and_those_that_rest_on_them_are_left_out_and_named() -> None:
    found = told(block("c", rests_on=["b"]), block("b", rests_on=["c"]), block("d", rests_on=["c"]), block("a"))
    (circle, loose, *_) = found.findings[1:]
    assert (circle.code, circle.subject, circle.others, len(circle.entries)) == ("circle", "b", ("c",), 2)
    assert (loose.code, loose.subject, loose.others) == ("rests_on_left_out", "d", ("c",))
    assert [one.key for one in found.case.blocks] == ["a"]
    itself = told(block("a", rests_on=["a"])).findings[1]
    assert (itself.subject, itself.others) == ("a", ("a",))


def test_the_newest_revised_amount_counts_else_the_first_planned() -> None:
    first, second = money("m-1", 5, said_on_to=date(2025, 1, 1)), money("m-2", 6, said_on_to=date(2025, 6, 1))
    assert told(second, first).case.money == [Money(2026, 2026, 5.0)]
    revised = [money(f"r-{at}", at, money_version="revised", said_on_to=date(2025, 6 + at, 1)) for at in range(1, 4)]
    assert told(first, *reversed(revised)).case.money == [Money(2026, 2026, 3.0)]


def test_money_of_two_subjects_adds_up_unless_one_lies_within_the_other() -> None:
    both = money("m-1", 5), money("m-2", 2, subject="axis")
    assert told(*both).case.money == [Money(2026, 2026, 7.0)]
    found = told(*both, within={"axis": "node", "node": "plan", "plan": None})
    assert found.case.money == [Money(2026, 2026, 5.0)]
    assert codes(found) == [("money_within_money", "m-2")]
    assert told(*both, within={"axis": "node", "node": "axis"}).case.money == [Money(2026, 2026, 7.0)]


def test_money_without_a_period_is_for_the_years_of_the_plan() -> None:
    assert told(money("m", 9, None)).case.money == [Money(2026, 2028, 9.0)]
    assert codes(told(money("m", 9, None), first=None)) == [("money_without_years", "m"), ("no_years", None)]


def test_without_money_the_years_are_those_of_the_plan_and_it_is_said() -> None:
    found = told(block("a"))
    assert [one.code for one in found.findings] == ["no_money_told"]
    assert list(found.case.years) == [2026, 2027, 2028]


def test_without_a_currency_of_the_plan_the_one_most_named_counts() -> None:
    found = told(block("a", currency="EUR"), need("n", currency="EUR"), need("m", currency="MAD"), currency=None)
    assert found.currency == "EUR"
    assert codes(found) == [("other_currency", "m")]
    assert told(block("a"), currency=None).currency == ""


def test_a_need_is_due_by_the_end_of_a_year() -> None:
    assert [due_year(one) for one in (None, date(2026, 12, 31), date(2027, 1, 1))] == [None, 2026, 2026]


def test_who_answers_for_most_services_leads_and_of_equals_the_first_key() -> None:
    assert lead(None, [("org-b", None), ("org-a", "A")]) == Lead("org-a", None, 1, 2, "most_services")
    assert lead(None, [(None, "Post"), (None, "Post"), ("org-a", None)]) == Lead(None, "Post", 2, 3, "most_services")
    assert lead(None, [(None, None)]) == Lead(of=1)
    assert lead("org-c", [("org-c", None), (None, None)]) == Lead("org-c", None, 1, 2, "decided")
