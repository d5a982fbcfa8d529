"""The plan as its editors see it: levels, weights, owners, indicators with start and target, and what does not fit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis import progress
from bilan.analysis.asking import Row
from bilan.report.view import View
from bilan.terms.codes import code_list

NODES: Final = "SELECT * FROM node WHERE closing IS NULL"
INDICATORS: Final = "SELECT * FROM indicator WHERE closing IS NULL ORDER BY headline DESC NULLS LAST, number"
CLOSED: Final = """
SELECT 'node' AS kind, key, number, closing, became, in_force_on, reason, decided_by FROM node WHERE closing IS NOT NULL
UNION ALL SELECT 'indicator', key, number, closing, became, in_force_on, reason, decided_by
FROM indicator WHERE closing IS NOT NULL ORDER BY key
"""
# An indicator with neither start, target nor value has no row of progress.
NO_PROGRESS: Final[Mapping[str, Any]] = dict.fromkeys(one.name for one in progress.ANALYSIS.columns)
# What the analysis of quality asks of indicators, and an editor of the plan can mend.
GAPS: Final = ("no_definition", "no_owner", "no_baseline", "no_target", "target_without_due_day", "no_method")


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator below a node: what defines it, its progress on the whole, its part in the roll-up if it counts."""

    facts: Row
    progress: Mapping[str, Any]
    part: Row | None


@dataclass(frozen=True, slots=True)
class Branch:
    """The plan or a node: its row of the roll-up, what defines it, its indicators, the sum of weights below it."""

    row: Row
    facts: Mapping[str, Any]
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Something in the tree that does not fit or is missing: a code, the item, what stands beside it, the entry."""

    code: str
    item: str
    kind: str
    other: str | None
    number: int | None


def tree(view: View) -> list[Branch]:
    """Return the plan and its nodes, parents before children, each with its indicators."""
    rows = view.ask("rollup")
    facts = {row["key"]: row for row in view.rows(NODES, reads=("node",))}
    parts = {row["item"]: row for row in rows if row["kind"] == "indicator"}
    whole = {row["indicator"]: row for row in view.pick("progress", "subject IS NULL AND region IS NULL")}
    below: dict[str, list[Leaf]] = {}
    for row in view.rows(INDICATORS, reads=("indicator",)):
        leaf = Leaf(row, whole.get(row["key"], NO_PROGRESS), parts.get(row["key"]))
        below.setdefault(row["node"], []).append(leaf)
    return [
        Branch(row, facts.get(row["item"], {}), tuple(below.get(row["item"], ())))
        for row in rows
        if row["kind"] != "indicator"
    ]


def closed(view: View) -> list[Row]:
    """Return what has left the plan, and what it became."""
    return view.rows(CLOSED, reads=("node", "indicator"))


def checks(view: View) -> list[Check]:
    """Return all that does not fit together or is missing, in the order of the tree."""
    branches = tree(view)
    levels = {one.row["item"]: one.row["kind"] for one in branches}
    found = [check for one in branches for check in _of_branch(one, levels, branches)]
    return [*found, *_orphans(view, levels), *_gaps(view)]


def _of_branch(one: Branch, levels: Mapping[str, str], branches: Iterable[Branch]) -> Iterator[Check]:
    key, number = one.row["item"], one.facts.get("number")
    sisters = [each.facts.get("weight") for each in branches if each.row["parent"] == key and each.row["expected_of"]]
    sisters += [each.facts["weight"] for each in one.leaves if each.part]
    if any(weight is None for weight in sisters) and any(weight is not None for weight in sisters):
        yield Check("weights_mixed", key, one.row["kind"], None, number)
    if one.row["kind"] == "plan":
        return
    above = one.facts.get("parent")
    if _rank(one.row["kind"]) < _rank(levels.get(str(above), "")):
        yield Check("level_not_below", key, one.row["kind"], above, number)
    if not (one.facts.get("owner") or one.facts.get("owner_name")):
        yield Check("node_without_owner", key, one.row["kind"], None, number)
    if not one.row["expected_of"]:
        yield Check("node_not_measured", key, one.row["kind"], None, number)


def _rank(kind: str) -> int:
    """Return the place of a level, from the top; what is no level stands above all."""
    levels = list(code_list("node_kind"))
    return levels.index(kind) if kind in levels else -1


def _orphans(view: View, levels: Mapping[str, str]) -> Iterator[Check]:
    for kind, above, query in (("node", "parent", NODES), ("indicator", "node", INDICATORS)):
        for row in view.rows(query, reads=(kind,)):
            if row[above] not in levels:
                yield Check("orphan", row["key"], kind, row[above], row["number"])


def _gaps(view: View) -> Iterator[Check]:
    facts = {row["key"]: row for row in view.rows(INDICATORS, reads=("indicator",))}
    rows = [row for row in view.ask("quality") if row["gap"] in GAPS and row["indicator"] in facts]
    yield from (
        Check(row["gap"], row["indicator"], "indicator", None, facts[row["indicator"]]["number"]) for row in rows
    )
    silent = (row for row in facts.values() if row["periodicity"] is None)
    yield from (Check("no_periodicity", row["key"], "indicator", None, row["number"]) for row in silent)
