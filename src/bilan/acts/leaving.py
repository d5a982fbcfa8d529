"""Let something leave the plan: merged, split, superseded or ended. Its key stays, and says what it became."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bilan.acts.plan_rows import ABOVE, FRAME, Row, row_of
from bilan.analysis.asking import Row as Told
from bilan.ledger.kinds.base import Sourced
from bilan.ledger.refusals import key_problem
from bilan.ledger.rules import HEIRS
from bilan.report.view import View
from bilan.store import reading
from bilan.terms.numbers import NotANumber, exact, plain
from bilan.terms.problems import Place, Problem

# Ways of leaving after which what was part of it can be only in one place.
TO_ONE: Final = frozenset({"merged", "superseded"})
# What a new thing does not take over from the one whose place it takes: its weight is asked for, its source its own.
NOT_TAKEN: Final = frozenset({"closing", "became", "order", "weight", *Sourced.model_fields})
PARTS: Final = """
SELECT 'node' AS kind, key FROM node WHERE closing IS NULL AND parent = $key
UNION ALL SELECT 'indicator', key FROM indicator WHERE closing IS NULL AND node = $key ORDER BY 1, 2
"""


def kind_of(keys: Sequence[str]) -> tuple[str, list[Problem]]:
    """Return the kind that all things that are to leave are of."""
    held = [reading.latest(key) for key in keys]
    kinds = {one.kind if one else "" for one in held}
    if len(kinds) == 1 and kinds <= FRAME:
        return kinds.pop(), []
    return "", [Problem("plan_leave_one_kind" if keys else "plan_leave_nothing", Place(column="closing"))]


def problems(closing: str, keys: Sequence[str], became: Sequence[str]) -> list[Problem]:
    """Return what is wrong with how things are to leave: no way of leaving, heirs that do not fit it."""
    if closing not in HEIRS:
        return [Problem("plan_leave_how", Place(column="closing"))]
    least, most = HEIRS[closing]
    found = [one.at(column="became") for key in became if (one := key_problem(key))]
    if len(set(became)) < least or (most is not None and len(set(became)) > most):
        told = {"closing": closing, "count": str(len(set(became))), "key": keys[0]}
        found.append(Problem("heirs_do_not_fit", Place(column="became"), told))
    return found


def leave(
    view: View, rows: Sequence[Row], kind: str, keys: Sequence[str], *, closing: str, became: Sequence[str]
) -> list[Row]:
    """Return the rows that let `keys` leave the plan and `became` stand in their place.

    An heir that is nowhere yet starts as a copy of the first that leaves, to be worded; one that takes the place of
    several has their weights together. What is part of a node that has one heir moves to it; what is part of one that
    ends, ends too.
    """
    leaving = [row_of(rows, kind, key) for key in keys]
    closed = [
        Row(kind, one.key, {**one.cells, "closing": closing, "became": ";".join(became)}, one.replaces)
        for one in leaving
    ]
    heirs = [_heir(one, leaving) for one in (row_of(rows, kind, key) for key in became) if not one.cells]
    parts = [row_of(rows, one["kind"], one["key"]) for one in _below(view, kind, keys, every=closing == "ended")]
    others = [one for one in parts if one.key not in keys and one.key not in became]
    return [*heirs, *_parts(others, closing, became), *closed]


def _heir(blank: Row, leaving: Sequence[Row]) -> Row:
    cells = {name: text for name, text in leaving[0].cells.items() if name not in NOT_TAKEN}
    weights = [weight for one in leaving if (weight := _weight(one.cells.get("weight", ""))) is not None]
    return Row(blank.kind, blank.key, cells | ({"weight": plain(sum(weights, Decimal()))} if weights else {}))


def _weight(text: str) -> Decimal | None:
    try:
        return exact(text)
    except NotANumber:
        return None


def _below(view: View, kind: str, keys: Iterable[str], *, every: bool) -> list[Told]:
    """Return what is part of some nodes; with `every`, what is part of that too."""
    if kind != "node":
        return []
    found = [one for key in keys for one in view.rows(PARTS, {"key": key}, reads=("node", "indicator"))]
    nodes = [one["key"] for one in found if one["kind"] == "node"]
    return [*found, *(_below(view, kind, nodes, every=True) if every and nodes else ())]


def _parts(parts: Sequence[Row], closing: str, became: Sequence[str]) -> list[Row]:
    if closing in TO_ONE:
        return [replace(one, cells={**one.cells, ABOVE[one.kind]: became[0]}) for one in parts]
    return [replace(one, cells={**one.cells, "closing": closing}) for one in parts] if closing == "ended" else []
