"""The catalogue: what can be asked, in which order, and what each question tells of itself.

Fixtures: `empty` is the edition of a plan of which nothing is told; each analysis is asked of a session of its own, and
finds only what it says that it reads. `plan` is one session of a plan with an indicator.
"""

from datetime import date
from pathlib import Path

import pytest
from tests.editions_of import PLAN, edition_of, indicator, session_of

from bilan.analysis.asking import HEADS, Field, fields
from bilan.analysis.catalogue import CATALOGUE, UnknownAnalysis, ask, hold
from bilan.ledger.kinds import KINDS
from bilan.tables.editions import Edition
from bilan.tables.session import Session, open_session

DAY = date(2030, 1, 1)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of([PLAN], tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return session_of([PLAN, indicator()], tmp_path_factory.mktemp("plan"))


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_analysis_comes_after_those_it_reads_and_reads_kinds_that_exist(name: str) -> None:
    order = list(CATALOGUE)
    assert all(order.index(earlier) < order.index(name) for earlier in CATALOGUE[name].after)
    assert set(CATALOGUE[name].reads) <= set(KINDS)


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_analysis_tells_its_question_formula_unit_shape_missing_and_source(name: str) -> None:
    assert [head for head in HEADS if len(CATALOGUE[name].told(head)) < 8] == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_analysis_answers_an_empty_plan(name: str, empty: Edition) -> None:
    answer = ask(open_session(empty, as_of=DAY, known_on=DAY), name)
    assert answer.analysis.name == name
    assert isinstance(answer.rows, list)


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_rows_of_an_analysis_have_its_columns(name: str, plan: Session) -> None:
    rows = ask(plan, name).rows
    assert all(set(row) == {one.name for one in CATALOGUE[name].columns} for row in rows)


def test_what_is_not_in_the_catalogue_is_refused_with_what_is() -> None:
    with pytest.raises(UnknownAnalysis, match="progress"):
        ask(None, "astrology")  # type: ignore[arg-type]


def test_what_is_no_single_query_cannot_be_held_as_a_table(tmp_path: Path) -> None:
    session = session_of([PLAN], tmp_path)
    hold(session, "progress")
    assert session.rows("SELECT count(*) AS rows FROM progress") == [{"rows": 0}]
    with pytest.raises(UnknownAnalysis, match="rollup"):
        hold(session, "rollup")


def test_a_head_that_a_docstring_lacks_tells_nothing() -> None:
    assert CATALOGUE["progress"].told("Weather") == ""


def test_columns_are_read_from_lines() -> None:
    assert fields(" a | share | How far. ") == (Field("a", "share", "How far."),)
