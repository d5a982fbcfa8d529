"""What goes wrong, as RFC 9457 tells it (problem+json), with the same codes and sentences as in a form of the desk."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from bilan.acts.access import Forbidden
from bilan.acts.answering import NoSuchColumn
from bilan.acts.batches import NotSubmitted
from bilan.acts.complements import NoDueDay
from bilan.acts.contesting import NotAFigure, NotAnAuditor
from bilan.acts.once import Pending, Reused
from bilan.acts.papers import Overtaken, OwnWork
from bilan.acts.proving import NothingToProve
from bilan.acts.reviewing import WordsWanted
from bilan.acts.uploading import NotTaken
from bilan.analysis.asking import WrongOption
from bilan.analysis.catalogue import UnknownAnalysis
from bilan.ledger.refusals import shown
from bilan.report.days import NoDay
from bilan.tables.editions import EditionMissing
from bilan.tables.session import EditionOutdated
from bilan.terms import words
from bilan.terms.languages import accepted
from bilan.terms.problems import Place, Problem

LOG: Final = logging.getLogger("bilan.api")
MEDIA_TYPE: Final = "application/problem+json"
CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="bilan"'}
# What pydantic calls it, and our problem; the values of a parameter have problems of their own.
CODES: Final[Mapping[str, str]] = {
    "missing": "field_missing",
    "extra_forbidden": "parameter_unknown",
}
LEFT_OUT: Final = frozenset({"query", "path", "body", "header", "form", "file"})


class Wrong(Exception):
    """A request that cannot be answered: the problem that it is, its status, and what is to be told beside it."""

    def __init__(
        self,
        status: int,
        code: str,
        /,
        *,
        problems: Sequence[Problem] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
        **values: object,
    ) -> None:
        """Keep what is to be told."""
        super().__init__(code)
        self.status, self.code, self.problems = status, code, problems
        self.headers, self.more = dict(headers or {}), dict(more or {})
        self.values = {name: shown(value) for name, value in values.items()}


def language_of(request: HttpRequest) -> str:
    """Return the language in which a program wants its sentences."""
    return accepted(request.headers.get("Accept-Language", ""))


def told(request: HttpRequest, wrong: Wrong) -> HttpResponse:
    """Return a problem as the answer to a request."""
    language = language_of(request)
    body = {
        "type": f"urn:bilan:problem:{wrong.code}",
        "title": HTTPStatus(wrong.status).phrase,
        "status": wrong.status,
        "code": wrong.code,
        "detail": words.say(wrong.code, language, subject="problems", **wrong.values),
        "problems": [words.as_object(one, language) for one in wrong.problems],
        **wrong.more,
    }
    headers = {"Cache-Control": "no-store", "Content-Language": language, "Vary": "Accept-Language", **wrong.headers}
    text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(text, content_type=MEDIA_TYPE, status=wrong.status, headers=headers)


def wrong_of(raised: Exception) -> Wrong:
    """Return the problem that an exception is; one that nobody foresaw is a mistake of ours, and is logged."""
    if isinstance(raised, Wrong):
        return raised
    for sort, make in KNOWN.items():
        if isinstance(raised, sort):
            return make(raised)
    LOG.error("a request could not be answered", exc_info=raised)
    return Wrong(500, "request_failed")


def refused(problems: Sequence[Problem], **more: Any) -> Wrong:
    """Return that the ledger as it stands refuses what was sent, although it has the form that was asked for."""
    return Wrong(409, "request_refused", problems=problems, more=more)


def _of_parameters(raised: Any) -> Wrong:
    return Wrong(422, "request_refused", problems=[_of_parameter(one) for one in raised.errors])


def _of_parameter(error: Mapping[str, Any]) -> Problem:
    place = Place(column=".".join(shown(part) for part in error["loc"] if part not in LEFT_OUT)[:200] or None)
    code = CODES.get(error["type"], "parameter_refused")
    values = {} if code == "field_missing" else {"reason": shown(error["msg"], most=400)}
    return Problem(code, place, values)


def _of_http(raised: Any) -> Wrong:
    code = {400: "request_unreadable", 401: "token_wanted", 404: "nothing_there"}.get(raised.status_code)
    return Wrong(raised.status_code, code) if code else Wrong(400, "request_unreadable")


def _forbidden(raised: Any) -> Wrong:
    return Wrong(403, "act_forbidden", act=raised.act)


# In the order in which they are looked through: what is more special comes first.
KNOWN: Final[Mapping[type[Exception], Callable[[Any], Wrong]]] = {
    ValidationError: _of_parameters,
    AuthenticationError: lambda _: Wrong(401, "token_wanted", headers=CHALLENGE),
    HttpError: _of_http,
    Forbidden: _forbidden,
    Overtaken: lambda raised: Wrong(409, "paper_overtaken", paper=raised.paper),
    OwnWork: lambda raised: Wrong(403, "paper_own", paper=raised.paper),
    NotAnAuditor: lambda _: Wrong(403, "act_forbidden", act="audit"),
    WordsWanted: lambda raised: refused([raised.problem]),
    NoDueDay: lambda raised: refused([raised.problem]),
    NotTaken: lambda raised: refused([raised.problem]),
    NotSubmitted: lambda raised: Wrong(409, "upload_not_submitted", more={"reason": raised.code}),
    NotAFigure: lambda raised: Wrong(409, "not_a_figure", number=raised.number),
    NothingToProve: lambda raised: Wrong(404, "entry_redacted", number=raised.number, redaction=raised.redaction),
    EditionMissing: lambda raised: Wrong(404, "edition_missing", edition=raised.name),
    EditionOutdated: lambda raised: Wrong(503, "edition_outdated", edition=raised.name),
    UnknownAnalysis: lambda _: Wrong(404, "nothing_there"),
    NoSuchColumn: lambda raised: Wrong(404, "no_such_column", column=raised.column, columns=raised.columns),
    WrongOption: lambda raised: Wrong(404, "option_refused", name=raised.name, options=raised.options),
    NoDay: lambda raised: Wrong(
        422, "request_refused", problems=[Problem("not_a_day", Place(), {"value": shown(raised.text)})]
    ),
    Reused: lambda _: Wrong(409, "idempotency_reused"),
    Pending: lambda _: Wrong(409, "idempotency_pending", headers={"Retry-After": "1"}),
    ObjectDoesNotExist: lambda _: Wrong(404, "nothing_there"),
    Http404: lambda _: Wrong(404, "nothing_there"),
    RequestDataTooBig: lambda _: Wrong(413, "request_too_large"),
    TooManyFieldsSent: lambda _: Wrong(413, "request_too_large"),
    SuspiciousOperation: lambda _: Wrong(400, "request_unreadable"),
}
