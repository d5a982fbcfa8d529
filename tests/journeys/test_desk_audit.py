"""An auditor's week: a scope, an opinion, a counter-value, a recommendation, its reply and end, the paper of it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import papers
from bilan.acts.access import person
from bilan.acts.publishing import publish
from bilan.config.home import open_home
from bilan.report.paper import pages_of
from bilan.store import reading
from bilan.store.desk.models import Account, Engagement, Paper

INDICATOR = "ind-egov-operational"


@pytest.fixture
def site(desk: Path, browse: Browse) -> Client:
    """Open a desk of one's own; the browser is a citizen's."""
    return browse(desk)


def begun(auditor: Client, *keys: str) -> str:
    """Begin an audit of some things, and return its address."""
    cells = {"title": "Audit of the services", "as_of": "2013-12-31", "known_on": "2013-12-31"}
    assert auditor.post("/desk/audit/new/", cells).status_code == 302
    address = f"/desk/audit/{Engagement.objects.get().pk}/"
    assert auditor.post(f"{address}scope/", {"keys": keys}).status_code == 302
    return address


def text_of(client: Client, address: str) -> str:
    """Return a page as words."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_from_the_scope_to_the_closure_each_step_is_an_entry(site: Client, desk: Path) -> None:
    auditor = sign_in(enrol("auditor", party="org-cour"))
    officer, verifier = enrol("officer", party="org-mcint"), enrol("verifier")
    address = begun(auditor, INDICATOR, "maroc-numeric-2013")
    opinion = {"opinion": "not_achieved", "text": "Fewer services run than were said to", "about": "2013-12-31"}
    assert auditor.post(f"{address}{INDICATOR}/opinion/", opinion).status_code == 302
    finding = reading.entry(reading.size() - 1)
    assert finding
    assert (finding.kind, finding.recorded_by, finding.content["auditor"]) == ("finding", "desk/auditor", "org-cour")

    page = auditor.get(f"{address}{INDICATOR}/contest/").content.decode()
    against = re.search(r'<option value="(\d+)"\s+selected', page)
    assert against
    told = {"against": against[1], "value": "20", "words": "Nine of them answer with an error"}
    assert auditor.post(f"{address}{INDICATOR}/contest/", told).status_code == 302
    audited = reading.entry(reading.size() - 1)
    assert audited
    assert (audited.content["nature"], audited.content["value"], audited.content["relation"]) == (
        "audited",
        "20",
        "contradicts",
    )

    asked = {"text": "Mend the nine services", "addressee": "org-mcint", "due_on": "2026-01-31"}
    assert auditor.post(f"/desk/audit/threads/{finding.key}/recommend/", asked).status_code == 302
    request = reading.entry(reading.size() - 1)
    assert request
    assert (request.kind, request.content["finding"]) == ("recommendation", finding.key)
    thread = f"/desk/audit/threads/{finding.key}/"
    assert "en retard" in text_of(auditor, thread)

    assert (
        sign_in(officer).post(f"/desk/audit/threads/{request.key}/reply/", {"text": "Seven are mended"}).status_code
        == 302
    )
    paper = Paper.objects.get(kind="reply")
    assert (paper.state, paper.party, paper.concerns) == ("submitted", "org-mcint", request.key)
    done = papers.accept(open_home(desk), person(verifier), [paper], at=datetime.now(UTC)).done
    assert [(one.kind, one.recorded_by, one.accepted_by) for one in done.entries] == [
        ("reply", "desk/officer", "desk/verifier")
    ]

    assert auditor.post(f"/desk/audit/threads/{request.key}/close/", {"outcome": "partly_kept"}).status_code == 302
    closure = reading.entry(reading.size() - 1)
    assert closure
    assert (closure.kind, closure.content["outcome"]) == ("closure", "partly_kept")

    publish(open_home(desk), at=datetime.now(UTC))
    words = text_of(auditor, thread)
    assert [one in words for one in ("Mend the nine services", "Seven are mended", "tenu en partie", "close")] == [
        True
    ] * 4
    words = text_of(auditor, address)
    assert "1 avis sur 2 choses" in words
    assert "a changé" in words
    public = text_of(site, "/fr/audit/")
    assert [one in public for one in ("Mend the nine services", "Seven are mended", "tenu en partie")] == [True] * 3
    Account.objects.update(language="ar")
    answer = auditor.get(f"{address}paper.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert pages_of(answer.content) >= len(("cover", "contents", "scope", "turned"))


def test_nobody_signs_for_a_body_that_does_not_audit(site: Client) -> None:  # noqa: ARG001 - opens the home
    size = reading.size()
    for name, party in (("nobody", None), ("ministry", "org-mcint")):
        auditor = sign_in(enrol("auditor", name=name, party=party))
        cells = {"title": "x", "as_of": "2013-12-31", "known_on": "2013-12-31"}
        assert auditor.post("/desk/audit/new/", cells).status_code == 422
        assert auditor.post("/desk/audit/threads/fin-portal/recommend/", {"text": "x"}).status_code == 403
        assert "ne parle pas au nom" in text_of(auditor, "/desk/audit/")
    assert reading.size() == size


def test_the_audit_of_another_body_is_not_there(site: Client) -> None:  # noqa: ARG001 - as above
    address = begun(sign_in(enrol("auditor", party="org-cour")), INDICATOR)
    others = [sign_in(enrol("auditor", name="other", party="per-jettou")), sign_in(enrol("verifier"))]
    assert [one.get(address).status_code for one in others] == [404, 403]
    assert [one.get(f"{address}paper.pdf").status_code for one in others] == [404, 403]
    assert others[0].post("/desk/audit/threads/fin-portal/recommend/", {"text": "x"}).status_code == 403


def test_what_is_wrong_in_a_form_is_told_and_nothing_is_signed(site: Client) -> None:  # noqa: ARG001 - as above
    auditor = sign_in(enrol("auditor", party="org-cour"))
    address = begun(auditor, INDICATOR)
    size = reading.size()
    for path, cells in (
        (f"{address}{INDICATOR}/opinion/", {"opinion": "superb", "text": "x"}),
        (f"{address}{INDICATOR}/opinion/", {"opinion": "remark", "text": ""}),
        (f"{address}{INDICATOR}/contest/", {"against": "1", "value": "20", "words": "x"}),
        (f"{address}{INDICATOR}/contest/", {"against": "", "value": "20", "words": ""}),
        ("/desk/audit/threads/fin-portal/recommend/", {"text": "x", "due_on": "soon"}),
        ("/desk/audit/new/", {"title": "", "as_of": "x", "known_on": ""}),
    ):
        answer = auditor.post(path, cells)
        assert (answer.status_code, 'id="problems"' in answer.content.decode()) == (422, True), path
    assert auditor.get(f"{address}ind-nowhere/opinion/").status_code == 404
    for path in ("fin-nowhere/", "fin-nowhere/recommend/", "fin-portal/close/", INDICATOR + "/close/"):
        assert auditor.get(f"/desk/audit/threads/{path}").status_code == 404, path
    assert reading.size() == size


def test_a_thing_with_an_opinion_stays_in_the_scope(site: Client) -> None:  # noqa: ARG001 - as above
    auditor = sign_in(enrol("auditor", party="org-cour"))
    address = begun(auditor, INDICATOR, "maroc-numeric-2013", "org-cour")
    assert Engagement.objects.get().items.count() == 0
    auditor.post(f"{address}scope/", {"keys": [INDICATOR, "maroc-numeric-2013"]})
    auditor.post(f"{address}scope/", {"keys": [INDICATOR]})
    auditor.post(f"{address}{INDICATOR}/opinion/", {"opinion": "remark", "text": "x"})
    for key in (INDICATOR, "maroc-numeric-2013"):
        auditor.post(f"{address}scope/", {"leave": key})
    assert [one.concerns for one in Engagement.objects.get().items.all()] == [INDICATOR]
