"""Sign the ledger, and make what anyone can download."""

from pathlib import Path

import typer

from bilan.cli.commands.panorama import EditionName
from bilan.cli.door import door_of
from bilan.cli.failures import Ends, Failed


def checkpoint(context: typer.Context) -> None:
    """Sign the state of the log, and print the signed note."""
    door = door_of(context)
    home = door.open()
    from bilan.acts import answering
    from bilan.acts.checkpoints import checkpoint as act

    signed = act(home, at=door.now)
    if door.json:
        door.give(answering.checkpoint(signed))
    else:
        door.out.file.write(signed.note)


def build(context: typer.Context) -> None:
    """Build the edition of the ledger as it stands."""
    door = door_of(context)
    home = door.open()
    from bilan.acts.publishing import publish
    from bilan.cli.pages import editions as page

    with door.working("edition.building"):
        made = publish(home, at=door.now)
    page.told(door, made, "edition.built", home.editions / made.name)


def editions(context: typer.Context) -> None:
    """List the editions."""
    door = door_of(context)
    home = door.open()
    from bilan.cli.pages import editions as page

    page.listed(door, home)


def export(context: typer.Context, folder: Path, edition: EditionName = None) -> None:
    """Copy an edition to a folder that stands alone and verifies offline."""
    door = door_of(context)
    home = door.open()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failed("not_empty", Ends.REFUSED, path=folder)
    from bilan.cli.pages import editions as page
    from bilan.tables.editions import export as act

    page.told(door, act(home.editions, edition, folder), "edition.exported", folder)


def verify(context: typer.Context, edition: EditionName = None) -> None:
    """Make every table of an edition anew from its entries, and say which are not the same bytes."""
    door = door_of(context)
    home = door.open()
    from bilan.cli.pages import editions as page

    page.rebuilt(door, home, edition)
