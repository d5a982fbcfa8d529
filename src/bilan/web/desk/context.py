"""What every template of the desk is given, those of accounts too: the voice, and who is signed in."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bilan.acts.access import Person, person
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES
from bilan.web.serving import preferred

COOKIE = "bilan_language"


def language_of(request: HttpRequest) -> str:
    """Return the language of whoever asks: of the account, else as chosen before, else as the browser wants."""
    if request.user.is_authenticated:
        return request.user.language
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else preferred(request)


def spoken(request: HttpRequest) -> dict[str, Any]:
    """Give the voice of the page, the word list of accounts and who looks, unless the page has its own."""
    return {
        "voice": Voice(language_of(request)),
        "subject": "desk_account",
        "person": SimpleLazyObject(partial(_who, request)),
    }


def _who(request: HttpRequest) -> Person | None:
    return person(request.user) if request.user.is_authenticated else None
