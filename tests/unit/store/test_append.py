"""Recording a batch: all of it or nothing, numbered without gaps, and never twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from bilan.ledger.entries import Draft, read_content
from bilan.store import reading
from bilan.store.append import Appended, NobodyRecords, append

AT = datetime(2014, 9, 21, 8, 30, tzinfo=UTC)
Salts = Callable[[], str]

pytestmark = pytest.mark.usefixtures("home")


def draft(kind: str, key: str | None = None, replaces: int | None = None, **content: Any) -> Draft:
    return Draft(read_content(kind, content), key=key, replaces=replaces)


def said(key: str, **more: Any) -> Draft:
    content = {"indicator": "ind-egov", "value": "22", "unit": "projects", "nature": "declared", **more}
    return draft("statement", key, **content)


def codes(done: Appended) -> list[tuple[int, str]]:
    return [(one.draft, one.problem.code) for one in done.findings]


@pytest.fixture
def record(drafts: list[Draft], salts: Salts) -> Callable[..., Appended]:
    """Append to a ledger that already holds the small plan."""

    def more(*those: Draft, at: datetime = AT, by: str = "clerk") -> Appended:
        return append(those, by=by, at=at, salt=salts)

    assert not more(*drafts).refused
    return more


def test_one_error_keeps_the_whole_batch_out_and_all_are_told(record: Callable[..., Appended]) -> None:
    done = record(said("st-a"), said("st-b", indicator="ind-unknown"), said("st-c", unit="jobs"))
    assert done.refused
    assert done.entries == ()
    assert codes(done) == [(1, "unknown_key"), (2, "unit_wrong")]
    assert reading.size() == 8


def test_a_warning_lets_a_draft_in(record: Callable[..., Appended]) -> None:
    done = record(draft("target", "tgt-2", indicator="ind-egov", value="69", unit="projects", version="revised"))
    assert not done.refused
    assert codes(done) == [(0, "no_reason")]
    assert reading.size() == 9


def test_a_draft_may_refer_to_those_before_it_in_the_batch(record: Callable[..., Appended]) -> None:
    new = draft("indicator", "ind-new", node="axis-2", name={"en": "New"}, unit="jobs", measure="stock")
    about_it = said("st-new", indicator="ind-new", unit="jobs")
    assert codes(record(about_it, new)) == [(0, "unknown_key")]
    assert not record(new, about_it).refused


def test_each_of_several_keys_in_a_field_is_looked_up(record: Callable[..., Appended]) -> None:
    partners = ["org-court", "org-unknown", "org-ministry", "org-other"]
    done = record(draft("node", "act-1", parent="axis-2", node_kind="action", name={"en": "A"}, partners=partners))
    assert [one.problem.values["key"] for one in done.findings] == ["org-unknown", "org-other"]


def test_a_draft_in_error_is_not_blamed_again_for_those_that_refer_to_it(record: Callable[..., Appended]) -> None:
    new = draft("indicator", "ind-new", node="nowhere", name={"en": "New"}, unit="jobs", measure="stock")
    assert codes(record(new, said("st-new", indicator="ind-new", unit="jobs"))) == [(0, "unknown_key")]


def test_only_what_is_new_in_a_batch_is_added(record: Callable[..., Appended], drafts: list[Draft]) -> None:
    done = record(drafts[0], said("st-new"), drafts[1])
    assert done.unchanged == {0: 0, 2: 1}
    assert [one.key for one in done.entries] == ["st-new"]


def test_equal_content_under_its_key_needs_no_origin_to_be_known_again(
    record: Callable[..., Appended], drafts: list[Draft]
) -> None:
    assert record(replace(drafts[7], origin=None)).unchanged == {0: 7}


def test_a_draft_that_stands_twice_in_a_batch_is_added_once(record: Callable[..., Appended]) -> None:
    done = record(said("st-new"), replace(said("st-new"), origin="row:2"))
    assert done.unchanged == {1: 8}
    assert len(done.entries) == 1


def test_an_origin_says_one_thing_only(record: Callable[..., Appended], drafts: list[Draft]) -> None:
    done = record(replace(said("st-other"), origin=drafts[7].origin))
    assert codes(done) == [(0, "origin_taken")]
    assert done.findings[0].problem.values == {"origin": "test:st-egov-2012", "number": "7"}


def test_an_origin_says_one_thing_only_within_a_batch(record: Callable[..., Appended]) -> None:
    done = record(replace(said("st-a"), origin="row"), replace(said("st-b"), origin="row"))
    assert codes(done) == [(1, "origin_taken")]


def test_other_content_under_a_key_must_say_which_entry_it_replaces(record: Callable[..., Appended]) -> None:
    assert codes(record(said("st-egov-2012", value="23"))) == [(0, "key_taken")]
    done = record(replace(said("st-egov-2012", value="23"), replaces=7))
    assert done.entries[0].replaces == 7
    newest = reading.latest("st-egov-2012")
    assert newest is not None
    assert newest.number == 8


def test_a_withdrawn_entry_is_not_said_again_in_silence(record: Callable[..., Appended], drafts: list[Draft]) -> None:
    assert not record(draft("withdrawal", entry=7)).refused
    assert codes(record(replace(drafts[7], origin=None))) == [(0, "key_taken")]
    assert not record(replace(drafts[7], origin=None, replaces=7)).refused


def test_a_withdrawal_counts_for_the_rest_of_its_batch(record: Callable[..., Appended]) -> None:
    assert codes(record(draft("withdrawal", entry=5), said("st-new"))) == [(1, "unknown_key")]
    assert codes(record(draft("withdrawal", entry=7), draft("withdrawal", entry=7))) == [(1, "already_withdrawn")]


def test_an_older_version_can_be_withdrawn_and_the_newer_stays(record: Callable[..., Appended]) -> None:
    record(replace(said("st-egov-2012", value="23"), replaces=7))
    record(draft("withdrawal", entry=7))
    assert not record(said("st-new", relation="repeats", related="st-egov-2012")).refused


def test_what_concerns_no_entry_is_refused(record: Callable[..., Appended]) -> None:
    assert codes(record(draft("withdrawal", entry=99))) == [(0, "no_such_entry")]


def test_what_ends_an_entry_has_no_key_and_replaces_nothing(record: Callable[..., Appended]) -> None:
    done = record(draft("withdrawal", "wd-1", 7, entry=7))
    assert codes(done) == [(0, "key_unexpected"), (0, "entry_is_final")]


def test_a_malformed_key_is_refused(record: Callable[..., Appended]) -> None:
    assert codes(record(said("plan:"))) == [(0, "key_malformed")]


@pytest.mark.parametrize("together", [True, False])
def test_a_ledger_holds_one_plan(drafts: list[Draft], salts: Salts, *, together: bool) -> None:
    other = replace(drafts[3], key="plan-other", origin=None)
    batches = [[*drafts, other]] if together else [drafts, [other]]
    done = [append(batch, by="clerk", at=AT, salt=salts) for batch in batches][-1]
    assert codes(done) == [(len(batches[-1]) - 1, "second_plan")]


def test_a_plan_may_be_replaced_and_after_its_withdrawal_another_may_come(
    record: Callable[..., Appended], drafts: list[Draft]
) -> None:
    longer = draft("plan", "plan-mn", 3, name={"fr": "Maroc Numeric"}, starts_on="2009", ends_on="2014")
    assert not record(longer).refused
    other = replace(drafts[3], key="plan-other", origin=None)
    assert codes(record(other)) == [(0, "second_plan")]
    assert not record(draft("withdrawal", entry=8), other).refused


def test_a_tree_is_climbed_beyond_what_the_batch_names(record: Callable[..., Appended]) -> None:
    def node(key: str, parent: str, replaces: int | None = None) -> Draft:
        return draft("node", key, replaces, parent=parent, node_kind="action", name={"en": key})

    assert not record(node("act-1", "axis-2"), node("act-2", "act-1"), node("act-3", "act-2")).refused
    assert codes(record(node("act-1", "act-3", 8))) == [(0, "tree_cycle")]


def test_many_keys_are_looked_up_by_pieces(record: Callable[..., Appended]) -> None:
    many = [said(f"st-{one}") for one in range(1200)]
    assert len(record(*many).entries) == 1200
    assert record(*many).unchanged == {place: place + 8 for place in range(1200)}


def test_an_entry_longer_than_a_log_can_publish_is_refused(record: Callable[..., Appended]) -> None:
    long = "م" * 10_000
    done = record(said("st-long", quotation=long, note=long, words=long, office="م" * 600))
    assert not done.refused
    longer = "😀" * 10_000
    assert codes(record(said("st-longer", quotation=longer, note=longer))) == [(0, "entry_too_long")]


def test_instants_are_kept_in_whole_seconds_of_universal_time(record: Callable[..., Appended]) -> None:
    at = datetime.fromisoformat("2014-09-21T10:30:00.999999+01:00")
    assert record(said("st-new"), at=at).entries[0].recorded_at == datetime(2014, 9, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("nobody", ["", "a\u202eb", "n" * 97])
def test_whoever_records_has_a_name(record: Callable[..., Appended], nobody: str) -> None:
    with pytest.raises(NobodyRecords) as broken:
        record(said("st-new"), by=nobody)
    assert broken.value.given == nobody


def test_what_was_acknowledged_cannot_be_taken_back_by_an_outer_transaction(drafts: list[Draft], salts: Salts) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        append(drafts, by="clerk", at=AT, salt=salts)


def test_an_empty_batch_adds_nothing(record: Callable[..., Appended]) -> None:
    assert record() == Appended()
