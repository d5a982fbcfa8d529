"""Single sign-on against a real provider, that of allauth, in a process of its own: who comes in, in which roles."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.office import enrol, give, sign_in
from tests.sign_on import provider

from bilan.acts.access import person
from bilan.config.sign_on import sign_on
from bilan.store.desk.models import Account, Grant

CALLBACK: Final = "http://testserver/desk/account/sign-on/oidc/organisation/login/callback/"
BEGIN: Final = "/desk/account/sign-on/oidc/organisation/login/"
CLAIMS: Final = {"verifiers": "verifier", "heads": ["publisher", "reader"], "readers": "reader"}
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    line = [sys.executable, str(Path(provider.__file__)), CALLBACK]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@dataclass
class Arrived:
    """The browser of whoever arrived, and the answer to the last step."""

    browser: Client
    answer: Any


Arrive = Callable[..., Arrived]


@pytest.fixture
def arrive(server: str, bare: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Arrive:
    """Sign somebody on whose groups are those given."""
    assert bare.get("/desk/account/login/").status_code == 200
    told = {"server_url": server, "client_id": provider.CLIENT, "secret": provider.SECRET, "claim": "groups"}
    monkeypatch.setenv("BILAN_OIDC", json.dumps({**told, "name": "Ministry", "claims": CLAIMS}))
    on = sign_on()
    assert on
    settings.SOCIALACCOUNT_PROVIDERS = on.providers

    def came(email: str, *groups: str, verified: int = 1, process: str = "login", by: Client | None = None) -> Arrived:
        there, browser = httpx.Client(base_url=server, follow_redirects=False), by or Client()
        there.get(f"/set/{email}/", params={"groups": ",".join(groups), "verified": verified})
        begun = browser.post(f"{BEGIN}?process={process}")
        assert begun.status_code == 302
        back = _through(there, begun.headers["Location"], email)
        return Arrived(browser, browser.get(back.removeprefix("http://testserver")))

    return came


def _through(there: httpx.Client, address: str, email: str) -> str:
    """Give the password where the provider asks for it; return the address to which it sends the browser back."""
    for _ in range(6):
        answer = there.get(address)
        if answer.status_code == 200:
            form = {"login": email, "password": provider.PASSWORD}
            answer = there.post(answer.url, data=form)
        address = answer.headers["Location"]
        if address.startswith("http://testserver"):
            return address
    raise AssertionError(address)


def roles_of(email: str) -> set[str]:
    return {one.name for one in person(Account.objects.get(email=email)).roles}


def test_whoever_has_a_claim_comes_in_with_its_role_and_loses_it_with_the_claim(arrive: Arrive) -> None:
    first = arrive("nadia@ministry.org", "verifiers", "readers")
    assert first.answer.headers["Location"] == "/desk/"
    assert roles_of("nadia@ministry.org") == {"verifier", "reader"}
    account = Account.objects.get()
    assert account.signs_as.startswith("sign-on/")
    assert not account.has_usable_password()
    assert first.browser.get("/desk/").headers["Location"] == "/desk/account/second-factor/"
    give(account, "auditor")
    arrive("nadia@ministry.org", "heads")
    assert roles_of("nadia@ministry.org") == {"publisher", "reader", "auditor"}
    ended = Grant.objects.get(role="verifier")
    assert (ended.given_by, ended.ended_by) == ("single sign-on", "single sign-on")
    assert ended.ended_at
    arrive("nadia@ministry.org")
    assert roles_of("nadia@ministry.org") == {"auditor"}


def test_nobody_unknown_comes_in_without_a_role_or_by_an_address_that_nobody_vouches_for(arrive: Arrive) -> None:
    assert arrive("omar@ministry.org", "gardeners").answer.status_code == 403
    assert arrive("omar@ministry.org", "verifiers", verified=0).answer.status_code == 403
    assert not Account.objects.exists()


def test_an_account_that_was_there_is_known_by_its_address_if_the_server_vouches_for_it(arrive: Arrive) -> None:
    account = enrol("auditor", name="idriss")
    refused = arrive("idriss@example.org", "verifiers", verified=0)
    assert (refused.answer.status_code, roles_of("idriss@example.org")) == (403, {"auditor"})
    known = arrive("idriss@example.org", "verifiers")
    assert known.answer.headers["Location"] == "/desk/account/second-factor/authenticate/"
    assert roles_of("idriss@example.org") == {"auditor", "verifier"}
    assert Account.objects.get() == account


def test_a_closed_account_stays_closed_whatever_the_server_says(arrive: Arrive) -> None:
    Account.objects.filter(pk=enrol("reader", name="leila").pk).update(is_active=False)
    answer = arrive("leila@example.org", "verifiers").answer
    assert answer.headers["Location"] == "/desk/account/inactive/"
    assert not Grant.objects.filter(role="verifier").exists()


def test_nobody_ties_another_account_of_the_organisation_to_theirs(arrive: Arrive) -> None:
    mine = sign_in(enrol("reader", name="salma"))
    assert arrive("somebody@ministry.org", "verifiers", process="connect", by=mine).answer.status_code == 404
    assert mine.get("/desk/account/sign-on/").status_code == 404
    assert [one.email for one in Account.objects.all()] == ["salma@example.org"]
    assert roles_of("salma@example.org") == {"reader"}
