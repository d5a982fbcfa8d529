"""A figure by form: asked page by page, looked at with what it changes, submitted, accepted, corrected, withdrawn."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import papers
from bilan.acts.access import person
from bilan.config.home import Home, open_home
from bilan.exchange.columns import field_types
from bilan.store import reading
from bilan.store.desk.models import Account, Paper
from bilan.web.desk.figures.stages import stages_of

NEW = "/desk/figures/new/statement/"
INDICATOR = "ind-egov-operational"
WHAT = {"indicator": INDICATOR}
VALUE = {"value": "30", "qualifier": "exact", "unit": "projects"}
WHEN = {"about": "2013-12-31", "said_on": "2014-01-15"}
WHO = {"nature": "declared", "organisation": "org-mcint"}
SOURCE = {"source": "src-cour-2014-rapport"}


@pytest.fixture
def opened(desk: Path, browse: Browse) -> Home:
    browse(desk)
    return open_home(desk, make=False)


@pytest.fixture
def officer(opened: Home) -> Account:  # noqa: ARG001 - the desk must be open
    account = enrol("officer", ("party", "org-mcint"), party="org-mcint")
    Account.objects.update(language="en")
    account.refresh_from_db()
    return account


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def begun(client: Client, cells: dict[str, str] = WHAT) -> str:
    """Send the first page; return the address of the paper."""
    page = client.get(NEW, cells).content.decode()
    answer = client.post(NEW, {"token": hidden(page, "token"), "then": "next", **cells})
    assert answer.status_code == 302, text_of(answer.content.decode())
    return str(answer.headers["Location"]).removesuffix("value/")


def fill(client: Client, address: str, stage: str, cells: dict[str, str], then: str = "next") -> str:
    """Fill in a page as a browser would, with what it holds already; return where that leads."""
    page = client.get(f"{address}{stage}/").content.decode()
    answer = client.post(f"{address}{stage}/", {"version": hidden(page, "version"), "then": then, **cells})
    assert answer.status_code == 302, text_of(answer.content.decode())
    return str(answer.headers["Location"])


def filled(client: Client, **other: dict[str, str]) -> str:
    address = begun(client)
    for stage, cells in {"value": VALUE, "when": WHEN, "who": WHO, "source": SOURCE, **other}.items():
        fill(client, address, stage, cells)
    return address


def send(client: Client, address: str, **answers: str) -> Any:
    page = client.get(address).content.decode()
    return client.post(address, {"version": hidden(page, "version"), "then": "submit", **answers})


def test_a_figure_goes_from_the_form_into_the_ledger(officer: Account, opened: Home) -> None:
    client = sign_in(officer)
    address = filled(client)
    page = text_of(client.get(address).content.decode())
    assert "Check before you submit" in page
    assert "What it would change" in page
    assert send(client, address).status_code == 302
    paper = Paper.objects.get()
    assert (paper.state, paper.answers) == ("submitted", [])
    verifier = person(enrol("verifier"))
    done = papers.accept(opened, verifier, [paper], at=datetime.now(UTC)).done
    assert done.entries[0].content["value"] == "30"
    assert str(done.entries[0].number) in client.get("/desk/figures/?state=accepted").content.decode()


@pytest.mark.parametrize(("language", "words"), [("fr", "Combien\u00a0?"), ("ar", "كم؟")])
def test_the_form_speaks_the_language_of_the_account(officer: Account, language: str, words: str) -> None:
    Account.objects.update(language=language)
    client = sign_in(officer)
    address = begun(client)
    page = client.get(f"{address}value/").content.decode()
    assert f"<h1>{words}</h1>" in page
    assert "{" not in text_of(page.partition("<main")[2])
    wrong = client.post(f"{address}value/", {"version": "1", "then": "next", "value": "thirty"})
    assert wrong.status_code == 422
    assert 'href="#value"' in wrong.content.decode()
    assert 'aria-invalid="true"' in wrong.content.decode()


def test_the_same_form_sent_twice_makes_one_paper(officer: Account) -> None:
    client = sign_in(officer)
    token = hidden(client.get(NEW, WHAT).content.decode(), "token")
    first, again = (client.post(NEW, {"token": token, **WHAT}).headers["Location"] for _ in range(2))
    assert first == again
    assert Paper.objects.count() == 1


def test_a_slip_is_asked_about_and_the_answer_stays(officer: Account) -> None:
    client = sign_in(officer)
    address = filled(client, value={**VALUE, "value": "30000"})
    refused = send(client, address)
    assert refused.status_code == 422
    assert "1,000 times the last value" in text_of(refused.content.decode())
    assert Paper.objects.get().state == "draft"
    kept = send(client, address, **{"answer-magnitude_above": "Services of communes are counted from now on"})
    assert kept.status_code == 302
    paper = Paper.objects.get()
    assert paper.state == "submitted"
    assert [(one["code"], one["words"]) for one in paper.answers] == [
        ("magnitude_above", "Services of communes are counted from now on")
    ]
    assert "Services of communes" in client.get(address).content.decode()


def test_an_answer_to_another_number_answers_nothing(officer: Account) -> None:
    client = sign_in(officer)
    address = filled(client, value={**VALUE, "value": "30000"})
    page = client.get(address).content.decode()
    client.post(
        address, {"version": hidden(page, "version"), "then": "later", "answer-magnitude_above": "counted anew"}
    )
    fill(client, address, "value", {**VALUE, "value": "300000"})
    assert send(client, address).status_code == 422


def test_a_form_demands_the_source_and_the_date(officer: Account) -> None:
    client = sign_in(officer)
    address = begun(client)
    assert client.post(f"{address}when/", {"version": "1", "then": "next"}).status_code == 422
    fill(client, address, "when", {}, then="later")
    page = text_of(client.get(address).content.decode())
    assert "The source is missing" in page
    assert "The date the figure is about is missing" in page
    assert send(client, address).status_code == 422


def test_why_there_is_no_value_needs_no_source(officer: Account) -> None:
    client = sign_in(officer)
    address = begun(client)
    fill(client, address, "value", {"missing": "not_reported"})
    fill(client, address, "when", {"about": "2013"})
    fill(client, address, "who", WHO)
    assert send(client, address).status_code == 302


def test_a_source_is_recorded_with_the_figure(officer: Account, opened: Home) -> None:
    client = sign_in(officer)
    address = begun(client)
    for stage, cells in {"value": VALUE, "when": WHEN, "who": WHO}.items():
        fill(client, address, stage, cells)
    page = client.get(f"{address}source/new/").content.decode()
    source = {"publisher": "Ministère de l'industrie", "published_on": "2014-01-15", "source_kind": "official"}
    sent = {"version": hidden(page, "version"), "token": hidden(page, "token"), **source}
    answer = client.post(f"{address}source/new/", sent)
    assert answer.status_code == 302, text_of(answer.content.decode())
    assert send(client, address).status_code == 302
    figure = Paper.objects.get(kind="statement")
    done = papers.accept(opened, person(enrol("verifier")), [figure], at=datetime.now(UTC)).done
    assert [one.kind for one in done.entries] == ["source", "statement"]
    assert done.entries[1].content["source"] == done.entries[0].key
    assert str(done.entries[0].key).startswith("src-ministere-de-l-industrie-2014-01-15-")


def test_evidence_is_filed_beside_a_paper(officer: Account) -> None:
    client = sign_in(officer)
    address = begun(client)
    refused = client.post(f"{address}file/", {"file": ContentFile(b"MZ\x90\x00", name="report.pdf")})
    assert refused.status_code == 422
    kept = client.post(f"{address}file/", {"file": ContentFile(b"%PDF-1.7\n%%EOF\n", name="report.pdf")})
    assert kept.status_code == 302
    assert "report.pdf" in client.get(address).content.decode()


def test_words_in_the_place_of_a_key_find_it(officer: Account) -> None:
    client = sign_in(officer)
    address = begun(client)
    wrong = client.post(f"{address}source/", {"version": "1", "then": "next", "source": "rapport Cour des comptes"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    key = re.search(r'name="source.chosen"\s+value="([^"]+)"', page)
    assert key
    sent = {"source": "rapport Cour des comptes", "source.chosen": key[1]}
    fill(client, address, "source", sent)
    assert Paper.objects.get().cells["source"] == key[1]


def test_what_was_changed_elsewhere_is_not_overwritten_unseen(officer: Account) -> None:
    client = sign_in(officer)
    address = begun(client)
    old = hidden(client.get(f"{address}value/").content.decode(), "version")
    fill(client, address, "value", {**VALUE, "value": "31"})
    late = client.post(f"{address}value/", {"version": old, "then": "next", **VALUE, "value": "32"})
    page = late.content.decode()
    assert late.status_code == 409
    assert {"31", "32"} <= set(text_of(page).split())
    assert Paper.objects.get().cells["value"] == "31"
    sent = {name: hidden(page, name) for name in ("version", "value", "unit", "qualifier")}
    assert client.post(f"{address}value/", {**sent, "then": "check"}).status_code == 302
    assert Paper.objects.get().cells["value"] == "32"


def test_a_paper_of_others_is_not_there(officer: Account) -> None:
    address = begun(sign_in(officer))
    other = sign_in(enrol("officer", name="other"))
    pages = (address, f"{address}value/", f"{address}source/new/", "/desk/figures/nothing/")
    assert {other.get(one).status_code for one in pages} == {404}
    assert other.post(f"{address}drop/").status_code == 404


def test_what_lies_outside_the_reach_is_refused_and_not_offered(officer: Account) -> None:
    client = sign_in(officer)
    page = client.get("/desk/figures/new/?q=egov").content.decode()
    assert INDICATOR in page
    elsewhere = sign_in(enrol("officer", ("node", "axis-1"), name="elsewhere"))
    assert INDICATOR not in elsewhere.get("/desk/figures/new/?q=egov").content.decode()
    assert elsewhere.post(NEW, {"token": "t", **WHAT}).status_code == 403


def test_an_entry_is_corrected_under_its_key(officer: Account, opened: Home) -> None:
    client = sign_in(officer)
    before = reading.latest("tgt-egov-89")
    assert before
    page = client.get(f"/desk/figures/correct/{before.number}/").content.decode()
    answer = client.post(f"/desk/figures/correct/{before.number}/", {"token": hidden(page, "token")})
    address = str(answer.headers["Location"]).removesuffix("what/")
    cells = Paper.objects.get().cells
    figures = {name: cells.get(name, "") for name in stages_of("target")[1].all}
    refused = client.post(f"{address}figures/", {"version": "1", "then": "next", **figures, "value": "95"})
    assert refused.status_code == 422  # it moves without a reason
    explained = {**figures, "value": "95", "reason": "scope_evolved", "reason_words": "Six more services"}
    fill(client, address, "figures", explained)
    page = client.get(address).content.decode()
    assert re.search(r"<del>89</del>\s*<ins>95</ins>", page)
    assert send(client, address, **{"answer-x": ""}).status_code == 302
    done = papers.accept(opened, person(enrol("verifier")), [Paper.objects.get()], at=datetime.now(UTC)).done
    assert [(one.key, one.replaces) for one in done.entries] == [("tgt-egov-89", before.number)]


def test_a_withdrawal_says_why(officer: Account, opened: Home) -> None:
    client = sign_in(officer)
    number = next(one for one in range(reading.size()) if (reading.key_of(one) or "").startswith("st-egov"))
    page = client.get(f"/desk/figures/withdraw/{number}/").content.decode()
    answer = client.post(f"/desk/figures/withdraw/{number}/", {"token": hidden(page, "token")})
    address = str(answer.headers["Location"]).removesuffix("why/")
    assert client.post(f"{address}why/", {"version": "1", "then": "next"}).status_code == 422
    fill(client, address, "why", {"reason": "correction", "reason_words": "Recorded twice"})
    assert send(client, address).status_code == 302
    done = papers.accept(opened, person(enrol("verifier")), [Paper.objects.get()], at=datetime.now(UTC)).done
    assert done.entries[0].content == {"entry": number, "reason": "correction", "reason_words": "Recorded twice"}


def test_every_kind_has_a_form_that_opens(officer: Account) -> None:
    client = sign_in(officer)
    links = re.findall(r'href="(/desk/figures/new/[a-z_]+/)"', client.get("/desk/figures/new/").content.decode())
    assert len(links) > 20
    for link in dict.fromkeys(links):
        assert client.get(link).status_code == 200, link
        assert client.post(link, {"token": "t", "then": "next"}).status_code in {302, 403, 422}, link


def test_what_is_dropped_goes_nowhere(officer: Account) -> None:
    client = sign_in(officer)
    address = begun(client)
    assert client.post(f"{address}drop/").status_code == 302
    assert Paper.objects.get().state == "dropped"
    assert client.post(f"{address}value/", {"version": "1", "then": "next", **VALUE}).status_code == 409


def test_what_is_typed_is_looked_at_without_being_kept(officer: Account) -> None:
    client = sign_in(officer)
    address = begun(client)
    fill(client, address, "when", WHEN)
    told = client.post(f"{address}value/look/", {"version": "2", **VALUE, "value": "30000"})
    assert "1,000 times" in text_of(told.content.decode())
    assert "value" not in Paper.objects.get().cells


TEXTS = st.one_of(
    st.text(max_size=40), st.sampled_from(["30", "-1", "2013", "=1+1", "' or 1=1", "1e9", "\x00", "ا" * 500])
)


def test_any_text_in_any_field_is_kept_whole_or_refused_where_it_stands(officer: Account) -> None:
    client = sign_in(officer)
    address = begun(client)
    names = sorted(field_types("statement"))

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(names), TEXTS, max_size=4), st.sampled_from(stages_of("statement")))
    def tried(typed: dict[str, str], stage: Any) -> None:
        before = Paper.objects.get()
        sent = {"version": str(before.version), "then": "next", **typed}
        answer = client.post(f"{address}{stage.name}/", sent)
        after = Paper.objects.get()
        assert answer.status_code in {302, 403, 422}
        if answer.status_code == 302:
            assert client.get(address).status_code == 200
        else:
            assert (after.cells, after.version) == (before.cells, before.version)
        if answer.status_code == 422:
            assert 'href="#' in answer.content.decode()

    tried()
