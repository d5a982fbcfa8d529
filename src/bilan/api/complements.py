"""Ask for a complement, and answer: the requests between those who verify and those who report."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponseBase
from ninja import Body, Query, Router, Schema
from pydantic import Field

from bilan.acts import complements as acts
from bilan.acts import papers
from bilan.api.asked import Key, Words
from bilan.api.bearer import person_of
from bilan.api.drafts import Strict, named, reach
from bilan.api.operations import JSON, operation, ref
from bilan.api.problems import Wrong
from bilan.api.writing import Answer, Id, Once, WholeDay, done, instant, now
from bilan.store import reading
from bilan.store.desk.models import Complement

router = Router()


class Listed(Schema):
    """Which requests."""

    after: Annotated[Id | None, Field(description="The last one of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@operation(router, "GET", "/complements", act="see", gives={JSON: ref("Complements")}, tag="decide", name="complements")
def listed(request: HttpRequest, wanted: Query[Listed]) -> HttpResponseBase:
    """List the requests for complement that one may see, those due first."""

    def act() -> Answer:
        found = list(
            acts.seen_by(person_of(request)).select_related("asked_by", "answered_by").order_by("due_on", "pk")
        )
        start = next((at + 1 for at, one in enumerate(found) if one.pk == wanted.after), 0)
        page = found[start : start + wanted.limit]
        last = page[-1].pk if start + wanted.limit < len(found) else None
        return 200, {"complements": [_told(one) for one in page], "next": last}

    return done(request, None, act)


class Ask(Strict):
    """A request for complement on a proposal, or on a key of the ledger and of a party."""

    draft: Annotated[Id | None, Field(description="The proposal, or else")] = None
    concerns: Annotated[Key | None, Field(description="the key of what it is about.")] = None
    party: Annotated[Key | None, Field(description="Who is asked; else whoever answers for it.")] = None
    text: Words
    due_on: WholeDay


@operation(
    router, "POST", "/complements", act="ask", status=201, gives={JSON: ref("Complement")}, tag="decide", name="ask"
)
def ask(request: HttpRequest, asked: Body[Ask], once: Once = None) -> HttpResponseBase:
    """Ask whoever reports for a complement; they are told by letter."""

    def act() -> Answer:
        person = person_of(request)
        made = acts.ask(
            person, _about(person, asked), text=asked.text, due_on=date.fromisoformat(asked.due_on), at=now()
        )
        return 201, _told(made)

    return done(request, once, act)


class Reply(Strict):
    """The answer to a request for complement."""

    text: Words


@operation(
    router,
    "POST",
    "/complements/{id}/answer",
    act="answer",
    gives={JSON: ref("Complement")},
    tag="propose",
    name="answer",
)
def answer(request: HttpRequest, id: Id, reply: Body[Reply], once: Once = None) -> HttpResponseBase:  # noqa: A002 - is what a program calls it
    """Answer a request for complement; of two who answer at once one is told that the other was quicker."""

    def act() -> Answer:
        acts.answer(person_of(request), id, text=reply.text, at=now())
        return 200, _told(acts.seen_by(person_of(request)).get(pk=id))

    return done(request, once, act)


def _about(person: Any, asked: Ask) -> acts.About:
    if asked.draft is not None:
        return acts.About(paper=named(reach(person, "ask").exclude(state=papers.DRAFT), [asked.draft])[0])
    if any(key and not reading.latest(key) for key in (asked.concerns, asked.party)) or not asked.concerns:
        raise Wrong(404, "nothing_there")
    return acts.About(concerns=asked.concerns, party=asked.party)


def _told(one: Complement) -> dict[str, Any]:
    return {
        "id": one.pk,
        "draft": one.paper_id,
        "concerns": one.concerns,
        "party": one.party,
        "state": acts.state_of(one),
        "asked_by": one.asked_by.signs_as,
        "asked_at": instant(one.asked_at),
        "text": one.text,
        "due_on": one.due_on.isoformat(),
        "answered_by": one.answered_by.signs_as if one.answered_by else None,
        "answered_at": instant(one.answered_at),
        "answer": one.answer,
    }
