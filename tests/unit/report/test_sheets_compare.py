"""Comparing: two views of one edition, what each knew, and the pairs of dates that the data suggests."""

from datetime import date
from pathlib import Path

from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import compare
from bilan.report.view import View
from bilan.tables.session import Cut


def said(key: str, value: str, day: str, nature: str = "declared", published_on: str | None = None) -> Told:
    return entry(
        "statement",
        key,
        indicator="ind-a",
        value=value,
        nature=nature,
        about=day,
        said_on=day,
        speaker_name="A. Minister",
        published_on=published_on,
    )


TOLD = [
    PLAN,
    indicator("ind-a"),
    entry("baseline", "bl-a", indicator="ind-a", value="0", about="2008-12-31", published_on="2009-01-01"),
    entry(
        "target", "tgt-a", indicator="ind-a", value="100", due_on="2013-12-31", set_on="2009-01-01", version="original"
    ),
    entry("undertaking", "und-a", what="Reach 100", undertaking_kind="promise", made_on="2010-01-01", due_on="2012-12"),
    *(said(f"st-{number}", str(number), "2012-08-08") for number in (40, 41, 42)),
    *(
        said(f"st-audit-{number}", str(number), "2013-06-30", "audited", published_on="2014-09-21")
        for number in (20, 21, 22)
    ),
]


def view(home: Path, day: str, known: str | None = None) -> View:
    return View(session_of(TOLD, home, as_of=day, known_on=known))


def test_before_the_audit_nothing_is_verified_and_all_is_counted_as_unknown(tmp_path: Path) -> None:
    before, after = (compare.side(view(tmp_path, *days)) for days in (("2012-08-08",), ("2013-12-31", "2014-12-31")))
    assert (before.keys.verified_share, before.unverified) == (None, 1)
    assert (after.keys.verified_share, after.unverified) == (0.22, 0)


def test_an_undertaking_whose_day_passed_has_changed_its_state(tmp_path: Path) -> None:
    (row,) = compare.changed(view(tmp_path, "2012-08-08"), view(tmp_path, "2013-12-31", "2014-12-31")).states
    assert (row["state_before"], row["state"]) == ("to_come", "overdue")


def test_nothing_changes_between_a_day_and_itself(tmp_path: Path) -> None:
    same = view(tmp_path, "2012-08-08")
    found = compare.changed(same, same)
    assert (found.rows, found.states, compare.new_alerts(same, same)) == ([], [], [])


def test_the_data_suggests_its_own_pairs_of_dates(tmp_path: Path) -> None:
    told = {one.code: one for one in compare.events(view(tmp_path, "2013-12-31", "2014-12-31"))}
    assert told["year"].before == Cut(date(2012, 12, 31), date(2013, 12, 31))
    assert told["end"].before == Cut(date(2013, 12, 31), date(2013, 12, 31))
    assert (told["spoken"].before.as_of, told["spoken"].count) == (date(2012, 8, 8), 3)
    assert (told["audited"].before.known_on, told["audited"].after.known_on) == (date(2014, 9, 20), date(2014, 9, 21))


def test_an_empty_plan_suggests_a_year_and_no_more(tmp_path: Path) -> None:
    empty = View(session_of([PLAN], tmp_path, as_of="2012-02-29"))
    (only,) = compare.events(empty)
    assert only.before == Cut(date(2011, 2, 28), date(2011, 2, 28))


def test_what_was_said_without_a_unit_is_told_in_that_of_its_indicator(tmp_path: Path) -> None:
    rows = compare.changed(view(tmp_path, "2012-08-08"), view(tmp_path, "2013-12-31", "2014-12-31")).rows
    assert {row["unit"] for row in rows if row["kind"] == "statement"} == {"jobs"}
