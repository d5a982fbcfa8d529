"""What is exported is what can be read again: what is live, or the whole history.

`LEDGER` holds a source said twice, a plan, a node, a withdrawn party, and a redacted target with what it had replaced.
"""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bilan.exchange.export import history, live, write_files, write_folder
from bilan.exchange.kind_files import read
from bilan.exchange.preview import Nothing, preview
from bilan.exchange.steps import Put
from bilan.ledger.entries import Entry, content_of

AT = datetime(2014, 9, 21, tzinfo=UTC)


def entry(number: int, kind: str, key: str | None, content: Mapping[str, Any], replaces: int | None = None) -> Entry:
    return Entry(number, AT, "desk", kind, key, replaces, content, "c2FsdA")


SOURCE = {"publisher": "TelQuel", "source_kind": "press"}
TARGET = {"indicator": "ind-a", "version": "original", "value": "89"}
LEDGER = [
    entry(0, "source", "src-1", SOURCE),
    entry(1, "plan", "plan-a", {"name": {"fr": "=Plan", "ar": "مخطط"}, "starts_on": "2009", "ends_on": "2013"}),
    entry(2, "node", "axis-1", {"parent": "plan-a", "node_kind": "axis", "name": {"fr": "A"}, "aim": 'a;b, "c"\nd'}),
    entry(3, "source", "src-1", {**SOURCE, "title": "Épinglé"}, 0),
    entry(4, "party", "org-1", {"name": "X", "party_kind": "organisation", "also_named": ["A; B", "C"]}),
    entry(5, "withdrawal", None, {"entry": 4, "reason": "correction"}),
    entry(
        6,
        "indicator",
        "ind-a",
        {"node": "plan-a", "name": {"fr": "I"}, "unit": "jobs", "measure": "stock", "headline": False},
    ),
    entry(7, "target", "tgt-a", TARGET),
    entry(8, "target", "tgt-a", {**TARGET, "value": "69"}, 7),
    entry(9, "redaction", None, {"entry": 8, "reason_words": "Telephone number", "authority": "CNDP", "replaced": 7}),
    entry(10, "party", "org-2", {"name": "Y", "party_kind": "person"}),
    entry(11, "redaction", None, {"entry": 10, "reason_words": "Erased", "authority": "CNDP"}),
]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def read_again(entries: list[Entry], folder: Path, *, numbered: bool = False) -> list[tuple[str, str | None, Any]]:
    write_folder(entries, folder, numbered=numbered)
    reading = read(folder)
    assert reading.problems == ()
    outcomes = preview(reading.steps, Nothing(), size=0, today=AT.date())
    return [(one.draft.kind, one.draft.key, one.content) for one in outcomes if one.draft]


def test_what_is_live_is_neither_superseded_nor_withdrawn_nor_redacted() -> None:
    assert [one.number for one in live(LEDGER)] == [1, 2, 3, 6]


def test_what_is_live_is_read_again_as_it_was(tmp_path: Path) -> None:
    kept = live(LEDGER)
    found = read_again(kept, tmp_path)
    assert sorted(found, key=str) == sorted(((one.kind, one.key, one.content) for one in kept), key=str)


def test_a_history_is_read_again_in_its_order(tmp_path: Path) -> None:
    found = read_again(history(LEDGER), tmp_path, numbered=True)
    assert [(kind, key) for kind, key, _ in found] == [
        ("source", "src-1"),
        ("plan", "plan-a"),
        ("node", "axis-1"),
        ("source", "src-1"),
        ("party", "org-1"),
        ("withdrawal", None),
        ("indicator", "ind-a"),
        ("target", "tgt-a"),
        ("withdrawal", None),
    ]
    assert [content["entry"] for kind, _, content in found if kind == "withdrawal"] == [4, 7]


def test_what_was_redacted_and_what_it_had_replaced_do_not_come_back() -> None:
    kept = history(LEDGER)
    assert {8, 10}.isdisjoint(one.number for one in kept)
    assert "tgt-a" not in {one.key for one in live(kept)}


def test_a_file_has_the_columns_that_its_entries_use() -> None:
    files = write_files(live(LEDGER))
    assert list(files) == ["source.csv", "plan.csv", "node.csv", "indicator.csv"]
    assert files["source.csv"] == "key,title,publisher,source_kind\nsrc-1,Épinglé,TelQuel,press\n"
    assert rows(files["indicator.csv"])[0]["headline"] == "no"


def test_no_text_of_an_export_is_run_by_a_spreadsheet() -> None:
    assert rows(write_files(live(LEDGER))["plan.csv"])[0]["name_fr"] == "'=Plan"


@pytest.mark.parametrize("numbered", [True, False])
def test_numbers_are_of_a_history_alone(numbered: bool) -> None:  # noqa: FBT001 - the name says it
    header = write_files(history(LEDGER), numbered=numbered)["source.csv"].partition("\n")[0].split(",")
    assert ({"number", "replaces"} <= set(header)) == numbered


def test_an_export_is_the_same_whatever_the_order_it_was_given_in(tmp_path: Path) -> None:
    write_folder(live(LEDGER), tmp_path / "one")
    write_folder(live(LEDGER[::-1]), tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert [(tmp_path / "one" / name).read_bytes() for name in names] == [
        (tmp_path / "two" / name).read_bytes() for name in names
    ]
    assert all(isinstance(step, Put) and content_of(step.draft.content) for step in read(tmp_path / "one").steps)
