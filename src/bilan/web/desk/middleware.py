"""What holds for every page of the desk, those of accounts too: never kept by others, scripts of our own alone."""

from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from csp.constants import SELF
from django.http import HttpRequest, HttpResponseBase

from bilan.config.declared import MEGABYTE, largest_file
from bilan.config.sign_on import sign_on
from bilan.web.desk.door import wrong

DESK: Final = "/desk/"
# What a form may hold around a file.
AROUND: Final = 1_000_000
SCRIPTED: Final = {"script-src": [SELF], "connect-src": [SELF]}


class DeskMiddleware:
    """Note the session of whoever is signed in, and set the headers of the desk; other pages pass untouched."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        if not request.path.startswith(DESK):
            return self.answer(request)
        if _length(request) > largest_file() + AROUND:
            return wrong(request, "too_long", 413, most=f"{largest_file() / MEGABYTE:g}")
        if request.user.is_authenticated and request.session.session_key:
            _note_session(request)
        response = self.answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "DENY"
        response._csp_update = _policy()  # type: ignore[attr-defined]  # noqa: SLF001 - as django-csp's own decorators do
        return response


def _note_session(request: HttpRequest) -> None:
    """Note a session that is not noted yet, so that its owner can see and end it; a reading writes nothing else."""
    if not UserSession.objects.filter(session_key=request.session.session_key, user=request.user).exists():
        UserSession.objects.create_from_request(request)


def _policy() -> dict[str, list[str]]:
    """Return what pages of the desk may do besides: a form may lead to the organisation's own server."""
    on = sign_on()
    return {**SCRIPTED, "form-action": [on.origin]} if on else SCRIPTED


def _length(request: HttpRequest) -> int:
    """Return how many bytes the body has, before any of them is read."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdigit() else 0
