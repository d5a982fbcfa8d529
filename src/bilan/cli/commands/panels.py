"""Panels: set series of other countries beside the plan."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilan.cli.commands.dates import read_day
from bilan.cli.commands.loading import OnlyClean, Yes, look_and_record
from bilan.cli.commands.writing import By
from bilan.cli.door import door_of
from bilan.cli.failures import Ends, Failed

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


def distil(
    context: typer.Context,
    paths: list[Path],
    into: Annotated[Path, typer.Option("--into")],
) -> None:
    """Distil panels into the table of what followed, and say whose figures it was made of."""
    door = door_of(context)
    for path in paths:
        if not path.exists():
            raise Failed("no_such_path", Ends.NOT_FOUND, path=path)
    from bilan.acts import distilling

    with door.working("panel.distilling"):
        made = distilling.distil(paths, into)
    if door.json:
        door.give({"cells": made.cells, "origins": [one._asdict() for one in made.origins]})
        return
    for one in made.origins:
        told = one._asdict()
        numbers = {name: door.number(told[name]) for name in ("indicators", "courses", "figures")}
        door.out.print(door.say("panel.origin", publisher=one.publisher, licence=one.licence, **numbers))
    door.note(door.say("panel.distilled", cells=door.number(made.cells), into=into))
