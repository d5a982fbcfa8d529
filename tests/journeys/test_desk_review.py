"""A verifier's week: the queue, each draft beside what it is compared with, decisions on one and on many."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Bilan, Browse
from tests.office import enrol, give, sign_in

from bilan.acts import bulk, comparing, contesting, papers, questions, reviewing
from bilan.acts.access import Person, person
from bilan.acts.publishing import publish
from bilan.acts.signs import signs_of
from bilan.config.home import Home, open_home
from bilan.report.view import View
from bilan.store import reading
from bilan.store.desk.models import Account, Batch, Letter, Paper
from bilan.tables import editions
from bilan.tables.session import open_session
from bilan.terms.languages import LANGUAGES

CELLS = {"indicator": "ind-egov-operational", "value": "24", "nature": "declared", "about": "2012-11",
         "said_on": "2012-12-05", "unit": "projects", "speaker_name": "MCINT"}  # fmt: skip


@pytest.fixture
def opened(desk: Path, browse: Browse) -> Home:
    browse(desk)
    return open_home(desk, make=False)


def now() -> datetime:
    return datetime.now(UTC)


def somebody(role: str, *scopes: tuple[str, str], name: str | None = None, party: str | None = None) -> Person:
    account = Account.objects.filter(signs_as=f"desk/{name or role}").first()
    return person(account or enrol(role, *scopes, name=name, party=party))


def proposed(home: Home, *more: Mapping[str, str], by: Person | None = None, **draft: Any) -> list[Paper]:
    """Submit one statement for each set of cells; return the papers."""
    officer, made = by or somebody("officer"), []
    for cells in more or ({},):
        paper = papers.draft(officer, "statement", {**CELLS, **cells}, at=now(), **draft)
        assert not any(papers.submit(home, officer, [paper], at=now()))
        paper.refresh_from_db()
        made.append(paper)
    return made


def seen(those: list[Paper]) -> list[tuple[str, int]]:
    return [(one.pk, one.version) for one in those]


def view_of(home: Home) -> View:
    today = now().date()
    return View(open_session(editions.open_edition(home.editions), as_of=today, known_on=today))


def states(*those: Paper) -> list[str]:
    found = dict(Paper.objects.values_list("pk", "state"))
    return [found[one.pk] for one in those]


def test_the_queue_holds_what_others_submitted_within_reach(opened: Home) -> None:
    mine, theirs = proposed(opened)[0], proposed(opened, by=somebody("officer", name="second"))[0]
    both = somebody("officer")
    give(both.account, "verifier")
    assert set(reviewing.queue(somebody("verifier", name="all"))) == {mine, theirs}
    assert list(reviewing.queue(person(both.account))) == [theirs]
    assert list(reviewing.queue(somebody("verifier", ("node", "axis-1"), name="elsewhere"))) == []
    assert set(reviewing.queue(somebody("verifier", ("node", theirs.node or ""), name="there"))) == {mine, theirs}
    assert list(reviewing.queue(somebody("reader"))) == []


def test_what_is_to_be_looked_at_is_told_and_the_rest_is_clean(opened: Home) -> None:
    told = proposed(opened, {}, {"value": "24000"})
    signs = signs_of(view_of(opened), told, at=now())
    assert [signs[one.pk].is_clean for one in told] == [True, False]
    assert {"strays", "unanswered"} <= set(signs[told[1].pk].codes)
    contesting.contest(opened, somebody("verifier"), told[0], {}, words="Page 4 says 18", at=now())
    assert signs_of(view_of(opened), told[:1], at=now())[told[0].pk].codes == ("contested",)


def test_a_draft_stands_beside_the_last_one_other_sources_and_the_target(opened: Home) -> None:
    paper = proposed(opened)[0]
    content = questions.content_of_paper(paper)
    assert content
    found = comparing.beside(view_of(opened), paper, content)
    roles = [one.role for one in found]
    assert (roles[0], roles[-2:]) == ("previous", ["target", "baseline"])
    previous = found[0].row
    assert (previous["nature"], previous["indicator"]) == ("declared", "ind-egov-operational")
    assert previous["about_to"] <= date(2012, 11, 30)


def test_accepting_and_sending_back_leave_the_names_and_the_thread(opened: Home) -> None:
    one, other = proposed(opened, {}, {"about": "2012-10", "value": "23"})
    client = sign_in(somebody("verifier").account)
    answer = client.post(f"/desk/review/{one.pk}/accept/", {"version": one.version})
    assert answer.status_code == 302
    for words in ("", "   "):
        refused = client.post(f"/desk/review/{other.pk}/return/", {"version": other.version, "return_words": words})
        assert (refused.status_code, 'href="#return_words"' in refused.content.decode()) == (422, True)
    client.post(f"/desk/review/{other.pk}/return/", {"version": other.version, "return_words": "Page 4 says 18"})
    assert states(one, other) == ["accepted", "returned"]
    one.refresh_from_db()
    entry = reading.entry(one.entry or 0)
    assert entry
    assert (entry.recorded_by, entry.accepted_by) == ("desk/officer", "desk/verifier")
    page = client.get(f"/desk/review/{other.pk}/").content.decode()
    assert "Page 4 says 18" in page
    assert "desk/verifier" in page
    (letter,) = Letter.objects.filter(account=other.author)
    assert "Page 4 says 18" in letter.text


def test_the_rows_that_are_ticked_are_decided_together(opened: Home) -> None:
    told = proposed(opened, {}, {"about": "2012-10", "value": "23"}, {"about": "2012-09", "value": "23"})
    client = sign_in(somebody("verifier").account)
    client.post("/desk/review/accept/", {"paper": [f"{key}:{version}" for key, version in seen(told[:2])]})
    client.post("/desk/review/return/", {"paper": [f"{told[2].pk}:{told[2].version}"], "words": "Which services?"})
    assert states(*told) == ["accepted", "accepted", "returned"]
    assert client.post("/desk/review/accept/", {"paper": ["x:1"]}).status_code == 404
    assert client.post("/desk/review/accept/", {"paper": [f"{told[0].pk}:x"]}).status_code == 404


def test_of_many_those_where_somebody_was_quicker_are_left_out_and_told(opened: Home) -> None:
    told = proposed(opened, {}, {"about": "2012-10", "value": "23"})
    before = seen(told)
    quick, slow = somebody("verifier", name="quick"), somebody("verifier", name="slow")
    reviewing.send_back(opened, quick, before[:1], words="Which services?", at=now())
    outcome = reviewing.accept(opened, slow, before, at=now())
    assert (outcome.decided, outcome.overtaken) == ((told[1].pk,), (told[0].pk,))
    client = sign_in(slow.account)
    page = client.post(f"/desk/review/{told[0].pk}/accept/", {"version": told[0].version}, follow=True).content.decode()
    assert "desk/quick" in page


def test_nothing_outside_the_reach_exists(opened: Home) -> None:
    paper = proposed(opened)[0]
    draft = papers.draft(somebody("officer"), "statement", CELLS, at=now())
    client = sign_in(somebody("verifier", ("node", "axis-1"), name="elsewhere").account)
    paths = [f"/desk/review/{paper.pk}/", f"/desk/review/{draft.pk}/", "/desk/review/nothing/"]
    assert {client.get(path).status_code for path in paths} == {404}
    for act in ("accept", "return", "contest", "ask"):
        answer = client.post(f"/desk/review/{paper.pk}/{act}/", {"version": 2, f"{act}_words": "No", "due_on": "2030"})
        assert answer.status_code == 404
    assert sign_in(somebody("verifier", name="all").account).get(f"/desk/review/{draft.pk}/").status_code == 404
    assert sign_in(somebody("officer").account).get(f"/desk/review/{paper.pk}/").status_code == 403


def test_a_whole_upload_is_accepted_but_for_the_rows_to_look_at(opened: Home, settings: Settings) -> None:
    officer = somebody("officer")
    batch = Batch.objects.create(
        author=officer.account, name="october.csv", size=1, digest="0" * 64, state="submitted", made_at=now(),
        changed_at=now(),
    )  # fmt: skip
    rows: list[dict[str, str]] = [{}, {"about": "2012-10", "value": "23"}, {"value": "24000"}]
    told = [*(proposed(opened, cells, by=officer, batch=batch, key=f"st-{turn}")[0] for turn, cells in enumerate(rows))]
    for turn, one in enumerate(told):
        Paper.objects.filter(pk=one.pk).update(turn=turn)
    verifier = somebody("verifier")
    done = bulk.accept_clean(opened, verifier, batch, at=now())
    assert done
    assert not done.problems
    assert (done.count, states(*told)) == (2, ["accepted", "accepted", "submitted"])
    entries = [reading.entry(number) for number in done.numbers]
    assert [each and each.accepted_by for each in entries] == ["desk/verifier"] * 2
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    bulk.accept_clean_later.enqueue(verifier.account.pk, batch.pk)  # done again it changes nothing
    assert states(told[2]) == ["submitted"]
    assert Letter.objects.filter(account=verifier.account).count() == 1


def test_a_figure_of_the_ledger_is_contested_by_form(opened: Home) -> None:
    (paper,) = proposed(opened)
    outcome = reviewing.accept(opened, somebody("verifier", name="first"), seen([paper]), at=now())
    number = outcome.entries[0].number
    cells = {"value": "18", "about": "2012-11", "nature": "measured", "words": "Counted on the spot", "locator": "p. 4"}
    path = f"/desk/review/entries/{number}/contest/"
    for account in (enrol("auditor", party="org-cour"), enrol("verifier", name="other")):
        client = sign_in(account)
        assert client.get(path).status_code == 200
        wrong = client.post(path, {**cells, "value": "many"})
        assert (wrong.status_code, 'href="#value"' in wrong.content.decode()) == (422, True)
        assert client.post(path, {**cells, "words": ""}).status_code == 422
        assert client.post(path, cells).status_code == 302
    since = (reading.entry(one) for one in range(number, reading.size()))
    assert [one.content["nature"] for one in since if one and one.kind == "statement"] == ["declared", "audited"]
    assert Letter.objects.filter(account__signs_as="desk/officer", once__startswith="contested:").count() == 1
    own = reviewing.of_own(person(Account.objects.get(signs_as="desk/other")))
    assert [one.state for one in own] == ["submitted"]
    assert sign_in(enrol("auditor", name="nobody")).post(path, cells).status_code == 422


def test_the_pages_speak_each_language(opened: Home) -> None:
    (paper,) = proposed(opened, {"value": "24000"})
    account = somebody("verifier").account
    client: Client = sign_in(account)
    due = (now() + timedelta(days=7)).date().isoformat()
    client.post(f"/desk/review/{paper.pk}/ask/", {"ask_words": "Visits or projects?", "due_on": due})
    for language in LANGUAGES:
        Account.objects.filter(pk=account.pk).update(language=language)
        assert client.get("/desk/review/").status_code == 200
        page = client.get(f"/desk/review/{paper.pk}/").content.decode()
        assert (f'<html lang="{language}"' in page, "Visits or projects?" in page) == (True, True)


def test_both_names_are_public(opened: Home, bilan: Bilan, browse: Browse) -> None:
    (paper,) = proposed(opened)
    number = reviewing.accept(opened, somebody("verifier"), seen([paper]), at=now()).entries[0].number
    publish(opened, at=now())
    printed = bilan("entry", number, "--home", opened.folder, "--lang", "en").out
    site = browse(opened.folder)
    page = site.get(f"/en/entries/{number}/", follow=True).content.decode()
    for text in (printed.lower(), page.lower()):
        assert "accepted by" in text
        assert "desk/verifier" in text
