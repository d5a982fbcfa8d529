"""How accounts behave: nobody signs up, letters wait in the outbox, and every word is one of our own lists."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, Final

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bilan.acts import post
from bilan.acts.tasks import send_password_link
from bilan.report.voice import Voice
from bilan.store.desk.models import Account
from bilan.terms.words import catalogue
from bilan.web.account_errors import SUBJECT, code_of
from bilan.web.desk.context import language_of

QR_SCALE: Final = 5


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth says no types
    """Accounts are made by an administrator; what allauth would say or send is said and sent by us."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - nobody signs up, whoever asks
        """Keep the door closed."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the same for all
        """Lead back to the account."""
        return reverse("mfa_index")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_: object, **more: object
    ) -> None:
        """Say what a template or a message of allauth means, where we have a word for it."""
        code = f"message.{stem(message_template)}" if message_template else f"error.{code_of(str(more.get('message')))}"
        if code in catalogue(SUBJECT):
            messages.add_message(request, level, Voice(language_of(request)).tell(SUBJECT, code))

    def send_notification_mail(self, template_prefix: str, user: Account, *_: object, **__: object) -> None:
        """Write whoever has an account what changed about it, and from where."""
        at, what = datetime.now(UTC), f"message.{stem(template_prefix)}"
        if what in catalogue(SUBJECT):
            post.write(
                user, "account_changed", once=f"{what}:{user.pk}:{at.isoformat()}", at=at, path=reverse("mfa_index"),
                what=Voice(user.language).tell(SUBJECT, what), address=self.get_client_ip(self.request),
            )  # fmt: skip

    def set_password(self, user: Account, password: str) -> None:
        """Set a password, and forget the failed tries of whoever did not know it."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, email=user.email)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002 - as above
        """Count failed tries by account alone: whoever tries chooses the name of the site that stands in a request."""
        return str(credentials.get("email", "")).lower()


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc] # as above
    """A second factor: its secret is encrypted in the database, its picture drawn without styles."""

    def build_totp_svg(self, url: str) -> str:
        """Draw what the app of a telephone reads."""
        return segno.make(url, micro=False).svg_inline(scale=QR_SCALE, svgclass="qr", lineclass=None)

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under the key of the home, so that a copy of the database alone opens nothing."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret; under another key than it was written with, it is one that no code fits."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""


class AskForLink(ResetPasswordForm):  # type: ignore[misc] # as above
    """Whoever forgot a password asks for a link: known or not, the same is done here; the rest waits for the worker."""

    def clean_email(self) -> str:
        """Look nobody up."""
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **_: object) -> str:  # noqa: ARG002 - the letter does not depend on it
        """Let the link be sent, if there is somebody to send it to."""
        email = self.cleaned_data["email"]
        send_password_link.enqueue(email)
        return str(email)


def displayed(account: Account) -> str:
    """Return the name under which somebody is greeted."""
    return account.name


def stem(template: str) -> str:
    """Return what a template of allauth is about.

    >>> stem("account/messages/logged_out.txt"), stem("mfa/email/totp_activated")
    ('logged_out', 'totp_activated')
    """
    return PurePosixPath(template).stem


def too_many(request: HttpRequest) -> HttpResponse:
    """Tell that too many requests came from there."""
    return said(request, "too_many", 429)


def said(request: HttpRequest, code: str, status: int) -> HttpResponse:
    """Show a page of accounts that only says something."""
    return render(request, "desk/account/said.html", {"code": code}, status=status)


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()))
