"""Contest a figure: a proposed one with words, a recorded one with another value beside it. Both stay readable.

An auditor signs a counter-value alone, in the name of an auditing body: whoever is audited neither accepts nor refuses
it (decision 0018). A verifier proposes one, and somebody else accepts it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from bilan.acts import events, papers, post
from bilan.acts.access import Person
from bilan.acts.concerns import Where, filled, place_of
from bilan.acts.loading import Looked, look, problems_of, reading_of_cells
from bilan.acts.recording import record
from bilan.acts.tasks import release_soon
from bilan.config.home import Home
from bilan.exchange.export import cells_of
from bilan.ledger.canonical import canonical_bytes
from bilan.ledger.entries import Draft, Entry
from bilan.store import reading
from bilan.store.append import Appended
from bilan.store.desk.models import Account, Paper, Step
from bilan.terms.problems import Place, Problem

# What a counter-value has in common with the figure that it contests: of what, where and when it speaks.
SHARED: Final = (
    "indicator", "subject", "scope", "scope_relation", "region", "sector", "size", "partner_country", "edition",
    "audience", "about", "unit",
)  # fmt: skip


class NotAFigure(ValueError):
    """Only what was said of a figure can be contested with another; keeps the number of the entry."""

    def __init__(self, number: int) -> None:
        """Keep the number."""
        super().__init__(f"entry {number} is no statement: only a statement can be contested with another value")
        self.number = number


class NotAnAuditor(Exception):
    """Whoever acts does not speak for a party in the auditor's role; keeps that party, and the problem."""

    def __init__(self, party: str | None) -> None:
        """Keep the party."""
        super().__init__(f"an auditor signs in the name of a party whose role is auditor, not of {party!r}")
        self.party = party
        self.problem = Problem("not_an_auditor", Place(column="organisation"), {"party": party or "–"})


@dataclass(frozen=True, slots=True)
class Contested:
    """What came of it: the entries recorded, or the paper that somebody else is to accept, or what keeps it back."""

    entries: tuple[Entry, ...] = ()
    paper: Paper | None = None
    problems: Sequence[Problem] = ()


def contest(
    home: Home, person: Person, target: Paper | Entry, cells: Mapping[str, str], *, words: str, at: datetime
) -> Contested:
    """Contest a submitted paper with words for its author, or a recorded statement with the cells of a counter-value.

    Of a paper the ledger tells that it is contested, and by whom. The words of a counter-value are its public motive.
    """
    if isinstance(target, Paper):
        return _contest_paper(home, person, target, words, at)
    given = counter_cells(target, cells, words=words, at=at)
    where = place_of(cells_of(target.kind, target.content), person.account)
    person.demand_at("contest", party=where.party, node=where.node, region=where.region)
    key = f"{(target.key or '')[:80]}-{_digest(person, given)}"
    if person.may("audit"):
        audited = {**given, "nature": "audited", "organisation": auditing_party(person)}
        done = sign(home, person, "statement", audited, key=key, at=at, event="contested")
        if done.entries:
            _tell(target, key, words, at)
        return done
    return _propose(home, person, given, key=key, where=where, at=at)


def counter_cells(target: Entry, cells: Mapping[str, str], *, words: str, at: datetime) -> dict[str, str]:
    """Return the cells of a counter-value: of the same thing and date as the figure, contradicting it."""
    if target.kind != "statement" or target.key is None:
        raise NotAFigure(target.number)
    said = cells_of(target.kind, target.content)
    shared: dict[str, str] = {name: said[name] for name in SHARED if name in said}
    usual = {"said_on": at.date().isoformat(), "relation": "contradicts", "related": target.key, "note": words}
    return filled({**shared, **usual, **filled(cells)})


def auditing_party(person: Person) -> str:
    """Return the auditing body in whose name somebody signs."""
    person.demand("audit")
    key = person.account.party
    held = reading.latest(key) if key else None
    if key is None or held is None or held.kind != "party" or held.content.get("role") != "auditor":
        raise NotAnAuditor(key)
    return key


def sign(
    home: Home, person: Person, kind: str, cells: Mapping[str, str], *, key: str, at: datetime, event: str | None = None
) -> Contested:
    """Record an auditor's own entry: nobody else accepts it. The same cells under the same key are recorded once."""
    auditing_party(person)
    for _ in range(papers.TRIES):
        looked = look(reading_of_cells(kind, cells, key=key), today=at.date())
        if not looked.is_clean:
            return Contested(problems=looked.problems)
        if not looked.changes:
            return Contested(_held(key))
        done = _record(home, person, looked, at, event)
        if not done.refused:
            release_soon()
            return Contested(done.entries)
        found = problems_of(looked, done)
        if any(one.code != "ledger_moved" for one in found):
            return Contested(problems=found)
    raise papers.Overtaken(key)


def _record(home: Home, person: Person, looked: Looked, at: datetime, event: str | None) -> Appended:
    drafts = [one.draft for one in looked.changes if one.draft]

    def beside(done: Appended) -> None:
        if event:
            events.note(event, at=at, by=person.name, entries=done.entries)

    return record(home, drafts, by=person.name, at=at, seen=looked.size, beside=beside)


def _held(key: str) -> tuple[Entry, ...]:
    held = reading.latest(key)
    return (held,) if held else ()


def _propose(
    home: Home, person: Person, cells: Mapping[str, str], *, key: str, where: Where, at: datetime
) -> Contested:
    """Submit a counter-value as a paper, which lies where the figure lies; proposed twice, it is there once."""
    looked = look(reading_of_cells("statement", cells, key=key), today=at.date())
    if not looked.is_clean:
        return Contested(problems=looked.problems)
    origin = f"contest:{key}"
    paper = papers.draft(person, "statement", cells, at=at, key=key, origin=origin, act="contest", where=where)
    if paper.state == papers.DRAFT:
        papers.submit(home, person, [paper], at=at, act="contest")
        paper.refresh_from_db()
    return Contested(paper=paper)


def _contest_paper(home: Home, person: Person, paper: Paper, words: str, at: datetime) -> Contested:
    """Note that somebody contests what is proposed; it waits for its decision as before."""
    if paper.author_id == person.account.pk:
        raise papers.OwnWork(paper.pk)
    person.demand_at("contest", party=paper.party, node=paper.node, region=paper.region)
    if paper.steps.filter(step="contested", by=person.account, words=words).exists():
        return Contested(paper=paper)
    review = papers.review_of("contested", person, [paper], at)

    def beside(done: Appended) -> None:
        if not Paper.objects.filter(pk=paper.pk, version=paper.version, state=papers.SUBMITTED).exists():
            raise papers.Overtaken(paper.pk)
        entry = done.entries[0].number
        Step.objects.create(paper=paper, step="contested", by=person.account, at=at, words=words, entry=entry)
        events.note("contested", at=at, by=person.name, entries=done.entries)
        path, what = f"/desk/figures/{paper.pk}/", paper.concerns or paper.kind
        post.write(paper.author, "contested", once=f"contested:{entry}", at=at, path=path, what=what, words=words)

    done = record(home, [Draft(review, papers.review_key())], by=person.name, at=at, beside=beside)
    release_soon()
    return Contested(done.entries, paper)


def _tell(target: Entry, key: str, words: str, at: datetime) -> None:
    """Tell whoever recorded a figure at the desk that another value stands against it."""
    author = Account.objects.filter(signs_as=target.recorded_by, is_active=True).first()
    if author:
        what = str(target.content.get("indicator") or target.content.get("subject") or target.key)
        post.write(author, "contested", once=f"contested:{key}", at=at, path="/desk/", what=what, words=words)


def _digest(person: Person, cells: Mapping[str, str]) -> str:
    """Return a short name of what somebody says, so that the same form sent twice says it once."""
    told = {name: text for name, text in cells.items() if name != "said_on"}
    return sha256(canonical_bytes({"by": person.name, "says": told})).hexdigest()[:8]
