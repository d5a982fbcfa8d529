"""A rating is given with a sentence and a date; one that clashes with the computed pace is asked about first."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import papers
from bilan.acts.access import person
from bilan.acts.publishing import publish
from bilan.config.home import Home, open_home
from bilan.store import reading
from bilan.store.desk.models import Paper

# Its target was missed by far: no path would call it on track.
SERVICES = "ind-egov-operational"
TOLD = {
    "subject": SERVICES,
    "rating": "off_track",
    "sentence": "Deux chantiers sur trois.",
    "about": "2013",
}


@pytest.fixture
def opened(desk: Path, browse: Browse) -> Home:
    browse(desk)
    return open_home(desk, make=False)


def test_an_officers_rating_is_accepted_by_somebody_else(opened: Home) -> None:
    officer = enrol("officer", ("party", "org-mcint"), party="org-mcint")
    answer = sign_in(officer).post("/desk/ratings/new/", TOLD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/ratings/")
    (paper,) = Paper.objects.all()
    assert (paper.kind, paper.state, paper.cells["rater"]) == ("rating", "submitted", "org-mcint")
    verifier = person(enrol("verifier"))
    (entry,) = papers.accept(opened, verifier, [paper], at=paper.changed_at).done.entries
    assert (entry.kind, entry.recorded_by, entry.accepted_by) == ("rating", "desk/officer", "desk/verifier")


@pytest.mark.usefixtures("opened")
def test_an_auditor_signs_alone() -> None:
    before = reading.size()
    sign_in(enrol("auditor", party="org-cour")).post("/desk/ratings/new/", TOLD)
    signed = reading.entry(before)
    assert signed
    assert (signed.kind, signed.recorded_by, signed.content["rater"]) == ("rating", "desk/auditor", "org-cour")


@pytest.mark.usefixtures("opened")
def test_a_rating_that_clashes_is_asked_about_then_kept() -> None:
    client, told = sign_in(enrol("officer", party="org-mcint")), {**TOLD, "rating": "on_track"}
    asked = client.post("/desk/ratings/new/", told)
    assert "les chiffres connus disent «\u00a0hors trajectoire\u00a0»" in asked.content.decode()
    assert not Paper.objects.exists()
    client.post("/desk/ratings/new/", {**told, "confirmed": "too_good"})
    assert Paper.objects.get().state == "submitted"


@pytest.mark.usefixtures("opened")
def test_the_same_form_sent_twice_makes_one_rating() -> None:
    client = sign_in(enrol("officer", party="org-mcint"))
    for _ in range(2):
        assert client.post("/desk/ratings/new/", TOLD).status_code == 302
    assert Paper.objects.count() == 1


@pytest.mark.usefixtures("opened")
def test_what_is_missing_or_out_of_reach_is_said_beside_its_field() -> None:
    client = sign_in(enrol("officer", ("party", "org-anrt"), party="org-anrt"))
    answer = client.post("/desk/ratings/new/", {"subject": SERVICES, "rating": "good", "sentence": " ", "about": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    for name in ("subject", "rating", "sentence", "about"):
        assert f'id="{name}-error"' in page
    assert client.post("/desk/ratings/new/", {**TOLD, "about": "31 février"}).status_code == 422


@pytest.mark.usefixtures("opened")
def test_whoever_speaks_for_no_party_is_told() -> None:
    page = sign_in(enrol("verifier")).post("/desk/ratings/new/", TOLD)
    assert "ne parle au nom d'aucune partie" in page.content.decode().replace("&#x27;", "'")


def test_what_was_rated_stands_beside_the_computed_pace(opened: Home) -> None:
    auditor = enrol("auditor", party="org-cour")
    client = sign_in(auditor)
    client.post("/desk/ratings/new/", {**TOLD, "rating": "on_track", "confirmed": "too_good"})
    publish(opened, at=datetime.now(UTC))
    page = client.get("/desk/ratings/").content.decode()
    assert "meilleure que l&#x27;allure calculée" in page
    assert "Deux chantiers sur trois" in page
