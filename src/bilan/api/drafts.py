"""Propose: draft an entry, change it, submit it, give it up; what comes of it is decided by somebody else."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from ninja import Body, Header, Query, Router, Schema
from pydantic import (
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from bilan.acts import papers
from bilan.acts.access import Person
from bilan.api.asked import SAFE, Key, Text, among
from bilan.api.bearer import person_of
from bilan.api.operations import JSON, operation, ref
from bilan.api.problems import Wrong, refused
from bilan.api.writing import Answer, Id, Once, done, now, paper, problems
from bilan.config.home import opened_home
from bilan.exchange.content_cells import cells_of_content
from bilan.ledger.kinds import KINDS
from bilan.store.desk.models import Paper

router = Router()
FIELD: Final = "^[a-z][a-z0-9_]*$"
TEXT_OF: Final = {"type": "string", "maxLength": 10_000, "pattern": SAFE}
SORTS: Final = (
    TEXT_OF, {"type": "number"}, {"type": "boolean"}, {"type": "null"}, {"type": "array", "items": TEXT_OF},
)  # fmt: skip
Name = Annotated[str, StringConstraints(max_length=96, pattern=FIELD)]


def _fields(value: Mapping[str, Any]) -> WithJsonSchema:
    """Tell of an object whose keys are names of fields; pydantic would let other keys pass in its schema."""
    names = {"maxLength": 96, "pattern": FIELD}
    return WithJsonSchema(
        {"type": "object", "propertyNames": names, "additionalProperties": dict(value), "maxProperties": 100}
    )


Cells = Annotated[dict[Name, Text], Field(max_length=100), _fields(TEXT_OF)]
Label = Annotated[dict[Name, Text], Field(max_length=100), _fields(TEXT_OF)]
Value = Text | StrictBool | StrictInt | StrictFloat | list[Text] | Label | None
Content = Annotated[
    dict[Name, Value], Field(max_length=100), _fields({"anyOf": [*SORTS, _fields(TEXT_OF).json_schema]})
]
Version = Annotated[
    str, Header(alias="If-Match", pattern='^"[0-9]{1,9}"$', description="The ETag of the version that was read.")
]


class Strict(Schema):
    """A body without fields that nobody reads."""

    model_config = ConfigDict(extra="forbid")


class Said(Strict):
    """What a draft says: cells as in a file of its kind, or content as in the ledger; one of them."""

    cells: Annotated[Cells, Field(description="Its fields, written as the cells of a file.")] = {}  # noqa: RUF012 - pydantic copies it
    content: Annotated[Content, Field(description="Its fields as JSON; they win over cells.")] = {}  # noqa: RUF012 - as above

    def of(self, kind: str) -> dict[str, str]:
        """Return all of it as cells."""
        return {**self.cells, **cells_of_content(kind, self.content)}


class New(Said):
    """A new draft."""

    kind: Annotated[str, *among(KINDS)]
    key: Annotated[Key | None, Field(description="Its key; else one is made of what it says.")] = None


@operation(router, "POST", "/drafts", act="draft", status=201, gives={JSON: ref("Draft")}, tag="propose", name="draft")
def start(request: HttpRequest, new: Body[New], once: Once = None) -> HttpResponseBase:
    """Draft an entry. Nothing is wrong with a draft that is not whole yet; its problems are told with it."""

    def act() -> Answer:
        person = person_of(request)
        origin = f"api:{once}" if once else None
        made = papers.draft(person, new.kind, new.of(new.kind), at=now(), key=new.key, origin=origin)
        return 201, _told(request, made)

    return done(request, once, act)


class Mine(Schema):
    """Which drafts of one's own."""

    state: Literal["draft", "submitted", "returned", "accepted", "dropped"] | None = None
    after: Annotated[Id | None, Field(description="The last one of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@operation(router, "GET", "/drafts", act="draft", gives={JSON: ref("Drafts")}, tag="propose", name="drafts")
def listed(request: HttpRequest, mine: Query[Mine]) -> HttpResponseBase:
    """List one's own drafts, the newest first, with the words of whoever sent them back."""
    found = Paper.objects.filter(author=person_of(request).account)
    return done(request, None, lambda: (200, page(found.filter(state=mine.state) if mine.state else found, mine)))


def page(found: Any, asked: Any) -> dict[str, Any]:
    """Return a page of papers, and where the next one begins."""
    ordered = found.select_related("author").order_by("-made_at", "-pk")
    if asked.after and (last := ordered.filter(pk=asked.after).first()):
        ordered = ordered.filter(Q(made_at__lt=last.made_at) | Q(made_at=last.made_at, pk__lt=last.pk))
    rows = list(ordered[: asked.limit + 1])
    shown = rows[: asked.limit]
    return {"drafts": [paper(one) for one in shown], "next": shown[-1].pk if len(rows) > asked.limit else None}


@operation(router, "GET", "/drafts/{id}", act="draft", gives={JSON: ref("Draft")}, tag="propose", name="draft_seen")
def one(request: HttpRequest, id: Id) -> HttpResponseBase:  # noqa: A002 - is what a program calls it
    """Show a draft of one's own, its problems as the ledger stands, and what was said of it."""
    return done(request, None, lambda: (200, _told(request, papers.own(person_of(request), id))))


@operation(router, "PUT", "/drafts/{id}", act="draft", gives={JSON: ref("Draft")}, tag="propose", name="draft_changed")
def change(
    request: HttpRequest,
    id: Id,  # noqa: A002 - is what a program calls it
    said: Body[Said],
    version: Version,
    once: Once = None,
) -> HttpResponseBase:
    """Change a draft of one's own; not when it was changed since the version that was read."""

    def act() -> Answer:
        person, seen = person_of(request), int(version.strip('"'))
        cells = said.of(papers.own(person, id).kind)
        return 200, _told(request, papers.save(person, id, cells, version=seen, at=now()))

    return done(request, once, act)


@operation(router, "DELETE", "/drafts/{id}", act="draft", status=204, gives=None, tag="propose", name="draft_dropped")
def drop(request: HttpRequest, id: Id, once: Once = None) -> HttpResponseBase:  # noqa: A002 - as above
    """Give a draft of one's own up; it stays, and is proposed no more."""

    def act() -> Answer:
        person = person_of(request)
        papers.drop(person, papers.own(person, id).pk, at=now())
        return 204, None

    return done(request, once, act)


class Some(Strict):
    """Some drafts by their names."""

    drafts: Annotated[list[Id], Field(min_length=1, max_length=1_000)]

    @model_validator(mode="after")
    def _each_once(self) -> "Some":
        self.drafts = list(dict.fromkeys(self.drafts))
        return self


@operation(router, "POST", "/submissions", act="submit", gives={JSON: ref("Submitted")}, tag="propose", name="submit")
def submit(request: HttpRequest, some: Body[Some], once: Once = None) -> HttpResponseBase:
    """Submit drafts of one's own, all or none: from then on somebody else decides on them."""

    def act() -> Answer:
        person = person_of(request)
        found = named(Paper.objects.filter(author=person.account), some.drafts)
        refuse(request, papers.submit(opened_home(), person, found, at=now()))
        return 200, {"submitted": some.drafts}

    return done(request, once, act)


def named(among: Any, ids: list[str]) -> list[Paper]:
    """Return papers by their names in their order; each must be among those that whoever asks may see."""
    found = {one.pk: one for one in among.filter(pk__in=ids).select_related("author")}
    if len(found) < len(ids):
        raise Wrong(404, "nothing_there")
    return [found[one] for one in ids]


def refuse(request: HttpRequest, found: Mapping[str, Any]) -> None:
    """Refuse what has an error; what was found is told by paper too."""
    every = [one for those in found.values() for one in those]
    if any(one.severity == "error" for one in every):
        raise refused(every, drafts=problems(request, found))


def _told(request: HttpRequest, one: Paper) -> dict[str, Any]:
    found = problems(request, papers.problems_of_each([one], now()) if one.state in papers.OPEN else {})
    steps = one.steps.select_related("by").order_by("at", "pk")
    said = [{"step": step.step, "by": step.by.signs_as, "words": step.words, "entry": step.entry} for step in steps]
    return {**paper(one), "problems": found.get(one.pk, []), "steps": said}


def reach(person: Person, act: str) -> Any:
    """Return the papers on which somebody may do an act."""
    return Paper.objects.filter(person.within(act))
