"""What holds for every page of the desk, those of accounts too: never kept by others, scripts of our own alone."""

from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from csp.constants import SELF
from django.http import HttpRequest, HttpResponseBase

DESK: Final = "/desk/"
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
        if request.user.is_authenticated and request.session.session_key:
            UserSession.objects.create_from_request(request)
        response = self.answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "DENY"
        response._csp_update = SCRIPTED  # type: ignore[attr-defined]  # noqa: SLF001 - as django-csp's own decorators do
        return response
