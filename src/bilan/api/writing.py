"""What every act of a program has: an answer of its own shape, done once under the key that the program gave to it."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header
from pydantic import Field, StringConstraints

from bilan.acts import once
from bilan.api.asked import WHOLE_DAY
from bilan.api.bearer import person_of
from bilan.api.operations import JSON
from bilan.api.problems import language_of, told, wrong_of
from bilan.store.desk.models import Paper
from bilan.terms import words
from bilan.terms.plain import as_document

Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=200, pattern="^[!-~]+$",
        description="A name of this request: sent again under it, it is answered the same, and done once.",
    ),
]  # fmt: skip
Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
WholeDay = Annotated[str, StringConstraints(pattern=WHOLE_DAY), Field(examples=["2013-01-31"])]
Answer = tuple[int, Mapping[str, Any] | None]


def now() -> datetime:
    """Return the instant at which a program acts."""
    return datetime.now(UTC)


def done(
    request: HttpRequest, key: str | None, act: Callable[[], Answer], headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Act and answer; under a key that was used before, answer what was answered then, and do nothing."""
    if key is None:
        return _response(*act(), headers)
    person = person_of(request)
    before = once.begin(person, key, _digest(request), at=now())
    if before:
        return HttpResponse(before.body, status=before.status, headers=dict(before.headers))
    response = _response_or_problem(request, act, headers)
    told_in = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    once.end(person, key, once.Answer(response.status_code, response.content.decode(), told_in))
    return response


def _response_or_problem(
    request: HttpRequest, act: Callable[[], Answer], headers: Mapping[str, str] | None
) -> HttpResponse:
    """Return a refusal as an answer too: the same request under the same key is refused with the same words."""
    try:
        return _response(*act(), headers)
    except Exception as raised:  # noqa: BLE001 - whatever it is, the key must not stay taken
        return told(request, wrong_of(raised))


def _response(status: int, body: Mapping[str, Any] | None, headers: Mapping[str, str] | None) -> HttpResponse:
    content = "" if body is None else as_document(body)
    more = {"ETag": f'"{body["version"]}"'} if body and "version" in body else {}
    return HttpResponse(
        content, status=status, content_type=JSON, headers={"Cache-Control": "no-store", **more, **(headers or {})}
    )


def _digest(request: HttpRequest) -> str:
    told = [request.method, request.path, request.META["QUERY_STRING"], request.headers.get("If-Match", "")]
    return sha256("\0".join(map(str, told)).encode() + b"\0" + request.body).hexdigest()


def problems(request: HttpRequest, found: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the problems of some papers by their names, as JSON."""
    language = language_of(request)
    return {name: [words.as_object(one, language) for one in those] for name, those in found.items()}


def paper(one: Paper) -> dict[str, Any]:
    """Return a working paper."""
    return {
        "id": one.pk,
        "kind": one.kind,
        "key": one.key,
        "cells": one.cells,
        "state": one.state,
        "version": one.version,
        "author": one.author.signs_as,
        "concerns": one.concerns,
        "party": one.party,
        "node": one.node,
        "region": one.region,
        "made_at": instant(one.made_at),
        "changed_at": instant(one.changed_at),
        "submitted_at": instant(one.submitted_at),
        "decided_at": instant(one.decided_at),
        "entry": one.entry,
    }


def instant(at: datetime | None) -> str | None:
    """Write an instant."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


def day_of(text: str | None) -> date | None:
    """Read a whole day, if one was given."""
    return date.fromisoformat(text) if text else None
