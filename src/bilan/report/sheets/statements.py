"""Statements and entries as sheets gather them: whatever asks, the same columns in the same order."""

from collections.abc import Mapping
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report.view import View

VERIFIED: Final = frozenset({"measured", "audited"})
DECLARED: Final = frozenset({"declared"})
# Told of days that have been; what is announced is of days to come.
TOLD: Final = VERIFIED | DECLARED | {"estimated"}
STATED: Final = """
SELECT s.* REPLACE (coalesce(s.unit, i.unit) AS unit), s.nature IN ('measured', 'audited') AS verified
FROM statement s LEFT JOIN indicator i ON i.key = s.indicator
WHERE {where} ORDER BY s.counts_on NULLS LAST, s.public_on, s.number
"""


def statements(view: View, where: str, values: Mapping[str, Any] | None = None) -> list[Row]:
    """Return the statements that a condition on `s` and its indicator `i` picks, in order of what they are about."""
    return view.rows(STATED.format(where=where), values, reads=("statement", "indicator"))


def about(view: View, key: str) -> list[Row]:
    """Return the statements whose subject is the thing of this key."""
    return statements(view, "s.subject = $key", {"key": key})


def newest(rows: list[Row], natures: frozenset[str]) -> Row | None:
    """Return the newest of the statements of these natures that tell a value."""
    found = [row for row in rows if row["nature"] in natures and not row["missing"]]
    return max(found, key=lambda row: row["recency"]) if found else None


def one(view: View, kind: str, key: str) -> Row | None:
    """Return what is in force under a key of a kind."""
    found = view.rows(f"SELECT * FROM {kind} WHERE key = $key", {"key": key}, reads=(kind,))  # noqa: S608 - our own kinds
    return found[0] if found else None


def of(view: View, kind: str, field: str, key: str) -> list[Row]:
    """Return the entries of a kind that refer to a key by a field, in the order in which they were recorded."""
    query = f"SELECT * FROM {kind} WHERE {field} = $key ORDER BY number"  # noqa: S608 - our own kinds
    return view.rows(query, {"key": key}, reads=(kind,))
