"""Panels: set series of other countries beside the plan."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilan.cli.commands.dates import read_day
from bilan.cli.commands.loading import OnlyClean, Yes, look_and_record
from bilan.cli.commands.writing import By
from bilan.cli.door import door_of

if TYPE_CHECKING:
    from bilan.exchange.steps import Reading

PublishedOn = Annotated[str | None, typer.Option("--published-on")]
Series = Annotated[str | None, typer.Option("--series")]


def load(
    context: typer.Context,
    path: Path,
    published_on: PublishedOn = None,
    series: Series = None,
    yes: Yes = False,
    only_clean: OnlyClean = False,
    by: By = None,
) -> None:
    """Look at what a panel would add beside the plan, then record it when whoever asks confirms."""
    door = door_of(context)
    notes: list[str] = []
    day = read_day(door, published_on, "--published-on", notes).isoformat() if published_on else None
    for note in notes:
        door.note(note)

    def read(plan: str | None) -> "Reading":
        from bilan.exchange import panels

        return panels.read(path, plan=plan, published_on=day, series=series)

    look_and_record(door, path, read, yes=yes, only_clean=only_clean, by=by)
