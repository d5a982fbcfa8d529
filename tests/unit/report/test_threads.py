"""Where a recommendation stands on a day, and which one comes first."""

from datetime import date

import pytest

from bilan.analysis.asking import Row
from bilan.report.sheets.threads import threads

ON = date(2014, 6, 30)
ASKED: Row = {"key": "rec-a", "number": 2, "finding": "fin-a", "due_on": None}
FOUND: Row = {"key": "fin-a", "number": 1}
REPLY: Row = {"key": "rep-a", "number": 3, "recommendation": "rec-a"}
CLOSURE: Row = {"key": "clo-a", "number": 4, "recommendation": "rec-a", "outcome": "kept"}


@pytest.mark.parametrize(
    ("due_on", "followed", "state"),
    [
        (None, {}, "open"),
        (None, {"reply": [REPLY]}, "replied"),
        ("2014-06-30", {}, "open"),
        ("2014-06-29", {}, "overdue"),
        ("2014-06", {}, "open"),  # its last day counts
        ("2014-05", {"reply": [REPLY]}, "overdue"),  # an answer is no end
        ("2014-05", {"reply": [REPLY], "closure": [CLOSURE]}, "closed"),
    ],
)
def test_a_recommendation_is_overdue_from_the_day_after_its_due_day_until_it_is_closed(
    due_on: str | None, followed: dict[str, list[Row]], state: str
) -> None:
    rows: dict[str, list[Row]] = {
        "finding": [FOUND],
        "recommendation": [{**ASKED, "due_on": due_on}],
        "reply": [],
        "closure": [],
    }
    (thread,) = threads({**rows, **followed}, on=ON)
    assert (thread.state, thread.requests[0].state) == (state, state)


def test_what_is_late_comes_first_and_a_finding_of_which_nothing_follows_last() -> None:
    late = {"key": "rec-late", "number": 9, "finding": "fin-gone", "due_on": "2013"}
    rows: dict[str, list[Row]] = {
        "finding": [{"key": "fin-bare", "number": 0}, FOUND],
        "recommendation": [ASKED, late],
        "reply": [],
        "closure": [],
    }
    found = threads(rows, on=ON)
    assert [one.key for one in found] == ["rec-late", "fin-a", "fin-bare"]
    assert [one.state for one in found] == ["overdue", "open", None]
    assert found[1].numbers == [1, 2]


def test_the_steps_stand_in_the_order_in_which_they_were_recorded() -> None:
    rows: dict[str, list[Row]] = {
        "finding": [], "recommendation": [ASKED], "reply": [{**REPLY, "number": 7}], "closure": [CLOSURE]
    }  # fmt: skip
    (request,) = threads(rows, on=ON)[0].requests
    assert [kind for kind, _ in request.steps] == ["closure", "reply"]
    assert request.outcome == "kept"
