"""Requests for complement: a question to whoever reports, with its author, its due day and its answer.

Whoever reviews asks; whoever reports there answers, once; whoever may ask there closes. Each is told by letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from bilan.acts import post
from bilan.acts.access import Person
from bilan.acts.access import person as person_of
from bilan.acts.concerns import place_of
from bilan.acts.papers import Overtaken
from bilan.acts.reviewing import demanded
from bilan.acts.rights import OFFICER
from bilan.store.desk.models import Account, Complement, Paper
from bilan.store.reading import latest
from bilan.terms.days import NotADay, span
from bilan.terms.problems import Place, Problem

PAGE: Final = "/desk/complements/{key}/"
OPEN, ANSWERED, CLOSED = STATES = ("open", "answered", "closed")


class NoDueDay(Exception):
    """A request needs a day by which it can be answered; keeps the problem."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.code)
        self.problem = problem.at(column="due_on")


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about: a paper, or a key of the ledger and the party that is asked."""

    paper: Paper | None = None
    concerns: str | None = None
    party: str | None = None

    def columns(self, account: Account) -> dict[str, str | None]:
        """Return where it lies: by these the reach of roles is judged."""
        if self.paper:
            one = self.paper
            return {"concerns": one.concerns, "party": one.party, "node": one.node, "region": one.region}
        where = place_of({"subject": self.concerns or "", "organisation": self.party or ""}, account)
        return {"concerns": where.concerns, "party": where.party, "node": where.node, "region": where.region}


def ask(person: Person, about: About, *, text: str, due_on: date, at: datetime) -> Complement:
    """Ask for a complement; asked twice in the same words while it is open, it is there once."""
    text, columns = demanded(text), about.columns(person.account)
    person.demand_at("ask", party=columns["party"], node=columns["node"], region=columns["region"])
    if due_on < at.date():
        raise NoDueDay(Problem("due_day_gone", values={"value": due_on.isoformat()}))
    told = {**columns, "paper": about.paper, "asked_by": person.account, "text": text}
    with transaction.atomic():
        if before := Complement.objects.filter(**told, closed_at=None, answered_at=None).first():
            return before
        made = Complement.objects.create(**told, asked_at=at, due_on=due_on)
        for account in askable(made):
            _write(account, made, "complement_asked", at)
    return made


def due_day(text: str) -> date:
    """Read the day by which an answer is expected; a month or a year counts from its last day."""
    try:
        last = span(text.strip()).last
    except NotADay as malformed:
        values = {"value": malformed.text, "nearest": "2012-10-05"}
        raise NoDueDay(Problem(malformed.code, values=values)) from malformed
    if last is None:
        raise NoDueDay(Problem("not_a_day", values={"value": text.strip()}))
    return last


def unknown(**keys: str) -> list[Problem]:
    """Return a problem for each field whose key the ledger does not hold."""
    return [Problem("unknown_key", Place(column=name), {"key": key}) for name, key in keys.items() if not latest(key)]


def answer(person: Person, key: str, *, text: str, at: datetime) -> None:
    """Answer a request; of two who answer at once one is told that the other was quicker."""
    person.demand("answer")
    text = demanded(text)
    with transaction.atomic():
        waiting = Complement.objects.filter(_answerable(person), pk=key)
        if not waiting.exists():
            raise Complement.DoesNotExist
        mine = waiting.filter(answered_at=None, closed_at=None)
        if not mine.update(answer=text, answered_by=person.account, answered_at=at):
            raise Overtaken(key)
        one = Complement.objects.select_related("asked_by").get(pk=key)
        _write(one.asked_by, one, "complement_answered", at)


def close(person: Person, key: str, *, at: datetime) -> None:
    """Close a request: its answer is taken, or nobody needs it any more."""
    person.demand("ask")
    within = Complement.objects.filter(person.within("ask"), pk=key)
    if not within.exists():
        raise Complement.DoesNotExist
    within.filter(closed_at=None).update(closed_by=person.account, closed_at=at)


def seen_by(person: Person) -> QuerySet[Complement]:
    """Return the requests that somebody may see: those they may answer, those they may ask, those on their papers."""
    mine = Q(asked_by=person.account)
    shown = Complement.objects.filter(_answerable(person) | person.within("ask") | mine)
    return shown.select_related("asked_by", "answered_by", "closed_by", "paper", "paper__author").order_by(
        "due_on", "pk"
    )


def may_answer(person: Person, one: Complement) -> bool:
    """Tell whether a request waits for an answer, and somebody may give it."""
    waits = one.answered_at is None and one.closed_at is None
    return waits and Complement.objects.filter(_answerable(person), pk=one.pk).exists()


def state_of(one: Complement) -> str:
    """Say in one code where a request stands."""
    return CLOSED if one.closed_at else ANSWERED if one.answered_at else OPEN


def askable(one: Complement) -> Iterator[Account]:
    """Give those who may answer a request: the author of the paper, else whoever reports where it lies."""
    if one.paper:
        yield one.paper.author
        return
    officers = Account.objects.filter(is_active=True, grants__role=OFFICER, grants__ended_at=None).distinct()
    for account in officers.order_by("pk"):
        if Complement.objects.filter(person_of(account).within("answer"), pk=one.pk).exists():
            yield account


def _answerable(person: Person) -> Q:
    """Return the clause of what somebody may answer: within reach, or of a paper of their own."""
    return person.within("answer") | Q(paper__author=person.account)


def _write(account: Account, one: Complement, kind: str, at: datetime) -> None:
    once = f"{kind}:{one.pk}:{account.pk}"
    path = PAGE.format(key=one.pk)
    post.write(account, kind, once=once, at=at, path=path, what=one.text, due=one.due_on.isoformat())
