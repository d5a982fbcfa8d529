"""A figure goes through two pairs of hands into the ledger, and each step can be read there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.journeys.conftest import Browse
from tests.office import enrol

from bilan.acts import papers
from bilan.acts.access import Forbidden, person
from bilan.config.home import Home, open_home
from bilan.store import reading

CELLS = {"indicator": "ind-egov-operational", "value": "24", "nature": "declared", "about": "2012-10",
         "said_on": "2012-10-05", "unit": "projects", "speaker_name": "MCINT"}  # fmt: skip


@pytest.fixture
def opened(desk: Path, browse: Browse) -> Home:
    browse(desk)
    return open_home(desk, make=False)


def now() -> datetime:
    return datetime.now(UTC)


def test_a_figure_carries_both_names(opened: Home) -> None:
    officer, verifier = person(enrol("officer")), person(enrol("verifier"))
    paper = papers.draft(officer, "statement", CELLS, at=now())
    before = reading.size()
    assert papers.submit(opened, officer, [paper], at=now()) == {}
    submitted = reading.entry(before)
    assert submitted
    assert (submitted.kind, submitted.recorded_by, submitted.content["step"]) == ("review", "desk/officer", "submitted")
    paper.refresh_from_db()
    done = papers.accept(opened, verifier, [paper], at=now()).done
    assert [(one.kind, one.recorded_by, one.accepted_by) for one in done.entries] == [
        ("statement", "desk/officer", "desk/verifier")
    ]
    paper.refresh_from_db()
    assert (paper.state, paper.entry) == ("accepted", done.entries[0].number)


def test_nobody_accepts_a_figure_of_their_own(opened: Home) -> None:
    account = enrol("officer")
    from tests.office import give

    give(account, "verifier")
    both = person(account)
    paper = papers.draft(both, "statement", CELLS, at=now())
    papers.submit(opened, both, [paper], at=now())
    paper.refresh_from_db()
    with pytest.raises(papers.OwnWork):
        papers.accept(opened, both, [paper], at=now())


def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told(opened: Home) -> None:
    officer, one, other = person(enrol("officer")), person(enrol("verifier")), person(enrol("verifier", name="second"))
    paper = papers.draft(officer, "statement", CELLS, at=now())
    papers.submit(opened, officer, [paper], at=now())
    paper.refresh_from_db()
    papers.accept(opened, one, [paper], at=now())
    before = reading.size()
    with pytest.raises(papers.Overtaken):
        papers.accept(opened, other, [paper], at=now())
    assert reading.size() == before


@pytest.mark.usefixtures("opened")
def test_an_officer_drafts_only_where_the_role_holds() -> None:
    elsewhere = person(enrol("officer", ("node", "axis-1")))
    with pytest.raises(Forbidden):
        papers.draft(elsewhere, "statement", {**CELLS, "indicator": "ind-offshoring-jobs"}, at=now())
