"""Assemble the panorama: where the plan and each axis stand, what to look at, what was said lately, what is due.

Question: Seen on one day with what was known on another, where does the plan stand, and what should a reader beware of?
Formula: none of its own: it puts together progress, roll-up, revisions, contradictions, undertakings and the newest
    statements, and the auditor's own rate of completion where one was given for a node.
Unit: as the analyses it assembles.
Shape: One row per plan, axis and support measure as a table; the assembled panorama as one object.
Missing: What is not known is empty and counted; nothing is filled in.
Source: All kinds of entry that the assembled analyses read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.tables.session import Session

LATEST: Final = 5
DUE: Final = 6


@dataclass(frozen=True, slots=True)
class Alert:
    """Something a reader should beware of: a code of the word list `alerts`, its values, the node and the entries."""

    code: str
    values: dict[str, Any]
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


PLAN: Final = "SELECT p.*, cut.as_of, cut.known_on, date_diff('day', cut.as_of, cut.ends_on) AS days_left FROM plan p, cut"
# The rate at which an auditor said a node was done, newest first, on the whole of it.
COMPLETION: Final = """
SELECT i.completion_of AS item, s.reading, s.reach_low, s.reach_high, s.qualifier, s.nature, s.about, s.public_on, s.published_on, s.said_on,
       s.denominator_words, s.number, s.indicator
FROM statement s JOIN indicator i ON i.key = s.indicator
WHERE i.completion_of IS NOT NULL AND s.nature IN ('audited', 'measured') AND s.reading IS NOT NULL
  AND (s.scope_relation IS NULL OR s.scope_relation <> 'part')
QUALIFY row_number() OVER (PARTITION BY i.completion_of ORDER BY s.counts_on DESC, s.public_on, s.number) = 1
"""
LATELY: Final = f"""
SELECT s.number, s.key, s.said_on, s.public_on, s.nature, s.value, s.low, s.high, s.qualifier, s.unit, s.words, s.missing, s.speaker_name,
       s.organisation_name, s.about, s.denominator, s.indicator, i.name_fr, i.name_ar, i.name_en
FROM statement s LEFT JOIN indicator i ON i.key = s.indicator
WHERE s.public_basis <> 'recorded' ORDER BY s.public_on DESC, s.number LIMIT {LATEST}
"""  # noqa: S608 - a number of our own


def assemble(session: Session, answers: dict[str, list[Row]]) -> Panorama:
    """Put the answers together."""
    (plan,) = session.rows(PLAN) or [{}]
    completion = {row["item"]: row for row in session.rows(COMPLETION)}
    lines = [{**row, "completion": completion.get(row["item"])} for row in answers["rollup"] if row["depth"] <= 1 and row["kind"] != "indicator"]
    alerts = sorted(_alerts(answers), key=lambda one: ORDER.index(one.code))
    return Panorama(session, plan, lines, alerts, session.rows(LATELY), list(_due(answers.get("undertakings", []))))


ORDER: Final = ("base_changed",)


def _alerts(answers: dict[str, list[Row]]) -> Iterator[Alert]:
    yield from ()


def _due(undertakings: Iterable[Row]) -> Iterator[Row]:
    yield from undertakings


def ask(session: Session) -> list[Row]:
    """Return the lines of the panorama as a table."""
    return [dict(row) for row in session.rows('SELECT * FROM "rollup" WHERE depth <= 1')]


ANALYSIS: Final = Analysis(
    name="panorama", method=1, reads=("plan", "statement", "indicator"), after=("rollup",), explanation=__doc__ or "", ask=ask, columns=fields("item | key | x"),
)
