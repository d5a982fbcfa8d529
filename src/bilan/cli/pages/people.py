"""The accounts of the desk, as the terminal shows them."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from bilan.acts import granting
from bilan.acts.granting import Given
from bilan.acts.people import Welcome
from bilan.cli.door import Door
from bilan.cli.failures import Ends
from bilan.cli.text import Text
from bilan.config.declared import read_setting
from bilan.store.desk.models import Account
from bilan.terms.problems import Problem


def added(door: Door, welcome: Welcome, *, link: str | None) -> None:
    """Say that an account was made, and where it chooses a password; or why not."""
    if welcome.account is None:
        door.report(welcome.problems)
        door.end(Ends.PROBLEMS)
    if door.json:
        door.give({"added": _told(welcome.account), "link": _whole(link)})
        return
    _say(door, "people.added", email=welcome.account.email, signs_as=welcome.account.signs_as)
    if link:
        linked(door, link)


def given(door: Door, account: Account, role: Given, problems: Sequence[Problem]) -> None:
    """Say that an account that was there has one more role; or why not."""
    if problems:
        door.report(problems)
        door.end(Ends.PROBLEMS)
    if door.json:
        door.give({"given": _told(account)})
        return
    _say(door, "people.given", email=account.email, role=door.label("role", role.role))


def linked(door: Door, link: str) -> None:
    """Print where an account chooses a password."""
    if door.json:
        door.give({"link": _whole(link)})
        return
    door.print(door.say("people.link"))
    # As a whole, however narrow the terminal: it is copied.
    door.out.print(_whole(link), soft_wrap=True, markup=False)


def ended(door: Door, account: Account, role: str | None) -> None:
    """Say what ended."""
    if door.json:
        account.refresh_from_db()
        door.give({"ended": _told(account)})
        return
    code = "people.role_ended" if role else "people.closed"
    _say(door, code, email=account.email, role=door.label("role", role))


def listed(door: Door) -> None:
    """List the accounts, those in use first."""
    accounts = Account.objects.order_by("-is_active", "email")
    if door.json:
        door.give({"accounts": [_told(one) for one in accounts]})
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("email", "signs_as", "roles"):
        table.add_column(door.say(f"people.{head}"), overflow="fold")
    for one in accounts:
        table.add_row(one.email, one.signs_as, _roles(door, one))
    door.out.print(table if accounts else Text(door.say("people.none")))


def _roles(door: Door, account: Account) -> str:
    if not account.is_active:
        return door.say("people.is_closed")
    return ", ".join(
        " ".join((door.label("role", one.role), *(f"{sort}={key}" for sort, key in one.scopes)))
        for one in granting.held(account).values()
    )


def _told(account: Account) -> dict[str, Any]:
    roles = [{"role": one.role, "scopes": [*map(list, one.scopes)]} for one in granting.held(account).values()]
    return {"email": account.email, "signs_as": account.signs_as, "open": account.is_active, "roles": roles}


def _whole(link: str | None) -> str | None:
    return f"{read_setting('BILAN_ADDRESS').rstrip('/')}{link}" if link else None


def _say(door: Door, code: str, **values: object) -> None:
    door.out.print(Text("✓ ", style="green").append(door.say(code, **values), style="default"))
