"""Take a whole table along: the rows of a kind that are in force, in the format that is wanted."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from bilan.cli.commands.dates import days
from bilan.cli.commands.panorama import AsOf, EditionName, KnownOn
from bilan.cli.door import door_of
from bilan.cli.failures import Ends, Failed


class Form(StrEnum):
    """How the rows are written."""

    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


def table(
    context: typer.Context,
    kind: str,
    form: Annotated[Form, typer.Option("--format")] = Form.CSV,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    edition: EditionName = None,
) -> None:
    """Write the entries of a kind that are in force: as the file that Bilan loads, lines of JSON, or Parquet."""
    door = door_of(context)
    from bilan.ledger.kinds import KINDS

    if kind not in KINDS:
        from bilan.terms.guesses import nearest

        raise Failed("no_such_kind", Ends.NOT_FOUND, kind=kind, nearest=nearest(kind, KINDS) or ", ".join(KINDS))
    out = sys.stdout.buffer
    sys.stdout.flush()
    if door.server:
        from bilan.cli import remote

        with remote.client(door) as site:
            site.table(kind, form.value, out, **remote.cut(door, as_of, known_on, edition))
        return
    cut = days(door, as_of=as_of, known_on=known_on)
    from bilan.acts import tabling
    from bilan.report.view import View

    view = View(door.session(as_of=cut.as_of, known_on=cut.known_on, edition=edition))
    for piece in tabling.FORMS[form.value](view, kind):
        out.write(piece)
