"""Hold the pages of accounts to allauth and Django: every address known, every error in our words, in each language."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.contrib.auth import password_validation
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.forms import CharField, EmailField
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import int_to_base36

from bilan.acts.people import LINK
from bilan.config.home import Home
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import catalogue
from bilan.web.account_errors import ADAPTERS, SUBJECT, error_of
from bilan.web.desk.account_urls import CLOSED

# What allauth says only where people choose names, telephones or addresses for themselves; nobody does here.
NEVER: Final = {
    "cannot_remove_primary_email", "duplicate_email", "phone_password_mismatch", "email_taken", "max_email_addresses",
    "phone_taken", "unknown_email", "unknown_phone", "unverified_primary_email", "username_blacklisted",
    "username_password_mismatch", "username_taken", "select_only_one", "add_email_blocked", "no_password",
    "disconnect_last", "connected_other",
}  # fmt: skip
# The addresses of allauth that are open here, each with a page of ours.
OPEN: Final = {
    "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
    "usersessions_list", "socialaccount_login_cancelled", "socialaccount_login_error", "openid_connect_login",
    "openid_connect_callback",
}  # fmt: skip
NO_TITLE: Final = {"mfa_download_recovery_codes"}


def addresses(patterns: Any = None) -> Iterator[URLPattern]:
    """Walk all addresses."""
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        else:
            yield one


def allauths() -> dict[str, URLPattern]:
    return {one.name: one for one in addresses() if one.name and one.lookup_str.startswith("allauth.")}


@pytest.mark.usefixtures("home")
def test_every_address_of_allauth_is_open_with_a_page_of_ours_or_closed() -> None:
    from django.urls import resolve

    blanks = {"uidb36": "1", "key": "k", "pk": 1, "provider_id": "organisation"}
    shut = set()
    for name, pattern in allauths().items():
        parts = {part: blanks[part] for part in pattern.pattern.regex.groupindex}
        parts |= {"provider_id": "organisation"} if name.startswith("openid_connect") else {}
        parts |= {"pk": 1} if name in {"mfa_remove_webauthn", "mfa_edit_webauthn"} else {}
        if resolve(reverse(name, kwargs=parts)).func.__name__ == "closed":
            shut.add(name)
    assert set(allauths()) - shut == OPEN
    assert len(shut) == len(CLOSED)
    assert [name for name in sorted(OPEN - NO_TITLE) if f"{name}.title" not in catalogue(SUBJECT)] == []


def codes() -> set[str]:
    """Return the codes of all errors that the forms of accounts may give."""
    known = {code for one in ADAPTERS for code in one.error_messages} - NEVER
    validators = ("too_similar", "too_short", "too_common", "entirely_numeric")
    fields = {code for one in (CharField(), EmailField()) for code in one.error_messages}
    return known | fields | {f"password_{one}" for one in validators} | {"null_characters_not_allowed"}


def test_every_error_of_allauth_and_django_has_our_words_in_each_language() -> None:
    words = catalogue(SUBJECT)
    assert sorted(code for code in codes() if f"error.{code}" not in words) == []
    assert [code for code in codes() for language in LANGUAGES if not words[f"error.{code}"][language]] == []


def test_the_errors_that_are_never_shown_are_errors_of_allauth() -> None:
    assert {code for one in ADAPTERS for code in one.error_messages} >= NEVER


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_too_short"), ("123456789012", "password_entirely_numeric"), ("passwordpassword", None)],
)
def test_what_is_wrong_with_a_password_is_said_with_its_numbers(language: str, password: str, code: str | None) -> None:
    try:
        password_validation.validate_password(password)
    except ValidationError as wrong:
        said = [error_of(Voice(language), one) for one in wrong.error_list]
        assert code is None or any(catalogue(SUBJECT)[f"error.{code}"][language][:12] in one for one in said)
        assert not any("{" in one or "This password" in one for one in said if language != "en")
    else:
        assert code is None


def test_the_link_of_a_letter_is_an_address_of_the_desk(home: Home) -> None:
    from bilan.store.desk.models import Account

    assert home.folder.exists()
    account = Account.objects.create_user("a@example.org", name="A", signs_as="a")
    key = PasswordResetTokenGenerator().make_token(account)
    wanted = reverse("account_reset_password_from_key", kwargs={"uidb36": int_to_base36(account.pk), "key": key})
    assert LINK.format(whom=int_to_base36(account.pk), key=key) == wanted


def test_the_form_of_an_app_asks_only_what_we_have_words_for() -> None:
    assert [name for name in ActivateTOTPForm.base_fields if f"field.{name}" not in catalogue(SUBJECT)] == []
