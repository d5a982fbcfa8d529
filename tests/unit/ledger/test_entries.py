"""An entry has one set of bytes, and is read back from them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bilan.ledger.entries import Draft, Entry, content_of, instant, read_content
from bilan.ledger.kinds.measurement import Statement

ENTRY = Entry(
    number=7,
    recorded_at=datetime(2014, 9, 21, 10, 30, 5, tzinfo=UTC),
    recorded_by="desk",
    kind="statement",
    key="st-egov",
    replaces=3,
    content={"indicator": "ind-egov", "nature": "declared", "value": "80.0"},
    salt="c2FsdA",
)


def test_an_entry_is_written_with_its_keys_in_order_and_its_number_as_it_was_said() -> None:
    assert ENTRY.leaf() == (
        b'{"content":{"indicator":"ind-egov","nature":"declared","value":"80.0"},"key":"st-egov","kind":"statement",'
        b'"number":7,"recorded_at":"2014-09-21T10:30:05Z","recorded_by":"desk","replaces":3,"salt":"c2FsdA"}'
    )


@pytest.mark.parametrize("entry", [ENTRY, replace(ENTRY, key=None, replaces=None)])
def test_an_entry_is_read_back_from_its_leaf(entry: Entry) -> None:
    assert Entry.from_leaf(json.loads(entry.leaf())) == entry


def test_what_an_entry_lacks_is_not_in_its_leaf() -> None:
    assert set(json.loads(replace(ENTRY, key=None, replaces=None).leaf())).isdisjoint({"key", "replaces"})


def test_an_instant_is_written_in_universal_time_to_the_second() -> None:
    rabat = datetime(2014, 9, 21, 11, 30, 5, 999_999, tzinfo=timezone(timedelta(hours=1)))
    assert instant(rabat) == "2014-09-21T10:30:05Z"


def test_content_is_read_and_written_without_loss() -> None:
    said = read_content("statement", ENTRY.content)
    assert isinstance(said, Statement)
    assert content_of(said) == ENTRY.content
    assert Draft(said).kind == "statement"
