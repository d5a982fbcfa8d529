"""Tell programs what an entry looks like."""

from typing import Annotated

import typer

from bilan.cli.door import door_of
from bilan.cli.failures import Ends, Failed


def schema(context: typer.Context, kind: Annotated[str | None, typer.Argument()] = None) -> None:
    """Print the JSON Schema of an entry, or of the content of one kind."""
    door = door_of(context)
    from bilan.exchange.schema import DIALECT, json_schema
    from bilan.ledger.kinds import KINDS

    if kind is None:
        door.give(json_schema())
    elif kind in KINDS:
        door.give({"$schema": DIALECT, **KINDS[kind].model_json_schema()})
    else:
        from bilan.terms.guesses import nearest

        raise Failed("no_such_kind", Ends.NOT_FOUND, kind=kind, nearest=nearest(kind, KINDS) or ", ".join(KINDS))
