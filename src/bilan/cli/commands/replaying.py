"""Replay the past of a plan: what would have been said on an earlier day, and what came."""

from enum import StrEnum
from typing import Annotated

import typer

from bilan.cli.commands.dates import days, read_day
from bilan.cli.commands.panorama import AsOf, EditionName, KnownOn
from bilan.cli.door import door_of


class Form(StrEnum):
    """How what is found is written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def backtest(
    context: typer.Context,
    at: Annotated[str | None, typer.Option("--at")] = None,
    form: Annotated[Form, typer.Option("--format")] = Form.TEXT,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    edition: EditionName = None,
) -> None:
    """Say what would have been foreseen on a day, or on each of a row of days, and what came."""
    door = door_of(context)
    notes: list[str] = []
    origin = read_day(door, at, "--at", notes) if at else None
    cut = days(door, as_of=as_of, known_on=known_on)
    from bilan.acts import answering
    from bilan.cli.pages import replaying as page

    told = answering.replay(door.session(as_of=cut.as_of, known_on=cut.known_on, edition=edition), origin)
    if door.json or form is Form.JSON:
        door.give(answering.replayed(told, (*notes, *cut.notes)))
    elif form is Form.CSV:
        page.write_csv(told)
    else:
        door.out.print(page.page(door, told, (*notes, *cut.notes)))
