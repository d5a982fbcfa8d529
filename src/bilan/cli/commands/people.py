"""The accounts of the desk, from the terminal: whoever sits at the machine needs no role."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bilan.cli.commands.writing import recorder
from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed

if TYPE_CHECKING:
    from bilan.store.desk.models import Account

By = Annotated[str | None, typer.Option("--by")]
MOST_SIGNS: Final = 4096


def add(
    context: typer.Context,
    email: str,
    role: Annotated[str, typer.Option("--role")],
    name: Annotated[str | None, typer.Option("--name")] = None,
    signs_as: Annotated[str | None, typer.Option("--signs-as")] = None,
    speaks_for: Annotated[str | None, typer.Option("--speaks-for")] = None,
    party: Annotated[list[str] | None, typer.Option("--party")] = None,
    node: Annotated[list[str] | None, typer.Option("--node")] = None,
    region: Annotated[list[str] | None, typer.Option("--region")] = None,
    stdin: Annotated[bool, typer.Option("--stdin")] = False,
    by: By = None,
) -> None:
    """Make an account with a role, or give one more role to an account that is there."""
    door = door_of(context)
    door.open_to_add()
    from bilan.acts import granting, people
    from bilan.cli.pages import people as page

    given = granting.Given(role, tuple(_scopes(party=party, node=node, region=region)))
    found = _found(email)
    if found is not None:
        problems = granting.give(recorder(by), found, given, at=door.now)
        page.given(door, found, given, problems)
        return
    whom = people.Invited(email, name or "", signs_as or "", speaks_for, door.language)
    welcome = people.make(recorder(by), whom, [given], at=door.now, password=_password() if stdin else None)
    page.added(door, welcome, link=None if stdin or not welcome.account else people.link(welcome.account))


def listed(context: typer.Context) -> None:
    """List the accounts with their roles."""
    door = door_of(context)
    door.open()
    from bilan.cli.pages import people as page

    page.listed(door)


def link(context: typer.Context, email: str) -> None:
    """Print where an account chooses a password: once, and within three days."""
    door = door_of(context)
    door.open()
    from bilan.acts import people
    from bilan.cli.pages import people as page

    page.linked(door, people.link(_wanted(email)))


def renew(context: typer.Context, email: str, by: By = None) -> None:
    """Remove second factor, password and sessions of whoever has lost one of them, and print the link to begin anew."""
    door = door_of(context)
    door.open()
    from bilan.acts import people
    from bilan.cli.pages import people as page

    account = _wanted(email)
    people.renew(recorder(by), account, at=door.now)
    page.linked(door, people.link(account))


def end(
    context: typer.Context,
    email: str,
    role: Annotated[str | None, typer.Option("--role")] = None,
    by: By = None,
) -> None:
    """End a role of an account; without one, close the account."""
    door = door_of(context)
    door.open()
    from bilan.acts import people
    from bilan.cli.pages import people as page

    account = _wanted(email)
    done = _end_role(door, account, role, recorder(by)) if role else people.close(recorder(by), account, at=door.now)
    if not done:
        raise Failed("last_administrator", Ends.REFUSED, email=account.email)
    page.ended(door, account, role)


def _end_role(door: Door, account: "Account", role: str, by: str) -> bool:
    from bilan.acts import granting

    held = [number for number, given in granting.held(account).items() if given.role == role]
    if not held:
        raise Failed("role_not_held", Ends.NOT_FOUND, email=account.email, role=role)
    return all(granting.end(by, account, one, at=door.now) for one in held)


def _scopes(**keys: Sequence[str] | None) -> "list[tuple[str, str]]":
    return [(sort, key) for sort, named in keys.items() for key in named or ()]


def _found(email: str) -> "Account | None":
    from bilan.store.desk.models import Account

    return Account.objects.filter(email__iexact=email.strip()).first()


def _wanted(email: str) -> "Account":
    found = _found(email)
    if found is None:
        raise Failed("no_such_account", Ends.NOT_FOUND, email=email)
    return found


def _password() -> str:
    """Read a password, one line, and hold it to what the desk demands of one."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    text = sys.stdin.readline(MOST_SIGNS).rstrip("\n")
    try:
        validate_password(text)
    except ValidationError as weak:
        raise Failed("weak_password", Ends.PROBLEMS) from weak
    return text
