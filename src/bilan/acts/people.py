"""Who works at the desk: accounts made, renewed, closed and opened again, each step noted with whoever took it.

Whoever acts is a person with the act `grant`, or a name: of somebody at the terminal of the machine, who has it all in
their hands anyway, or of the organisation's own server.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.http import int_to_base36

from bilan.acts import granting, post
from bilan.acts.granting import By, Given, authority
from bilan.store import reading
from bilan.store.desk.models import Account, AccountStep, Token
from bilan.terms.languages import LANGUAGES
from bilan.terms.problems import Place, Problem

MADE, RENEWED, CLOSED, OPENED = "made", "renewed", "closed", "opened"
# What stands in the ledger for ever is short and can be printed; no sign of it turns the text around it.
SIGNS_AS: Final = re.compile(r"[^\W_][\w ./@+'-]{0,95}")
NAME_LENGTH: Final = 120
# Where whoever has a link chooses a password; the tests hold it to the addresses of the desk.
LINK: Final = "/desk/account/password/reset/key/{whom}-{key}/"


@dataclass(frozen=True, slots=True)
class Invited:
    """Whoever is to have an account: the address, the name, the name that stands in the ledger, party and language."""

    email: str
    name: str
    signs_as: str
    party: str | None = None
    language: str = LANGUAGES[0]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an account: a step, or a role given or ended, and where it holds."""

    at: datetime
    by: str
    what: str
    role: str | None = None
    scopes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Welcome:
    """An account that was made, or the problems that kept it from being."""

    account: Account | None = None
    problems: tuple[Problem, ...] = ()


def invite(by: By, whom: Invited, given: Sequence[Given], *, at: datetime) -> Welcome:
    """Make an account with its roles, and write to whoever has it where to choose a password."""
    welcome = make(by, whom, given, at=at)
    if welcome.account:
        _write_link("invited", welcome.account, at)
    return welcome


def make(by: By, whom: Invited, given: Sequence[Given], *, at: datetime, password: str | None = None) -> Welcome:
    """Make an account with its roles; all or nothing."""
    who = authority(by)
    problems = (*_problems(whom), *(problem for one in given for problem in granting.problems_of(one)))
    if problems:
        return Welcome(problems=problems)
    try:
        with transaction.atomic():
            account = Account.objects.create_user(
                whom.email, password, name=whom.name, signs_as=whom.signs_as, party=whom.party, language=whom.language
            )
            AccountStep.objects.create(account=account, step=MADE, by=who, at=at)
            for one in given:
                granting.note(account, one, by=who, at=at)
    except IntegrityError:
        # Somebody else made it between the look and the writing.
        return Welcome(problems=tuple(_taken(whom)))
    return Welcome(account)


def renew(by: By, account: Account, *, at: datetime) -> None:
    """Let somebody begin anew who has lost the second factor: it goes, with the password and all sessions.

    Both ways in are proved again by mail: whoever talked an administrator into it and knows a password gains nothing.
    """
    who = authority(by)
    with transaction.atomic():
        _of("mfa", "Authenticator").filter(user=account).delete()
        account.set_unusable_password()
        account.save(update_fields=["password"])
        AccountStep.objects.create(account=account, step=RENEWED, by=who, at=at)
        _write_link("renewed", account, at)


def close(by: By, account: Account, *, at: datetime) -> bool:
    """Close an account with its roles and tokens; tell whether that was done: the last administrator stays."""
    who = authority(by)
    with transaction.atomic():
        if granting.is_last_administrator(account):
            return False
        if Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
            granting.end_all(account, by=who, at=at)
            Token.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
            AccountStep.objects.create(account=account, step=CLOSED, by=who, at=at)
    return True


def open_again(by: By, account: Account, *, at: datetime) -> None:
    """Open a closed account again; its roles are given anew."""
    who = authority(by)
    with transaction.atomic():
        if Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
            AccountStep.objects.create(account=account, step=OPENED, by=who, at=at)


def link(account: Account) -> str:
    """Return where an account chooses a password: once, and within three days."""
    return LINK.format(whom=int_to_base36(account.pk), key=default_token_generator.make_token(account))


def send_link(email: str, *, at: datetime) -> None:
    """Write to whoever has this address where to choose a password, unless they come by the organisation's server."""
    account = Account.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if account and not signs_on(account):
        _write_link("password_link", account, at)


def history(account: Account) -> list[Event]:
    """Return all that happened to an account, the newest first."""
    found: list[Event] = []
    for one in account.grants.prefetch_related("scopes"):
        scopes = tuple(sorted((at.sort, at.key) for at in one.scopes.all()))
        found.append(Event(one.given_at, one.given_by, "given", one.role, scopes))
        if one.ended_at:
            found.append(Event(one.ended_at, one.ended_by or "", "ended", one.role, scopes))
    found += [Event(one.at, one.by, one.step) for one in account.steps.all()]
    # Of one instant: an account is made before it has roles, and loses them before it is closed.
    return sorted(found, key=lambda one: (one.at, one.what != MADE, one.role is None), reverse=True)


def signs_on(account: Account) -> bool:
    """Tell whether an account opens by the organisation's own server."""
    return bool(_of("socialaccount", "SocialAccount").filter(user=account).exists())


def _write_link(kind: str, account: Account, at: datetime) -> None:
    post.write(account, kind, once=f"{kind}:{account.pk}:{at.isoformat()}", at=at, path=link(account))


def _problems(whom: Invited) -> Iterator[Problem]:
    try:
        validate_email(whom.email)
    except ValidationError:
        yield Problem("account_email", Place(column="email"), {"value": whom.email})
    if not whom.name.strip() or len(whom.name) > NAME_LENGTH:
        yield Problem("account_name", Place(column="name"), {"most": str(NAME_LENGTH)})
    if not SIGNS_AS.fullmatch(whom.signs_as):
        yield Problem("account_signs_as", Place(column="signs_as"), {"value": whom.signs_as})
    if whom.party and getattr(reading.latest(whom.party), "kind", None) != "party":
        yield Problem("account_party", Place(column="party"), {"value": whom.party})
    if whom.language not in LANGUAGES:
        yield Problem("account_language", Place(column="language"), {"value": whom.language})
    yield from _taken(whom)


def _taken(whom: Invited) -> Iterator[Problem]:
    if Account.objects.filter(email__iexact=whom.email).exists():
        yield Problem("account_email_taken", Place(column="email"), {"value": whom.email})
    if Account.objects.filter(signs_as__iexact=whom.signs_as).exists():
        yield Problem("account_signs_as_taken", Place(column="signs_as"), {"value": whom.signs_as})


def _of(app: str, model: str) -> Any:
    """Return the rows of a model of allauth: only the doors know it by name."""
    return apps.get_model(app, model)._default_manager  # noqa: SLF001 - as Django's documentation says
