"""Decide on what others proposed: the queue, accept, send back, contest."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponseBase
from ninja import Body, Query, Router, Schema
from pydantic import Field

from bilan.acts import contesting, papers, reviewing
from bilan.acts.reviewing import Outcome
from bilan.api.asked import Words
from bilan.api.bearer import person_of
from bilan.api.drafts import Cells, Strict, named, page, reach
from bilan.api.ledger import LARGEST
from bilan.api.operations import JSON, operation, ref
from bilan.api.problems import Wrong, refused
from bilan.api.writing import Answer, Id, Once, done, now, problems
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
    return done(request, None, lambda: (200, page(reviewing.queue(person), waiting)))


class Seen(Strict):
    """A paper, in the version that was read: a later one is not decided on unseen."""

    id: Id
    version: Annotated[int, Field(ge=1, le=LARGEST)]


class Decision(Strict):
    """The papers that are decided on."""

    drafts: Annotated[list[Seen], Field(min_length=1, max_length=1_000)]

    def seen(self) -> list[tuple[str, int]]:
        """Return them, each once."""
        return list({one.id: (one.id, one.version) for one in self.drafts}.values())


@operation(router, "POST", "/acceptances", act="accept", gives={JSON: ref("Decided")}, tag="decide", name="accept")
def accept(request: HttpRequest, decision: Body[Decision], once: Once = None) -> HttpResponseBase:
    """Accept proposals of others: they become entries, which carry both names. What cannot be recorded is told."""

    def act() -> Answer:
        outcome = reviewing.accept(opened_home(), person_of(request), decision.seen(), at=now())
        return 200, _outcome(request, outcome)

    return done(request, once, act)


class Return(Decision):
    """Papers that are sent back, with words for their author."""

    words: Words


@operation(router, "POST", "/returns", act="return", gives={JSON: ref("Decided")}, tag="decide", name="send_back")
def send_back(request: HttpRequest, decision: Body[Return], once: Once = None) -> HttpResponseBase:
    """Send proposals of others back to their author, with words that the author alone reads."""

    def act() -> Answer:
        person, words = person_of(request), decision.words
        return 200, _outcome(
            request, reviewing.send_back(opened_home(), person, decision.seen(), words=words, at=now())
        )

    return done(request, once, act)


def _outcome(request: HttpRequest, outcome: Outcome) -> dict[str, Any]:
    entries = [{"number": one.number, "kind": one.kind, "key": one.key} for one in outcome.entries]
    told = {"decided": list(outcome.decided), "entries": entries, "overtaken": list(outcome.overtaken)}
    return {**told, "problems": problems(request, outcome.problems)}


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
