"""The two cuts: what counts by a day, and what could be known on another."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, edition_of, entry, indicator, session_of

from bilan.tables.session import EditionOutdated, Session, open_session


def statement(key: str, value: str | None = "1", **content: Any) -> Told:
    return entry("statement", key, indicator="ind-a", value=value, nature="declared", **content)


def keys(session: Session, view: str = "statement") -> list[object]:
    session.need(["statement"])
    return [row["key"] for row in session.rows(f'SELECT key FROM "{view}" ORDER BY number')]  # noqa: S608 - a view


FIRST = statement("st-a", about="2012", said_on="2012-12-31")
SECOND = statement("st-a", "2", about="2012", said_on="2014-05-05")


def test_known_on_cuts_what_was_not_public_yet(tmp_path: Path) -> None:
    early, late = statement("st-a", about="2011", said_on="2012-03-01"), statement("st-b", about="2011", said_on="2013")
    told = [PLAN, indicator(), early, late]
    assert keys(session_of(told, tmp_path, as_of="2012-06-30")) == ["st-a"]
    assert keys(session_of(told, tmp_path, as_of="2012-06-30", known_on="2013-12-31")) == ["st-a", "st-b"]


def test_as_of_cuts_what_is_about_a_later_day(tmp_path: Path) -> None:
    told = [PLAN, indicator(), statement("st-a", about="2013-06-30", said_on="2014-02")]
    assert keys(session_of(told, tmp_path, as_of="2013-06-29", known_on="2014-12-31")) == []
    assert keys(session_of(told, tmp_path, as_of="2013-06-30", known_on="2014-12-31")) == ["st-a"]


def replaced(told: Told, number: int) -> Told:
    return Told(told.kind, told.key, told.content, number, told.recorded_on)


def test_an_entry_is_in_force_until_its_replacement_is_public(tmp_path: Path) -> None:
    told = [PLAN, indicator(), FIRST, replaced(SECOND, 2)]

    def value(known_on: str) -> list[object]:
        session = session_of(told, tmp_path, as_of="2013-01-01", known_on=known_on)
        session.need(["statement"])
        return [row["value"] for row in session.rows("SELECT value FROM statement")]

    assert value("2014-05-04") == [1]
    assert value("2014-05-05") == [2]


def test_every_version_stays_to_be_read(tmp_path: Path) -> None:
    session = session_of([PLAN, indicator(), FIRST, replaced(SECOND, 2)], tmp_path)
    assert keys(session, "statement_known") == ["st-a", "st-a"]
    assert keys(session) == ["st-a"]


def test_a_withdrawn_entry_is_gone_from_the_day_the_withdrawal_is_public(tmp_path: Path) -> None:
    told = [PLAN, indicator(), FIRST, entry("withdrawal", entry=2, published_on="2014-03-11")]
    assert keys(session_of(told, tmp_path, as_of="2014-03-10")) == ["st-a"]
    assert keys(session_of(told, tmp_path, as_of="2014-03-11")) == []


def test_what_a_redacted_entry_had_superseded_does_not_come_back(tmp_path: Path) -> None:
    redaction = entry("redaction", entry=3, replaced=2, reason_words="court order", authority="Rabat")
    assert keys(session_of([PLAN, indicator(), FIRST, redaction], tmp_path)) == []


def test_a_table_is_made_once_and_kept(tmp_path: Path) -> None:
    session = session_of([PLAN], tmp_path)
    session.keep("answer", "SELECT 1 AS one")
    session.keep("answer", "SELECT 2 AS one")
    assert session.rows('SELECT one FROM "answer"') == [{"one": 1}]
    assert session.rows("SELECT $day AS day", {"day": "2012"}) == [{"day": "2012"}]


def test_the_cut_tells_both_dates_and_the_period_of_the_plan(tmp_path: Path) -> None:
    (cut,) = session_of([PLAN], tmp_path, as_of="2012-08-08", known_on="2014-12-31").rows("SELECT * FROM cut")
    assert [str(cut[name]) for name in ("as_of", "known_on", "starts_on", "ends_on")] == [
        "2012-08-08",
        "2014-12-31",
        "2009-01-01",
        "2013-12-31",
    ]


def test_a_large_edition_is_read_from_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilan.tables.session.IN_MEMORY", 0)
    assert keys(session_of([PLAN, indicator(), FIRST], tmp_path)) == ["st-a"]


def test_an_edition_of_other_columns_is_refused_with_what_to_do(tmp_path: Path) -> None:
    edition = replace(edition_of([PLAN], tmp_path), schema="of-before")
    with pytest.raises(EditionOutdated, match="build the edition again"):
        open_session(edition, as_of=date(2012, 8, 8), known_on=date(2012, 8, 8))


FRANCE = entry("party", "state-fra", name="France", party_kind="state", country="FR")


def test_what_is_said_of_another_state_is_no_statement_on_the_plan(tmp_path: Path) -> None:
    told = [
        PLAN,
        FRANCE,
        indicator("ind-a"),
        indicator("ind-panel", headline=None),
        entry("statement", "st-own", indicator="ind-a", value="1", nature="measured", about="2010"),
        entry(
            "statement", "st-fra", indicator="ind-a", subject="state-fra", value="2", nature="measured", about="2010"
        ),
        entry("statement", "st-pan", indicator="ind-panel", subject="state-fra", value="3", nature="measured"),
    ]
    session = session_of(told, tmp_path)
    session.need(["statement", "indicator"])
    assert [row["key"] for row in session.rows("SELECT key FROM statement")] == ["st-own"]
    assert [row["key"] for row in session.rows("SELECT key FROM statement_known ORDER BY number")][1:] == [
        "st-fra",
        "st-pan",
    ]
    assert [row["key"] for row in session.rows("SELECT key FROM indicator")] == ["ind-a"]
