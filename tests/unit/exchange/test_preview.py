"""A preview says what recording would do, and why not, without recording."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bilan.exchange.preview import Nothing, Outcome, Proposed, clean, never, preview
from bilan.exchange.steps import Put, Reading, Step, Withdraw
from bilan.ledger.entries import Draft, read_content
from bilan.ledger.rules import Known
from bilan.terms.languages import LANGUAGES
from bilan.terms.problems import Place
from bilan.terms.words import explain

TODAY = date(2014, 9, 21)
PLAN = {"name": {"fr": "Plan"}, "starts_on": "2009", "ends_on": "2013"}
SOURCE = {"publisher": "TelQuel", "source_kind": "press"}


def put(kind: str, key: str, content: Mapping[str, Any], row: int = 2) -> Put:
    return Put(Draft(read_content(kind, content), key, origin=f"{kind}.csv:{key}"), Place(f"{kind}.csv", row))


def node(key: str, parent: str) -> Put:
    return put("node", key, {"parent": parent, "node_kind": "axis", "name": {"fr": key}})


def seen(
    steps: Sequence[Step], known: Known | None = None, *, size: int = 0, refused: Sequence[str] = ()
) -> list[Outcome]:
    return list(preview(steps, known or Nothing(), size=size, today=TODAY, refused=refused))


def effects(outcomes: Sequence[Outcome]) -> list[str]:
    return [one.effect for one in outcomes]


def problems(outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    found = [problem for one in outcomes for problem in one.problems]
    assert all(explain(problem, language) for problem in found for language in LANGUAGES)
    return [(str(problem.place), problem.code) for problem in found]


def recorded(*steps: Step) -> Proposed:
    """Make a ledger of some steps."""
    ledger = Proposed(Nothing(), size=0)
    for one in seen(steps):
        assert one.draft
        assert one.content is not None
        ledger.add(one.draft)
    return ledger


def test_new_changed_unchanged_and_withdrawn_are_told_apart() -> None:
    ledger = recorded(put("source", "src-1", SOURCE), put("source", "src-2", SOURCE), put("source", "src-3", SOURCE))
    outcomes = seen(
        [
            put("source", "src-1", SOURCE),
            put("source", "src-2", {**SOURCE, "publisher": "Médias24"}),
            put("source", "src-4", SOURCE),
            Withdraw("src-3", "w"),
        ],
        ledger,
        size=3,
    )
    assert effects(outcomes) == ["unchanged", "changed", "new", "withdrawn"]
    assert [one.draft and one.draft.replaces for one in outcomes] == [None, 1, None, None]


def test_what_comes_before_is_known_to_what_comes_after() -> None:
    steps = [put("plan", "plan-a", PLAN), node("axis-1", "plan-a"), node("axis-2", "axis-1")]
    assert effects(seen(steps)) == ["new", "new", "new"]
    assert problems(seen(steps[1:])) == [("node.csv:2, parent", "unknown_key"), ("node.csv:2, parent", "key_refused")]


def test_a_circle_of_the_tree_is_found() -> None:
    steps = [put("plan", "plan-a", PLAN), node("axis-1", "axis-2"), node("axis-2", "axis-1"), node("axis-3", "axis-3")]
    assert problems(seen(steps)) == [
        ("node.csv:2, parent", "tree_cycle"),
        ("node.csv:2, parent", "key_refused"),
        ("node.csv:2, parent", "unknown_key"),
        ("node.csv:2, parent", "tree_cycle"),
    ]


def test_a_circle_that_the_files_close_over_the_ledger_is_found() -> None:
    ledger = recorded(put("plan", "plan-a", PLAN), node("axis-1", "plan-a"), node("axis-2", "axis-1"))
    outcomes = seen([node("axis-1", "axis-2")], ledger, size=3)
    assert problems(outcomes) == [("node.csv:2, parent", "tree_cycle")]


def test_two_that_refer_to_each_other_are_told_so() -> None:
    said = {"subject": "plan-a", "nature": "declared", "value": "1", "relation": "contradicts"}
    steps = [
        put("plan", "plan-a", PLAN),
        put("statement", "st-1", {**said, "related": "st-2"}),
        put("statement", "st-2", {**said, "related": "st-1"}),
    ]
    assert problems(seen(steps)) == [
        ("statement.csv:2, related", "reference_circle"),
        ("statement.csv:2, related", "key_refused"),
    ]


def test_a_second_plan_is_found_in_the_files_themselves() -> None:
    steps = [put("plan", "plan-a", PLAN), put("plan", "plan-b", PLAN)]
    assert problems(seen(steps)) == [("plan.csv:2, key", "second_plan")]


def test_what_a_refused_row_would_have_been_is_not_called_unknown() -> None:
    evidence = put("need", "need-1", {"service": "srv-1", "block": "blk-1", "basis": "stated"})
    assert problems(seen([evidence], refused=["srv-1"])) == [
        ("need.csv:2, service", "key_refused"),
        ("need.csv:2, block", "unknown_key"),
    ]


def test_what_is_withdrawn_in_the_files_can_be_said_again_in_them() -> None:
    steps: list[Step] = [
        put("source", "src-1", SOURCE),
        Withdraw("src-1", "w", once=True),
        put("source", "src-1", SOURCE),
    ]
    outcomes = seen(steps)
    assert effects(outcomes) == ["new", "withdrawn", "changed"]
    assert outcomes[2].draft is not None
    assert outcomes[2].draft.replaces == 0


def test_a_withdrawal_of_an_older_entry_leaves_the_later_one() -> None:
    ledger = recorded(put("source", "src-1", SOURCE), put("source", "src-1", {**SOURCE, "publisher": "Médias24"}))
    old = Put(Draft(read_content("withdrawal", {"entry": 0})))
    outcomes = seen([old, put("source", "src-1", {**SOURCE, "publisher": "Médias24"})], ledger, size=2)
    assert effects(outcomes) == ["withdrawn", "unchanged"]


def test_to_withdraw_what_is_not_there_is_refused() -> None:
    assert problems(seen([Withdraw("src-1", "w", place=Place("withdrawal.csv", 2))])) == [
        ("withdrawal.csv:2, entry_key", "unknown_key")
    ]
    assert problems(seen([Put(Draft(read_content("withdrawal", {"entry": 5})))])) == [("entry", "no_such_entry")]


def test_a_warning_lets_an_entry_in() -> None:
    steps = [
        put("plan", "plan-a", PLAN),
        put("indicator", "ind-a", {"node": "plan-a", "name": {"fr": "A"}, "unit": "jobs", "measure": "stock"}),
        put("target", "tgt-a", {"indicator": "ind-a", "version": "revised", "value": "5"}),
    ]
    outcomes = seen(steps)
    assert effects(outcomes) == ["new", "new", "new"]
    assert problems(outcomes) == [("target.csv:2, reason", "no_reason")]


def test_clean_rows_are_those_that_stand_without_the_others() -> None:
    steps = (
        put("plan", "plan-a", PLAN),
        node("axis-1", "nowhere"),
        node("axis-2", "plan-a"),
        node("axis-3", "axis-1"),
        node("axis-4", "axis-3"),
        node("axis-5", "axis-bad"),
        Withdraw("axis-1", "w"),
    )
    reading = Reading(steps, refused=frozenset({"axis-bad"}))
    kept = clean(reading, Nothing(), size=0, today=TODAY)
    assert [step.draft.key for step in kept if isinstance(step, Put)] == ["plan-a", "axis-2"]
    assert len(kept) == 2


def test_a_preview_changes_nothing() -> None:
    ledger = recorded(put("source", "src-1", SOURCE))
    steps: list[Step] = [Withdraw("src-1", "w"), put("source", "src-2", SOURCE)]
    assert effects(seen(steps, ledger, size=1)) == effects(seen(steps, ledger, size=1)) == ["withdrawn", "new"]
    assert Counter(effects(seen([put("source", "src-2", SOURCE)], ledger, size=1))) == {"new": 1}
    assert not never("anything")
