"""The road map: the tree of the plan with how far each node is, and one node with all that belongs to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis import rollup
from bilan.analysis.asking import Row
from bilan.analysis.panorama import Alert
from bilan.report.sheets import indicators, panorama
from bilan.report.sheets.indicators import Line
from bilan.report.sheets.services import Service, gather
from bilan.report.view import View

NODES: Final = "SELECT * FROM node"
MILESTONES: Final = """
SELECT m.*, coalesce(m.due_on_to, m.reached_on_to) AS placed_on,
       CASE WHEN m.reached_on_to <= as_of AND m.reached_on_from > m.due_on_to THEN 'reached_late'
            WHEN m.reached_on_to <= as_of THEN 'reached' WHEN m.due_on_to IS NULL THEN 'undated'
            WHEN m.due_on_to < as_of THEN 'overdue' ELSE 'to_come' END AS state
FROM milestone m CROSS JOIN cut ORDER BY placed_on NULLS LAST, m.number
"""
AGREEMENTS: Final = "SELECT * FROM agreement ORDER BY signed_on_to NULLS LAST, number"
FINDINGS: Final = "SELECT * FROM finding ORDER BY public_on, number"
RATINGS: Final = "SELECT * FROM rating ORDER BY about_to DESC, number"


@dataclass(frozen=True, slots=True)
class Branch:
    """A node in the tree: its row of the roll-up, what the ledger says of it, how many alerts lie on and below it."""

    row: Row
    facts: Row
    completion: Row | None
    alerts: int

    @property
    def thin(self) -> frozenset[str]:
        """Name the shares that rest on fewer than half of the indicators."""
        return panorama.thin(self.row)


@dataclass(frozen=True, slots=True)
class Node:
    """All that belongs to a node and to the nodes below it.

    `inside` are the keys of these nodes; `parts` are the sub-nodes and headline indicators that make up its progress.
    """

    branch: Branch
    path: tuple[str, ...]
    inside: tuple[str, ...]
    children: tuple[Branch, ...]
    parts: tuple[Row, ...]
    indicators: Mapping[str, list[Line]]
    milestones: list[Row]
    undertakings: list[Row]
    agreements: list[Row]
    services: list[Service]
    spending: list[Row]
    findings: list[Row]
    ratings: list[Row]
    alerts: list[Alert]

    @property
    def entries(self) -> list[int]:
        """Return the numbers of the entries behind the sheet."""
        services = [one.row for one in self.services]
        told = (self.milestones, self.agreements, services, self.findings, self.ratings)
        numbers = {row["number"] for rows in told for row in rows} | {self.branch.facts["number"]}
        lists = (self.undertakings, self.spending, [self.branch.row])
        return sorted(numbers | {one for rows in lists for row in rows for one in row["entries"]})


def tree(view: View) -> list[Branch]:
    """Return the nodes of the plan, parents before children."""
    return view.once(_tree)


def _tree(view: View) -> list[Branch]:
    rows = [row for row in view.ask("rollup") if row["kind"] != "indicator"]
    facts = {row["key"]: row for row in view.rows(NODES, reads=("node",))}
    told = {row["item"]: row["completion"] for row in view.panorama.lines}
    return [
        Branch(row, facts[row["item"]], told.get(row["item"]), len(alerts(view, inside(rows, row["item"]))))
        for row in rows
        if row["item"] in facts
    ]


def inside(rows: Iterable[Mapping[str, Any]], key: str) -> tuple[str, ...]:
    """Return a node and the nodes below it, of rows in which parents come before children."""
    found = {key: None}
    for row in rows:
        if row["parent"] in found:
            found[row["item"]] = None
    return tuple(found)


def alerts(view: View, keys: Iterable[str]) -> list[Alert]:
    """Return what to beware of in the indicators of these nodes."""
    nodes, place = set(keys), view.once(_place)
    return [one for one in view.panorama.alerts if place.get(one.values.get("indicator")) in nodes]


def _place(view: View) -> Mapping[Any, str]:
    """Return the node of each indicator."""
    return {row["key"]: row["node"] for row in view.rows("SELECT key, node FROM indicator", reads=("indicator",))}


def node(view: View, key: str) -> Node | None:
    """Gather what belongs to a node; nothing if there is none of that key."""
    branches = tree(view)
    branch = next((one for one in branches if one.row["item"] == key), None) or _outside(view, key)
    if branch is None:
        return None
    keys = inside((one.row for one in branches), key)
    return Node(
        branch=branch,
        path=tuple(indicators.path(key, indicators.parents(view))[:-1]),
        inside=keys,
        children=tuple(one for one in branches if one.row["parent"] == key),
        parts=tuple(row for row in view.ask("rollup") if row["parent"] == key and row["expected_of"]),
        indicators=_in_order(indicators.under(view, keys), keys),
        milestones=_of(view, MILESTONES, "milestone", "node", keys),
        undertakings=[row for row in view.ask("undertakings") if row["node"] in keys],
        agreements=_of(view, AGREEMENTS, "agreement", "node", keys),
        services=[one for one in gather(view).services if one.row["node"] in keys],
        spending=[row for row in view.ask("spending") if row["subject"] in keys],
        findings=_of(view, FINDINGS, "finding", "subject", keys),
        ratings=_of(view, RATINGS, "rating", "subject", keys),
        alerts=alerts(view, keys),
    )


def _outside(view: View, key: str) -> Branch | None:
    """Return a node that stands in no tree, as one that has left the plan: nothing is rolled up in it."""
    facts = next(iter(view.rows(f"{NODES} WHERE key = $key", {"key": key}, reads=("node",))), None)
    if facts is None:
        return None
    told = {"item": key, "kind": facts["node_kind"], "parent": facts["parent"], "entries": [facts["number"]]}
    counts = dict.fromkeys(("depth", "expected_of", "declared_reported", "verified_reported"), 0)
    blank = dict.fromkeys(one.name for one in rollup.ANALYSIS.columns)
    return Branch({**blank, **counts, **told}, facts, None, 0)


def _in_order(found: Mapping[str, list[Line]], keys: Iterable[str]) -> dict[str, list[Line]]:
    return {key: found[key] for key in keys if key in found}


def _of(view: View, query: str, kind: str, field: str, keys: Iterable[str]) -> list[Row]:
    wanted = set(keys)
    return [row for row in view.rows(query, reads=(kind,)) if row[field] in wanted]
