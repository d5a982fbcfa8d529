"""Ask an analysis of the catalogue."""

from enum import StrEnum
from typing import Annotated

import typer

from bilan.cli.commands.dates import days
from bilan.cli.commands.panorama import AsOf, EditionName, KnownOn
from bilan.cli.door import door_of
from bilan.cli.failures import Ends, Failed


class Form(StrEnum):
    """How the rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def analyse(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument()] = None,
    form: Annotated[Form, typer.Option("--format")] = Form.TABLE,
    where: Annotated[list[str] | None, typer.Option("--where")] = None,
    columns: Annotated[str | None, typer.Option("--columns")] = None,
    explain: Annotated[bool, typer.Option("--explain")] = False,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    edition: EditionName = None,
) -> None:
    """Ask an analysis and print its rows; without a name, list the analyses."""
    door = door_of(context)
    cut = days(door, as_of=as_of, known_on=known_on)
    from bilan.cli.pages import analysing as page

    if name is None or explain:
        page.tell(door, name)
        return
    session = door.session(as_of=cut.as_of, known_on=cut.known_on, edition=edition)
    told = page.look(session, name, wanted=dict(_pair(one) for one in where or ()), columns=columns)
    if door.json or form is Form.JSON:
        door.give(page.answer(told, cut.notes))
    elif form is Form.CSV:
        page.write_csv(told)
    else:
        door.out.print(page.page(door, told, cut.notes))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Failed("no_equals", Ends.USAGE, text=text)
    return name, value
