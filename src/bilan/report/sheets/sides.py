"""The two sides of a contradiction: what was said, by whom, about which date, and where it stands in the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report.figures import trimmed
from bilan.report.sheets.indicator import worked_out
from bilan.report.view import View

BY_NUMBER: Final = "SELECT * FROM statement_known WHERE number IN (SELECT unnest($numbers))"
RATE: Final = "rate_does_not_follow"
UNITS: Final = "SELECT key, unit FROM indicator"
KEPT: Final = (
    "speaker", "speaker_name", "office", "organisation", "organisation_name", "source", "quotation", "locator",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A contradiction with its two sides; each is a row as a statement has it."""

    row: Row
    first: Row
    other: Row


def pairs(view: View, rows: Iterable[Row]) -> list[Pair]:
    """Return contradictions with what the statements on either side tell."""
    found = list(rows)
    numbers = sorted({row[name] for row in found for name in ("entry", "other_entry") if row[name] is not None})
    if not numbers:
        return []
    told = {row["number"]: row for row in view.rows(BY_NUMBER, {"numbers": numbers}, reads=("statement",))}
    units = {row["key"]: row["unit"] for row in view.rows(UNITS, reads=("indicator",))}
    return [Pair(row, _side(row, "", told, units), _side(row, "other_", told, units)) for row in found]


def _side(row: Row, which: str, told: Mapping[int, Row], units: Mapping[str, str]) -> Row:
    """Return one side; where the value is not the one of the statement, it was computed and bears no qualifier."""
    said: Mapping[str, Any] = told.get(row[f"{which}entry"]) or {}
    value, words = row[f"{which}value"], row[f"{which}words"]
    as_said = value is not None and said.get("reading") == value and row["entry"] != row["other_entry"]
    # A printed rate stands beside the one that its own numbers give; that one is computed, and rests on the same entry.
    rate, number = row["kind"] == RATE, row[f"{which}entry"] or row["entry"]
    computed = number != row[f"{which}entry"] if rate else value is not None and not as_said and "reading" in said
    own = units.get(row[f"{which}indicator"])
    amount = {name: said.get(name) for name in ("value", "low", "high", "qualifier", "denominator", "rung")}
    if not as_said:
        amount = {"value": worked_out(value) if computed else trimmed(value)}
    return {
        **{name: said.get(name) for name in KEPT},
        **amount,
        "unit": "%"
        if rate
        else (said.get("unit") or own)
        if as_said
        else units.get(row["indicator"])
        if computed
        else own,
        "indicator": row[f"{which}indicator"],
        "words": words,
        "computed": computed,
        "nature": row[f"{which}nature"],
        "organisation": said.get("organisation") or row[f"{which}organisation"],
        "about": said.get("about") or row[f"{which}about"],
        "public_on": row[f"{which}public_on"],
        "number": number,
    }
