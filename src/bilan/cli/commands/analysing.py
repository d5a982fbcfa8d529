"""Ask an analysis of the catalogue."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bilan.cli.commands.dates import days
from bilan.cli.commands.panorama import AsOf, EditionName, KnownOn
from bilan.cli.door import Door, door_of
from bilan.cli.failures import Ends, Failed

if TYPE_CHECKING:
    from bilan.report.days import Days
    from bilan.tables.session import Session

# Of files that are tried out, so many problems of each sort are told.
MOST: Final = 3


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
    chosen: Annotated[list[str] | None, typer.Option("--set")] = None,
    source: Annotated[list[Path] | None, typer.Option("--from")] = None,
) -> None:
    """Ask an analysis and print its rows; without a name, list the analyses."""
    door = door_of(context)
    cut = days(door, as_of=as_of, known_on=known_on)
    from bilan.acts import answering
    from bilan.cli.pages import analysing as page

    if name is None or explain:
        page.tell(door, name)
        return
    if door.server and (door.json or form is not Form.TABLE):
        from bilan.cli import remote

        written = "json" if door.json else form.value
        asked = {"columns": columns, "where": where, "format": written, **dict(_numbers(chosen or ()))}
        remote.relay(door, f"/analyses/{name}", **asked, **remote.cut(door, as_of, known_on, edition))
        return
    question = answering.Question(name, dict(_pair(one) for one in where or ()), columns, dict(_numbers(chosen or ())))
    with _session(door, cut, edition, source or ()) as session:
        told = answering.ask(session, question)
        if door.json or form is Form.JSON:
            door.give(answering.analysis(told, cut.notes))
        elif form is Form.CSV:
            page.write_csv(told)
        else:
            door.out.print(page.page(door, told, cut.notes))


@contextmanager
def _session(door: Door, cut: "Days", edition: str | None, paths: Sequence[Path]) -> Iterator["Session"]:
    """Open the tables of an edition, or of files alone: they are read into an edition that is thrown away."""
    if not paths:
        yield door.session(as_of=cut.as_of, known_on=cut.known_on, edition=edition)
        return
    from bilan.acts.trying import tried
    from bilan.exchange.formats import read_all
    from bilan.tables.session import open_session

    for path in paths:
        if not path.exists():
            raise Failed("no_such_path", Ends.NOT_FOUND, path=path)
    with tried(read_all(paths), at=door.now) as trial:
        if trial.problems and not door.json:
            door.report(trial.problems, most=MOST)
        if trial.edition is None:
            raise Failed("nothing_tried", Ends.PROBLEMS)
        yield open_session(trial.edition, as_of=cut.as_of, known_on=cut.known_on)


def _numbers(texts: Iterable[str]) -> Iterator[tuple[str, float]]:
    for name, value in map(_pair, texts):
        try:
            yield name, float(value)
        except ValueError as wrong:
            raise Failed("no_number", Ends.USAGE, text=value) from wrong


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Failed("no_equals", Ends.USAGE, text=text)
    return name, value
