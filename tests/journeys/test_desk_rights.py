"""The table of roles and acts, every cell by request: each page of the desk and each operation of the interface."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan import acts
from bilan.acts import tokens
from bilan.acts.access import Forbidden, person
from bilan.acts.rights import ACTS, ROLES
from bilan.api.v1 import api
from bilan.store.desk.models import Account, Token

# What opens without an act: the choice of a language, and the link by which letters are stopped.
FREE: Final = {"language", "letter_stop"}
# What only opens pages, and is demanded by the door alone.
LOOKING: Final = {"see", "follow"}
# What has no page of its own: it lets somebody open a file that is under embargo, on the page of any other.
WITHIN: Final = {"open_embargoed"}
BLANKS: Final[dict[str, Any]] = {"int": 999_999, "str": "nobody-knows-this", "slug": "nobody-knows-this", "path": "x"}


@dataclass(frozen=True)
class Asked:
    """A page or an operation as it is asked: how, where, and for which act."""

    method: str
    address: str
    act: str | None


def patterns(found: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def at_desk() -> dict[str, URLPattern]:
    """Return the pages of the desk by their routes, but for those of accounts, which belong to their owner."""
    inside = ((route, one) for route, one in patterns(get_resolver().url_patterns) if route.startswith("desk/"))
    return {route: one for route, one in inside if not route.startswith("desk/account/")}


@cache
def pages() -> list[Asked]:
    """Return every page with every way in which it is asked."""
    found = []
    for route, one in at_desk().items():
        if one.name not in FREE:
            view: Any = one.callback
            filled = {name: BLANKS[_sort(converter)] for name, converter in one.pattern.converters.items()}
            address = "/" + _fill(route, filled)
            found += [Asked(method, address, view.act) for method in sorted(view.methods - {"HEAD"})]
    return found


@cache
def operations() -> list[Asked]:
    """Return every operation of the interface that wants an act."""
    document = api.get_openapi_schema()
    return [
        Asked(method.upper(), _fill_braces(path), operation["x-act"])
        for path, its in document["paths"].items()
        for method, operation in its.items()
        if operation.get("x-act")
    ]


def _sort(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def _fill(route: str, values: dict[str, Any]) -> str:
    for name, value in values.items():
        start = route.index(f"{name}>")
        begin = route.rindex("<", 0, start)
        route = f"{route[:begin]}{value}{route[start + len(name) + 1 :]}"
    return route


def _fill_braces(path: str) -> str:
    parts = ("999999" if one.startswith("{") else one for one in path.split("/"))
    return "/".join(parts)


@pytest.fixture
def people(desk: Path, browse: Browse) -> dict[str, Account]:
    """Enrol one person for each role."""
    browse(desk)
    return {role: enrol(role, party="org-cour" if role == "auditor" else None) for role in ROLES}


def test_every_page_of_the_desk_says_which_act_it_wants() -> None:
    silent = [route for route, one in at_desk().items() if one.name not in FREE and not hasattr(one.callback, "act")]
    assert silent == []
    assert {one.act for one in pages()} <= set(ACTS)


def test_every_act_is_done_at_some_page_or_by_some_operation() -> None:
    assert set(ACTS) - {one.act for one in (*pages(), *operations())} == WITHIN


def test_a_page_opens_to_whoever_may_do_its_act_and_to_nobody_else(people: dict[str, Account]) -> None:
    found = {
        (role, one): _ask(client, one)
        for role, client in ((role, sign_in(account)) for role, account in people.items())
        for one in pages()
    }
    assert {cell: status for cell, status in found.items() if not _is_right(cell, status)} == {}


def test_whoever_is_not_signed_in_is_sent_to_do_so_from_every_page(people: dict[str, Account]) -> None:
    assert people
    stranger, answers = Client(), {}
    for one in pages():
        answer = stranger.generic(one.method, one.address)
        answers[one] = (answer.status_code, answer.headers["Location"])
    assert {one: found for one, found in answers.items() if found[1] != _login(one)} == {}


def test_an_operation_answers_the_token_of_whoever_may_do_its_act_and_no_other(people: dict[str, Account]) -> None:
    found: dict[tuple[str, Asked], int] = {}
    for role, account in people.items():
        whole = _token(account, role, acts=[act for act, roles in ACTS.items() if role in roles])
        bare = _token(account, role, acts=[])
        assert {_call(one, bare) for one in operations()} == {403}
        found |= {(role, one): _call(one, whole) for one in operations()}
    assert {cell: status for cell, status in found.items() if not _is_right(cell, status)} == {}


def test_an_operation_answers_no_token_that_is_missing_made_up_revoked_expired_or_of_a_closed_account(
    people: dict[str, Account],
) -> None:
    at = datetime.now(UTC)
    revoked = _token(people["officer"], "officer", acts=[*ACTS], revoked_at=at)
    expired = _token(people["officer"], "officer", acts=[*ACTS], expires_at=at - timedelta(seconds=1))
    closed = _token(people["verifier"], "verifier", acts=[*ACTS])
    Account.objects.filter(pk=people["verifier"].pk).update(is_active=False)
    for one in operations()[:3]:
        assert [_call(one, token) for token in (None, "bilan_made-up", revoked, expired, closed)] == [401] * 5


def test_a_token_loses_what_its_owner_loses(people: dict[str, Account]) -> None:
    token = _token(people["officer"], "officer", acts=[*ACTS])
    people["officer"].grants.update(ended_at=datetime.now(UTC))
    assert {_call(one, token) for one in operations() if one.act} <= {403}


def test_each_forbidden_pair_is_refused_before_anything_is_done(people: dict[str, Account]) -> None:
    for role, account in people.items():
        who = person(account)
        assert {act for act in ACTS if who.may(act)} == {act for act, roles in ACTS.items() if role in roles}
        for act in (act for act, roles in ACTS.items() if role not in roles):
            with pytest.raises(Forbidden):
                who.demand(act)
            with pytest.raises(Forbidden):
                who.demand_at(act, party=None, node=None, region=None)


def test_every_act_is_demanded_where_it_is_done_and_not_at_the_door_alone() -> None:
    folder = Path(str(acts.__file__)).parent
    named = {
        one.value
        for path in folder.glob("*.py")
        if path.name != "rights.py"
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    assert set(ACTS) - named <= LOOKING


def test_the_routes_that_are_filled_lead_to_the_pages_they_were_made_of(people: dict[str, Account]) -> None:
    assert people
    for one in pages():
        view: Any = resolve(one.address).func
        assert view.act == one.act


def _is_right(cell: tuple[str, Asked], status: int) -> bool:
    """Tell whether a cell is answered as the table says: 403 where it forbids, and no fault where it allows."""
    role, one = cell
    return status not in {401, 403} and status < 500 if role in ACTS[one.act or "see"] else status == 403


def _ask(client: Client, one: Asked) -> int:
    answer = client.generic(one.method, one.address, content_type="application/x-www-form-urlencoded")
    return _status(answer)


def _call(one: Asked, token: str | None) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with patch("bilan.api.bearer.MOST_WRONG", 1_000):
        address = f"/{one.address.lstrip('/')}"
        answer = _stranger().generic(one.method, address, "{}", "application/json", headers=headers)
    return _status(answer)


@cache
def _stranger() -> Client:
    """Return a browser that keeps nothing between two calls; what stands before the pages is set up once."""
    return Client()


def _status(answer: Any) -> int:
    """Return the status of an answer; a file that it would send is closed, and the database stays open."""
    if answer.streaming:
        answer.close()
    return int(answer.status_code)


def _login(one: Asked) -> str:
    return f"/desk/account/login/?next={one.address}"


def _token(account: Account, role: str, **more: Any) -> str:
    at = datetime.now(UTC)
    text = f"bilan_{role}-{Token.objects.count()}"
    held = {"made_at": at, "expires_at": at + timedelta(days=1), **more}
    Token.objects.create(account=account, name=text, role=role, digest=tokens.digest_of(text), **held)
    return text
