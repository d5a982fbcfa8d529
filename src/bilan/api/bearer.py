"""Who asks: the program of a person, by the token that it shows. Whoever shows wrong ones is slowed down."""

from datetime import UTC, datetime
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from bilan.acts import tokens
from bilan.acts.access import Person, bearer
from bilan.api.problems import CHALLENGE, Wrong

# So many wrong tokens a minute from one address; then they are no longer looked at for the rest of it.
MOST_WRONG: Final = 20
MINUTE: Final = 60
REFUSED: Final = {"WWW-Authenticate": f'{CHALLENGE["WWW-Authenticate"]}, error="invalid_token"'}


class Bearer(HttpBearer):
    """Lets whoever may do an act through; the same instance speaks for every operation that wants it."""

    def __init__(self, act: str) -> None:
        """Keep the act."""
        super().__init__()
        self.act = act

    def authenticate(self, request: HttpRequest, token: str) -> Person:
        """Return the person a token speaks for; which of the reasons keeps a token from holding is not told."""
        found = tokens.of(token, datetime.now(UTC)) if token.isascii() else None
        if found is None:
            _slow_down(request)
            raise Wrong(401, "token_refused", headers=REFUSED)
        person = bearer(found)
        person.demand(self.act)
        return person


def person_of(request: HttpRequest) -> Person:
    """Return who asks."""
    person: Any = request.auth  # type: ignore[attr-defined]  # set by ninja from what `authenticate` returned
    assert isinstance(person, Person)  # noqa: S101 - for the type checker: an operation without a bearer asks no person
    return person


def _slow_down(request: HttpRequest) -> None:
    """Count a wrong token; a right one is always let in, whoever else shares its address."""
    key = f"api-wrong-{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out just now
        return
    if count > MOST_WRONG:
        raise Wrong(429, "too_many_tries", headers={"Retry-After": str(MINUTE)})
