"""A request for complement: asked with a due day, answered once, closed; each side is told by letter."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import complements, papers
from bilan.acts.access import Forbidden, Person, person
from bilan.acts.complements import About, NoDueDay
from bilan.acts.papers import Overtaken
from bilan.config.home import Home, open_home
from bilan.store.desk.models import Complement, Letter, Paper

CELLS = {"indicator": "ind-egov-operational", "value": "24", "nature": "declared", "about": "2012-10",
         "said_on": "2012-10-05", "unit": "projects"}  # fmt: skip
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = date(2026, 3, 9)


@pytest.fixture
def opened(desk: Path, browse: Browse) -> Home:
    browse(desk)
    return open_home(desk, make=False)


def paper_of(home: Home, officer: Person) -> Paper:
    paper = papers.draft(officer, "statement", CELLS, at=datetime.now(UTC))
    papers.submit(home, officer, [paper], at=datetime.now(UTC))
    paper.refresh_from_db()
    return paper


def letters(who: Person) -> list[str]:
    return [one.once.split(":")[0] for one in Letter.objects.filter(account=who.account).order_by("made_at", "pk")]


def test_a_question_on_a_draft_is_answered_by_its_author_and_closed(opened: Home) -> None:
    officer, verifier = person(enrol("officer")), person(enrol("verifier"))
    paper = paper_of(opened, officer)
    asked = [complements.ask(verifier, About(paper=paper), text="Which services?", due_on=DUE, at=AT) for _ in "twice"]
    assert {one.pk for one in asked} == {asked[0].pk}
    assert (letters(officer), complements.state_of(asked[0])) == (["complement_asked"], "open")
    complements.answer(officer, asked[0].pk, text="Those of page 4", at=AT)
    with pytest.raises(Overtaken):
        complements.answer(officer, asked[0].pk, text="Others", at=AT)
    assert letters(verifier) == ["complement_answered"]
    complements.close(verifier, asked[0].pk, at=AT)
    one = Complement.objects.get()
    assert (one.answer, complements.state_of(one)) == ("Those of page 4", "closed")


@pytest.mark.usefixtures("opened")
def test_a_question_on_the_ledger_goes_to_those_who_report_there() -> None:
    here = person(enrol("officer", ("party", "org-anrt"), name="here"))
    there = person(enrol("officer", ("party", "org-mcint"), name="there"))
    about = About(concerns="ind-egov-operational", party="org-anrt")
    asked = complements.ask(person(enrol("verifier")), about, text="Since when?", due_on=DUE, at=AT)
    assert (letters(here), letters(there)) == (["complement_asked"], [])
    with pytest.raises(Complement.DoesNotExist):
        complements.answer(there, asked.pk, text="Since 2010", at=AT)
    assert [list(complements.seen_by(who)) for who in (here, there)] == [[asked], []]


def test_asking_needs_a_role_words_and_a_day_to_come(opened: Home) -> None:
    officer = person(enrol("officer"))
    about = About(paper=paper_of(opened, officer))
    with pytest.raises(Forbidden):
        complements.ask(officer, about, text="Why?", due_on=DUE, at=AT)
    elsewhere = person(enrol("verifier", ("node", "axis-1"), name="elsewhere"))
    with pytest.raises(Forbidden):
        complements.ask(elsewhere, about, text="Why?", due_on=DUE, at=AT)
    with pytest.raises(NoDueDay):
        complements.ask(person(enrol("verifier")), about, text="Why?", due_on=AT.date() - timedelta(days=1), at=AT)


def test_the_pages_show_both_sides_what_waits(opened: Home) -> None:
    officer, verifier = person(enrol("officer")), person(enrol("verifier"))
    asking, answering = sign_in(verifier.account), sign_in(officer.account)
    paper = paper_of(opened, officer)
    due = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    for day, status in (("2012-13", 422), ("2012-10-05", 422), (due, 302)):
        sent = {"ask_words": "Which services?", "due_on": day}
        assert asking.post(f"/desk/review/{paper.pk}/ask/", sent).status_code == status
    one = Complement.objects.get()
    path = f"/desk/complements/{one.pk}/"
    assert "Which services?" in answering.get("/desk/complements/").content.decode()
    assert answering.post(path, {"words": ""}).status_code == 422
    assert answering.post(path, {"words": "Those of page 4"}).status_code == 302
    assert "Those of page 4" in asking.get(path).content.decode()
    assert answering.post(f"{path}close/").status_code == 403
    assert asking.post(f"{path}close/").status_code == 302
    assert [
        asking.get(f"/desk/complements/?state={state}").status_code for state in ("open", "answered", "closed")
    ] == [200] * 3
    nobody = sign_in(enrol("verifier", ("node", "axis-1"), name="elsewhere"))
    assert nobody.get(path).status_code == 404
    sent = {"concerns": "ind-nothing", "words": "Why?", "due_on": due}
    assert asking.post("/desk/complements/new/", sent).status_code == 422
    assert asking.post("/desk/complements/new/", {**sent, "concerns": "axis-1"}).status_code == 302
    assert asking.get("/desk/complements/new/?concerns=axis-1").status_code == 200
    late = Complement.objects.filter(answered_at=None)
    late.update(due_on=date(2020, 1, 1))
    assert 'class="tag bad"' in asking.get("/desk/complements/").content.decode()
