"""Send files: tables of proposals, which are looked at, then confirmed; and evidence, whose digest is told at once."""

from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponseBase
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import BeforeValidator, Field, WithJsonSchema

from bilan.acts import batch_tasks, batches, filing, uploading
from bilan.acts.filing import AUDIENCE
from bilan.acts.row_looking import problem_of
from bilan.api.asked import KEY, WHOLE_DAY, Key, Text, among
from bilan.api.bearer import person_of
from bilan.api.drafts import TEXT_OF
from bilan.api.ledger import After, Kind, Limit
from bilan.api.operations import JSON, operation, ref
from bilan.api.problems import language_of, refused
from bilan.api.writing import Answer, Id, WholeDay, day_of, done, instant, now
from bilan.config.home import opened_home
from bilan.ledger.kinds import KINDS
from bilan.store.desk.models import Batch, Row
from bilan.terms import words

router = Router()
MOST: Final = 200


def _or_empty(pattern: str, most: int) -> WithJsonSchema:
    """Tell of a field of a form: it has no null, and is left out or empty where there is nothing to say."""
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern.strip('^$')})?$", "maxLength": most})


def _none(text: object) -> object:
    return None if text == "" else text


OneKey = Annotated[Key | None, BeforeValidator(_none), _or_empty(KEY, 96)]
OneDay = Annotated[WholeDay | None, BeforeValidator(_none), _or_empty(WHOLE_DAY, 10)]
OneText = Annotated[Text | None, BeforeValidator(_none), WithJsonSchema(TEXT_OF)]
OneKind = Annotated[Kind | None, BeforeValidator(_none), WithJsonSchema({"type": "string", "enum": ["", *KINDS]})]
Sent = Annotated[UploadedFile, File(description="A file of one byte at least.", min_length=1)]
Role = Annotated[str, *among(("", *AUDIENCE))]


class OfKind(Schema):
    """Of which kind the rows of a file are, where neither its name nor its sheets say it."""

    kind: OneKind = None


@operation(
    router, "POST", "/uploads", act="upload", status=201, gives={JSON: ref("Upload")}, tag="propose", name="upload"
)
def upload(request: HttpRequest, file: Sent, of: Form[OfKind]) -> HttpResponseBase:
    """Send a table, CSV or XLSX: each row is looked at, and nothing is proposed yet. The same file twice is one."""

    def act() -> Answer:
        person, home, at = person_of(request), opened_home(), now()
        batch, new = uploading.receive(home, person, file.name or "", file.chunks(), kind=of.kind, at=at)
        if new:
            batch_tasks.look(home, batch, at=at)
            batch.refresh_from_db()
        return 201, _upload(batch)

    return done(request, None, act)


@operation(router, "GET", "/uploads", act="upload", gives={JSON: ref("Uploads")}, tag="propose", name="uploads")
def uploads(request: HttpRequest) -> HttpResponseBase:
    """List one's own files, the newest first."""
    found = Batch.objects.filter(author=person_of(request).account).order_by("-made_at", "pk")[:MOST]
    return done(request, None, lambda: (200, {"uploads": [_upload(one) for one in found]}))


@operation(router, "GET", "/uploads/{id}", act="upload", gives={JSON: ref("Upload")}, tag="propose", name="upload_seen")
def one(request: HttpRequest, id: Id) -> HttpResponseBase:  # noqa: A002 - is what a program calls it
    """Tell how far a file has come, and what its rows would come to."""
    return done(request, None, lambda: (200, _upload(_own(request, id))))


class Which(Schema):
    """Which rows of a file."""

    effect: Text | None = None
    after: Annotated[After | None, Field(description="Only rows that come after this turn.")] = None
    limit: Limit = 100


@operation(
    router,
    "GET",
    "/uploads/{id}/rows",
    act="upload",
    gives={JSON: ref("UploadRows")},
    tag="propose",
    name="upload_rows",
)
def rows(request: HttpRequest, id: Id, which: Query[Which]) -> HttpResponseBase:  # noqa: A002 - as above
    """Tell row by row what recording a file would do, and what is wrong with it."""

    def act() -> Answer:
        found = Row.objects.filter(batch=_own(request, id)).order_by("turn")
        found = found if which.effect is None else found.filter(effect=which.effect)
        found = found if which.after is None else found.filter(turn__gt=which.after)
        read = list(found[: which.limit + 1])
        page = [_row(one, language_of(request)) for one in read[: which.limit]]
        return 200, {"rows": page, "next": page[-1]["turn"] if len(read) > which.limit else None}

    return done(request, None, act)


@operation(
    router,
    "POST",
    "/uploads/{id}/confirm",
    act="upload",
    gives={JSON: ref("Upload")},
    tag="propose",
    name="upload_confirmed",
)
def confirm(request: HttpRequest, id: Id) -> HttpResponseBase:  # noqa: A002 - as above
    """Submit what a file proposes; of a long one in the background. Confirmed twice, it is submitted once."""

    def act() -> Answer:
        person, batch, at = person_of(request), _own(request, id), now()
        batches.confirm(person, batch, at=at)
        batch_tasks.submit(opened_home(), person, batch, at=at)
        batch.refresh_from_db()
        return 200, _upload(batch)

    return done(request, None, act)


class Filing(Schema):
    """What a file is filed for."""

    supports: Annotated[list[OneKey], Field(max_length=20, description="Keys of what it supports.")] = []  # noqa: RUF012 - pydantic copies it
    source: Annotated[OneKey, Field(description="The source that it is a copy of.")] = None
    locator: OneText = None
    quotation: OneText = None
    released_on: Annotated[OneDay, Field(description="Until that day only the audience may open it.")] = None
    audience: list[Role] = []  # noqa: RUF012 - as above


@operation(router, "POST", "/evidence", act="file", status=201, gives={JSON: ref("Filed")}, tag="propose", name="file")
def filed(request: HttpRequest, file: Sent, told: Form[Filing]) -> HttpResponseBase:
    """File evidence: its digest is in the ledger at once, in the name of whoever files it."""

    def act() -> Answer:
        about = filing.About(
            supports=tuple(dict.fromkeys(filter(None, told.supports))), source=told.source, locator=told.locator,
            quotation=told.quotation, released_on=day_of(told.released_on),
            audience=frozenset(filter(None, told.audience)),
        )  # fmt: skip
        taken = filing.take(opened_home(), person_of(request), file.name or "", file.chunks(), about, at=now())
        if taken.filed is None:
            raise refused(taken.problems)
        return 201, _filed(taken)

    return done(request, None, act)


def _own(request: HttpRequest, name: str) -> Batch:
    return Batch.objects.get(pk=name, author=person_of(request).account)


def _upload(one: Batch) -> dict[str, Any]:
    names = ("name", "size", "digest", "kind", "state", "rows", "done", "counts", "failure")
    told = {name: getattr(one, name) for name in names}
    return {"id": one.pk, **told, "made_at": instant(one.made_at), "changed_at": instant(one.changed_at)}


def _row(one: Row, language: str) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("turn", "sheet", "row", "kind", "key", "effect", "cells")}
    found = (problem_of(each, one.sheet, one.row) for each in one.problems)
    return {**told, "problems": [words.as_object(each, language) for each in found]}


def _filed(taken: filing.Taken) -> dict[str, Any]:
    one: Any = taken.filed
    told = {name: getattr(one, name) for name in ("digest", "size", "media_type", "name")}
    until = one.embargo_until.isoformat() if one.embargo_until else None
    return {"id": one.pk, **told, "filed_at": instant(one.filed_at), "embargo_until": until, "entry": taken.number}
