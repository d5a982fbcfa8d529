"""See where the plan stands."""

from typing import Annotated

import typer

from bilan.cli.commands.dates import days
from bilan.cli.door import door_of

AsOf = Annotated[str | None, typer.Option("--as-of")]
KnownOn = Annotated[str | None, typer.Option("--known-on")]
EditionName = Annotated[str | None, typer.Option("--edition")]


def panorama(context: typer.Context, as_of: AsOf = None, known_on: KnownOn = None, edition: EditionName = None) -> None:
    """Show the panorama of the plan as of a day, as known on a day."""
    door = door_of(context)
    if door.server and door.json:
        from bilan.cli import remote

        remote.relay(door, "/panorama", **remote.cut(door, as_of, known_on, edition))
        return
    cut = days(door, as_of=as_of, known_on=known_on)
    from bilan.acts import answering
    from bilan.analysis import catalogue
    from bilan.cli.pages import panorama as page

    seen = catalogue.see(door.session(as_of=cut.as_of, known_on=cut.known_on, edition=edition))
    notes = (*cut.notes, *answering.beyond(door, seen))
    if door.json:
        door.give(answering.panorama(seen, notes))
    else:
        door.out.print(page.page(door, seen, notes=notes))
