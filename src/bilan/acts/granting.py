"""Roles given and ended: by whom, when, where they hold. What ended stays, so that one can say who could do what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from bilan.acts.access import Person
from bilan.acts.rights import ADMINISTRATOR, ROLES, SORTS
from bilan.store import reading
from bilan.store.desk.models import Account, Grant, Scope
from bilan.terms.codes import code_list
from bilan.terms.problems import Place, Problem

By = Person | str
KINDS: Final = {"party": ("party",), "node": ("node", "plan")}


class OwnRole(Exception):
    """Nobody gives a role to themselves: another administrator does."""

    problem = Problem("role_own", Place(column="role"))


@dataclass(frozen=True, slots=True)
class Given:
    """A role that is to be given, and where it holds, as ``(("party", "org-mcint"),)``."""

    role: str
    scopes: tuple[tuple[str, str], ...] = ()


def give(by: By, account: Account, given: Given, *, at: datetime) -> tuple[Problem, ...]:
    """Give a role; return what keeps it from being given. Given twice it is held once."""
    who = authority(by)
    if isinstance(by, Person) and by.account.pk == account.pk:
        raise OwnRole
    problems = tuple(problems_of(given))
    if not problems:
        with transaction.atomic():
            # Two who give the same at once wait for each other here.
            Account.objects.select_for_update().get(pk=account.pk)
            if given not in held(account).values():
                note(account, given, by=who, at=at)
    return problems


def end(by: By, account: Account, grant: int, *, at: datetime) -> bool:
    """End a role of somebody; tell whether that was done: there is always an administrator."""
    who = authority(by)
    with transaction.atomic():
        found = Grant.objects.filter(pk=grant, account=account, ended_at=None)
        if found.filter(role=ADMINISTRATOR).exists() and is_last_administrator(account):
            return False
        found.update(ended_at=at, ended_by=who)
    return True


def end_all(account: Account, *, by: str, at: datetime) -> None:
    """End all roles of somebody."""
    Grant.objects.filter(account=account, ended_at=None).update(ended_at=at, ended_by=by)


def note(account: Account, given: Given, *, by: str, at: datetime) -> None:
    """Write down that a role was given."""
    grant = Grant.objects.create(account=account, role=given.role, given_by=by, given_at=at)
    Scope.objects.bulk_create(Scope(grant=grant, sort=sort, key=key) for sort, key in sorted(set(given.scopes)))


def held(account: Account) -> dict[int, Given]:
    """Return the roles that somebody has, by the number of the grant."""
    grants = Grant.objects.filter(account=account, ended_at=None).prefetch_related("scopes").order_by("pk")
    return {one.pk: Given(one.role, tuple(sorted((at.sort, at.key) for at in one.scopes.all()))) for one in grants}


def is_last_administrator(account: Account) -> bool:
    """Tell whether nobody else is an administrator; until the transaction ends nobody changes that."""
    grants = Grant.objects.select_for_update().filter(role=ADMINISTRATOR, ended_at=None, account__is_active=True)
    return {one.account_id for one in grants} == {account.pk}


def problems_of(given: Given) -> Iterator[Problem]:
    """Say why a role cannot be given so."""
    if given.role not in ROLES:
        yield Problem("role_unknown", Place(column="role"), {"value": given.role})
    for sort, key in given.scopes:
        if sort not in SORTS or not _exists(sort, key):
            yield Problem("role_nowhere", Place(column=sort), {"value": key})


def authority(by: By) -> str:
    """Return the name under which somebody gives roles, if they may."""
    if isinstance(by, str):
        return by
    by.demand("grant")
    return by.name


def _exists(sort: str, key: str) -> bool:
    if sort == "region":
        return key in code_list("region")
    return getattr(reading.latest(key), "kind", None) in KINDS[sort]
