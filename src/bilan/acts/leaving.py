"""Let something leave the plan: merged, split, superseded or ended. Its key stays, and says what it became."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from bilan.acts.plan_rows import ABOVE, Row, row_of
from bilan.ledger.kinds.base import Sourced
from bilan.report.view import View
from bilan.terms.numbers import NotANumber, exact, plain

# Ways of leaving after which what was part of it can be only in one place.
TO_ONE: Final = frozenset({"merged", "superseded"})
# What a new thing does not take over from the one whose place it takes: its weight is asked for, its source its own.
NOT_TAKEN: Final = frozenset({"closing", "became", "order", "weight", *Sourced.model_fields})
PARTS: Final = """
SELECT 'node' AS kind, key FROM node WHERE closing IS NULL AND parent = $key
UNION ALL SELECT 'indicator', key FROM indicator WHERE closing IS NULL AND node = $key ORDER BY 1, 2
"""


def leave(
    view: View, rows: Sequence[Row], kind: str, keys: Sequence[str], *, closing: str, became: Sequence[str]
) -> list[Row]:
    """Return the rows that let `keys` leave the plan and `became` stand in their place.

    An heir that is nowhere yet starts as a copy of the first that leaves, to be worded; one that takes the place of
    several has their weights together. What is part of a thing that has one heir moves to it.
    """
    leaving = [row_of(rows, kind, key) for key in keys]
    closed = [
        Row(kind, one.key, {**one.cells, "closing": closing, "became": ";".join(became)}, one.replaces)
        for one in leaving
    ]
    heirs = [_heir(one, leaving) for one in (row_of(rows, kind, key) for key in became) if not one.cells]
    moved = _moved(view, rows, keys, became[0]) if closing in TO_ONE and kind == "node" else []
    return [*heirs, *moved, *closed]


def _heir(blank: Row, leaving: Sequence[Row]) -> Row:
    cells = {name: text for name, text in leaving[0].cells.items() if name not in NOT_TAKEN}
    weights = [weight for one in leaving if (weight := _weight(one.cells.get("weight", ""))) is not None]
    return Row(blank.kind, blank.key, cells | ({"weight": plain(sum(weights, Decimal()))} if weights else {}))


def _weight(text: str) -> Decimal | None:
    try:
        return exact(text)
    except NotANumber:
        return None


def _moved(view: View, rows: Sequence[Row], keys: Iterable[str], heir: str) -> list[Row]:
    found = []
    for key in keys:
        for part in view.rows(PARTS, {"key": key}, reads=("node", "indicator")):
            one = row_of(rows, part["kind"], part["key"])
            if one.key not in keys and one.key != heir:
                found.append(Row(one.kind, one.key, {**one.cells, ABOVE[one.kind]: heir}, one.replaces))
    return found
