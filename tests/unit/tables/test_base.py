"""The tables of an edition before any cut: made when asked for, shared by sessions, given back when nobody is left."""

import gc
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from tests.editions_of import PLAN, edition_of, indicator

from bilan.tables import base, session
from bilan.tables.base import Base
from bilan.tables.editions import Edition
from bilan.tables.session import Session, open_session

DAY = date(2030, 1, 1)


def open_here(edition: Edition) -> Session:
    return open_session(edition, as_of=DAY, known_on=DAY)


def catalogues(of: Base) -> set[str]:
    return {name for (name,) in of.con.execute("SELECT database_name FROM duckdb_databases()").fetchall()}


def test_a_table_is_made_when_a_question_names_it(tmp_path: Path) -> None:
    opened = open_here(edition_of([PLAN, indicator()], tmp_path))
    assert "indicator" not in opened.base.made
    assert opened.rows("SELECT base.number FROM base.indicator base") == [{"number": 1}]
    assert "indicator" in opened.base.made
    assert opened.rows('SELECT count(*) AS sources FROM base."source"') == [{"sources": 0}]


def test_sessions_at_once_share_the_tables_of_an_edition_and_no_others(tmp_path: Path) -> None:
    editions = [edition_of([PLAN, indicator(f"ind-{one}")], tmp_path / str(one)) for one in range(3)]

    def key(number: int) -> object:
        opened = open_here(editions[number % 3])
        opened.need(["indicator"])
        return opened.rows("SELECT key FROM indicator")[0]["key"]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(key, range(24))) == [f"ind-{number % 3}" for number in range(24)]


def test_what_nobody_holds_is_given_back_when_the_next_is_opened(tmp_path: Path) -> None:
    session._base.cache_clear()
    gc.collect()
    first, second = (edition_of([PLAN, indicator(f"ind-{one}")], tmp_path / str(one)) for one in range(2))
    held = open_here(first)
    gone = open_here(second).base.path.partition(".")[0]
    session._base.cache_clear()
    gc.collect()
    opened = open_here(second)
    assert gone not in catalogues(opened.base)
    assert held.base.path.partition(".")[0] in catalogues(opened.base)
    assert held.rows("SELECT key FROM base.indicator") == [{"key": "ind-0"}]


def test_an_edition_that_is_read_from_its_files_has_a_database_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bilan.tables.session.IN_MEMORY", 0)
    opened = open_here(edition_of([PLAN, indicator()], tmp_path))
    assert catalogues(opened.base).isdisjoint(base._shared().open_now)
    assert opened.rows("SELECT key FROM base.indicator") == [{"key": "ind-a"}]
