"""Search for an entry that changes what was known before it, or a table that does more than grow."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.editions_of import edition_of, entry
from tests.properties.ledgers import CUTS, grown, ledger, seeds

from bilan.analysis.catalogue import ask
from bilan.tables.editions import Edition
from bilan.tables.session import open_session

KNOWN_ON = CUTS[3]
ANALYSES = ("progress", "pace", "candour")
READER = duckdb.connect(config={"threads": 1})


@settings(max_examples=15)
@given(seeds)
def test_what_was_public_later_changes_nothing_that_was_known_before(seed: int) -> None:
    before = ledger(seed)
    later = {"published_on": "2013-06-30", "said_on": "2013-06-30", "set_on": "2013-06-30"}
    after = [*before]
    for told in grown(before, Random(seed), by=8)[len(before) :]:
        days = {name: day for name, day in later.items() if name == "published_on" or name in told.content}
        known = {**told.content, **days} if told.kind != "target" else {**told.content, "set_on": "2013-06-30"}
        after.append(entry(told.kind, told.key, replaces=told.replaces, **known))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        old, new = edition_of(before, Path(one)), edition_of(after, Path(other))
        assert _answers(old) == _answers(new)


def _answers(edition: Edition) -> dict[str, list[Mapping[str, Any]]]:
    session = open_session(edition, as_of=CUTS[-2], known_on=KNOWN_ON)
    return {name: list(ask(session, name).rows) for name in ANALYSES}


@settings(max_examples=10)
@given(seeds, st.sampled_from((1, 2, 40)))
def test_the_tables_of_a_longer_ledger_are_those_of_a_shorter_one_and_more_rows(seed: int, by: int) -> None:
    random = Random(seed)
    shorter = grown(ledger(seed), random, by=250)
    longer = grown(shorter, random, by=by)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        old, at_once = edition_of(shorter, Path(one)), edition_of(longer, Path(other))
        rows = {kind: _rows(old, kind) for kind in ("statement", "target", "baseline", "indicator", "withdrawal")}
        new = edition_of(longer, Path(one))
        assert new.files == at_once.files
        assert new.root == at_once.root
        full = "0000000000-0000000256"
        kept = {path for path in old.files if full in path}
        assert kept
        assert {path: new.files[path] for path in kept} == {path: old.files[path] for path in kept}
        for kind, of_kind in rows.items():
            assert _rows(new, kind)[: len(of_kind)] == of_kind


def _rows(edition: Edition, kind: str) -> list[tuple[Any, ...]]:
    paths = [str(path) for path in edition.paths_of(kind)]
    query = "SELECT * FROM read_parquet($paths) ORDER BY number"
    return READER.execute(query, {"paths": paths}).fetchall() if paths else []
