"""What becomes of an obligation by the day, drawn as small tables."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, ask, edition_of, entry, session_of

from bilan.analysis import obligations
from bilan.analysis.asking import Row
from bilan.tables.editions import Edition
from bilan.tables.session import open_session


def agreement(key: str = "agr-a", *, kind: str = "ppp", **content: Any) -> Told:
    facts = {"title": {"en": key}, "signed_on": "2009", "published_on": None, **content}
    return entry("agreement", key, agreement_kind=kind, **facts)


def owed(key: str = "obl-a", /, *, of: str = "agr-a", **content: Any) -> Told:
    facts = {"what": "Serve", "due_on": "2012-06-30", "published_on": "2010", **content}
    return entry("obligation", key, agreement=of, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Ask what became of the obligations in a ledger of a plan and these entries."""

    def asked(told: Iterable[Told], as_of: str = "2013-12-31", known_on: str | None = None) -> list[Row]:
        session = session_of([PLAN, *told], tmp_path, as_of=as_of, known_on=known_on)
        return ask(session, obligations.ANALYSIS)

    return asked


def seen(value: str, on: str | None) -> dict[str, str | None]:
    """Tell that of five owed so many were observed."""
    return {"amount": "5", "observed": value, "observed_on": on}


KEPT = {"kept_on": "2012-06-30"}
LATE = {"kept_on": "2012-07-01"}


CASES: list[tuple[dict[str, Any], str, tuple[str | None, ...]]] = [
    # What the calendar alone says.
    ({}, "2012-06-29", ("to_come", "calendar", None)),
    ({}, "2012-06-30", ("due", "calendar", None)),
    ({}, "2012-07-01", ("overdue", "calendar", "unknown")),
    ({"due_on": "2012"}, "2011-12-31", ("to_come", "calendar", None)),
    ({"due_on": "2012"}, "2012-03-01", ("due", "calendar", None)),
    ({"due_on": None}, "2013-12-31", ("cannot_determine", "calendar", None)),
    ({"due_on": "2011/.."}, "2013-12-31", ("due", "calendar", None)),
    ({"due_on": "../2012"}, "2011-12-31", ("due", "calendar", None)),
    # A word on its keeping.
    (KEPT, "2013-12-31", ("kept", "told", "kept_on_time")),
    (KEPT, "2012-06-30", ("kept", "told", None)),
    (KEPT, "2012-06-29", ("to_come", "calendar", None)),
    (LATE, "2013-12-31", ("kept_late", "told", "late")),
    ({"kept_on": "2012", "due_on": "2012-06-30"}, "2013-12-31", ("kept", "told", "unknown")),
    ({"kept_on": "2012", "due_on": "2012"}, "2013-12-31", ("kept", "told", "kept_on_time")),
    ({**KEPT, "due_on": None}, "2013-12-31", ("kept", "told", None)),
    ({"broken_on": "2012-07-01"}, "2013-12-31", ("broken", "told", "broken")),
    ({"broken_on": "2011-07-01"}, "2011-12-31", ("to_come", "told", None)),
    ({"broken_on": "2011-07-01", "due_on": None}, "2011-12-31", ("broken", "told", None)),
    ({"broken_on": "2012-07-01", "kept_on": "2012-08-01"}, "2013-12-31", ("kept_late", "told", "late")),
    ({"broken_on": "2012-07-01", "kept_on": "2012-08-01"}, "2012-07-15", ("broken", "told", "broken")),
    ({"broken_on": "2012-05-01", "kept_on": "2012-05-01"}, "2013-12-31", ("broken", "told", "broken")),
    # An amount that was observed.
    (seen("5", "2012-06"), "2013-12-31", ("kept", "observed", "kept_on_time")),
    (seen("6", "2012-09"), "2013-12-31", ("kept", "observed", "unknown")),
    (seen("4", "2012-06-30"), "2013-12-31", ("broken", "observed", "broken")),
    (seen("4", "2012-05"), "2013-12-31", ("overdue", "calendar", "unknown")),
    (seen("4", "2012-09"), "2012-08-01", ("overdue", "calendar", "unknown")),
    (seen("4", None), "2013-12-31", ("overdue", "calendar", "unknown")),
    ({"observed": "4", "observed_on": "2012-09"}, "2013-12-31", ("overdue", "calendar", "unknown")),
    ({**seen("9", "2011"), "due_on": None}, "2013-12-31", ("kept", "observed", None)),
    # A service level.
    ({"failures": "0"}, "2013-12-31", ("kept", "failures", "kept_on_time")),
    ({"failures": "2"}, "2013-12-31", ("broken", "failures", "broken")),
    ({"failures": "2"}, "2012-01-01", ("to_come", "calendar", None)),
    ({"failures": "2", **seen("9", "2012-01")}, "2013-12-31", ("broken", "failures", "broken")),
    ({"failures": "2", "observed_on": "2012-05"}, "2012-06-29", ("to_come", "failures", None)),
    ({"failures": "0", "broken_on": "2012-07-01"}, "2013-12-31", ("broken", "told", "broken")),
    # A risk is borne, neither kept nor broken.
    ({"obligation_kind": "risk", "kept_on": "2012-01-01"}, "2013-12-31", (None, None, None)),
]  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Tell the obligation of every case, each under its number."""
    owing = [owed(f"obl-{place}", **facts) for place, (facts, *_) in enumerate(CASES)]
    return edition_of([PLAN, agreement(), *owing], tmp_path_factory.mktemp("told"))


@pytest.fixture(scope="module")
def became(told: Edition) -> Callable[[str], Mapping[str, Row]]:
    @cache
    def asked(as_of: str) -> Mapping[str, Row]:
        session = open_session(told, as_of=date.fromisoformat(as_of), known_on=date(2029, 1, 1))
        return {row["obligation"]: row for row in ask(session, obligations.ANALYSIS)}

    return asked


@pytest.mark.parametrize(("place", "as_of", "expected"), [(place, *case) for place, (_, *case) in enumerate(CASES)])
def test_a_word_decides_then_failures_then_an_amount_then_the_calendar(
    became: Any, place: int, as_of: str, expected: tuple[str | None, ...]
) -> None:
    assert len(became(as_of)) == len(CASES)
    row = became(as_of)[f"obl-{place}"]
    assert (row["state"], row["computed_from"], row["outcome"]) == expected


def test_days_late_run_to_the_keeping_or_to_the_day_of_the_question(rows: Any) -> None:
    told = [owed("obl-late", **LATE), owed("obl-open"), owed("obl-ahead", due_on="2014-01-10")]
    found = {row["obligation"]: (row["days_late"], row["days_left"]) for row in rows([agreement(), *told])}
    assert found == {"obl-late": (1, None), "obl-open": (549, None), "obl-ahead": (None, 10)}


def test_what_was_not_public_is_not_known(rows: Any) -> None:
    told = [agreement(), owed(), owed(replaces=2, published_on="2013-06-01", **KEPT)]
    assert [row["state"] for row in rows(told, known_on="2013-05-31")] == ["overdue"]
    assert [row["state"] for row in rows(told, known_on="2013-06-01")] == ["kept"]


def test_a_due_day_that_was_moved_later_is_marked_and_measured_as_it_stands(rows: Any) -> None:
    told = [agreement(), owed(due_on="2011"), owed(replaces=2, published_on="2012", due_on="2012-06-30", **KEPT)]
    [row] = rows(told)
    assert (row["moved"], row["first_due_to"], row["outcome"]) == (True, date(2011, 12, 31), "kept_on_time")
    [before] = rows(told, known_on="2011-12-31")
    assert (before["moved"], before["due_on"]) == (False, "2011")


def test_obligations_of_an_agreement_that_is_not_signed_yet_are_not_asked_for(rows: Any) -> None:
    assert rows([agreement(signed_on="2014"), owed()]) == []


def test_the_penalty_expected_is_the_one_contracted_for_each_failure(rows: Any) -> None:
    money = {"currency": "USD", "penalty_contracted": "50", "penalty_imposed": "100", "penalty_paid": "30"}
    [row] = rows([agreement(), owed(failures="3", **money)])
    assert [row[f"penalty_{name}"] for name in ("contracted", "expected", "imposed", "paid")] == [50, 150, 100, 30]
    assert row["entries"] == [2, 1]


DAYS = st.sampled_from([None, "2012-06-29", "2012-06-30", "2012-07-01", "2012-08-15"])
AMOUNTS = st.sampled_from([None, "4", "5", "6"])
FACTS = st.fixed_dictionaries(
    {
        "kept_on": DAYS,
        "broken_on": DAYS,
        "observed_on": DAYS,
        "amount": AMOUNTS,
        "observed": AMOUNTS,
        "failures": st.sampled_from([None, "0", "1"]),
        "due_on": st.sampled_from([None, "2012-06-30"]),
    }
)


def outcome_by_hand(told: dict[str, Any], as_of: date) -> str | None:
    """Say what became of an obligation, as one would by hand: all its days are whole days."""
    kept, broken, looked, due = (
        date.fromisoformat(told[name]) if told[name] else None
        for name in ("kept_on", "broken_on", "observed_on", "due_on")
    )
    if due is None or as_of <= due:
        return None
    words = [(on, good) for on, good in ((kept, True), (broken, False)) if on and on <= as_of]
    if words:
        on, good = min(words, key=lambda word: (-word[0].toordinal(), word[1]))
        return ("kept_on_time" if on <= due else "late") if good else "broken"
    if told["failures"] and (looked or due) <= as_of:
        return "broken" if told["failures"] == "1" else "kept_on_time"
    on = looked or date(2010, 12, 31)
    if told["observed"] and told["amount"] and on <= as_of:
        if Decimal(told["observed"]) >= Decimal(told["amount"]):
            return "kept_on_time" if on <= due else "unknown"
        return "broken" if on >= due else "unknown"
    return "unknown"


@settings(max_examples=4, deadline=None)
@given(facts=st.lists(FACTS, min_size=20, max_size=40))
def test_the_query_says_what_one_would_say_by_hand(
    facts: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    told = [owed(f"obl-{place}", **one) for place, one in enumerate(facts)]
    edition = edition_of([PLAN, agreement(), *told], tmp_path_factory.mktemp("owed"))
    for as_of in (date(2012, 6, 30), date(2012, 7, 1), date(2013, 1, 1)):
        session = open_session(edition, as_of=as_of, known_on=date(2029, 1, 1))
        found = {row["obligation"]: row["outcome"] for row in ask(session, obligations.ANALYSIS)}
        assert found == {f"obl-{place}": outcome_by_hand(one, as_of) for place, one in enumerate(facts)}
