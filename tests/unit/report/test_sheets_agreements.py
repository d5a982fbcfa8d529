"""Agreements as the sheet tells them: who owes what, what became of it, how much of it is known."""

from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, session_of

from bilan.report.figures import name
from bilan.report.sheets import agreements
from bilan.report.view import View


def agreement(key: str, /, **content: Any) -> Told:
    facts = {"title": {"en": key}, "agreement_kind": "ppp", "signed_on": "2010-01-15", "published_on": None}
    return entry("agreement", key, **{**facts, **content})


def view_of(told: list[Told], home: Path, as_of: str = "2012-08-08") -> View:
    return View(session_of([PLAN, *told], home, as_of=as_of))


@pytest.mark.parametrize(
    ("due_on", "kept_on", "as_of", "state"),
    [
        ("2011", None, "2010-12-31", "to_come"),
        ("2011", None, "2011-06-01", "due"),
        ("2011", None, "2012-01-01", "overdue"),
        ("2011", "2011-05-02", "2012-01-01", "kept"),
        ("2011", "2012-05-02", "2012-06-01", "kept_late"),
        ("2011", "2012-05-02", "2012-01-01", "overdue"),
        (None, None, "2012-01-01", "cannot_determine"),
        (None, "2011-05", "2012-01-01", "kept"),
        ("2011/..", None, "2020-01-01", "due"),
    ],
)
def test_an_obligation_is_what_its_days_say(
    tmp_path: Path, *, due_on: str | None, kept_on: str | None, as_of: str, state: str
) -> None:
    owed = entry("obligation", "obl-a", agreement="agr-a", what="Pay", due_on=due_on, kept_on=kept_on, source="src-a")
    source = entry("source", "src-a", publisher="Press", source_kind="press", published_on="2010-01-20")
    [found] = agreements.gather(view_of([source, agreement("agr-a"), owed], tmp_path, as_of)).obligations
    assert (found.state, found.tag) == (state, agreements.TAGS[state])


def test_a_risk_that_is_borne_has_no_state(tmp_path: Path) -> None:
    risk = entry("obligation", "obl-a", agreement="agr-a", what="Demand", obligation_kind="risk", published_on="2010")
    [found] = agreements.gather(view_of([agreement("agr-a"), risk], tmp_path)).obligations
    assert (found.state, found.tag) == (None, "mute")


def test_what_is_not_told_of_an_agreement_is_counted_as_unknown(tmp_path: Path) -> None:
    told = [
        agreement("agr-a", partner_country="FR", amount="100", currency="MAD", promised_jobs="500"),
        agreement("agr-b", partner_country="FR"),
        agreement("agr-c"),
        agreement("agr-later", signed_on="2013"),
    ]
    seen = agreements.gather(view_of(told, tmp_path))
    assert (len(seen.agreements), seen.with_amount, seen.bound) == (3, 1, 0)
    france, nowhere = seen.partners
    assert (france["partner_country"], france["agreements"], france["due"]) == ("FR", 2, 0)
    assert (france["promised_jobs"], france["promised_jobs_known"]) == (500, 1)
    assert (nowhere["partner_country"], nowhere["promised_jobs"]) == (None, None)
    assert [one.money for one in seen.agreements][1:] == [None, None]


def test_the_sheet_of_an_agreement_holds_its_changes_its_sides_and_what_was_said_of_it(tmp_path: Path) -> None:
    side: dict[str, Any] = {
        "agreement": "agr-a",
        "side": "FR",
        "what": "jobs",
        "value": "40",
        "nature": "declared",
        "about": "2011",
        "published_on": "2011",
    }
    told = [
        agreement("agr-a"),
        entry("amendment", "amd-a", what="More", before="250", now="400", decided_on="2011", agreement="agr-a"),
        entry("contribution", "con-a", **side),
        entry("benefit", "ben-a", **side),
        entry("statement", "st-a", subject="agr-a", words="good", nature="declared", about="2011", said_on="2011"),
    ]
    sheet = agreements.sheet(view_of(told, tmp_path), "agr-a")
    assert sheet is not None
    one = sheet.agreement
    counts = [len(rows) for rows in (one.amendments, one.contributions, one.benefits, sheet.stated)]
    assert counts == [1, 1, 1, 1]
    assert agreements.sheet(view_of(told, tmp_path), "agr-b") is None


def test_an_agreement_whose_title_is_in_another_language_bears_that_title(tmp_path: Path) -> None:
    [one] = agreements.gather(view_of([agreement("agr-a", title={"ar": "اتفاقية"})], tmp_path)).agreements
    assert name(one.titles, "fr") == "اتفاقية"
