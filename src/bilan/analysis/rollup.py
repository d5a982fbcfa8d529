"""Roll progress up the tree of the plan, and say how much of it is known.

Question: How far are an axis and the whole plan, declared, verified and expected - and on how many of their
    indicators does that rest?
Formula: weighted mean of the progress (held between 0 and 1) of the headline indicators and sub-nodes that have one;
    declared weights, equal where no sister declares one. The effective weight is the weight among those that have a
    value.
Unit: Progress as a share; weights as shares among sisters; counts of indicators.
Shape: One row per plan, node and headline indicator, parents before children.
Missing: A child without a value is left out of the mean, never counted as zero; `reported` of `expected_of` tells how
    many there are. A node none of whose indicators is reported has no progress. What has left the plan is part of
    nothing from that day on.
Source: The answer of `progress`; entries of kinds plan and node; indicators that tell the completion of a node.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.tables.session import Session

CLASSES: Final = ("declared", "verified", "expected")


@dataclass(slots=True)
class Item:
    """A plan, node or indicator of the tree while it is rolled up."""

    key: str
    parent: str | None
    facts: Row
    children: list["Item"] = field(default_factory=list)
    shares: dict[str, float | None] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    expected_of: int = 0

    @property
    def weight(self) -> float | None:
        """Return the declared weight, none when none was declared."""
        return None if self.facts["weight"] is None else float(self.facts["weight"])


def roll_up(nodes: Iterable[Row], indicators: Iterable[Row]) -> list[Row]:
    """Return the rows of the tree, parents before children."""
    items = {row["item"]: Item(row["item"], row["parent"], row) for row in nodes}
    leaves = [Item(row["indicator"], row["node"], {"kind": "indicator", "order": None, **row}) for row in indicators]
    for one in (*items.values(), *leaves):
        if one.parent in items and one.parent != one.key:
            items[one.parent].children.append(one)
    roots = [one for one in items.values() if one.parent not in items]
    return [row for root in roots for row in _rows(_sum_up(root), None)]


def _sum_up(item: Item) -> Item:
    for child in item.children:
        _sum_up(child)
    if item.facts["kind"] == "indicator":
        _read_leaf(item)
        return item
    item.expected_of = sum(child.expected_of for child in item.children)
    for name in CLASSES:
        item.reported[name] = sum(child.reported[name] for child in item.children)
        weights = dict(_effective(item, name))
        total = [weights[child.key] * (child.shares[name] or 0.0) for child in item.children if child.key in weights]
        item.shares[name] = sum(total) if total else None
    return item


def _read_leaf(item: Item) -> None:
    item.expected_of = 1
    for name in CLASSES:
        share = item.facts[f"{name}_progress"]
        item.shares[name] = None if share is None else min(1.0, max(0.0, share))
        item.reported[name] = 0 if share is None else 1


def _weights(item: Item) -> Iterator[tuple[str, float]]:
    """Return the weight of each child that has indicators: as declared, or equal where no sister declares one."""
    counted = [child for child in item.children if child.expected_of]
    declared = any(child.weight is not None for child in counted)
    raw = {child.key: (child.weight or 0.0) if declared else 1.0 for child in counted}
    total = sum(raw.values())
    yield from ((key, weight / total) for key, weight in raw.items() if total)


def _effective(item: Item, name: str) -> Iterator[tuple[str, float]]:
    """Return the weight of each child that has a value, among those that have one."""
    having = {child.key for child in item.children if child.shares[name] is not None}
    weights = {key: weight for key, weight in _weights(item) if key in having}
    total = sum(weights.values())
    yield from ((key, weight / total) for key, weight in weights.items() if total)


def _rows(item: Item, above: Item | None, depth: int = 0) -> Iterator[Row]:
    weight = dict(_weights(above)).get(item.key) if above else None
    row: Row = {
        "item": item.key,
        "kind": item.facts["kind"],
        "parent": item.parent if above else None,
        "depth": depth,
        "weight": weight,
        "expected_of": item.expected_of,
        **{f"{name}_progress": item.shares[name] for name in CLASSES},
        **{f"{name}_reported": item.reported[name] for name in CLASSES[:2]},
    }
    for name in CLASSES[:2]:
        row[f"effective_weight_{name}"] = dict(_effective(above, name)).get(item.key, 0.0) if above else None
    below = [made for child in sorted(item.children, key=_place) for made in _rows(child, item, depth + 1)]
    behind = item.facts["entries"] + [entry for made in below for entry in made["entries"]]
    own_date = item.facts.get("verified_counts_on") if item.shares["verified"] is not None else None
    dates = [made["verified_newest_on"] for made in below if made["verified_newest_on"]] + (
        [own_date] if own_date else []
    )
    yield {**row, "verified_newest_on": max(dates, default=None), "entries": sorted(set(behind))}
    yield from below


def _place(item: Item) -> tuple[bool, int, str]:
    """Order sisters as the plan orders them, those without a place last."""
    order = item.facts["order"]
    return (order is None, order or 0, item.key)


NODES: Final = """
SELECT key AS item, 'plan' AS kind, NULL AS parent, NULL AS weight, NULL AS "order", [number] AS entries FROM plan
UNION ALL SELECT key, node_kind, parent, weight, "order", [number] FROM node WHERE closing IS NULL
"""
LEAVES: Final = "SELECT * FROM progress WHERE headline AND subject IS NULL AND region IS NULL"


def ask(session: Session) -> list[Row]:
    """Roll up the progress of the session."""
    return roll_up(session.rows(NODES), session.rows(LEAVES))


ANALYSIS: Final = Analysis(
    name="rollup",
    method=1,
    reads=("plan", "node"),
    after=("progress",),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        item | key | The plan, node or indicator.
        kind | code | What level of the tree it is.
        parent | key | What it is part of.
        depth | count | Steps below the plan.
        weight | share | Declared weight among its sisters.
        expected_of | count | Headline indicators below it.
        declared_progress | share | Declared progress.
        verified_progress | share | Verified progress.
        expected_progress | share | Progress expected on the planned path.
        declared_reported | count | Indicators that have declared progress.
        verified_reported | count | Indicators that have verified progress.
        effective_weight_declared | share | Weight among the sisters that have declared progress.
        effective_weight_verified | share | Weight among the sisters that have verified progress.
        verified_newest_on | day | Newest date a verified value below it is about.
        entries | entries | The entries behind the row.
    """),
)
