"""A security key in a real browser, under the policy of the desk: added, used to sign in; its pages read by axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from tests.browser import stage
from tests.browser.seeing import broken_rules
from tests.office import PASSWORD, enrol, session_of

from bilan.acts.publishing import publish
from bilan.acts.recording import record
from bilan.config.home import Home
from bilan.ledger.entries import Draft
from bilan.store.desk.models import Account

NOW: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
ACCOUNT: Final = "/desk/account/"
# As the desk itself keeps passwords, which opens them in a process of its own.
HASHERS: Final = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
KEY: Final = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}


@pytest.fixture(autouse=True, scope="module")
def _beside_the_browser() -> Iterator[None]:
    """Let the database be asked while a browser is open: both want the one thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@contextmanager
def key_in_hand(page: Page) -> Iterator[None]:
    """Put a security key into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield
    session.send("WebAuthn.disable")


def give_password(page: Page) -> None:
    page.fill("[name=password]", PASSWORD)
    page.click("main .form button[type=submit]")


def test_a_key_is_added_and_opens_the_desk(
    browser: Browser, home: Home, drafts: list[Draft], settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = HASHERS
    record(home, drafts, by="clerk", at=NOW)
    publish(home, at=NOW)
    officer = enrol("officer")
    Authenticator.objects.all().delete()
    Account.objects.update(language="ar")
    cookie = session_of(officer, asked_again=False)
    connections.close_all()
    with stage.serving(home.folder) as served, browser.new_context() as context:
        site = served.replace("127.0.0.1", "localhost")  # keys know no addresses of numbers
        context.add_cookies([{"name": "bilan_session", "value": cookie, "url": site}])
        page, said = context.new_page(), []
        page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
        with key_in_hand(page):
            page.goto(f"{site}{ACCOUNT}second-factor/webauthn/add/")
            give_password(page)
            assert broken_rules(page) == {}
            page.click("#add_key")
            page.wait_for_url("**/recovery-codes/")
            assert (page.locator(".codes li").count(), broken_rules(page)) == (10, {})
            page.goto(f"{site}{ACCOUNT}logout/")
            page.click("main button[type=submit]")
            page.fill("[name=login]", officer.email)
            give_password(page)
            assert broken_rules(page) == {}
            page.click("#use_key")
            page.wait_for_url(f"{site}/desk/")
    assert said == []
