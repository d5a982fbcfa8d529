"""Single sign-on: the roles that claims of the organisation's own server stand for, given and ended at each sign-on.

What an administrator gave by hand stays; what the server gave goes when the claim is gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db import transaction

from bilan.acts import granting, people
from bilan.acts.granting import Given
from bilan.config.sign_on import SignOn
from bilan.store.desk.models import Account, Grant

BY: Final = "single sign-on"
SHORT: Final = 10


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the server says of somebody: its lasting name for them, address, name, and the values of the claim."""

    subject: str
    email: str
    verified: bool
    name: str
    values: tuple[str, ...]


def read_claims(claims: Mapping[str, Any], sign_on: SignOn) -> Claimed:
    """Read the claims of a token; what is missing is empty, and an address nobody vouches for is not verified."""
    told = claims.get(sign_on.claim) or ()
    values = (told,) if isinstance(told, str) else tuple(map(str, told)) if isinstance(told, Iterable) else ()
    email = str(claims.get("email") or "").strip().lower()
    return Claimed(
        str(claims.get("sub") or ""), email, claims.get("email_verified") is True,
        str(claims.get("name") or claims.get("preferred_username") or email), values,
    )  # fmt: skip


def roles_of(claimed: Claimed, sign_on: SignOn) -> list[Given]:
    """Return the roles that the values of the claim stand for, each once, in the order of the setting."""
    wanted = (one for value, given in sign_on.claims.items() if value in claimed.values for one in given)
    return list(dict.fromkeys(Given(role, scopes) for role, scopes in wanted))


def arrive(account: Account | None, claimed: Claimed, sign_on: SignOn, *, at: datetime) -> Account | None:
    """Give whoever arrives the roles of their claims, end those whose claim is gone; nobody unknown comes without."""
    given = roles_of(claimed, sign_on)
    if account is None:
        return people.make(BY, _invited(claimed, given), given, at=at).account if given else None
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if not account.is_active:
            return account
        _keep(account, given, at)
    return account


def _keep(account: Account, given: list[Given], at: datetime) -> None:
    """Make what the server gave be what it gives now; one that is the last administrator stays so."""
    held = granting.held(account)
    by_server = set(Grant.objects.filter(account=account, ended_at=None, given_by=BY).values_list("pk", flat=True))
    for number in by_server:
        if held[number] not in given:
            granting.end(BY, account, number, at=at)
    for one in given:
        if one not in held.values():
            granting.give(BY, account, one, at=at)


def _invited(claimed: Claimed, given: list[Given]) -> people.Invited:
    """Say how somebody unknown is called: in the ledger by no personal name, and for the one party they report for."""
    parties = {key for one in given for sort, key in one.scopes if sort == "party"}
    signs_as = f"sign-on/{sha256(claimed.subject.encode()).hexdigest()[:SHORT]}"
    party = parties.pop() if len(parties) == 1 else None
    return people.Invited(claimed.email, claimed.name[: people.NAME_LENGTH], signs_as, party)
