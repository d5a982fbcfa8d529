"""Tell what changed between two cuts: what was said, replaced, withdrawn or moved, by whom, and for which reason.

Question: Between what was known on one day and what is known on another, what is new, and what is not what it was?
Formula: entries in force in one cut and not in the other, paired by key (replaced) or by the target they supersede
    (moved when it is a revision, else restated).
Unit: Values in the unit of the indicator.
Shape: One row per change, the earliest public first.
Missing: A change without a reason has none: `reason` is empty and nothing is supplied.
Source: Entries in force of the kinds of `TOLD`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.tables.session import Session

# For each kind, how its row tells its value, who says so and why, as SQL over its own columns.
TOLD: Final[Mapping[str, Mapping[str, str]]] = {
    "statement": {
        "value": "coalesce(plainly(reading), words, missing)",
        "who": "coalesce(speaker_name, organisation_name)",
    },
    "target": {
        "value": "plainly(reading)",
        "who": "set_by_name",
        "due": "due_on",
        "reason": "coalesce(reason_words, reason)",
    },
    "baseline": {"value": "plainly(reading)", "reason": "coalesce(reason_words, reason)"},
    "undertaking": {"value": "what", "who": "coalesce(made_by_name, organisation_name)", "due": "due_on"},
    "verdict": {"value": "outcome"},
    "finding": {"value": '"text"', "who": "auditor"},
    "agreement": {"value": "coalesce(title_en, title_fr, title_ar)", "who": "parties_words"},
    "budget": {"value": "plainly(amount)", "who": "organisation", "reason": "reason"},
    "transaction": {"value": "plainly(amount)", "who": "organisation"},
}
ASKED: Final = ("indicator", "subject", "region", "nature", "supersedes", "version", "unit", "qualifier")


def _query(kind: str, has: frozenset[str]) -> str:
    told = TOLD[kind]
    named = [f"{told.get(name, 'NULL')} AS {name}" for name in ("value", "who", "due", "reason")]
    asked = [f'"{name}"' if name in has else f"NULL AS {name}" for name in ASKED]
    return f"SELECT number, key, replaces, source, public_on, {', '.join(named + asked)} FROM {kind}"  # noqa: S608 - our own names


def _in_force(session: Session, kind: str) -> dict[int, Row]:
    session.need([kind])
    has = frozenset(row["column_name"] for row in session.rows(f"DESCRIBE {kind}"))
    return {row["number"]: {"kind": kind, **row} for row in session.rows(_query(kind, has))}


def changes(before: Session, after: Session) -> list[Row]:
    """Return what changed from one cut to another of the same edition."""
    found = [row for kind in TOLD for row in _of_kind(_in_force(before, kind), _in_force(after, kind))]
    return sorted(found, key=lambda row: (row["public_on"] or date.min, row["entries"][-1]))


def _of_kind(old: Mapping[int, Row], new: Mapping[int, Row]) -> Iterator[Row]:
    gone = {row["key"]: row for number, row in old.items() if number not in new}
    was = {row["key"]: row for row in old.values()}
    for number, row in new.items():
        if number in old:
            continue
        if row["key"] in gone:
            yield _change("replaced", gone.pop(row["key"]), row)
        elif row["supersedes"] in was:
            yield _change("moved" if row["version"] == "revised" else "restated", was[row["supersedes"]], row)
        else:
            yield _change("said", None, row)
    yield from (_change("no_longer", row, None) for row in gone.values())


def _change(change: str, old: Row | None, new: Row | None) -> Row:
    one: Mapping[str, Any] = new or old or {}
    return {
        "change": change,
        **{
            name: one[name]
            for name in ("kind", "key", *ASKED[:4], "unit", "qualifier", "who", "source", "public_on", "reason")
        },
        "before": old and old["value"],
        "before_qualifier": old and old["qualifier"],
        "before_due": old and old["due"],
        "now": new and new["value"],
        "now_due": new and new["due"],
        "entries": [row["number"] for row in (old, new) if row],
    }
