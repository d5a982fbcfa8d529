"""The auditor's desk: each query finds what it is to find, the worst first, and nothing where there is nothing."""

from pathlib import Path

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import audit
from bilan.report.sheets.audit_queries import Query
from bilan.report.view import View


def desk(told: list[Told], home: Path) -> dict[str, Query]:
    return {one.code: one for one in audit.queries(View(session_of([PLAN, *told], home, as_of="2030-01-01")))}


def said(key: str, value: str, day: str, nature: str, of: str = "ind-a") -> Told:
    return entry("statement", key, indicator=of, value=value, nature=nature, about=day, said_on=day)


def aimed(of: str) -> list[Told]:
    return [
        entry("baseline", f"bl-{of}", indicator=of, value="0", about="2008-12-31"),
        entry("target", f"tgt-{of}", indicator=of, value="100", due_on="2013", set_on="2009", version="original"),
    ]


def test_the_widest_gap_between_declared_and_verified_comes_first(tmp_path: Path) -> None:
    told = [
        indicator("ind-a"), *aimed("ind-a"), said("a1", "50", "2012-12-31", "declared"),
        said("a2", "40", "2012-12-31", "audited"),
        indicator("ind-b"), *aimed("ind-b"), said("b1", "90", "2012-12-31", "declared", "ind-b"),
        said("b2", "40", "2012-12-31", "measured", "ind-b"),
    ]  # fmt: skip
    assert [(row["indicator"], row["points"]) for row in desk(told, tmp_path)["gaps"].rows] == [
        ("ind-b", 50),
        ("ind-a", 10),
    ]


def test_values_many_years_apart_are_not_set_side_by_side(tmp_path: Path) -> None:
    told = [
        indicator("ind-a"),
        *aimed("ind-a"),
        said("a1", "50", "2012", "declared"),
        said("a2", "9", "2009", "audited"),
    ]
    assert desk([indicator("ind-a"), *aimed("ind-a"), *told], tmp_path)["gaps"].count == 0


def test_the_matrix_counts_an_indicator_once_a_nature_and_those_nobody_spoke_of(tmp_path: Path) -> None:
    told = [
        *(indicator(key) for key in ("ind-a", "ind-b")),
        *(said(f"a{value}", value, "2012", "declared") for value in ("1", "2")),
        said("a3", "2", "2013", "audited"),
    ]
    (line,) = audit.matrix(View(session_of([PLAN, *told], tmp_path)))
    assert (line.indicators, line.silent) == (2, 1)
    assert {nature: cell.count for nature, cell in line.cells.items() if cell.count} == {"declared": 1, "audited": 1}
    assert len(line.cells["declared"].entries) == 2


@pytest.mark.parametrize(
    ("recorded", "lag", "late"),
    [
        ("2012-09-01", "month", 0),
        ("2013-05-01", "year", 0),
        ("2015-01-01", "five_years", 1),
        ("2029-01-01", "longer", 1),
    ],
)
def test_what_was_recorded_long_after_it_was_public_is_counted(
    recorded: str, lag: str, late: int, tmp_path: Path
) -> None:
    spoken = entry(
        "statement", "a", value="1", nature="declared", said_on="2012-08-08", indicator="ind-a",
        occasion_kind="public", recorded_on=recorded,
    )  # fmt: skip
    query = desk([indicator("ind-a"), spoken], tmp_path)["late"]
    assert ([row["lag"] for row in query.rows], query.count) == ([lag], late)


def test_a_finding_stands_with_what_was_asked_answered_and_closed_and_what_is_open_comes_first(tmp_path: Path) -> None:
    told = [
        entry("finding", "fin-a", auditor="org-c", subject="plan", text="A", opinion="remark"),
        entry("recommendation", "rec-a", finding="fin-a", text="Do"),
        entry("reply", "rep-a", recommendation="rec-a", party="org-m", text="Done"),
        entry("closure", "clo-a", recommendation="rec-a", auditor="org-c", outcome="kept"),
        entry("finding", "fin-b", auditor="org-c", subject="plan", text="B", opinion="remark"),
    ]
    first, second = desk(told, tmp_path)["findings"].rows
    assert (first["text"], first["replies"]) == ("B", [])
    assert (second["recommendations"], second["replies"], second["closures"]) == (["Do"], ["Done"], ["kept"])
    assert len(second["entries"]) == 4


def test_a_plan_of_which_nothing_is_known_yet_has_an_answer_to_every_query(tmp_path: Path) -> None:
    assert {one.count for one in desk([], tmp_path).values()} <= {0, 1}


def test_what_nobody_else_accepted_is_counted_by_hands(tmp_path: Path) -> None:
    query = desk([indicator("ind-a")], tmp_path)["hands"]
    assert [(row["recorded_by"], row["accepted_by"], row["count"]) for row in query.rows] == [("tester", None, 2)]
    assert (query.count, query.of) == (2, 2)
