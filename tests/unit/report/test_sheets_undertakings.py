"""Promises as sheets and calendars tell them: how many were kept, the chain to the proof, the days for a diary."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import undertakings
from bilan.report.sheets.due_days import calendar
from bilan.report.view import View
from bilan.report.voice import Voice


def promise(key: str, /, **content: Any) -> Told:
    facts = {"what": "Do it", "undertaking_kind": "promise", "made_on": "2010-01-15", "occasion_kind": "public"}
    return entry("undertaking", key, **{**facts, **content})


def verdict(of: str, outcome: str, about: str, **content: Any) -> Told:
    facts = {"outcome": outcome, "about": about, "published_on": about}
    return entry("verdict", f"ver-{of}", undertaking=of, **{**facts, **content})


def said(key: str, value: str, about: str, **content: Any) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": about, "said_on": about.rpartition("/")[2]}
    return entry("statement", key, nature="declared", **{**facts, **content})


def view_of(told: list[Told], home: Path, *, as_of: str = "2012-08-08", known_on: str | None = None) -> View:
    return View(session_of([PLAN, *told], home, as_of=as_of, known_on=known_on))


def test_only_what_is_past_due_is_counted_as_due_and_only_what_is_proven_as_known(tmp_path: Path) -> None:
    told = [
        promise("com-kept", due_on="2011"),
        verdict("com-kept", "kept", "2011-06"),
        promise("com-late", due_on="2011"),
        verdict("com-late", "late", "2012-03"),
        promise("com-silent", due_on="2011-12-31"),
        promise("com-to-come", due_on="2013"),
        promise("com-undated"),
    ]
    kept = undertakings.gather(view_of(told, tmp_path)).kept
    assert kept == undertakings.Kept(undertaken=5, due=3, known=2, in_time=1, late=1, undated=1)


def test_a_promise_is_not_past_due_on_its_last_day(tmp_path: Path) -> None:
    told = [promise("com-a", due_on="2012-08-08")]
    assert undertakings.gather(view_of(told, tmp_path)).kept.due == 0
    assert undertakings.gather(view_of(told, tmp_path, as_of="2012-08-09")).kept.due == 1


def test_every_state_that_the_list_of_codes_has_is_tagged_and_has_its_place() -> None:
    from bilan.terms.codes import code_list

    assert set(undertakings.TAGS) == set(code_list("undertaking_state"))


def test_the_chain_goes_from_the_promise_to_the_proof_in_order_of_time(tmp_path: Path) -> None:
    told = [
        indicator(),
        entry("target", "tgt-a", indicator="ind-a", value="100", set_on="2009", version="original", due_on="2011"),
        promise("com-a", due_on="2011", indicator="ind-a", target="tgt-a"),
        promise("com-b", made_on="2010-06-01", due_on="2011", target="tgt-a"),
        said("st-after", "90", "2012-02-01"),
        said("st-before", "40", "2011-02-01"),
        verdict("com-a", "not_kept", "2012-03-01"),
    ]
    sheet = undertakings.sheet(view_of(told, tmp_path), "com-a")
    assert sheet is not None
    assert [link.what for link in sheet.chain] == ["promise", "repeat", "figure", "due", "figure", "verdict"]
    assert [str(link.on) for link in sheet.chain] == sorted(str(link.on) for link in sheet.chain)
    assert sheet.promise.proof is not None
    assert sheet.promise.proof["outcome"] == "not_kept"


def test_a_promise_of_some_day_in_a_year_stands_before_what_became_of_it_in_that_year(tmp_path: Path) -> None:
    told = [promise("com-a", made_on="2011", due_on="2011-04-30"), verdict("com-a", "late", "2011-06")]
    sheet = undertakings.sheet(view_of(told, tmp_path), "com-a")
    assert sheet is not None
    assert [link.what for link in sheet.chain] == ["promise", "due", "verdict"]


def test_a_verdict_told_before_the_due_day_does_not_decide(tmp_path: Path) -> None:
    told = [promise("com-a", due_on="2013"), verdict("com-a", "not_kept", "2012-02-01")]
    sheet = undertakings.sheet(view_of(told, tmp_path), "com-a")
    assert sheet is not None
    assert (sheet.promise.row["state"], sheet.told_early) == ("to_come", True)


def test_a_rule_is_set_beside_the_count_that_its_rhythm_demands_at_each_date(tmp_path: Path) -> None:
    told = [
        indicator(),
        promise("com-rule", undertaking_kind="rule", made_on="2010", rhythm="P3M", indicator="ind-a"),
        said("st-10", "10", "2010-02-22/2012-07-31"),
    ]
    sheet = undertakings.sheet(view_of(told, tmp_path), "com-rule")
    assert sheet is not None
    [figure] = [link for link in sheet.chain if link.what == "figure"]
    assert (figure.row["reading"], figure.expected) == (10, 10)


def test_what_was_not_public_yet_is_in_no_sheet(tmp_path: Path) -> None:
    told = [promise("com-a", due_on="2011"), verdict("com-a", "kept", "2011-06", published_on="2014")]
    sheet = undertakings.sheet(view_of(told, tmp_path), "com-a")
    assert sheet is not None
    assert sheet.promise.row["state"] == "overdue"
    assert [link.what for link in sheet.chain] == ["promise", "due"]
    assert undertakings.sheet(view_of(told, tmp_path), "com-nobody") is None


PROMISED = [
    promise("com-month", due_on="2012-09", what="Meet; talk, again", made_by_name="A. Minister"),
    promise("com-day", due_on="2012-06-30"),
    promise("com-undated"),
    promise("com-open", due_on="2012/.."),
]


def events(told: list[Told], home: Path, language: str = "en", **days: str) -> dict[str, Any]:
    raw = calendar(view_of(told, home, **days), Voice(language), lambda key: f"https://plan.example/{key}/")
    return {str(event["uid"]): event for event in Calendar.from_ical(raw).walk("VEVENT")}


def test_the_calendar_reads_back_what_was_promised(tmp_path: Path) -> None:
    found = events(PROMISED, tmp_path)
    assert sorted(found) == ["com-day@bilan.example/tests", "com-month@bilan.example/tests"]
    month = found["com-month@bilan.example/tests"]
    assert month["dtstart"].dt == date(2012, 9, 30)
    assert month["dtend"].dt == date(2012, 10, 1)
    assert month["summary"] == "Meet; talk, again (to come)"
    assert "September 2012" in month["description"]
    assert "30 September 2012" in month["description"]
    assert str(month["url"]) == "https://plan.example/com-month/"
    assert month["dtstamp"].dt == datetime(2030, 1, 1, tzinfo=UTC)
    assert "last day" not in found["com-day@bilan.example/tests"]["description"]


def test_a_new_version_or_verdict_raises_the_sequence_of_the_same_appointment(tmp_path: Path) -> None:
    first = promise("com-a", due_on="2012-09")
    moved = promise("com-a", due_on="2012-10")
    later = Told(moved.kind, moved.key, moved.content, replaces=1, recorded_on="2031-05-01")
    [(uid, event)] = events([first], tmp_path).items()
    found = events([first, later], tmp_path)
    assert (event["sequence"], found[uid]["sequence"]) == (0, 1)
    assert found[uid]["dtstart"].dt == date(2012, 10, 31)
    assert found[uid]["dtstamp"].dt == datetime(2031, 5, 1, tzinfo=UTC)
    ruled = events([first, verdict("com-a", "kept", "2012-08-01")], tmp_path)
    assert (ruled[uid]["sequence"], ruled[uid]["categories"].to_ical()) == (1, b"kept")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_same_ledger_gives_the_same_calendar_to_the_byte(tmp_path: Path, language: str) -> None:
    voice = Voice(language)
    one, other = (calendar(view_of(PROMISED, tmp_path), voice, lambda _: None) for _ in range(2))
    assert one == other
    assert b"\r\nURL" not in one
    assert all(len(line) <= 75 for line in one.split(b"\r\n"))
