"""Decide on what others proposed: the queue, accept, send back, contest."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponseBase
from ninja import Body, Query, Router, Schema
from pydantic import Field

from bilan.acts import contesting, papers
from bilan.api.asked import Words
from bilan.api.bearer import person_of
from bilan.api.drafts import Cells, Some, Strict, named, page, reach, refuse
from bilan.api.ledger import LARGEST
from bilan.api.operations import JSON, operation, ref
from bilan.api.problems import Wrong, refused
from bilan.api.writing import Answer, Id, Once, done, now
from bilan.config.home import opened_home
from bilan.store import reading

router = Router()


class Waiting(Schema):
    """Which papers of the queue."""

    after: Annotated[Id | None, Field(description="The last one of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@operation(router, "GET", "/review", act="review", gives={JSON: ref("Drafts")}, tag="decide", name="queue")
def queue(request: HttpRequest, waiting: Query[Waiting]) -> HttpResponseBase:
    """List what was submitted by others and lies within one's reach."""
    person = person_of(request)
    found = reach(person, "review").filter(state=papers.SUBMITTED).exclude(author=person.account)
    return done(request, None, lambda: (200, page(found, waiting)))


@operation(router, "POST", "/acceptances", act="accept", gives={JSON: ref("Accepted")}, tag="decide", name="accept")
def accept(request: HttpRequest, some: Body[Some], once: Once = None) -> HttpResponseBase:
    """Accept proposals of others: they become entries, which carry both names."""

    def act() -> Answer:
        person = person_of(request)
        found = named(reach(person, "accept").exclude(state=papers.DRAFT), some.drafts)
        decided = papers.accept(opened_home(), person, found, at=now())
        if not decided.done.entries:
            refuse(request, decided.problems)
        entries = [{"number": one.number, "kind": one.kind, "key": one.key} for one in decided.done.entries]
        return 200, {"entries": entries, "kept_back": sorted(decided.problems)}

    return done(request, once, act)


class SentBack(Some):
    """Papers that are sent back, with words for their author."""

    words: Words


@operation(router, "POST", "/returns", act="return", status=204, gives=None, tag="decide", name="send_back")
def send_back(request: HttpRequest, some: Body[SentBack], once: Once = None) -> HttpResponseBase:
    """Send proposals of others back to their author, with words that the author alone reads."""

    def act() -> Answer:
        person = person_of(request)
        found = named(reach(person, "return").exclude(state=papers.DRAFT), some.drafts)
        papers.send_back(opened_home(), person, found, words=some.words, at=now())
        return 204, None

    return done(request, once, act)


class Contest(Strict):
    """A proposal that is contested with words, or an entry with another value."""

    draft: Annotated[Id | None, Field(description="The proposal, or else")] = None
    entry: Annotated[int | None, Field(ge=0, le=LARGEST, description="the number of the statement.")] = None
    cells: Annotated[Cells, Field(description="Of a statement: the other value and who found it.")] = {}  # noqa: RUF012 - pydantic copies it
    words: Words


@operation(router, "POST", "/contests", act="contest", gives={JSON: ref("Contested")}, tag="decide", name="contest")
def contest(request: HttpRequest, contested: Body[Contest], once: Once = None) -> HttpResponseBase:
    """Contest a figure: an auditor signs another value alone, a verifier proposes it. Both values stay readable."""

    def act() -> Answer:
        person = person_of(request)
        target = _target(person, contested)
        home, words = opened_home(), contested.words
        made = contesting.contest(home, person, target, contested.cells, words=words, at=now())
        if any(one.severity == "error" for one in made.problems):
            raise refused(made.problems)
        entries = [{"number": one.number, "kind": one.kind, "key": one.key} for one in made.entries]
        return 200, {"entries": entries, "draft": made.paper.pk if made.paper else None}

    return done(request, once, act)


def _target(person: Any, contested: Contest) -> Any:
    if contested.draft is not None:
        return named(reach(person, "contest").exclude(state=papers.DRAFT), [contested.draft])[0]
    found = None if contested.entry is None else reading.entry(contested.entry)
    if found is None:
        raise Wrong(404, "nothing_there")
    return found
