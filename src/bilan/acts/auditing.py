"""Audit: choose what to look at, give an opinion on each thing, ask for what is to change, and close what was done.

An auditor signs alone, in the name of an auditing body (decision 0019). A reply is the word of the body that was
audited: one of its officers drafts it, and somebody else accepts it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from django.db.models import QuerySet

from bilan.acts import contesting, papers
from bilan.acts.access import Forbidden, Person
from bilan.acts.concerns import Where, filled
from bilan.acts.contesting import Contested
from bilan.config.home import Home
from bilan.ledger.canonical import canonical_bytes
from bilan.ledger.entries import Entry
from bilan.report.sheets.threads import KINDS, Thread, threads
from bilan.store import reading
from bilan.store.desk.models import Engagement, Item, Paper
from bilan.store.standing import in_force
from bilan.tables.editions import Edition
from bilan.terms.days import NotADay, span
from bilan.terms.problems import Place, Problem

# What an audit can look at.
AUDITABLE: Final = frozenset({"plan", "node", "indicator", "agreement", "obligation", "undertaking", "service"})
LONGEST_STEM: Final = 72
LONGEST_TITLE: Final = 200


class NotThere(LookupError):
    """There is no such audit or recommendation for whoever asks; keeps its name."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"there is no {name!r} for this account")
        self.name = name


@dataclass(frozen=True, slots=True)
class Days:
    """On which days an audit looks: up to when things happened, and up to when they were public."""

    as_of: date
    known_on: date


@dataclass(frozen=True, slots=True)
class Begun:
    """An audit that was begun, or what keeps it from being so."""

    audit: Engagement | None = None
    problems: Sequence[Problem] = ()


def engagements(person: Person) -> QuerySet[Engagement]:
    """Return the audits of the body in whose name somebody signs."""
    person.demand("audit")
    return Engagement.objects.filter(party=_body(person)).order_by("-made_at", "pk")


def engagement(person: Person, name: str) -> Engagement:
    """Return one audit of one's own body."""
    found = engagements(person).filter(pk=name).first()
    if found is None:
        raise NotThere(name)
    return found


def engage(person: Person, title: str, days: Days, edition: Edition, *, at: datetime) -> Engagement:
    """Begin an audit on the state of the ledger as it is published now: what follows is seen against it."""
    party = contesting.auditing_party(person)
    return Engagement.objects.create(
        title=title, auditor=person.account, party=party, as_of=days.as_of, known_on=days.known_on,
        edition=edition.name, size=edition.size, made_at=at,
    )  # fmt: skip


def begin(person: Person, cells: Mapping[str, str], edition: Edition, *, at: datetime) -> Begun:
    """Begin an audit as the fields of a form tell it."""
    days = {name: _last(cells.get(name, "")) for name in ("as_of", "known_on")}
    undated = (name for name, day in days.items() if day is None)
    problems = [Problem("not_a_day", Place(column=name), {"value": cells.get(name, "")[:40]}) for name in undated]
    if not 0 < len(cells.get("title", "")) <= LONGEST_TITLE:
        problems.append(Problem("field_missing", Place(column="title")))
    if problems or not (days["as_of"] and days["known_on"]):
        return Begun(problems=problems)
    try:
        return Begun(engage(person, cells["title"], Days(days["as_of"], days["known_on"]), edition, at=at))
    except contesting.NotAnAuditor as nobody:
        return Begun(problems=[Problem("not_an_auditor", Place(column="title"), {"party": nobody.party or "–"})])


def choose(person: Person, audit: Engagement, keys: Iterable[str], *, at: datetime) -> list[Problem]:
    """Take things into the scope of an audit, all or none; what is there already stays as it is."""
    engagement(person, audit.pk)
    wanted = list(dict.fromkeys(keys))
    problems = [problem for key in wanted if (problem := _not_auditable(key))]
    if not problems:
        rows = [Item(engagement=audit, concerns=key, added_at=at) for key in wanted]
        Item.objects.bulk_create(rows, ignore_conflicts=True)
    return problems


def leave(person: Person, audit: Engagement, key: str) -> bool:
    """Take a thing out of the scope, unless there is an opinion on it; tell whether it is out."""
    engagement(person, audit.pk)
    item = audit.items.filter(concerns=key).first()
    if item is None or opinion_on(item) is not None:
        return False
    item.delete()
    return True


def opinion_key(item: Item) -> str:
    """Return the key of the finding that holds the opinion on an item."""
    return f"fin-{item.concerns[:LONGEST_STEM].rstrip('-')}-{item.engagement_id[:8]}"


def opinion_on(item: Item) -> Entry | None:
    """Return the opinion on an item, if there is one."""
    return reading.latest(opinion_key(item))


def opine(home: Home, person: Person, item: Item, cells: Mapping[str, str], *, at: datetime) -> Contested:
    """Sign the opinion on an item; another one later replaces it, and both stay readable."""
    engagement(person, item.engagement_id)
    usual = {"auditor": _body(person), "subject": item.concerns, "said_on": _day(at)}
    return contesting.sign(home, person, "finding", _cells(cells, usual), key=opinion_key(item), at=at)


def contest(home: Home, person: Person, against: int | None, cells: Mapping[str, str], *, at: datetime) -> Contested:
    """Sign another value beside one that was said, with the motive."""
    target = reading.entry(against) if against is not None else None
    wanting = [*(["against"] if target is None else []), *(["words"] if not cells.get("words") else [])]
    if target is None or wanting:
        return Contested(problems=[Problem("field_missing", Place(column=one)) for one in wanting])
    given = {name: text for name, text in cells.items() if name not in {"against", "words"}}
    return contesting.contest(home, person, target, given, words=cells["words"], at=at)


def recommend(home: Home, person: Person, finding: str, cells: Mapping[str, str], *, at: datetime) -> Contested:
    """Sign what is asked because of a finding of one's own body."""
    _own(person, "finding", finding)
    given = _cells(cells, {"finding": finding, "said_on": _day(at)})
    key = f"rec-{_stem(finding)}-{_digest({**given, 'said_on': ''})}"
    return contesting.sign(home, person, "recommendation", given, key=key, at=at)


def close(home: Home, person: Person, recommendation: str, cells: Mapping[str, str], *, at: datetime) -> Contested:
    """Sign what became of a recommendation; a recommendation has one end, which may be told anew."""
    asked = _entry("recommendation", recommendation)
    if finding := asked.content.get("finding"):
        _own(person, "finding", finding)
    usual = {
        "recommendation": recommendation, "auditor": _body(person), "said_on": _day(at)
    }  # fmt: skip
    return contesting.sign(home, person, "closure", _cells(cells, usual), key=f"clo-{_stem(recommendation)}", at=at)


def reply(
    home: Home, person: Person, recommendation: str, text: str, *, at: datetime
) -> tuple[Paper, Sequence[Problem]]:
    """Submit what the audited body answers, in its name; sent twice, it is there once."""
    asked = _entry("recommendation", recommendation)
    party = asked.content.get("addressee") or person.account.party or ""
    cells = _cells({"text": text}, {"recommendation": recommendation, "party": party, "said_on": _day(at)})
    origin = f"reply:{recommendation}:{_digest({**cells, 'said_on': ''})}"
    where = Where(recommendation, party or None, _node(asked), None)
    paper = papers.draft(person, "reply", cells, at=at, origin=origin, act="answer", where=where)
    if paper.state not in papers.OPEN:
        return paper, ()
    problems = papers.submit(home, person, [paper], at=at, act="answer")
    return paper, [one for those in problems.values() for one in those]


def replies(person: Person) -> QuerySet[Paper]:
    """Return one's own replies that are on their way."""
    open_ones = (*papers.OPEN, papers.SUBMITTED)
    return Paper.objects.filter(author=person.account, kind="reply", state__in=open_ones).order_by("-changed_at")


def followed(*, today: date) -> list[Thread]:
    """Return every thread as the ledger holds it at this moment."""
    rows = {kind: [_row(one) for one in in_force(kind)] for kind in KINDS}
    return threads(rows, on=today)


def _row(entry: Entry) -> dict[str, Any]:
    envelope = {"recorded_at": entry.recorded_at, "recorded_by": entry.recorded_by, "accepted_by": entry.accepted_by}
    return {**entry.content, **envelope, "key": entry.key, "number": entry.number}


def _last(text: str) -> date | None:
    """Return the last day of a partial date, nothing where it is none."""
    try:
        return span(text).last if text else None
    except NotADay:
        return None


def _own(person: Person, kind: str, key: str) -> Entry:
    """Return an entry of the body in whose name somebody signs; of others nobody adds to or ends the audit."""
    found = _entry(kind, key)
    if found.content["auditor"] != _body(person):
        raise Forbidden("audit")
    return found


def _body(person: Person) -> str:
    """Return the auditing body in whose name somebody signs; who speaks for none may not sign."""
    try:
        return contesting.auditing_party(person)
    except contesting.NotAnAuditor as nobody:
        raise Forbidden("audit") from nobody


def _entry(kind: str, key: str) -> Entry:
    found = reading.latest(key)
    if found is None or found.kind != kind:
        raise NotThere(key)
    return found


def _node(asked: Entry) -> str | None:
    """Return the node that a recommendation concerns, by what its finding is on."""
    finding = reading.latest(asked.content.get("finding") or "")
    on = reading.latest(finding.content["subject"]) if finding else None
    return None if on is None else on.key if on.kind in {"node", "plan"} else on.content.get("node")


def _not_auditable(key: str) -> Problem | None:
    held = reading.latest(key)
    if held is None:
        return Problem("unknown_key", Place(column="keys"), {"key": key})
    if held.kind not in AUDITABLE:
        wanted = ", ".join(sorted(AUDITABLE))
        return Problem("key_of_wrong_kind", Place(column="keys"), {"key": key, "kind": held.kind, "wanted": wanted})
    return None


def _cells(given: Mapping[str, str], usual: Mapping[str, str]) -> dict[str, str]:
    return filled({**given, **usual})


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _stem(key: str) -> str:
    return key.partition("-")[2][:LONGEST_STEM].rstrip("-")


def _digest(cells: Mapping[str, str]) -> str:
    return sha256(canonical_bytes(dict(cells))).hexdigest()[:8]
