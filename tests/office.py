"""People for the desk of a test: accounts with their roles and a second factor, signed in as after a right answer."""

from datetime import UTC, datetime
from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.test import Client

from bilan.store.desk.models import Account, Grant, Scope

PASSWORD = "one phrase nobody guesses"  # noqa: S105 - opens the desks of tests alone
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - as above
NAMES = {
    "reader": "Salma Lectrice", "officer": "Omar Rapporteur", "verifier": "Nadia Vérificatrice",
    "auditor": "Idriss Auditeur", "publisher": "Leïla Éditrice", "administrator": "Karim Administrateur",
}  # fmt: skip


def enrol(role: str, *scopes: tuple[str, str], name: str | None = None, party: str | None = None) -> Account:
    """Make an account with one role, which holds in the places given, as ``("party", "org-mcint")``."""
    name = name or role
    account = Account.objects.create(
        email=f"{name}@example.org",
        password=make_password(PASSWORD),
        name=NAMES.get(name, name),
        signs_as=f"desk/{name}",
        party=party,
    )
    give(account, role, *scopes)
    TOTP.activate(account, SECRET)
    return account


def give(account: Account, role: str, *scopes: tuple[str, str]) -> Grant:
    """Give one more role."""
    grant = Grant.objects.create(account=account, role=role, given_by="test", given_at=datetime.now(UTC))
    Scope.objects.bulk_create(Scope(grant=grant, sort=sort, key=key) for sort, key in scopes)
    return grant


def sign_in(account: Account, *, asked_again: bool = True) -> Client:
    """Return a browser without a screen in which somebody is signed in."""
    client = Client(raise_request_exception=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account, asked_again=asked_again)
    return client


def session_of(account: Account, *, asked_again: bool = True) -> str:
    """Return the cookie of a session as signing in leaves it; what matters most wants to be `asked_again` first."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = session["account_authentication_methods_user"] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    proven = {"method": "mfa", "type": "totp", "at": datetime.now(UTC).timestamp()}
    session["account_authentication_methods"] = [
        proven,
        *([{**proven, "reauthenticated": True}] if asked_again else []),
    ]
    session.save()
    return str(session.session_key)


def has_second_factor(account: Account) -> bool:
    """Tell whether somebody has made a second factor."""
    return bool(Authenticator.objects.filter(user=account).exists())
