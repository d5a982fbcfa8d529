"""A figure is contested: a proposed one with words, a recorded one with another value beside it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.journeys.conftest import Browse
from tests.office import enrol

from bilan.acts import contesting, papers
from bilan.acts.access import Forbidden, person
from bilan.config.home import Home, open_home
from bilan.ledger.entries import Entry
from bilan.store import reading
from bilan.store.desk.models import Paper, Step

CELLS = {"indicator": "ind-egov-operational", "value": "24", "nature": "declared", "about": "2012-10",
         "said_on": "2012-10-05", "unit": "projects", "speaker_name": "MCINT"}  # fmt: skip
OTHER = {"value": "18", "nature": "measured", "locator": "p. 4"}


@pytest.fixture
def opened(desk: Path, browse: Browse) -> Home:
    browse(desk)
    return open_home(desk, make=False)


def now() -> datetime:
    return datetime.now(UTC)


def proposed(home: Home, name: str = "officer") -> Paper:
    officer = person(enrol("officer", name=name))
    paper = papers.draft(officer, "statement", CELLS, at=now())
    papers.submit(home, officer, [paper], at=now())
    paper.refresh_from_db()
    return paper


def said(home: Home) -> Entry:
    """Have a statement accepted, and return its entry."""
    done = papers.accept(home, person(enrol("verifier", name="first")), [proposed(home)], at=now())
    return done.done.entries[0]


def test_a_contested_paper_waits_on_and_the_ledger_tells_it_was_contested(opened: Home) -> None:
    paper, auditor = proposed(opened), person(enrol("auditor", party="org-cour"))
    for _ in range(2):  # the same form sent twice
        contesting.contest(opened, auditor, paper, {}, words="The table says eighteen", at=now())
    paper.refresh_from_db()
    assert paper.state == "submitted"
    (step,) = Step.objects.filter(step="contested")
    entry = reading.entry(step.entry or 0)
    assert entry
    assert (entry.kind, entry.content["step"], entry.content["digest"]) == ("review", "contested", paper.digest)
    assert "eighteen" not in str(entry.content)


def test_an_auditor_signs_a_counter_value_alone(opened: Home) -> None:
    entry, auditor = said(opened), person(enrol("auditor", party="org-cour"))
    done = contesting.contest(opened, auditor, entry, {**OTHER}, words="Counted again", at=now())
    (counter,) = done.entries
    content = counter.content
    assert (counter.recorded_by, counter.accepted_by) == ("desk/auditor", None)
    assert (content["nature"], content["organisation"], content["value"]) == ("audited", "org-cour", "18")
    assert (content["relation"], content["related"], content["about"]) == ("contradicts", entry.key, "2012-10")
    again = contesting.contest(opened, auditor, entry, {**OTHER}, words="Counted again", at=now())
    assert again.entries == done.entries


def test_nobody_signs_as_an_auditor_for_a_party_that_is_none(opened: Home) -> None:
    entry = said(opened)
    for party in (None, "org-mcint", "org-nobody"):
        someone = person(enrol("auditor", name=f"auditor-{party}", party=party))
        with pytest.raises(contesting.NotAnAuditor):
            contesting.contest(opened, someone, entry, OTHER, words="Counted again", at=now())


def test_a_verifier_proposes_a_counter_value_that_somebody_else_accepts(opened: Home) -> None:
    entry, verifier = said(opened), person(enrol("verifier", name="second"))
    paper = contesting.contest(opened, verifier, entry, OTHER, words="Counted again", at=now()).paper
    assert paper
    assert contesting.contest(opened, verifier, entry, OTHER, words="Counted again", at=now()).paper == paper
    assert (paper.state, paper.author.signs_as) == ("submitted", "desk/second")
    with pytest.raises(papers.OwnWork):
        papers.accept(opened, verifier, [paper], at=now())
    done = papers.accept(opened, person(enrol("verifier", name="third")), [paper], at=now()).done
    assert [(one.recorded_by, one.accepted_by) for one in done.entries] == [("desk/second", "desk/third")]


def test_what_is_wrong_with_a_counter_value_is_told_and_nothing_is_kept(opened: Home) -> None:
    entry, size = said(opened), reading.size()
    for someone in (enrol("verifier", name="second"), enrol("auditor", party="org-cour")):
        done = contesting.contest(opened, person(someone), entry, {**OTHER, "value": "many"}, words="No", at=now())
        assert [one.code for one in done.problems] == ["not_a_number"]
    assert (reading.size(), Paper.objects.count()) == (size, 1)


def test_contesting_stays_within_reach(opened: Home) -> None:
    entry, elsewhere = said(opened), person(enrol("verifier", ("node", "axis-1"), name="elsewhere"))
    with pytest.raises(Forbidden):
        contesting.contest(opened, elsewhere, entry, OTHER, words="No", at=now())
    with pytest.raises(contesting.NotAFigure):
        contesting.contest(opened, elsewhere, reading.latest("axis-1") or entry, OTHER, words="No", at=now())
