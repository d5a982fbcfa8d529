"""Assemble the panorama: where the plan and each axis stand, what to beware of, what was said lately, what is due.

Question: Seen on one day with what was known on another, where does the plan stand, and what should a reader beware of?
Formula: none of its own: it puts together the answers of roll-up, revisions, contradictions and undertakings, the
    forecast of what will be met, the newest statements, and the rate of completion that an auditor gave for a node.
Unit: as the answers it assembles.
Shape: One object: lines for the plan and each node below it, alerts, newest statements, undertakings.
Missing: What is not known is empty and counted; nothing is filled in.
Source: The answers of `NEEDS` and `HOLDS`; entries of `READS`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.tables.session import Session

# Answers that are put together, and answers of which few rows are, so that the others need not be fetched.
NEEDS: Final = ("rollup", "revisions", "undertakings", "forecast_together")
HOLDS: Final = ("progress", "contradictions")
READS: Final = ("plan", "node", "statement", "indicator")
LATEST: Final = 5
# What may still be done or has just not been done; the rest is in the answer of `undertakings`.
OPEN: Final = frozenset({"to_come", "due", "overdue", "broken"})


@dataclass(frozen=True, slots=True)
class Alert:
    """Something a reader should beware of: a code of the word list `alerts`, its values, the node and the entries."""

    code: str
    values: Mapping[str, Any]
    item: str | None
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Panorama:
    """The panorama of a plan on one day, as known on another."""

    session: Session
    plan: Row
    lines: list[Row]
    alerts: list[Alert]
    lately: list[Row]
    due: list[Row]


PLAN: Final = (
    "SELECT p.*, cut.as_of, cut.known_on, date_diff('day', cut.as_of, cut.ends_on) AS days_left FROM plan p, cut"
)
# The rate at which an auditor said a node was done, newest first, on the whole of it.
COMPLETION: Final = """
SELECT i.completion_of AS item, s.reading, s.reach_low, s.reach_high, s.qualifier, s.nature, s.about, s.public_on,
       s.published_on, s.said_on, s.denominator_words, s.number, s.indicator
FROM statement s JOIN indicator i ON i.key = s.indicator
WHERE i.completion_of IS NOT NULL AND s.nature IN ('audited', 'measured') AND s.reading IS NOT NULL
  AND (s.scope_relation IS NULL OR s.scope_relation <> 'part')
QUALIFY row_number() OVER (PARTITION BY i.completion_of ORDER BY s.counts_on DESC, s.public_on, s.number) = 1
"""
LATELY: Final = """
SELECT s.number, s.key, s.said_on, s.public_on, s.nature, s.value, s.low, s.high, s.qualifier, s.unit, s.words,
       s.missing, s.quotation, s.speaker_name, s.organisation_name, s.about, s.denominator, s.indicator,
       i.name_fr, i.name_ar, i.name_en
FROM statement s LEFT JOIN indicator i ON i.key = s.indicator
WHERE s.public_basis <> 'recorded' ORDER BY s.public_on DESC, s.number LIMIT $latest
"""
# Of each sort of contradiction the newest of each indicator. A declared figure is one to beware of when it is better
# than the verified one, beyond what their qualifiers allow. What has no day may be the newest.
OPPOSED: Final = """
SELECT * EXCLUDE (newest, last, down) FROM (
    SELECT c.*, coalesce(i.direction = 'down', false) AS down, list_max(c.entries) AS last,
           greatest(coalesce(c.public_on, DATE 'infinity'), coalesce(c.other_public_on, DATE 'infinity')) AS newest
    FROM contradictions c LEFT JOIN (SELECT DISTINCT indicator, direction FROM progress) i ON i.indicator = c.indicator
    WHERE list_contains($kinds, c.kind))
WHERE kind <> 'declared_v_verified' OR (beyond AND CASE WHEN down THEN difference < 0 ELSE difference > 0 END)
QUALIFY row_number() OVER (PARTITION BY kind, indicator ORDER BY newest DESC, last DESC, entry, other_entry) = 1
ORDER BY newest DESC, last DESC, indicator, kind
"""
TREE: Final = "SELECT key, parent FROM node UNION ALL SELECT key, node FROM indicator"

# In the order in which a reader should see them; each with the kinds of contradiction it tells, where it tells one.
SAID_OF: Final[Mapping[str, str]] = {
    "declared_v_verified": "declared_beyond_verified",
    "words_v_audited": "words_v_audited",
    "below_own_baseline": "below_own_baseline",
    "index_mistaken": "index_mistaken",
    "told_in_parts": "told_in_parts",
    "told_twice": "told_twice",
    "rate_does_not_follow": "rate_does_not_follow",
    "told_beside_target": "told_beside_target",
    "verified_beside": "verified_beside",
    "same_thing_other_figure": "same_thing_other_figure",
    "slip": "slip",
}
MOVED: Final[Mapping[tuple[str, bool], str]] = {
    ("target_moved", True): "target_moved_without_reason",
    ("target_moved", False): "target_moved",
    ("baseline_moved", True): "baseline_moved",
    ("baseline_moved", False): "baseline_moved",
}
ORDER: Final = ("base_changed", "target_moved_without_reason", "target_moved", "baseline_moved", *SAID_OF.values())


def assemble(session: Session, answers: Mapping[str, list[Row]]) -> Panorama:
    """Put the answers of `NEEDS` together, and what is taken of those of `HOLDS`, which the session keeps."""
    session.need(READS)
    plan = next(iter(session.rows(PLAN)), {})
    above = {row["key"]: row["parent"] for row in session.rows(TREE)}
    opposed = session.rows(OPPOSED, {"kinds": list(SAID_OF)})
    found = _alerts(answers["revisions"], opposed, above)
    alerts = sorted(found, key=lambda one: (ORDER.index(one.code), -max(one.entries, default=0)))
    completion = {row["item"]: row for row in session.rows(COMPLETION)}
    foreseen = {(row["item"], row["told_as"]): row for row in answers["forecast_together"]}
    shown = (row for row in answers["rollup"] if row["depth"] <= 1 and row["kind"] != "indicator")
    lines = [_line(row, completion, alerts, foreseen) for row in shown]
    lately = session.rows(LATELY, {"latest": LATEST})
    return Panorama(session, plan, lines, alerts, lately, _due(answers["undertakings"]))


def _line(
    row: Row, completion: Mapping[str, Row], alerts: Iterable[Alert], foreseen: Mapping[tuple[str, str], Row]
) -> Row:
    """Return a line: progress, what an auditor said is done, alerts below it, and by nature what will be met."""
    below = [one for one in alerts if row["kind"] == "plan" or one.item == row["item"]]
    forecast = {told_as: foreseen.get((row["item"], told_as)) for told_as in ("declared", "verified")}
    return {**row, "completion": completion.get(row["item"]), "alerts": len(below), "forecast": forecast}


def _alerts(revisions: Iterable[Row], opposed: Iterable[Row], above: Mapping[str, str | None]) -> Iterator[Alert]:
    for row in revisions:
        if code := _revised(row):
            yield _alert(code, row, above)
    yield from (_alert(SAID_OF[row["kind"]], row, above) for row in opposed)


def _alert(code: str, row: Row, above: Mapping[str, str | None]) -> Alert:
    told = {name: value for name, value in row.items() if name not in {"kind", "subject", "region", "entries"}}
    return Alert(code, told, _axis(row["indicator"], above), tuple(row["entries"]))


def _revised(row: Row) -> str | None:
    """Return the alert of a revision: a base that went without a revised target, a target or baseline that moved."""
    if row["kind"] == "base_changed":
        return "base_changed" if row["of_target"] and row["without_revision"] else None
    return MOVED.get((row["kind"], bool(row["without_reason"])))


def _axis(key: str | None, above: Mapping[str, str | None]) -> str | None:
    """Return the node just below the plan that an indicator belongs to, if there is one."""
    seen: list[str] = []
    while key is not None and key in above and key not in seen:
        seen.append(key)
        key = above[key]
    return seen[-1] if len(seen) > 1 else None


def _due(undertakings: Iterable[Row]) -> list[Row]:
    """Return the undertakings that are open or were just broken, those due nearest to the day first."""
    open_ones = [row for row in undertakings if row["state"] in OPEN]
    return sorted(open_ones, key=lambda row: (abs(row["days_left"] or row["days_late"] or 0), row["undertaking"]))
