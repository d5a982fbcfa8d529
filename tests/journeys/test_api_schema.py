"""The document of the interface is the one that is kept, and every operation holds to it, whatever is sent to it.

Schemathesis makes the requests from the document, in this process, and makes all its checks. The profile `search` of
hypothesis (`./bilan test tests/journeys/test_api_schema.py --hypothesis-profile=search`) makes many more of them.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import settings as hypothesis
from pytest_django.fixtures import Settings
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.transport.wsgi import WSGITransport
from tests.journeys.conftest import Browse
from tests.office import enrol
from tests.programs import token_of

from bilan.acts.rights import ACTS
from bilan.api import bearer
from bilan.api.v1 import api

KEPT: Final = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
PHASES: Final = ("examples", "coverage", "fuzzing", "stateful")
QUICK: Final = ("coverage", "fuzzing")
METHODS: Final = ("get", "post", "put", "delete")
# What a call over a network would be told; in this process nothing listens to it.
OF_A_NETWORK: Final = ("max_redirects", "verify", "cert", "proxies")
# The profile that looks for new examples tries so many of each operation.
SEARCHED: Final = 100
# Who sends, and which operations; the others are the same for whoever sends.
RUNS: Final = (
    pytest.param("officer", ".", marks=pytest.mark.long),
    ("verifier", "review|acceptances|returns|contests|complements"),
    (None, "review"),
)
# Left to the long run: analyses that take options are addressed alike, and one of them stands for all.
LONG: Final = r"analyses/(?!colocation$|\{name\}$)\w"


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        yield from ((path, method, told) for method, told in methods.items() if method in METHODS)


def test_the_document_is_the_one_that_is_kept() -> None:
    told = json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"
    assert told == KEPT.read_text(encoding="utf-8"), "run .venv/bin/python docs/generate.py, and tell what changed"


def test_every_operation_tells_the_act_that_it_wants_and_asks_for_a_token_then() -> None:
    for path, method, told in operations():
        act = told["x-act"]
        assert act is None or act in ACTS, (path, method)
        assert bool(told.get("security")) == (act is not None), (path, method)
        assert method == "get" or act is not None, (path, method)
        assert told["summary"]
        assert told["description"]


@pytest.fixture
def _served(desk: Path, browse: Browse, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    browse(desk)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(bearer, "MOST_WRONG", 10**9)
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    send = WSGITransport.send

    def without_network(self: Any, case: Any, **how: Any) -> Any:
        return send(self, case, **{name: value for name, value in how.items() if name not in OF_A_NETWORK})

    monkeypatch.setattr(WSGITransport, "send", without_network)


@pytest.mark.usefixtures("_served")
@pytest.mark.parametrize(("role", "only"), RUNS)
def test_no_request_finds_an_operation_that_does_not_hold_what_the_document_says(role: str | None, only: str) -> None:
    assert list(_failures(role, only)) == []


def _failures(role: str | None, only: str) -> Iterator[str]:
    searching = (hypothesis.default.max_examples if hypothesis.default else 0) > SEARCHED
    headers = {"Accept-Encoding": "identity"}
    if role:
        headers["Authorization"] = f"Bearer {token_of(enrol(role), role)}"
    how = {"max-examples": SEARCHED if searching else 1, "deterministic": not searching, "database": "none"}
    phases = {
        name: {"enabled": searching or name != "stateful"} for name in ("examples", "coverage", "fuzzing", "stateful")
    }
    config = SchemathesisConfig.from_dict({"headers": headers, "generation": how, "phases": phases})
    document: Any = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=config)
    chosen = document.include(path_regex=only)
    for event in from_schema(chosen if searching else chosen.exclude(path_regex=LONG)).execute():
        yield from _told(event)


def _told(event: Any) -> Iterator[str]:
    if isinstance(event, events.NonFatalError | events.FatalError):
        yield repr(vars(event))
    if isinstance(event, events.ScenarioFinished):
        for name, checks in event.recorder.checks.items():
            case = event.recorder.cases[name].value
            for one in checks:
                if one.failure_info:
                    yield f"{case.method} {case.path}: {one.failure_info.failure}\n{one.failure_info.code_sample}"
