"""Accounts: how one comes in and out, and what whoever attacks them finds."""

import re
import time
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from tests.office import PASSWORD, SECRET, enrol, session_of, sign_in

from bilan.acts import people, tokens
from bilan.acts.access import person
from bilan.store.desk.models import Account, Counted, Letter
from bilan.terms.languages import LANGUAGES

ACCOUNT: Final = "/desk/account/"
LOGIN: Final = f"{ACCOUNT}login/"
NEW: Final = "another phrase nobody guesses"
LINK: Final = re.compile(r"/desk/account/password/reset/key/\S+/")
NOW: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_once(settings: Settings, bare: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Let what waits for the worker be done at once, and letters hold whole addresses."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org")
    return bare


def code() -> str:
    """Return what the app of a telephone shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def give_password(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def come_in(client: Client, account: Account, shown: str | None = None) -> Any:
    """Sign in with both factors."""
    assert give_password(client, account.email).headers["Location"] == f"{ACCOUNT}second-factor/authenticate/"
    return client.post(f"{ACCOUNT}second-factor/authenticate/", {"code": shown or code()})


def text(answer: Any) -> str:
    """Return a page without what differs from one to the next: the secret of its form, and what was typed."""
    return re.sub(r'(csrfmiddlewaretoken" value|value)="[^"]*"', "", answer.content.decode())


def test_a_writer_comes_in_by_password_and_second_factor_under_a_new_session(bare: Client) -> None:
    bare.get(LOGIN)
    bare.cookies["bilan_session"] = planted = session_of(enrol("reader", name="attacker"))
    Account.objects.filter(signs_as="desk/attacker").update(is_active=False)
    officer = enrol("officer")
    assert come_in(bare, officer).headers["Location"] == "/desk/"
    assert bare.cookies["bilan_session"].value not in {planted, ""}
    cookie = bare.cookies["bilan_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert UserSession.objects.get().user == officer


def test_a_code_opens_once_and_a_recovery_code_stands_in_for_the_telephone(bare: Client) -> None:
    officer = enrol("officer")
    shown = code()
    come_in(bare, officer, shown)
    other = Client()
    give_password(other, officer.email)
    again = other.post(f"{ACCOUNT}second-factor/authenticate/", {"code": shown})
    assert (again.status_code, "error" in text(again)) == (200, True)
    bare.post(f"{ACCOUNT}reauthenticate/", {"password": PASSWORD})
    bare.post(f"{ACCOUNT}second-factor/recovery-codes/generate/")
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert other.post(f"{ACCOUNT}second-factor/authenticate/", {"code": spare}).headers["Location"] == "/desk/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_known_and_who_is_not_get_the_same_answer(language: str) -> None:
    enrol("officer", name="known")
    headers = {"accept-language": language}
    said = []
    for email in ("known@example.org", "unknown@example.org"):
        client = Client(headers=headers)
        wrong = give_password(client, email, "not the password")
        reset = client.post(f"{ACCOUNT}password/reset/", {"email": email})
        said.append((wrong.status_code, text(wrong), reset.status_code, reset.headers["Location"]))
    assert said[0] == said[1]
    assert Letter.objects.count() == 1


def test_a_link_is_asked_for_and_looked_up_in_the_background_alone(
    bare: Client, settings: Settings, django_assert_num_queries: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.ACCOUNT_RATE_LIMITS = False
    enrol("officer", name="known")
    bare.get(LOGIN)
    for email in ("known@example.org", "unknown@example.org"):
        with django_assert_num_queries(0):
            bare.post(f"{ACCOUNT}password/reset/", {"email": email})
    assert not Letter.objects.exists()


def test_a_link_serves_once_leads_to_the_address_of_the_site_and_ends_all_sessions(bare: Client) -> None:
    officer = enrol("officer")
    old = sign_in(officer)
    assert old.get(f"{ACCOUNT}sessions/").status_code == 200
    bare.post(f"{ACCOUNT}password/reset/", {"email": officer.email}, headers={"host": "evil.example"})
    letter = Letter.objects.get().text
    assert "https://plan.example.org/desk/account/password/reset/key/" in letter
    assert "evil" not in letter
    link = LINK.search(letter)
    assert link
    form = bare.get(link[0]).headers["Location"]
    weak = bare.post(form, {"password1": "123456789012", "password2": "123456789012"})
    assert 'aria-invalid="true"' in weak.content.decode()
    assert bare.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert 'name="password1"' not in Client().get(link[0], follow=True).content.decode()
    assert old.get(f"{ACCOUNT}sessions/").status_code == 302
    assert give_password(bare, officer.email, NEW).headers["Location"] == f"{ACCOUNT}second-factor/authenticate/"
    told = Letter.objects.exclude(text=letter).get()
    assert "127.0.0.1" in told.text


def test_whoever_changes_the_password_goes_on_and_all_other_sessions_end() -> None:
    officer = enrol("officer")
    here, elsewhere = sign_in(officer), sign_in(officer)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post(f"{ACCOUNT}password/change/", form).headers["Location"] == f"{ACCOUNT}second-factor/"
    assert here.get(f"{ACCOUNT}sessions/").status_code == 200
    assert elsewhere.get(f"{ACCOUNT}sessions/").status_code == 302


def test_other_sessions_are_listed_and_ended_by_their_owner() -> None:
    officer = enrol("officer")
    here, elsewhere, stranger = sign_in(officer), sign_in(officer), sign_in(enrol("reader"))
    for one in (elsewhere, stranger, here):
        assert one.get(f"{ACCOUNT}sessions/", headers={"user-agent": "Firefox"}).status_code == 200
    page = here.get(f"{ACCOUNT}sessions/").content.decode()
    assert page.count("Firefox") == 2
    assert here.post(f"{ACCOUNT}sessions/").status_code == 302
    assert [one.get(f"{ACCOUNT}sessions/").status_code for one in (here, elsewhere, stranger)] == [200, 302, 200]


def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(bare: Client) -> None:
    come_in(bare, enrol("officer"))
    kept = bare.cookies["bilan_session"].value
    assert bare.get(f"{ACCOUNT}logout/").status_code == 200
    bare.post(f"{ACCOUNT}logout/")
    thief = Client()
    thief.cookies["bilan_session"] = kept
    assert thief.get(f"{ACCOUNT}sessions/").status_code == 302


def test_a_closed_account_opens_by_nothing(bare: Client) -> None:
    officer = enrol("officer")
    session = sign_in(officer)
    made = tokens.make(person(officer), name="x", role="officer", acts=["see"], expires_on=NOW.date(), at=NOW)
    assert tokens.of(made.text, NOW)
    Account.objects.update(is_active=False)
    assert session.get("/desk/").status_code == 302
    assert tokens.of(made.text, NOW) is None
    assert give_password(bare, officer.email).headers["Location"] == f"{ACCOUNT}inactive/"
    bare.post(f"{ACCOUNT}password/reset/", {"email": officer.email})
    assert not Letter.objects.exists()
    assert person(Account.objects.get()).roles == ()


def test_tries_are_counted_for_all_processes_by_account_whatever_name_the_site_is_called_by(bare: Client) -> None:
    enrol("officer")
    assert type(cache._connections["default"]).__name__ == "DatabaseCache"  # type: ignore[attr-defined]
    for number in range(5):
        give_password(
            Client(REMOTE_ADDR=f"10.0.0.{number}", HTTP_HOST=f"{number}.example"), "officer@example.org", "no"
        )
    refused = give_password(Client(REMOTE_ADDR="10.1.1.1", HTTP_HOST="another.example"), "OFFICER@example.org")
    assert (refused.status_code, 'role="alert"' in text(refused)) == (200, True)
    Counted.objects.all().delete()
    assert give_password(bare, "OFFICER@example.org").status_code == 302


def test_a_link_opens_an_account_that_somebody_else_keeps_trying(bare: Client) -> None:
    officer = enrol("officer")
    for number in range(6):
        give_password(Client(REMOTE_ADDR=f"10.0.0.{number}"), officer.email, "no")
    assert give_password(bare, officer.email).status_code == 200
    form = bare.get(people.link(officer)).headers["Location"]
    assert bare.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert give_password(bare, officer.email, NEW).status_code == 302


def test_one_address_of_the_network_tries_few_accounts_a_minute(bare: Client) -> None:
    said = [text(give_password(bare, f"guess{number}@example.org", "wrong")) for number in range(12)]
    assert said[9] != said[11]
    assert said[10] == said[11]


def test_a_second_factor_is_not_guessed_either(bare: Client) -> None:
    officer = enrol("officer")
    give_password(bare, officer.email)
    for number in range(6):
        bare.post(f"{ACCOUNT}second-factor/authenticate/", {"code": f"00000{number}"})
    assert bare.post(f"{ACCOUNT}second-factor/authenticate/", {"code": code()}).status_code == 200


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_nobody_is_led_elsewhere_after_signing_in_or_out_or_choosing_a_language(bare: Client, target: str) -> None:
    reader = enrol("reader")
    Authenticator.objects.all().delete()
    assert give_password(bare, reader.email, next=target).headers["Location"] == "/desk/"
    assert bare.post("/desk/language/", {"language": "ar", "next": target}).headers["Location"] == "/desk/"
    assert bare.post(f"{ACCOUNT}logout/", {"next": target}).headers["Location"] == LOGIN


@pytest.mark.parametrize("path", ["login/", "logout/", "password/reset/", "sessions/", "reauthenticate/"])
def test_a_form_from_elsewhere_changes_nothing(path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["bilan_session"] = session_of(enrol("reader"))
    answer = strict.post(ACCOUNT + path, {"login": "x", "password": "y", "email": "a@b.org"})
    assert answer.status_code == 403
    assert "<h1>" in answer.content.decode()
    assert not Letter.objects.exists()


def test_the_pages_of_accounts_are_neither_framed_kept_nor_fed_with_foreign_scripts(bare: Client) -> None:
    for path in ("login/", "password/reset/", "inactive/"):
        headers = bare.get(ACCOUNT + path).headers
        assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("DENY", "no-store")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_secret_of_a_second_factor_is_shown_once_as_a_drawing_and_kept_encrypted() -> None:
    officer = enrol("officer")
    Authenticator.objects.all().delete()
    client = sign_in(officer, asked_again=False)
    assert client.get(f"{ACCOUNT}second-factor/totp/activate/").status_code == 302
    client.post(f"{ACCOUNT}reauthenticate/", {"password": PASSWORD})
    page = client.get(f"{ACCOUNT}second-factor/totp/activate/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    TOTP.activate(officer, SECRET)
    kept = Authenticator.objects.get().data["secret"]
    assert SECRET not in kept
    assert Authenticator.objects.get().wrap().validate_code(code())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_accounts_speak_the_language_of_whoever_looks(language: str) -> None:
    officer = enrol("officer")
    Account.objects.update(language=language)
    client = sign_in(officer)
    client.post(f"{ACCOUNT}reauthenticate/", {"password": PASSWORD})
    pages = ("second-factor/", "second-factor/webauthn/", "second-factor/webauthn/add/", "sessions/",
             "password/change/", "second-factor/recovery-codes/generate/", "second-factor/totp/deactivate/",
             "second-factor/reauthenticate/", "reauthenticate/", "logout/")  # fmt: skip
    for path in pages:
        answer = client.get(ACCOUNT + path)
        page = answer.content.decode()
        assert (path, answer.status_code, f'lang="{language}"' in page) == (path, 200, True)
        assert page.count("<h1>") == 1
        if language == "ar":
            assert not re.search(r">\s*[A-Z][a-z]+ [a-z]+", page.replace("Omar Rapporteur", "")), path
