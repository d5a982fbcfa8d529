"""The rules of recording, each with what keeps an entry out, or lets it in with a warning.

`LEDGER` holds a plan, two axes, an indicator, a target, a ministry, a court of auditors, a withdrawn source, and its
withdrawal.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bilan.ledger.entries import Draft, read_content
from bilan.ledger.rules import Held, check, references_of

TODAY = date(2014, 9, 21)


class Book:
    """A ledger in memory."""

    def __init__(self, *held: Held) -> None:
        self.held = {one.number: one for one in held}
        self.keys = {one.key: one for one in held if one.key}

    def under(self, key: str) -> Held | None:
        if key == "plan:":
            return next((one for one in self.held.values() if one.kind == "plan"), None)
        return self.keys.get(key)

    def at(self, number: int) -> Held | None:
        return self.held.get(number)


EMPTY = Book()
LEDGER = Book(
    Held(0, "plan", "plan-mn", {}),
    Held(1, "node", "axis-1", {"parent": "plan-mn"}),
    Held(2, "node", "axis-2", {"parent": "axis-1"}),
    Held(3, "indicator", "ind-egov", {"unit": "MAD per year"}),
    Held(4, "target", "tgt-egov", {"value": "80", "due_on": "2013"}),
    Held(5, "party", "org-ministry", {"role": "owner"}),
    Held(6, "party", "org-court", {"role": "auditor"}),
    Held(7, "source", "src-gone", {}, live=False),
    Held(8, "withdrawal", None, {"entry": 7}),
)
PLAN = {"name": {"fr": "Plan"}, "starts_on": "2009", "ends_on": "2013"}
NODE = {"parent": "plan-mn", "node_kind": "axis", "name": {"fr": "Axe"}}
SOURCE = {"publisher": "TelQuel", "source_kind": "press"}
STATEMENT = {"indicator": "ind-egov", "nature": "declared", "value": "22"}
TARGET = {"indicator": "ind-egov", "version": "original", "value": "89"}
BENEFIT = {"agreement": "agr-1", "side": "FR", "what": "jobs", "nature": "declared"}


def found(
    kind: str, content: Mapping[str, Any], key: str | None = "new", *, replaces: int | None = None, book: Book = LEDGER
) -> list[tuple[str, str | None, str]]:
    draft = Draft(read_content(kind, content), key, replaces)
    return [(one.code, one.place.column, one.severity) for one in check(draft, book, today=TODAY)]


def error(code: str, column: str) -> list[tuple[str, str, str]]:
    return [(code, column, "error")]


def test_a_new_entry_that_is_right_is_let_in() -> None:
    assert found("statement", STATEMENT) == []
    assert found("source", SOURCE, book=EMPTY) == []


def test_an_entry_needs_a_key_that_is_one() -> None:
    assert found("source", SOURCE, None) == error("key_missing", "key")
    assert found("source", SOURCE, "Not a key") == error("key_malformed", "key")


def test_a_key_never_changes_what_it_names() -> None:
    assert found("source", SOURCE, "axis-1") == error("key_of_another_kind", "key")


def test_what_is_there_is_replaced_only_by_what_was_written_against_it() -> None:
    assert found("node", NODE, "axis-1") == error("key_taken", "key")
    assert found("node", NODE, "axis-1", replaces=1) == []
    assert found("node", NODE, "axis-1", replaces=2) == error("replaces_wrong_entry", "replaces")
    assert found("node", NODE, "axis-9", replaces=2) == error("replaces_nothing", "replaces")


def test_what_was_withdrawn_can_be_said_again() -> None:
    assert found("source", SOURCE, "src-gone", replaces=7) == []


def test_a_withdrawal_has_no_key_and_replaces_nothing() -> None:
    assert found("withdrawal", {"entry": 4}, None) == []
    assert found("withdrawal", {"entry": 4}, "wd-1") == error("key_unexpected", "key")
    assert found("withdrawal", {"entry": 4}, None, replaces=8) == error("entry_is_final", "replaces")


def test_a_withdrawal_concerns_an_entry_that_is_there_and_not_yet_withdrawn() -> None:
    assert found("withdrawal", {"entry": 99}, None) == error("no_such_entry", "entry")
    assert found("withdrawal", {"entry": 7}, None) == error("already_withdrawn", "entry")
    assert found("withdrawal", {"entry": 8}, None) == error("entry_is_final", "entry")


def test_what_was_withdrawn_can_still_be_redacted() -> None:
    redaction = {"entry": 7, "reason_words": "Telephone number", "authority": "CNDP"}
    assert found("redaction", redaction, None) == []


def test_what_is_referred_to_exists_and_is_of_a_kind_that_may_stand_there() -> None:
    assert found("statement", {**STATEMENT, "organisation": "org-nobody"}) == error("unknown_key", "organisation")
    assert found("statement", {**STATEMENT, "source": "src-gone"}) == error("unknown_key", "source")
    assert found("statement", {**STATEMENT, "organisation": "axis-1"}) == error("key_of_wrong_kind", "organisation")
    assert found("statement", {**STATEMENT, "subject": "axis-1"}) == []


def test_each_of_several_references_is_checked() -> None:
    node = {**NODE, "partners": ["org-ministry", "axis-1", "org-nobody"]}
    assert found("node", node) == error("key_of_wrong_kind", "partners") + error("unknown_key", "partners")


def test_references_are_found_under_any_marks() -> None:
    assert dict(references_of("node"))["parent"] == ("node", "plan")
    assert dict(references_of("node"))["partners"] == ("party",)
    assert dict(references_of("statement"))["subject"] == ()
    assert "value" not in dict(references_of("statement"))


def test_a_ledger_holds_one_plan() -> None:
    assert found("plan", PLAN, "plan-other") == error("second_plan", "key")
    assert found("plan", PLAN, "plan-mn", replaces=0) == []
    assert found("plan", PLAN, "plan-mn", book=EMPTY) == []


def test_no_node_is_its_own_ancestor() -> None:
    assert found("node", {**NODE, "parent": "axis-2"}, "axis-1", replaces=1) == error("tree_cycle", "parent")
    assert found("node", {**NODE, "parent": "axis-2"}, "axis-3") == []
    assert found("node", {**NODE, "parent": "axis-9"}) == error("unknown_key", "parent")


def test_another_currency_is_kept_and_flagged_another_thing_is_refused() -> None:
    assert found("statement", {**STATEMENT, "unit": "MAD per year"}) == []
    assert found("statement", {**STATEMENT, "unit": "EUR"}) == [("unit_differs", "unit", "warning")]
    assert found("target", {**TARGET, "unit": "jobs"}) == error("unit_wrong", "unit")
    assert found("statement", {"subject": "axis-1", "nature": "declared", "value": "2", "unit": "jobs"}) == []


def test_a_range_runs_upwards() -> None:
    assert found("target", {**TARGET, "low": "10", "high": "10"}) == []
    assert found("target", {**TARGET, "low": "10", "high": "9"}) == error("range_backwards", "low")
    assert found("target", {**TARGET, "low": "10"}) == []


COHORT = {"pool": "pool-1", "value": "3", "unit": "firms", "nature": "declared"}
POOL = Book(Held(0, "skill_pool", "pool-1", {}))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"entered_on": "2008-03", "left_on": "2011-06"}, []),
        ({"entered_on": "2008", "left_on": "2008-06"}, []),
        ({"entered_on": "2008-03", "left_on": "2008-02"}, error("left_before_entering", "left_on")),
        ({"entered_on": "2008-03", "seen_on": "2007"}, error("left_before_entering", "seen_on")),
        ({"left_on": "2008-02"}, []),
        ({"entered_on": "../2009", "left_on": "2008-02"}, []),
        ({"value": "-1"}, error("count_negative", "value")),
    ],
)
def test_nobody_leaves_before_entering_or_is_fewer_than_none(told: dict[str, str], expected: list[object]) -> None:
    assert found("cohort", {**COHORT, **told}, "coh-1", book=POOL) == expected


BLOCK = {"name": {"en": "Block"}}
BLOCKS = Book(
    Held(0, "building_block", "cmp-a", {}),
    Held(1, "building_block", "cmp-b", {"rests_on": ["cmp-a"]}),
    Held(2, "building_block", "cmp-c", {"rests_on": ["cmp-b", "cmp-a"]}),
    Held(3, "service", "prj-a", {}),
)
NEED = {"service": "prj-a", "block": "cmp-a", "basis": "stated"}


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [
        ("building_block", {"cost": "0", "cost_low": "0", "build_years": "0"}, []),
        ("building_block", {"cost": "-1"}, error("cost_negative", "cost")),
        ("building_block", {"yearly_cost": "-1"}, error("cost_negative", "yearly_cost")),
        ("building_block", {"build_years": "-1"}, error("cost_negative", "build_years")),
        ("need", {"cost": "5", "cost_low": "3", "cost_high": "5", "joining_cost": "9"}, []),
        ("need", {"joining_cost": "-1"}, error("cost_negative", "joining_cost")),
        ("need", {"cost_low": "3", "cost_high": "2"}, error("range_backwards", "cost_low")),
        ("need", {"cost": "5", "cost_low": "6"}, error("outside_its_range", "cost")),
        ("need", {"cost": "5", "cost_high": "4"}, error("outside_its_range", "cost")),
    ],
)
def test_nothing_costs_less_than_nothing_or_lies_outside_its_range(
    kind: str, told: dict[str, str], expected: list[object]
) -> None:
    assert found(kind, {**(NEED if kind == "need" else BLOCK), **told}, book=BLOCKS) == expected


def test_no_block_has_to_stand_before_itself() -> None:
    def asked(key: str, *below: str, replaces: int | None = None) -> list[object]:
        return [*found("building_block", {**BLOCK, "rests_on": list(below)}, key, replaces=replaces, book=BLOCKS)]

    assert asked("cmp-d", "cmp-c", "cmp-a") == []
    assert asked("cmp-a", "cmp-c", replaces=0) == error("blocks_in_circle", "rests_on")
    assert asked("cmp-a", "cmp-a", replaces=0) == error("blocks_in_circle", "rests_on")
    assert asked("cmp-d", "cmp-z") == error("unknown_key", "rests_on")


def test_nothing_is_divided_by_zero() -> None:
    assert found("statement", {**STATEMENT, "denominator": "0.0"}) == error("denominator_zero", "denominator")
    assert found("statement", {**STATEMENT, "denominator": "69"}) == []


def test_a_statement_says_something_about_something() -> None:
    assert found("statement", {"indicator": "ind-egov", "nature": "declared"}) == error("nothing_said", "value")
    assert found("statement", {"nature": "declared", "value": "1"}) == error("no_subject", "indicator")


def test_a_value_and_the_reason_for_its_absence_exclude_each_other() -> None:
    assert found("statement", {**STATEMENT, "missing": "not_due"}) == error("missing_and_value", "missing")
    assert found("statement", {"indicator": "ind-egov", "nature": "declared", "missing": "not_due"}) == []


def test_only_an_auditor_audits() -> None:
    audited = {**STATEMENT, "nature": "audited"}
    assert found("statement", {**audited, "organisation": "org-court"}) == []
    assert found("statement", {**audited, "organisation": "org-ministry"}) == error("not_an_auditor", "organisation")
    assert found("statement", audited) == error("not_an_auditor", "organisation")


def test_nothing_was_said_on_a_day_that_has_not_come() -> None:
    assert found("statement", {**STATEMENT, "said_on": "2014-09-21", "published_on": "2014"}) == []
    assert found("statement", {**STATEMENT, "said_on": "2014-09-22"}) == error("day_to_come", "said_on")
    assert found("target", {**TARGET, "set_on": "2015"}) == error("day_to_come", "set_on")
    assert found("statement", {**STATEMENT, "published_on": "../2019"}) == []


@pytest.mark.parametrize("reason", [{"reason": "correction"}, {"reason_words": "Counted twice"}])
def test_a_target_that_moves_without_a_reason_is_flagged(reason: dict[str, str]) -> None:
    revised = {**TARGET, "version": "revised"}
    assert found("target", revised) == [("no_reason", "reason", "warning")]
    assert found("target", TARGET, "tgt-egov", replaces=4) == [("no_reason", "reason", "warning")]
    assert found("target", {**revised, **reason}) == []


def test_a_target_that_is_only_written_otherwise_does_not_move() -> None:
    again = {"indicator": "ind-egov", "version": "original", "value": "80.0", "due_on": "2013"}
    moved = [("no_reason", "reason", "warning")]
    assert found("target", again, "tgt-egov", replaces=4) == []
    assert found("target", {**again, "version": "revised", "locator": "p. 3"}, "tgt-egov", replaces=4) == []
    assert found("target", {**again, "due_on": "2014"}, "tgt-egov", replaces=4) == moved
    assert found("target", {**again, "qualifier": "about"}, "tgt-egov", replaces=4) == moved
    assert found("target", {**again, "high": "90"}, "tgt-egov", replaces=4) == moved
    assert found("target", {**again, "value": "80.1"}, "tgt-egov", replaces=4) == moved


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("milestone", {"node": "axis-1", "name": {"fr": "loi 09-08"}}),
        ("undertaking", {"what": "Meet in September", "undertaking_kind": "promise"}),
    ],
)
def test_a_due_day_that_moves_without_a_reason_is_flagged(kind: str, told: dict[str, Any]) -> None:
    book = Book(*LEDGER.held.values(), Held(9, kind, "one", {**told, "due_on": "2012"}))
    moved = {**told, "due_on": "2013"}
    assert found(kind, moved, "one", replaces=9, book=book) == [("no_reason", "reason", "warning")]
    assert found(kind, {**moved, "reason": "funding_changed"}, "one", replaces=9, book=book) == []
    assert found(kind, {**told, "due_on": "2012", "note": "Read again"}, "one", replaces=9, book=book) == []


def test_all_problems_are_told_at_once() -> None:
    benefit = {**BENEFIT, "low": "3", "high": "2", "published_on": "2020"}
    assert [code for code, _, _ in found("benefit", benefit, None)] == [
        "key_missing",
        "unknown_key",
        "day_to_come",
        "range_backwards",
    ]


AGREEMENT = {"title": {"en": "A"}, "agreement_kind": "ppp"}
OBLIGATION = {"agreement": "agr-1", "what": "Serve"}
SIGNED = Book(Held(0, "agreement", "agr-1", {}))


def test_nobody_owes_less_than_nothing() -> None:
    assert found("agreement", AGREEMENT | {"amount": "5", "promised_jobs": "0"}) == []
    assert found("agreement", AGREEMENT | {"amount": "-5"}) == error("figure_negative", "amount")
    assert found("obligation", OBLIGATION | {"weight": "-1"}, book=SIGNED) == error("figure_negative", "weight")
    assert found("obligation", OBLIGATION | {"observed": "-1"}, book=SIGNED) == []


def test_failures_are_counted_in_whole_numbers() -> None:
    assert found("obligation", OBLIGATION | {"failures": "3.0"}, book=SIGNED) == []
    assert found("obligation", OBLIGATION | {"failures": "2.5"}, book=SIGNED) == error("not_a_whole_number", "failures")


def test_a_penalty_is_in_a_currency() -> None:
    told = OBLIGATION | {"penalty_imposed": "300"}
    assert found("obligation", told | {"currency": "USD"}, book=SIGNED) == []
    assert found("obligation", told, book=SIGNED) == error("penalty_without_currency", "currency")


@pytest.mark.parametrize("name", ["kept_on", "broken_on", "observed_on"])
def test_nothing_was_kept_or_seen_on_a_day_that_has_not_come(name: str) -> None:
    assert found("obligation", OBLIGATION | {name: "2014-09-21"}, book=SIGNED) == []
    assert found("obligation", OBLIGATION | {name: "2014-09-22"}, book=SIGNED) == error("day_to_come", name)


GIVEN = {"agreement": "agr-1", "side": "FR", "what": "jobs", "nature": "declared"}
WORTH = {"unit_value": "9", "unit_currency": "EUR"}


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"value": "5", "low": "4", "high": "6"}, []),
        ({"value": "5", "low": "5"} | WORTH, []),
        ({"low": "4", "high": "6", "currency": "EUR"}, []),
        ({"value": "-5"}, error("side_negative", "value")),
        ({"value": "5"} | WORTH | {"unit_value_low": "-1"}, error("side_negative", "unit_value_low")),
        ({"low": "6", "high": "4"}, error("range_backwards", "low")),
        ({"value": "7", "low": "4", "high": "6"}, error("outside_its_range", "value")),
        ({"value": "3", "low": "4"}, error("outside_its_range", "value")),
        ({"value": "5"} | WORTH | {"unit_value_high": "8"}, error("outside_its_range", "unit_value")),
        ({"value": "5", "unit_value": "9"}, error("worth_without_currency", "unit_currency")),
        ({"value": "5", "currency": "EUR"} | WORTH, error("money_with_worth", "currency")),
    ],
)
@pytest.mark.parametrize("kind", ["contribution", "benefit"])
def test_what_a_side_gives_or_gets_makes_sense(kind: str, told: dict[str, str], problem: Any) -> None:
    assert found(kind, GIVEN | told, book=SIGNED) == problem


INDICATOR = {"node": "plan-mn", "name": {"fr": "Services"}, "unit": "services", "measure": "stock"}
HEIRS = Book(
    Held(0, "plan", "plan-mn", {}),
    *(Held(number, "indicator", key, {}) for number, key in enumerate(("ind-a", "ind-b", "ind-c"), 1)),
    Held(4, "indicator", "ind-old", {"closing": "merged", "became": ["ind-a"]}),
    Held(5, "indicator", "ind-gone", {"became": ["ind-a"]}, live=False),
    Held(6, "node", "axis-1", {"parent": "plan-mn"}),
)


@pytest.mark.parametrize(
    ("closing", "became", "problems"),
    [
        (None, [], []),
        (None, ["ind-b"], error("became_without_closing", "closing")),
        ("ended", [], []),
        ("ended", ["ind-b"], error("heirs_do_not_fit", "became")),
        ("merged", ["ind-b"], []),
        ("merged", [], error("heirs_do_not_fit", "became")),
        ("superseded", ["ind-b", "ind-c"], error("heirs_do_not_fit", "became")),
        ("split", ["ind-b", "ind-c"], []),
        ("split", ["ind-b"], error("heirs_do_not_fit", "became")),
        ("merged", ["ind-a"], error("heirs_in_circle", "became")),
        ("merged", ["ind-old"], error("heirs_in_circle", "became")),
        ("split", ["ind-b", "ind-old"], error("heirs_in_circle", "became")),
        ("merged", ["ind-nobody"], error("unknown_key", "became")),
        ("merged", ["ind-gone"], error("unknown_key", "became")),
        ("merged", ["axis-1"], error("key_of_wrong_kind", "became")),
    ],
)
def test_what_leaves_the_plan_says_what_took_its_place(
    closing: str | None, became: list[str], problems: list[tuple[str, str, str]]
) -> None:
    content = {**INDICATOR, "became": became, **({"closing": closing} if closing else {})}
    assert found("indicator", content, "ind-a", replaces=1, book=HEIRS) == problems
