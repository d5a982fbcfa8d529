"""A review meeting: its agenda is kept as it was, its decisions become undertakings whose end the ledger tells."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import papers
from bilan.acts.access import person
from bilan.acts.publishing import publish
from bilan.config.home import Home, open_home
from bilan.store.desk.models import Meeting, Paper

DECIDED = {"what": "Publier la liste", "organisation": "org-mcint", "due_on": "2012-09", "node": "ini-egov"}


@pytest.fixture
def opened(desk: Path, browse: Browse) -> Home:
    browse(desk)
    return open_home(desk, make=False)


def convened(client: Client, on: str = "2012-08-08", title: str = "Comité") -> Meeting:
    answer = client.post("/desk/meetings/", {"title": title, "on": on})
    meeting = Meeting.objects.get(title=title)
    assert answer.headers["Location"] == f"/desk/meetings/{meeting.pk}/"
    return meeting


@pytest.mark.usefixtures("opened")
def test_the_agenda_tells_the_state_of_its_day_in_every_language() -> None:
    account = enrol("publisher")
    client = sign_in(account)
    meeting = convened(client)
    assert {one["section"] for one in meeting.agenda} == {"late", "alert"}
    assert all(set(one["text"]) == {"fr", "ar", "en"} and one["entries"] for one in meeting.agenda)
    page = client.get(f"/desk/meetings/{meeting.pk}/").content.decode()
    # Due in September 2010, and open on 8 August 2012; due in 2013, and not late yet.
    assert "Equip 939 more schools" in page
    assert "Label 15 clusters" not in page
    assert meeting.edition in page


@pytest.mark.usefixtures("opened")
def test_a_meeting_made_twice_is_there_once() -> None:
    client = sign_in(enrol("publisher"))
    assert convened(client) == convened(client)
    assert Meeting.objects.count() == 1


@pytest.mark.usefixtures("opened")
def test_a_meeting_without_a_title_or_a_day_is_not_made() -> None:
    answer = sign_in(enrol("publisher")).post("/desk/meetings/", {"title": "", "on": "demain"})
    page = answer.content.decode()
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    assert 'id="title-error"' in page
    assert 'id="on-error"' in page


def test_a_decision_is_accepted_by_somebody_else_and_the_ledger_tells_its_end(opened: Home) -> None:
    client = sign_in(enrol("publisher"))
    meeting = convened(client)
    for _ in range(2):
        assert client.post(f"/desk/meetings/{meeting.pk}/decide/", DECIDED).status_code == 302
    paper = Paper.objects.get()
    assert (paper.kind, paper.state, paper.node) == ("undertaking", "submitted", "ini-egov")
    assert "soumis" in client.get(f"/desk/meetings/{meeting.pk}/").content.decode()
    papers.accept(opened, person(enrol("verifier")), [paper], at=datetime.now(UTC))
    publish(opened, at=datetime.now(UTC))
    later = convened(client, "2012-12-01", "Comité suivant")
    page = client.get(f"/desk/meetings/{later.pk}/").content.decode()
    assert "Publier la liste" in page
    assert "en retard, sans preuve" in page
    # What was recorded since the last meeting is on the agenda of the next, once it can be known.
    now = convened(client, datetime.now(UTC).date().isoformat(), "Comité du jour")
    assert "Publier la liste" in str([one["text"] for one in now.agenda])


@pytest.mark.usefixtures("opened")
def test_a_decision_lacks_neither_words_owner_nor_day() -> None:
    client = sign_in(enrol("publisher"))
    meeting = convened(client)
    answer = client.post(f"/desk/meetings/{meeting.pk}/decide/", {"node": "ini-egov"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'id="{name}-error"' in page for name in ("what", "organisation", "due_on"))
    wrong = client.post(f"/desk/meetings/{meeting.pk}/decide/", {**DECIDED, "due_on": "bientôt"})
    assert wrong.status_code == 422
    assert not meeting.decisions.exists()


@pytest.mark.usefixtures("opened")
def test_nothing_is_decided_in_a_closed_meeting() -> None:
    client = sign_in(enrol("publisher"))
    meeting = convened(client)
    client.post(f"/desk/meetings/{meeting.pk}/close/")
    client.post(f"/desk/meetings/{meeting.pk}/decide/", DECIDED)
    assert not Paper.objects.exists()
    assert "La réunion est close" in client.get(f"/desk/meetings/{meeting.pk}/").content.decode()


@pytest.mark.usefixtures("opened")
def test_a_meeting_is_printed() -> None:
    client = sign_in(enrol("publisher"))
    meeting = convened(client)
    answer = client.get(f"/desk/meetings/{meeting.pk}/paper/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert client.get("/desk/meetings/none/").status_code == 404
