"""What became of something that has left the plan, and what something was formerly: told on both pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report.view import View

COLUMNS: Final = (
    "key, number, closing, became, in_force_on, in_force_on_from, reason, reason_words, decided_by, decided_on"
)
LEFT: Final = "SELECT {columns} FROM {kind} WHERE closing IS NOT NULL AND (key = $key OR list_contains(became, $key))"


@dataclass(frozen=True, slots=True)
class Succession:
    """How a node or indicator left the plan, if it has; and those whose place it took."""

    kind: str
    left: Mapping[str, Any] | None
    formerly: list[Row]


def succession(view: View, kind: str, key: str) -> Succession:
    """Return what became of a node or indicator, and what it was formerly."""
    query = LEFT.format(kind=kind, columns=COLUMNS)
    rows = view.rows(f"{query} ORDER BY in_force_on_from, key", {"key": key}, reads=(kind,))
    left = next((row for row in rows if row["key"] == key), None)
    return Succession(kind, left, [row for row in rows if row["key"] != key])
