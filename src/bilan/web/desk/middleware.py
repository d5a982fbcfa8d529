"""What holds for every page of the desk, those of accounts too: never kept by others, scripts of our own alone."""

from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from csp.constants import SELF
from django.http import HttpRequest, HttpResponseBase

from bilan.config.declared import MEGABYTE, largest_file
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
            UserSession.objects.create_from_request(request)
        response = self.answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "DENY"
        response._csp_update = SCRIPTED  # type: ignore[attr-defined]  # noqa: SLF001 - as django-csp's own decorators do
        return response


def _length(request: HttpRequest) -> int:
    """Return how many bytes the body has, before any of them is read."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdigit() else 0
