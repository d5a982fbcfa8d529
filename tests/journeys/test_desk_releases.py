"""Publication by hand: what awaits it, publishing now, and editions that are frozen so that a report can cite them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import editions, releases
from bilan.acts.access import person
from bilan.acts.recording import replace
from bilan.config.home import opened_home
from bilan.ledger.entries import read_content
from bilan.store import reading
from bilan.store.desk.models import Account, Release


@pytest.fixture
def publisher(desk: Path, browse: Browse, settings: Settings) -> Client:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    browse(desk)
    return sign_in(enrol("publisher"))


def recorded() -> None:
    held = reading.latest("axis-1")
    assert held is not None
    replace(
        opened_home(), held.number, read_content("node", {**held.content, "order": 9}), by="a", at=datetime.now(UTC)
    )


def test_what_is_recorded_awaits_publication_until_somebody_publishes(publisher: Client) -> None:
    before = editions.current()
    recorded()
    assert releases.standing().waiting == 1
    assert releases.standing().since == {"node": 1}
    assert editions.current() == before
    assert publisher.post("/desk/releases/publish/").status_code == 302
    assert releases.standing().waiting == 0
    made = Release.objects.get()
    assert (made.edition, made.size, made.title) == (editions.current(), reading.size(), None)


def test_a_frozen_edition_has_a_title_of_its_own_and_an_address_where_it_stays(publisher: Client) -> None:
    told = {"title": "Annual report 2012", "note": "As given to the committee"}
    assert [publisher.post("/desk/releases/", told).status_code for _ in range(2)] == [302, 422]
    assert Release.objects.get().title == told["title"]
    recorded()
    publisher.post("/desk/releases/publish/")
    Account.objects.update(language="en")
    page = publisher.get("/desk/releases/").content.decode()
    made = Release.objects.get(title=told["title"])
    day = made.made_at.date().isoformat()
    assert f"/en/e-{made.edition}/{day}/{day}/" in page
    assert made.edition != editions.current()
    assert publisher.get(f"/en/e-{made.edition}/2012-08-08/2012-08-08/ledger/").status_code == 200


@pytest.mark.parametrize("title", ["", "x" * 201, "a\u202eb"])
def test_a_title_that_nobody_could_cite_is_refused(publisher: Client, title: str) -> None:
    assert publisher.post("/desk/releases/", {"title": title}).status_code == 422
    assert not Release.objects.exists()


@pytest.mark.usefixtures("publisher")
def test_a_long_ledger_is_published_in_the_background_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "AT_ONCE", 0)
    recorded()
    who = person(Account.objects.get())
    assert releases.release(opened_home(), who, title="Report", at=datetime.now(UTC)) is None
    releases.release_later.call(who.account.pk, "Report", None)
    assert (Release.objects.get().title, releases.standing().waiting) == ("Report", 0)
