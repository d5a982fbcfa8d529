"""Print the bilan of a plan as a PDF."""

from pathlib import Path
from typing import Annotated

import typer

from bilan.cli.commands.dates import days
from bilan.cli.commands.panorama import AsOf, EditionName, KnownOn
from bilan.cli.door import door_of


def report(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument()] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    edition: EditionName = None,
) -> None:
    """Print the bilan as of a day, as known on a day, into a file."""
    door = door_of(context)
    cut = days(door, as_of=as_of, known_on=known_on)
    session = door.session(as_of=cut.as_of, known_on=cut.known_on, edition=edition)
    from bilan.cli.pages import report as page
    from bilan.report.view import View

    with door.working("report.printing"):
        made = page.write(door, View(session), file or Path())
    page.told(door, made, cut.notes)
