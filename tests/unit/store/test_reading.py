"""Reading the ledger back: as it is published, by pieces, and with what a redaction has left."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bilan.ledger.canonical import base64_text
from bilan.ledger.entries import Draft
from bilan.ledger.kinds.record import Redaction, Withdrawal
from bilan.ledger.merkle import leaf_hash
from bilan.store import reading
from bilan.store.append import Appended, append

AT = datetime(2014, 9, 21, tzinfo=UTC)
REDACTION = Redaction(entry=7, reason_words="A telephone number", authority="CNDP")

pytestmark = pytest.mark.usefixtures("each_home")


@pytest.fixture
def recorded(drafts: list[Draft], salts: Callable[[], str]) -> Appended:
    return append(drafts, by="clerk", at=AT, salt=salts)


def record(*drafts: Draft) -> Appended:
    return append(drafts, by="clerk", at=AT, salt=lambda: "s" * 22)


def test_an_empty_ledger_has_nothing_to_read() -> None:
    assert reading.size() == 0
    assert list(reading.lines(0, 0)) == []
    assert reading.entry(0) is None
    assert reading.latest("st-egov-2012") is None


def test_a_range_is_read_by_pieces_in_order(recorded: Appended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 3)
    leaves = [one.leaf() for one in recorded.entries]
    assert list(reading.lines(0, 8)) == leaves
    assert list(reading.lines(2, 7)) == leaves[2:7]
    assert list(reading.leaf_hashes(5, 8)) == [leaf_hash(one) for one in leaves[5:]]


def test_a_reader_may_stop_in_the_middle(recorded: Appended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 3)
    for line in reading.lines(0, 8):
        assert line == recorded.entries[0].leaf()
        break
    assert reading.size() == 8


def test_the_latest_entry_of_a_key_is_found(recorded: Appended, drafts: list[Draft]) -> None:
    assert reading.latest("st-egov-2012") == recorded.entries[7]
    changed = drafts[7].content.model_copy(update={"locator": "p. 3"})
    newer = record(Draft(changed, key="st-egov-2012", replaces=7)).entries[0]
    assert reading.latest("st-egov-2012") == newer
    assert reading.key_of(8) == "st-egov-2012"


def test_a_withdrawn_entry_is_still_read(recorded: Appended) -> None:
    record(Draft(Withdrawal(entry=7)))
    assert reading.entry(7) == reading.latest("st-egov-2012") == recorded.entries[7]
    assert reading.redaction_of(7) is None


def test_of_a_redacted_entry_its_hash_is_left(recorded: Appended) -> None:
    record(Draft(REDACTION))
    hashed = leaf_hash(recorded.entries[7].leaf())
    [line] = reading.lines(7, 8)
    assert line == b'{"leaf_hash":"%s","number":7,"redacted_by":8}' % base64_text(hashed).encode()
    assert list(reading.leaf_hashes(7, 8)) == [hashed]
    assert reading.entry(7) is reading.latest("st-egov-2012") is None
    assert reading.key_of(7) == "st-egov-2012"


def test_a_second_redaction_leaves_the_line_as_it_was(drafts: list[Draft]) -> None:
    record(*drafts)
    record(Draft(REDACTION))
    line = list(reading.lines(7, 8))
    record(Draft(REDACTION))
    assert list(reading.lines(7, 8)) == line
    assert json.loads(line[0])["redacted_by"] == 8


def test_a_redacted_entry_can_be_replaced_but_not_referred_to(drafts: list[Draft]) -> None:
    record(*drafts)
    record(Draft(REDACTION.model_copy(update={"entry": 6})))
    closer = Draft(drafts[6].content.model_copy(update={"supersedes": "tgt-egov"}), key="tgt-closer")
    assert [one.problem.code for one in record(closer).findings] == ["unknown_key"]
    assert not record(Draft(drafts[6].content, key="tgt-egov", replaces=6), closer).refused


def test_what_was_redacted_is_known_by_its_origin(drafts: list[Draft]) -> None:
    record(*drafts)
    record(Draft(REDACTION))
    assert record(drafts[7]).unchanged == {0: 7}
