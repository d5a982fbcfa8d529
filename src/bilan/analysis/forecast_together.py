"""Count the targets that the plan and each of its nodes will meet, and foresee their progress, with what moves all.

Question: Of the targets of the plan, of an axis or of an action, how many will be met - and how far will it be then?
Formula: each target is met with its chance in `forecast`; what moves one moves the others (`dependence`, the
    correlation of a normal factor common to all), so that the number met is spread wider than if each stood alone. The
    law of that number is exact. Progress at the due days is the mean of `rollup`, of 2,000 draws with the same factor;
    each share held between 0 and 1. Low and high are at 10 and 90 percent.
Unit: Counts; chances and progress as shares of 1.
Shape: One row per plan and node, as declared and as verified.
Missing: Only targets of headline indicators count, on the whole, as in the roll-up. What is known already is told
    apart, and is part of what will be met; a target without a chance is `unknown` and part of nothing. A plan's own
    past is too short to tell the dependence. 0.3 lies between what was measured elsewhere: 0.07 for indicators on
    different matters (14 of the World Bank in one country; those of one government in its regions), 0.5 to 0.6 for
    three funds of one administration.
Source: The answers of `forecast` and `progress`; entries of kinds plan and node.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bilan.analysis.asking import Analysis, Option, Row, fields
from bilan.analysis.formulas.forecasting.asked import share_of_way
from bilan.analysis.formulas.together import Floats, drawn, number_met, quantile, told_by
from bilan.tables.session import Session

TOLD_AS: Final = ("declared", "verified")
DRAWS: Final = 2000
PROGRESS: Final = {"progress_low": 0.1, "progress_median": 0.5, "progress_high": 0.9}
NODES: Final = """
SELECT key AS item, 'plan' AS kind, NULL AS parent, NULL AS weight, [number] AS entries FROM plan
UNION ALL SELECT key, node_kind, parent, weight, [number] FROM node WHERE closing IS NULL
"""
WEIGHTS: Final = "SELECT indicator, weight FROM progress WHERE headline AND subject IS NULL AND region IS NULL"


@dataclass(slots=True)
class Item:
    """A plan or node of the tree: the forecasts of its own headline indicators, and what is below it."""

    facts: Row
    rows: list[Row] = field(default_factory=list)
    children: list["Item"] = field(default_factory=list)


def ask(session: Session, *, answers: Mapping[str, list[Row]], dependence: float, seed: float) -> list[Row]:
    """Return the rows of the plan and of every node, declared and verified."""
    weights = {row["indicator"]: row["weight"] for row in session.rows(WEIGHTS)}
    rows = [{**row, "weight": weights[row["indicator"]]} for row in answers["forecast"] if _counts(row)]
    nodes = session.rows(NODES)
    return [
        made
        for told_as in TOLD_AS
        for made in _told([row for row in rows if row["told_as"] == told_as], nodes, told_as, dependence, int(seed))
    ]


def _counts(row: Row) -> bool:
    """Tell whether a row is about the whole of a headline indicator: those count in the progress of the plan."""
    return row["headline"] and row["subject"] is None and row["region"] is None


def _told(rows: list[Row], nodes: list[Row], told_as: str, dependence: float, seed: int) -> Iterator[Row]:
    normal = drawn(len(rows), dependence=dependence, draws=DRAWS, seed=seed)
    for one, column in zip(rows, normal.T, strict=True):
        one["draws"] = _draws(one, column)
    for item in _tree(rows, nodes):
        yield _row(item, told_as, dependence)


def _draws(row: Row, normal: Floats) -> Floats | None:
    """Return the drawn shares of the way, held between 0 and 1 as in the roll-up; the same where it is known."""
    if row["progress_median"] is None:
        return None
    if row["quantiles"] is None:
        return np.full(len(normal), min(1.0, max(0.0, row["progress_median"])))
    told = (row["baseline"], row["target"], row["direction"])
    shares = sorted(share_of_way(one, *told) or 0.0 for one in row["quantiles"])
    return np.clip(told_by(shares, normal), 0.0, 1.0)


def _tree(rows: Iterable[Row], nodes: Iterable[Row]) -> list[Item]:
    """Return the plan and its nodes, each with what is below it."""
    items = {row["item"]: Item(row) for row in nodes}
    for row in rows:
        if row["node"] in items:
            items[row["node"]].rows.append(row)
    for key, item in items.items():
        if item.facts["parent"] in items and item.facts["parent"] != key:
            items[item.facts["parent"]].children.append(item)
    return list(items.values())


def _below(item: Item) -> list[Row]:
    return [*item.rows, *(row for child in item.children for row in _below(child))]


def _mean(item: Item) -> Floats | None:
    """Return the drawn progress of an item: the weighted mean of what is below it and has one."""
    parts = [(row["weight"], row["draws"]) for row in item.rows]
    parts += [(child.facts["weight"], _mean(child)) for child in item.children if _below(child)]
    declared = any(weight is not None for weight, _ in parts)
    having = [(float(weight or 0) if declared else 1.0, draws) for weight, draws in parts if draws is not None]
    total = sum(weight for weight, _ in having)
    return sum((weight / total * draws for weight, draws in having), np.zeros(DRAWS)) if total else None


def _row(item: Item, told_as: str, dependence: float) -> Row:
    rows = [row for row in _below(item) if row["cannot"] != "no_target"]
    chances = [row["chance"] for row in rows if row["chance"] is not None]
    known = [row["met"] for row in rows if row["met"] is not None]
    told = {"item": item.facts["item"], "kind": item.facts["kind"], "told_as": told_as, "targets": len(chances)}
    told |= {"known": len(known), "met": sum(known), "unknown": len(rows) - len(chances) - len(known)}
    told |= {"dependence": dependence, **_met(chances, sum(known), dependence), **_progress(_mean(item))}
    behind = {entry for row in rows for entry in row["entries"]} | set(item.facts["entries"])
    return {**told, "entries": sorted(behind)}


def _met(chances: Sequence[float], known: int, dependence: float) -> Row:
    """Tell how many targets will be met, those known to be met among them."""
    if not chances:
        return dict.fromkeys(("met_expected", "met_low", "met_median", "met_high", "chances"))
    law = number_met(chances, dependence=dependence)
    low, median, high = (known + quantile(law, level) for level in PROGRESS.values())
    told = {"met_expected": known + sum(chances), "met_low": low, "met_median": median, "met_high": high}
    return {**told, "chances": [*(0.0 for _ in range(known)), *law]}


def _progress(draws: Floats | None) -> Row:
    if draws is None:
        return dict.fromkeys(PROGRESS)
    return {name: float(np.quantile(draws, level)) for name, level in PROGRESS.items()}


ANALYSIS: Final = Analysis(
    name="forecast_together",
    method=1,
    reads=("plan", "node"),
    after=("progress",),
    given=("forecast",),
    explanation=__doc__ or "",
    ask=ask,
    options=(
        Option("dependence", 0.3, 0.0, 0.95, "How much what moves one target moves the others: a correlation."),
        Option("seed", 0, 0, 2**32 - 1, "The seed of the draws of progress."),
    ),
    columns=fields("""
        item | key | The plan or node.
        kind | code | What level of the tree it is.
        told_as | code | As declared or as verified (code list told_as).
        targets | count | Targets of headline indicators below it that have a chance.
        known | count | Those whose outcome is known already.
        met | count | Of these, those that were met.
        unknown | count | Those without a chance: no forecast can be made.
        met_expected | number | How many will be met on average, those known to be met among them.
        met_low | count | 9 chances in 10 that as many or more are met.
        met_median | count | As likely as not.
        met_high | count | 9 chances in 10 that no more are met.
        chances | share | The chance that none, one, two … are met.
        dependence | number | The correlation between targets of one plan that was used.
        progress_low | share | Progress at the due days, at the worse end of 8 chances in 10.
        progress_median | share | Progress then, in the middle.
        progress_high | share | Progress then, at the better end.
        entries | entries | The entries behind the row.
    """),
)
