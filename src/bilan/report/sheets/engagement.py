"""An audit as it is shown: where each thing in its scope stood before and stands after, and what was contested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.view import View

CONTESTED: Final = """
SELECT s.*, d.number AS declared_number, d.value AS declared_value, d.low AS declared_low, d.high AS declared_high,
       d.qualifier AS declared_qualifier, d.unit AS declared_unit, d.denominator AS declared_denominator,
       d.rung AS declared_rung, d.words AS declared_words, d.missing AS declared_missing, d.nature AS declared_nature
FROM statement_known s
LEFT JOIN statement_known d ON d.number = (SELECT max(number) FROM statement_known WHERE key = s.related)
WHERE s.nature = 'audited' AND s.organisation = $party AND s.number >= $size
  AND list_contains($keys, coalesce(s.indicator, s.subject))
  AND s.number NOT IN (SELECT replaces FROM statement_known WHERE replaces IS NOT NULL)
  AND s.number NOT IN (SELECT entry FROM withdrawal) ORDER BY s.number
"""
EVIDENCE: Final = "SELECT * FROM evidence WHERE list_has_any($keys, supports) ORDER BY number"
BELOW: Final = """
WITH RECURSIVE below(key) AS (SELECT unnest($keys) UNION SELECT n.key FROM node n JOIN below b ON n.parent = b.key)
SELECT i.key FROM indicator i JOIN below b ON i.node = b.key ORDER BY i.number
"""
SHARES: Final = ("declared_progress", "verified_progress", "expected_progress")
VALUE: Final = (
    "value", "low", "high", "qualifier", "unit", "denominator", "rung", "words", "missing", "nature", "number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the scope: its key, and the key under which the opinion on it stands."""

    key: str
    finding: str


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit: its title, the body that audits, the size of the ledger when it began, what it looks at."""

    title: str
    party: str
    size: int
    items: Sequence[Item]

    @property
    def keys(self) -> list[str]:
        """Return the keys of what it looks at."""
        return [one.key for one in self.items]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a thing stands: shares of the way, or nothing where no progress is computed for its kind."""

    declared: float | None
    verified: float | None
    expected: float | None
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """Where a thing stood when the audit began, and stands now."""

    key: str
    before: Standing | None
    after: Standing | None

    @property
    def moved(self) -> bool:
        """Tell whether its verified progress is another than before."""
        return bool(self.before and self.after and self.before.verified != self.after.verified)


def before_and_after(keys: Iterable[str], before: View, after: View) -> list[Turned]:
    """Set side by side where things stood and stand."""
    wanted = list(keys)
    then, now = standings(before, wanted), standings(after, wanted)
    return [Turned(key, then.get(key), now.get(key)) for key in wanted]


def standings(view: View, keys: Sequence[str]) -> dict[str, Standing]:
    """Return where indicators, nodes and the plan stand; other things have no progress."""
    rows = [(row["item"], row) for row in view.ask("rollup") if row["item"] in set(keys)]
    own = view.pick(
        "progress", "list_contains($keys, indicator) AND subject IS NULL AND region IS NULL", {"keys": keys}
    )
    rows += [(row["indicator"], row) for row in own]
    return {key: _standing(row) for key, row in rows}


def _standing(row: Row) -> Standing:
    declared, verified, expected = (row[name] for name in SHARES)
    return Standing(declared, verified, expected, tuple(row["entries"] or ()))


def contested(view: View, audit: Audit) -> list[Row]:
    """List the values that the auditor gave against others, with what had been said: whatever day they are about."""
    below = [row["key"] for row in view.rows(BELOW, {"keys": audit.keys}, reads=("indicator", "node"))]
    values = {"party": audit.party, "size": audit.size, "keys": [*audit.keys, *below]}
    rows = view.rows(CONTESTED, values, reads=("statement", "withdrawal"))
    return [{**row, "declared": _said(row) if row["declared_number"] is not None else None} for row in rows]


def _said(row: Row) -> Row:
    return {name: row[f"declared_{name}"] for name in VALUE}


def evidence(view: View, keys: Iterable[str]) -> list[Row]:
    """List the files that are evidence for one of several things."""
    return view.rows(EVIDENCE, {"keys": sorted({*keys})}, reads=("evidence",))
