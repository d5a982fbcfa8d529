"""Programs for the interface of a test: callers with the token of somebody in a role, or with none."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.test import Client
from tests.office import enrol

from bilan.acts import tokens
from bilan.acts.access import person
from bilan.store.desk.models import Account, Token

V1: Final = "/api/v1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """Return the JSON that came back."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Program:
    """A caller: ``get("/panorama")``, ``send("POST", "/drafts", {...}, Idempotency_Key="one")``."""

    token: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for something."""
        return self.send("GET", path, None, **headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named["Authorization"] = f"Bearer {self.token}"
        data = b"" if body is None else json.dumps(body).encode()
        client = Client(raise_request_exception=False, headers=named)
        found: Any = client.generic(method, f"{V1}{path}", data, content_type="application/json")
        return Answer(found.status_code, found.headers, b"".join(found) if found.streaming else found.content)


def token_of(account: Account, role: str, *acts: str) -> str:
    """Return a token of somebody in a role, for some acts, else for all that the role may give to a program."""
    at = datetime.now(UTC)
    made = tokens.make(
        person(account), name=f"test {Token.objects.count()}", role=role, acts=acts or tokens.acts_for(role),
        expires_on=(at + timedelta(days=30)).date(), at=at,
    )  # fmt: skip
    assert not made.problems
    return made.text


def program(role: str, *acts: str) -> Program:
    """Return a program of somebody new in a role."""
    return Program(token_of(enrol(role), role, *acts))
