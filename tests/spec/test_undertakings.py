"""What becomes of a promise by the day, drawn as small tables."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, apart, ask, entry, indicator, session_of

from bilan.analysis import undertakings
from bilan.analysis.asking import Row


def promise(key: str = "com-a", *, kind: str = "promise", **content: Any) -> Told:
    facts = {"what": "Do it", "made_on": "2010-01-15", "occasion_kind": "public", **content}
    return entry("undertaking", key, undertaking_kind=kind, **facts)


def verdict(outcome: str, about: str, **content: Any) -> Told:
    facts = {"undertaking": "com-a", "published_on": about, **content}
    return entry("verdict", f"ver-{outcome}-{about}", outcome=outcome, about=about, **facts)


def said(value: str, about: str, *, nature: str = "measured", **content: Any) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": about, "said_on": "2010", "nature": nature, **content}
    return entry("statement", f"st-{nature}-{value}-{about.replace('/', '-')}", **facts)


def aim(value: str = "100", **content: Any) -> Told:
    return entry("target", "aim", indicator="ind-a", value=value, set_on="2009", **{"version": "original", **content})


@pytest.fixture
def row(tmp_path: Path) -> Any:
    """Ask what has become of the one promise in a ledger of these entries."""

    def asked(told: Iterable[Told], as_of: str) -> Row:
        rows = ask(session_of([PLAN, *told], tmp_path, as_of=as_of), undertakings.ANALYSIS)
        assert len(rows) == 1
        return rows[0]

    return asked


@pytest.mark.parametrize(
    ("due_on", "as_of", "state", "left", "late"),
    [
        ("2012-09", "2012-08-31", "to_come", 30, None),
        ("2012-09", "2012-09-01", "due", 29, None),
        ("2012-09", "2012-09-30", "due", 0, None),
        ("2012-09", "2012-10-01", "overdue", None, 1),
        ("2014/..", "2013-12-31", "to_come", None, None),
        ("2014/..", "2020-01-01", "due", None, None),
        (None, "2012-10-01", "cannot_determine", None, None),
    ],
)
def test_without_proof_the_calendar_tells(
    row: Any, *, due_on: str | None, as_of: str, state: str, left: int | None, late: int | None
) -> None:
    found = row([promise(due_on=due_on)], as_of)
    assert (found["state"], found["computed_from"]) == (state, "calendar")
    assert (found["days_left"], found["days_late"], found["proof"]) == (left, late, None)


@pytest.mark.parametrize(
    ("verdicts", "as_of", "state"),
    [
        ([("kept", "2012-09-10")], "2012-09-10", "kept"),
        ([("kept", "2012-09-10")], "2012-09-09", "due"),  # nobody could know yet
        ([("late", "2012-12-01")], "2012-12-31", "kept_late"),
        ([("partly_kept", "2012-09-10")], "2012-12-31", "partly_kept"),
        ([("followed", "2012-09-10")], "2012-12-31", "followed"),
        ([("abandoned", "2012-06-10")], "2012-07-31", "abandoned"),
        ([("unknown", "2012-10-10")], "2012-12-31", "cannot_determine"),
        ([("not_kept", "2012-06-10")], "2012-09-30", "due"),  # what is not yet due cannot be broken
        ([("not_kept", "2012-06-10")], "2012-10-01", "broken"),
        ([("not_kept", "2012-10-10"), ("kept", "2013-01-10")], "2013-02-01", "kept_late"),
        ([("kept", "2012-09-10"), ("not_kept", "2013-01-10")], "2013-02-01", "broken"),
    ],
)
def test_the_newest_verdict_that_was_public_decides(row: Any, verdicts: list[Any], as_of: str, state: str) -> None:
    assert row([promise(due_on="2012-09"), *(verdict(*one) for one in verdicts)], as_of)["state"] == state


def test_a_promise_without_a_due_day_is_broken_by_a_verdict_alone(row: Any) -> None:
    found = row([promise(), verdict("not_kept", "2012-10-10")], "2013-01-01")
    assert (found["state"], found["days_late"], found["entries"]) == ("broken", None, [1, 2])


def test_what_was_kept_late_tells_the_days_to_its_proof(row: Any) -> None:
    found = row([promise(due_on="2012-06"), verdict("late", "2012-12-17")], "2013-12-31")
    assert (found["days_late"], found["proof"], str(found["proof_on"])) == (170, 2, "2012-12-17")


VALUES: list[tuple[list[Told], str]] = [
    ([said("100", "2012-08-31")], "kept"),
    ([said("100", "2012-12-31")], "kept_late"),
    ([said("99", "2012-12-31")], "broken"),
    ([said("99", "2012-08-31")], "overdue"),  # there was a month left
    ([said("99", "2013-10-31")], "overdue"),  # more than a year after
    ([said("100", "2012-08-31", nature="declared"), said("80", "2012-08-30")], "overdue"),
    ([said("99", "2012-12-31", qualifier="more_than")], "overdue"),
    ([said("99", "2012-12-31", qualifier="less_than")], "broken"),
    ([said("100", "2012-12-31", qualifier="almost")], "overdue"),
    ([said("100", "2009-12-31")], "overdue"),  # it stood before the promise was made
    ([said("100", "2012-08-31", nature="estimated")], "overdue"),
    ([said("100", "2012-08-31", scope="urban", scope_relation="part")], "overdue"),
    ([said("100", "2012-08-31", unit="schools")], "overdue"),
    ([said("100", "2012-08-31", subject="site-a")], "overdue"),
]


@pytest.fixture(scope="module")
def beside_values(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """Ask what has become of the promise of each case, in one ledger of them all."""
    promised = [indicator(), aim(), promise(due_on="2012-09", indicator="ind-a", target="aim")]
    told = apart([*promised, *statements] for statements, _ in VALUES)
    session = session_of([PLAN, *told], tmp_path_factory.mktemp("values"), as_of="2013-12-31")
    return {row["undertaking"]: row for row in ask(session, undertakings.ANALYSIS)}


@pytest.mark.parametrize(("place", "state"), list(enumerate(state for _, state in VALUES)))
def test_a_promise_with_a_target_is_set_beside_its_values(
    beside_values: dict[str, Row], place: int, state: str
) -> None:
    found = beside_values[f"com-a-{place}"]
    assert found["state"] == state
    assert found["computed_from"] == ("calendar" if state == "overdue" else "indicator")
    assert (found["expected"], len(found["entries"])) == ((None, 1) if state == "overdue" else (100, 3))


def test_downwards_less_is_better(row: Any) -> None:
    told = [indicator(direction="down"), aim("10"), promise(due_on="2012-09", indicator="ind-a", target="aim")]
    assert row([*told, said("9", "2012-08-31")], "2013-12-31")["state"] == "kept"
    assert row([*told, said("11", "2012-12-31")], "2013-12-31")["state"] == "broken"


@pytest.mark.parametrize("facts", [{"scope": "edition 4"}, {"version": "partial"}])
def test_a_target_on_a_part_is_not_set_beside_the_whole(row: Any, facts: dict[str, str]) -> None:
    told = [
        indicator(),
        aim(**facts),
        promise(due_on="2012-09", indicator="ind-a", target="aim"),
        said("100", "2012-08"),
    ]
    assert row(told, "2013-12-31")["state"] == "overdue"


@pytest.mark.parametrize(
    ("value", "about", "made_on", "expected", "state"),
    [
        ("10", "2010-02-22/2012-12-17", "2010", 12, "broken"),
        ("12", "2010-02-22/2012-12-17", "2010", 12, "kept"),
        ("3", "2010-12-31", "2010-01-15", 3, "kept"),  # the start was not told: one each period since it was made
        ("2", "2010-12-31", "2010-01-15", 3, "broken"),
        ("2", "2010-12-31", None, None, "cannot_determine"),
    ],
)
def test_a_rhythm_is_set_beside_its_newest_count(
    row: Any, *, value: str, about: str, made_on: str | None, expected: int | None, state: str
) -> None:
    rule = promise(kind="rule", rhythm="P3M", indicator="ind-a", made_on=made_on, published_on="2010")
    found = row([indicator(measure="cumulative"), rule, said(value, about, nature="declared")], "2013-12-31")
    assert (found["state"], found["expected"]) == (state, expected)


def test_a_promise_not_yet_public_is_not_told(tmp_path: Path) -> None:
    told = [PLAN, promise(due_on="2012", published_on="2012-03-01")]
    assert ask(session_of(told, tmp_path, as_of="2012-02-01"), undertakings.ANALYSIS) == []
