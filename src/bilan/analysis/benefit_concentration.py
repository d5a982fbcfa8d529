"""Say how unevenly a benefit is spread over sectors, regions and sizes of firms, between which bounds.

Question: Do a few have nearly all of it, or all about as much, whatever those have of whom nothing is told?
Formula: Herfindahl and Hirschman (sum of squared shares), Gini and Theil of the parts that `benefit` ranks. Their
    bounds hold for every value between the bounds of each part, and for the rest of the total spread evenly over the
    silent parts or all in one. Where cells of two dimensions are told (sectors within regions), Theil is divided into
    what lies between the parts and what within them. The conclusion is whether the benefit is concentrated: the index
    of Herfindahl and Hirschman above `threshold`, whatever is unknown.
Unit: Pure numbers: 1/n to 1, 0 to 1 - 1/n, 0 to ln n for n parts.
Shape: One row per dimension, measure, unit, nature and edition of regions. One row for a dimension of which no parts
    are told.
Missing: A part told as zero is a part; a silent one is not zero. Without a total, the silent may have anything, and
    the upper bounds are those of the index. Publics overlap and have no end: of them there is no concentration. The
    indices themselves are given only when all parts are told with a value. Parts that exceed their total are no parts
    of it.
Source: The answers of `benefit` and `benefit_told`. Formulas of `concentration`.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from math import inf
from typing import Any, Final

from bilan.analysis.asking import Analysis, Option, Row, fields
from bilan.analysis.formulas.concentration import (
    NotSpread,
    Part,
    bounds_with_rest,
    gini,
    hhi,
    theil,
    theil_parts,
)
from bilan.tables.session import Session

GROUP: Final = (
    "by", "source", "indicator", "subject", "scope", "flow", "measure", "unit", "nature", "scheme", "basis",
)  # fmt: skip
DIMENSIONS: Final = ("sector", "region", "size")
INDICES: Final = {"hhi": hhi, "gini": gini, "theil": theil}


def ask(session: Session, answers: Mapping[str, list[Row]], threshold: float) -> list[Row]:  # noqa: ARG001
    """Measure the concentration of every whole of which parts are told."""
    whole = [row for row in answers["benefit"] if row["of"] and row["by"] in DIMENSIONS]
    cells = {key: list(rows) for key, rows in groupby(sorted(answers["benefit_told"], key=_group), key=_group)}
    found = [
        _measured(list(rows), cells.get(key, []), threshold)
        for key, rows in groupby(sorted(whole, key=_group), key=_group)
    ]
    silent = [by for by in DIMENSIONS if not any(row["by"] == by for row in found)]
    nothing = [_row({"by": by, "threshold": threshold, "needed": [f"benefit_by_{by}"]}) for by in silent]
    return sorted([*found, *nothing], key=lambda row: DIMENSIONS.index(row["by"]))


def _group(row: Row) -> tuple[str, ...]:
    return tuple(row[name] or "" for name in GROUP)


def _measured(rows: list[Row], cells: list[Row], threshold: float) -> Row:
    known = [row for row in rows if row["low"] is not None]
    parts = [_part(row["low"], row["high"]) for row in known]
    silent = known[0]["of"] - len(known)
    facts: Row = {name: known[0][name] for name in (*GROUP, "known", "of", "total")}
    abouts = {row["about"] for row in known}
    facts |= {"about": abouts.pop() if len(abouts) == 1 else None, "threshold": threshold}
    facts["entries"] = sorted({number for row in known for number in row["entries"]})
    if known[0]["contradicts"]:
        return _row({**facts, "needed": ["benefit_consistent"]})
    rest = _rest(known[0], parts) if silent else Part(0, 0)
    try:
        ends = {name: bounds_with_rest(index, parts, rest, silent) for name, index in INDICES.items()}
    except NotSpread:
        return _row({**facts, "needed": ["benefit_above_zero"]})
    for name, one in ends.items():
        facts |= {f"{name}_low": one.low, f"{name}_high": one.high}
    values = [float(row["value"]) for row in known if row["value"] is not None]
    if len(values) == facts["of"]:
        facts |= {name: index(values) for name, index in INDICES.items() if any(values)}
    conclusion = _conclusion(facts["hhi_low"], facts["hhi_high"], threshold)
    needed = _needed(facts, silent) if conclusion == "cannot_determine" else []
    return _row({**facts, **_divided(cells), "conclusion": conclusion, "needed": needed})


def _part(low: Any, high: Any) -> Part:
    return Part(float(low), inf if high is None else float(high))


def _rest(row: Row, parts: list[Part]) -> Part:
    """Return what the silent parts have together: the total less the others, or anything."""
    if row["total_low"] is None and row["total_high"] is None:
        return Part(0, inf)
    low, high = float(row["total_low"] or 0), inf if row["total_high"] is None else float(row["total_high"])
    most = max(0.0, high - sum(part.low for part in parts))
    return Part(min(most, max(0.0, low - sum(part.high for part in parts))), most)


def _conclusion(low: float, high: float, threshold: float) -> str:
    if low > threshold:
        return "holds"
    return "does_not_hold" if high <= threshold else "cannot_determine"


def _needed(facts: Row, silent: int) -> list[str]:
    found = [f"benefit_by_{facts['by']}"] if silent else []
    if facts["total"] is None:
        found.append("benefit_total")
    return found or ["benefit_exact"]


def _divided(cells: list[Row]) -> Row:
    """Return Theil between and within, where exact cells of one other dimension are told in every part."""
    bound = [row for row in cells if row["within"] and row["value"] is not None and row["basis"] == "told"]
    if not bound:
        return {}
    groups = dict(_grouped(bound))
    try:
        found = theil_parts(groups)
    except NotSpread:
        return {}
    return {"theil_between": found.between, "theil_within": found.within, "cells": len(bound)}


def _grouped(rows: list[Row]) -> Iterator[tuple[str, list[float]]]:
    ordered = sorted(rows, key=lambda row: str(row["code"]))
    for code, own in groupby(ordered, key=lambda row: str(row["code"])):
        yield code, [float(row["value"]) for row in own]


def _row(found: Row) -> Row:
    """Return a row with every column; what was not found is empty."""
    usual: Row = {"known": 0, "conclusion": "cannot_determine", "needed": [], "entries": [], **found}
    return {column.name: usual.get(column.name) for column in COLUMNS}


COLUMNS: Final = fields("""
    by | code | The dimension: sector, region or size (code list benefit_by).
    source | code | The kind of entry that tells the parts.
    indicator | key | The indicator, of statements.
    subject | key | What the figures or the money are on, when not the whole plan.
    scope | text | The part meant, of payments.
    flow | code | What sort of flow, of payments.
    measure | code | What is counted: a quantity, else the indicator.
    unit | text | Its unit.
    nature | code | Of which nature the figures are.
    scheme | text | Of regions: their country and the edition of the division.
    basis | code | How the codes are known (code list benefit_basis).
    about | day | The date they are about, when that is one.
    known | count | Parts of which a figure is told.
    of | count | Parts there are.
    total | unit | The total they are set against.
    hhi | number | Index of Herfindahl and Hirschman, when all parts are told.
    hhi_low | number | Its lower bound.
    hhi_high | number | Its upper bound.
    gini | number | Coefficient of Gini, when all parts are told.
    gini_low | number | Its lower bound.
    gini_high | number | Its upper bound.
    theil | number | Index of Theil, when all parts are told.
    theil_low | number | Its lower bound.
    theil_high | number | Its upper bound.
    theil_between | number | Of Theil over the cells told: what lies between the parts.
    theil_within | number | Of Theil over the cells told: what lies within them.
    cells | count | Cells of another dimension that were told.
    threshold | number | Above which the benefit is called concentrated.
    conclusion | code | Whether it is concentrated (code list conclusion).
    needed | codes | What is missing (code list needed).
    entries | entries | The entries behind the row.
""")
ANALYSIS: Final = Analysis(
    name="benefit_concentration",
    method=1,
    reads=(),
    given=("benefit", "benefit_told"),
    explanation=__doc__ or "",
    ask=ask,
    columns=COLUMNS,
    options=(
        Option("threshold", 0.25, 0, 1, "Index of Herfindahl and Hirschman above which a benefit is concentrated."),
    ),
)
