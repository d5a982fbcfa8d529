"""Propose on a site: draft an entry, submit drafts. Whoever does so is told by the token in BILAN_TOKEN."""

from typing import Annotated, Any

import typer

from bilan.cli.commands.writing import Fields, Key, read_fields
from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed


def draft(context: typer.Context, kind: str, fields: Fields = None, key: Key = None) -> None:
    """Draft an entry on a site; its problems are told, and somebody else accepts it once it is submitted."""
    door = _at_site(context)
    from bilan.cli import remote

    with remote.client(door) as site:
        _told(door, site.draft(kind, read_fields(fields or []), key=key), "propose.drafted")


def submit(context: typer.Context, drafts: Annotated[list[str], typer.Argument()]) -> None:
    """Submit drafts on a site, all or none."""
    door = _at_site(context)
    from bilan.cli import remote

    with remote.client(door) as site:
        told = site.submit(*drafts)
    if door.json:
        door.give(told)
    else:
        door.print(door.say("propose.submitted", count=door.number(len(told["submitted"]))))


def _told(door: Door, made: dict[str, Any], code: str) -> None:
    if door.json:
        door.give(made)
        return
    door.print(door.say(code, id=made["id"]))
    for one in made["problems"]:
        door.note(f"! {one['said']}", style="yellow")


def _at_site(context: typer.Context) -> Door:
    door = door_of(context)
    if not door.server:
        raise Failed("server_wanted", Ends.USAGE)
    return door
