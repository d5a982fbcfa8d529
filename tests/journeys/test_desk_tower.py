"""The control tower, the calendar and the letters: what awaits each role, within its reach, and how it is recalled."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import digest, editions, matters, moving, papers, post, reminding
from bilan.acts.access import Forbidden, Reach, person
from bilan.acts.duties import PAGES
from bilan.acts.letters import stop_token
from bilan.acts.matters import Looking, Matter
from bilan.acts.publishing import publish
from bilan.config.home import Home, open_home
from bilan.report.view import View
from bilan.store.desk.models import Account, Complement, Letter
from bilan.terms.words import catalogue

SPEECH = date(2012, 8, 8)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)
FIGURE = {
    "indicator": "ind-egov-operational", "value": "24", "nature": "declared", "about": "2012-10",
    "said_on": "2012-10-05", "unit": "projects", "speaker_name": "MCINT",
}  # fmt: skip
OFFICER = ("party", "org-mcint")


@pytest.fixture
def opened(desk: Path, browse: Browse) -> Iterator[Home]:
    browse(desk)
    mail.outbox.clear()
    yield open_home(desk, make=False)
    mail.outbox.clear()


def view_on(day: date, known_on: date | None = None) -> View:
    return editions.view(*editions.find(editions.current()), day, known_on or day)


def due_to(
    account: Account, day: date = SPEECH, chosen: Reach | None = None, known_on: date | None = None
) -> list[Matter]:
    return matters.matters(Looking(person(account), view_on(day, known_on), chosen or Reach()))


def text(client: Client, path: str = "/desk/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().replace("\u00a0", " ").replace("&#x27;", "'")


@pytest.mark.usefixtures("opened")
def test_an_officer_sees_what_is_due_from_the_own_party_alone() -> None:
    every, own = due_to(enrol("verifier")), due_to(enrol("officer", OFFICER))
    assert 0 < len(own) < len(every)
    assert {one.party for one in own} == {"org-mcint"}
    assert [one for one in every if one.party == "org-mcint"] == own
    assert due_to(enrol("officer", ("region", "MA-08@1997"), name="regional")) == []


@pytest.mark.usefixtures("opened")
def test_what_is_chosen_narrows_and_never_widens() -> None:
    officer = enrol("officer", OFFICER)
    branch = [one for one in due_to(officer) if one.node == "ini-egov"]
    assert due_to(officer, chosen=Reach(nodes=frozenset({"ini-egov"}))) == branch
    assert due_to(officer, chosen=Reach(parties=frozenset({"org-men"}))) == []
    client = sign_in(officer)
    assert "Equip 939 more schools" not in text(client, "/desk/calendar/?party=org-men&as_of=2012-08-08")
    assert text(client, "/desk/?node=nowhere&party=' OR 1=1")


@pytest.mark.usefixtures("opened")
def test_a_promise_is_late_the_day_after_it_was_due_and_not_before() -> None:
    verifier = enrol("verifier")
    states = {}
    for day in (date(2010, 12, 1), date(2010, 12, 24), date(2010, 12, 31), date(2011, 1, 1)):
        found = {one.key: (one.state, one.days) for one in due_to(verifier, day, known_on=SPEECH)}
        states[day] = found["com-cac-100-2010"]
    assert list(states.values()) == [("month", 30), ("week", 7), ("week", 0), ("late", -1)]


def test_each_role_finds_its_own_work_at_the_head(opened: Home) -> None:
    officer, verifier = enrol("officer", OFFICER, party="org-mcint"), enrol("verifier")
    now = datetime.now(UTC)
    sent, kept = (papers.draft(person(officer), "statement", {**FIGURE, "value": one}, at=now) for one in ("24", "25"))
    papers.submit(opened, person(officer), [sent], at=now)
    Complement.objects.create(
        party="org-mcint", asked_by=verifier, asked_at=now, text="Quelle page ?", due_on=now.date()
    )
    page = text(sign_in(officer))
    for said in ("Brouillons à terminer : 1", "en attente de relecture : 1", "Demandes de complément à satisfaire : 1"):
        assert said in page
    assert "Quelle page ?" in page
    assert "Saisies à relire : 1" in text(sign_in(verifier))
    assert "Saisies à relire" not in text(sign_in(enrol("reader")))
    assert "Écritures non publiées : 1" in text(sign_in(enrol("publisher")))
    sent.refresh_from_db()
    papers.send_back(opened, person(verifier), [sent], words="La page 4 dit 18.", at=now)
    assert "Saisies renvoyées à corriger : 1" in text(sign_in(officer))
    assert kept.state == "draft"


@pytest.mark.usefixtures("opened")
def test_an_administrator_sees_accounts_and_letters_in_trouble() -> None:
    enrol("officer").authenticator_set.all().delete()  # type: ignore[attr-defined] # allauth's own
    post.write(enrol("reader"), "digest_empty", once="x", at=MONDAY, day="")
    Letter.objects.update(tries=post.TRIES, failure="refused")
    page = text(sign_in(enrol("administrator")))
    assert "Comptes qui écrivent sans second facteur : 1" in page
    assert "Lettres qui n'ont pu partir : 1" in page


def test_what_was_marked_as_seen_is_new_no_more(opened: Home) -> None:
    officer, verifier = enrol("officer", OFFICER, party="org-mcint"), enrol("verifier")
    client, now = sign_in(officer), datetime.now(UTC)
    assert "Première visite" in text(client)
    size = editions.find(editions.current())[0].size
    client.post("/desk/seen/", {"size": str(size + 5_000)})
    officer.refresh_from_db()
    assert officer.seen_entry == size
    paper = papers.draft(person(officer), "statement", FIGURE, at=now)
    papers.submit(opened, person(officer), [paper], at=now)
    paper.refresh_from_db()
    (entry,) = papers.accept(opened, person(verifier), [paper], at=now).done.entries
    publish(opened, at=now)
    assert "Écritures nouvelles : 1" in text(client)
    assert f"n° {entry.number}" in text(client)
    elsewhere = enrol("officer", ("party", "org-men"), name="elsewhere")
    moving.mark_seen(elsewhere, size, at=now)
    assert "Écritures nouvelles : 0" in text(sign_in(elsewhere))


@pytest.mark.usefixtures("opened")
def test_nothing_due_explains_itself() -> None:
    page = text(sign_in(enrol("officer", ("region", "MA-08@1997"))), "/desk/calendar/")
    assert "Vos rôles portent sur :" in page
    assert "Aucun indicateur n'en relève" in page


@pytest.mark.usefixtures("opened")
def test_a_reminder_goes_to_whoever_reports_once_a_day() -> None:
    enrol("officer", OFFICER, party="org-mcint")
    enrol("officer", ("party", "org-men"), name="other", party="org-men")
    verifier = enrol("verifier")
    today = datetime.now(UTC).date()
    one = next(each for each in due_to(verifier, today) if each.party == "org-mcint")
    client = sign_in(verifier)
    assert f"/desk/calendar/{one.ident}/remind/" in text(client, "/desk/calendar/")
    for _ in range(2):
        client.post(f"/desk/calendar/{one.ident}/remind/")
    assert post.send_due(datetime.now(UTC)) == 1
    assert mail.outbox[0].to == ["officer@example.org"]
    assert one.what in mail.outbox[0].subject
    assert "rappelé le" in text(client, "/desk/calendar/")
    assert client.post("/desk/calendar/0123456789abcdef/remind/").status_code == 404


@pytest.mark.usefixtures("opened")
def test_nobody_reminds_beyond_their_reach() -> None:
    one = next(each for each in due_to(enrol("verifier")) if each.party == "org-mcint")
    elsewhere = enrol("verifier", ("party", "org-men"), name="elsewhere")
    with pytest.raises(Forbidden):
        reminding.remind(person(elsewhere), one, view_on(SPEECH), at=MONDAY)
    assert sign_in(elsewhere).post(f"/desk/calendar/{one.ident}/remind/").status_code == 404
    assert sign_in(enrol("reader")).post(f"/desk/calendar/{one.ident}/remind/").status_code == 403


@pytest.mark.usefixtures("opened")
def test_the_weekly_summary_goes_once_a_week_to_whoever_wants_it() -> None:
    wanting, other = enrol("officer", OFFICER, party="org-mcint"), enrol("reader")
    Account.objects.update(joined_at=MONDAY - timedelta(days=30))
    sign_in(other).post("/desk/digest/", {"wanted": "no"})
    assert digest.send_digests(MONDAY.replace(hour=5)) == 0
    assert [digest.send_digests(MONDAY + timedelta(days=days)) for days in (0, 1, 7)] == [1, 0, 1]
    letters = Letter.objects.order_by("made_at")
    assert [one.once for one in letters] == [f"digest:{wanting.pk}:2026-W49", f"digest:{wanting.pk}:2026-W50"]
    for language, said in (("fr", "En retard"), ("ar", "متأخر"), ("en", "Late")):
        wanting.language = language
        assert said in digest.digest(wanting, view_on(MONDAY.date()), at=MONDAY)[0].title


@pytest.mark.usefixtures("opened")
def test_whoever_has_nothing_due_is_told_so() -> None:
    reader = enrol("officer", ("region", "MA-08@1997"))
    later = view_on(date(2026, 11, 30))
    assert digest.digest(reader, later, at=datetime(2126, 11, 30, tzinfo=UTC)) == []
    assert digest.write(reader, later, at=datetime(2126, 11, 30, tzinfo=UTC))
    assert Letter.objects.get().subject.startswith("Rien ne vous attend")


@pytest.mark.usefixtures("opened")
def test_the_summary_is_stopped_without_signing_in_by_its_own_address_alone() -> None:
    account = enrol("officer")
    address, client = f"/desk/letters/stop/{stop_token(account)}/", Client(enforce_csrf_checks=True)
    assert "Ne plus recevoir" in text(client, address)
    assert Account.objects.get().wants_digest
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Account.objects.get().wants_digest
    assert client.post("/desk/letters/stop/1:forged/").status_code == 404
    assert client.put(address).status_code == 405


def test_every_duty_has_its_sentence_and_its_page() -> None:
    assert {f"todo.{code}" for code in PAGES} | {"todo.none"} == {
        code for code in catalogue("desk_tower") if code.startswith("todo.")
    }
    assert all(reverse(f"desk:{name}") for name in PAGES.values())
