"""Evidence: told in the ledger from the moment it is kept; shown when its day has come, and to whom it may."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

import pytest
from django.db import connections
from tests.office import enrol

from bilan.acts import filing, papers
from bilan.acts.access import Forbidden, Person, person
from bilan.acts.audit import audit
from bilan.acts.filing import About
from bilan.acts.recording import record, redact
from bilan.config.home import Home, open_home
from bilan.ledger.entries import Draft
from bilan.ledger.kinds.record import Redaction
from bilan.store import custody, reading
from bilan.store.desk.models import Filed

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TODAY = NOW.date()
LATER = date(2027, 3, 1)
FOR = About(supports=("ind-egov",))


@pytest.fixture
def plan(home: Home, drafts: list[Draft]) -> Home:
    record(home, drafts, by="clerk", at=NOW - timedelta(days=1))
    return home


def filed(home: Home, who: Person, about: About = FOR, data: bytes = PDF, name: str = "report.pdf") -> filing.Taken:
    return filing.take(home, who, name, [data], about, at=NOW)


def opens(found: tuple[Filed, BinaryIO] | None) -> bool:
    if found:
        found[1].close()
    return found is not None


def codes(taken: filing.Taken) -> list[str]:
    return [one.code for one in taken.problems]


def test_the_ledger_tells_the_digest_in_the_name_of_whoever_filed(plan: Home) -> None:
    taken = filed(plan, person(enrol("officer")))
    entry = reading.entry(taken.number or 0)
    assert entry
    assert taken.filed
    assert (entry.kind, entry.recorded_by, entry.accepted_by) == ("evidence", "desk/officer", None)
    assert (entry.content["digest"], entry.content["size"]) == (taken.filed.digest, len(PDF))
    assert custody.state(plan.evidence, taken.filed.digest) == "held"


def test_the_same_file_for_the_same_thing_is_filed_once(plan: Home) -> None:
    who = person(enrol("officer"))
    first, size = filed(plan, who), reading.size()
    again = filed(plan, who, name="other name.pdf")
    assert (again.again, again.number, reading.size(), Filed.objects.count()) == (True, first.number, size, 1)


def test_of_two_who_file_it_at_once_both_are_told_the_same_entry(plan: Home) -> None:
    people = [person(enrol("officer", name=name)) for name in ("one", "two")]

    def send(who: Person) -> int | None:
        try:
            return filed(plan, who).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        numbers = set(pool.map(send, people))
    assert (len(numbers), Filed.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "evidence_empty"),
        ("a.pdf", PDF + b"\n" * 1_000, "file_too_long"),
        ("a.pdf", b"<html>", "file_is_markup"),
        ("a.png", PDF, "file_named_otherwise"),
    ],
)
def test_what_is_refused_leaves_neither_bytes_nor_entry(
    plan: Home, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, code: str
) -> None:
    monkeypatch.setenv("BILAN_LARGEST_FILE", "0.001")
    size = reading.size()
    assert codes(filed(plan, person(enrol("officer")), data=data, name=name)) == [code]
    assert (reading.size(), Filed.objects.count()) == (size, 0)
    assert [one for one in plan.evidence.rglob("*") if one.is_file()] == []


def test_a_file_that_is_evidence_for_nothing_is_not_kept(plan: Home) -> None:
    assert codes(filed(plan, person(enrol("officer")), About())) == ["evidence_for_nothing"]


def test_evidence_for_what_nobody_recorded_is_refused_and_not_kept(plan: Home) -> None:
    assert codes(filed(plan, person(enrol("officer")), About(supports=("st-nowhere",)))) == ["unknown_key"]
    assert codes(filed(plan, person(enrol("officer", name="o2")), About(supports=("Not A Key",)))) != []
    assert [one for one in plan.evidence.rglob("*") if one.is_file()] == []


NAMES = {
    "../../log.key.pdf": "log.key.pdf",
    r"C:\temp\..\a.pdf": "a.pdf",
    'x";\r\nSet-Cookie: a=b.pdf': "x;Set-Cookie: a=b.pdf",
    "\u202efdp.pdf": "fdp.pdf",
    "..pdf": "pdf.pdf",
    "...": "file.pdf",
    "a" * 400 + ".pdf": "a" * 196 + ".pdf",
    "تقرير.pdf": "تقرير.pdf",
}


def test_a_name_leads_nowhere_and_is_read_as_it_is_written(plan: Home) -> None:
    who = person(enrol("officer"))
    for page, (given, kept) in enumerate(NAMES.items()):
        taken = filed(plan, who, About(FOR.supports, locator=f"p. {page}"), name=given)
        assert taken.filed
        assert taken.filed.name == kept


def test_nobody_files_where_no_role_of_theirs_holds(plan: Home) -> None:
    for role, scopes in (("reader", ()), ("publisher", ()), ("officer", (("party", "org-elsewhere"),))):
        with pytest.raises(Forbidden):
            filed(plan, person(enrol(role, *scopes)), About(supports=("ind-egov",)))


def test_an_embargo_lets_in_whom_it_names_and_opens_to_all_on_its_day(plan: Home) -> None:
    officer = person(enrol("officer"))
    about = About(FOR.supports, released_on=LATER, audience=frozenset({"auditor", "reader"}))
    taken = filed(plan, officer, about)
    assert taken.filed
    assert taken.filed.audience == "|auditor|"
    others = {role: person(enrol(role)) for role in ("reader", "verifier", "auditor", "publisher", "administrator")}
    others |= {"colleague": person(enrol("officer", name="colleague")), "officer": officer}

    def open_to(day: date) -> set[str]:
        assert taken.filed
        name, digest = taken.filed.pk, taken.filed.digest
        opened = {each for each, who in others.items() if opens(filing.opened(plan, who, name, today=day))}
        return opened | ({"all"} if opens(filing.released(plan, digest, today=day)) else set())

    assert open_to(TODAY) == {"auditor", "officer"}
    assert open_to(LATER) == {*others, "all"}


def test_one_file_has_one_embargo(plan: Home) -> None:
    who = person(enrol("officer"))
    filed(plan, who, About(FOR.supports, released_on=LATER))
    assert codes(filed(plan, who)) == ["file_under_embargo"]
    assert codes(filed(plan, who, About(FOR.supports, released_on=LATER, locator="p. 2"))) == []
    other = PDF + b"\n"
    filed(plan, who, data=other)
    assert codes(filed(plan, who, About(FOR.supports, released_on=LATER), data=other)) == ["file_public_already"]


def test_a_file_beside_a_proposal_supports_what_it_becomes(plan: Home) -> None:
    officer, verifier = person(enrol("officer")), person(enrol("verifier"))
    cells = {"indicator": "ind-egov", "value": "24", "nature": "declared", "about": "2012-10",
             "said_on": "2012-10-05", "speaker_name": "MCINT", "unit": "projects"}  # fmt: skip
    paper = papers.draft(officer, "statement", cells, at=NOW)
    taken = filing.attach(plan, officer, paper, "a.pdf", [PDF], at=NOW)
    assert taken.filed
    assert papers.submit(plan, officer, [paper], at=NOW) == {}
    paper.refresh_from_db()
    people = {"officer": officer, "verifier": verifier, "reader": person(enrol("reader"))}

    def opens_to() -> set[str]:
        name = taken.filed.pk if taken.filed else ""
        return {each for each, who in people.items() if opens(filing.opened(plan, who, name, today=TODAY))}

    assert opens_to() == {"officer", "verifier"}
    assert not opens(filing.released(plan, taken.filed.digest, today=TODAY))
    statement, evidence = papers.accept(plan, verifier, [paper], at=NOW).done.entries
    assert (evidence.key, evidence.replaces) == (taken.filed.key, taken.number)
    assert evidence.content["supports"] == [statement.key]
    paper.refresh_from_db()
    assert paper.entry == statement.number
    assert opens_to() == {*people}
    assert opens(filing.released(plan, taken.filed.digest, today=TODAY))


def test_an_audit_of_the_ledger_finds_files_that_are_gone_or_changed(plan: Home) -> None:
    who = person(enrol("officer"))
    gone, changed = filed(plan, who).filed, filed(plan, who, data=PDF + b"\n").filed
    assert gone
    assert changed
    assert audit(plan).problems == ()
    custody.path_of(plan.evidence, gone.digest).unlink()
    custody.path_of(plan.evidence, changed.digest).write_bytes(PDF)
    assert {(one.code, one.values["digest"]) for one in audit(plan).problems} == {
        ("evidence_absent", gone.digest), ("evidence_changed", changed.digest)
    }  # fmt: skip


def test_what_is_redacted_takes_its_file_with_it_unless_the_file_was_filed_for_more(plan: Home) -> None:
    who = person(enrol("officer"))
    one, other = filed(plan, who), filed(plan, who, About(FOR.supports, locator="p. 2"))
    assert one.filed
    assert one.number is not None
    assert other.number is not None

    def removed(number: int) -> str:
        redact(plan, Redaction(entry=number, reason_words="personal", authority="CNDP"), by="clerk", at=NOW)
        return custody.state(plan.evidence, one.filed.digest)  # type: ignore[union-attr]

    assert [removed(one.number), removed(other.number)] == ["held", "absent"]
    assert set(Filed.objects.values_list("removed", "name")) == {(True, "")}
    assert audit(plan).problems == ()


def test_a_home_of_which_the_database_alone_was_restored_says_which_files_are_missing(plan: Home) -> None:
    filed(plan, person(enrol("officer")))
    plan.evidence.rename(plan.folder / "elsewhere")
    assert [one.code for one in audit(open_home(plan.folder)).problems] == ["evidence_absent"]
