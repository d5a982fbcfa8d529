"""The auditor's desk: live queries over what is in force, each with its rows, the entries behind them, and its count.

A query tells what to look at first; none is a judgement, and counts of different queries are not added up.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import audit_queries as of_figures
from bilan.report.sheets import audit_record as of_record
from bilan.report.sheets.audit_queries import ASKED_OF_INDICATORS, Query
from bilan.report.view import View

NATURES: Final = ("announced", "declared", "estimated", "measured", "audited")
# In the order in which an auditor would look.
QUERIES: Final[tuple[Callable[[View], Query], ...]] = (
    of_figures.gaps, of_figures.unverified, of_figures.incomplete, of_figures.bases, of_figures.targets,
    of_figures.contradictions, of_figures.rates, of_record.evidence, of_record.late, of_record.recorded,
    of_record.hands, of_record.strokes, of_record.findings,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """How many indicators of a node have a value of a nature, and the statements behind."""

    count: int
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A node of the plan, with its cells by nature."""

    node: str
    indicators: int
    cells: Mapping[str, Cell]
    silent: int


MATRIX: Final = """
SELECT i.node, count(DISTINCT i.key) AS indicators, s.nature, count(DISTINCT s.indicator) AS count,
       list(DISTINCT s.number ORDER BY s.number) FILTER (s.number IS NOT NULL) AS entries
FROM indicator i LEFT JOIN statement s ON s.indicator = i.key AND s.missing IS NULL
GROUP BY i.node, s.nature
"""
COUNTED: Final = """
SELECT i.node, count(*) AS indicators,
       count(*) FILTER (i.key NOT IN (SELECT indicator FROM statement
                                      WHERE indicator IS NOT NULL AND missing IS NULL)) AS silent
FROM indicator i GROUP BY i.node ORDER BY silent DESC, indicators DESC, i.node
"""


def matrix(view: View) -> list[Line]:
    """Set the natures of what was said beside each other, node by node; those with most that is silent first."""
    reads = ("indicator", "statement")
    told: dict[tuple[str, str | None], Row] = {
        (row["node"], row["nature"]): row for row in view.rows(MATRIX, reads=reads)
    }
    return [
        Line(
            row["node"],
            row["indicators"],
            {nature: _cell(told.get((row["node"], nature))) for nature in NATURES},
            row["silent"],
        )
        for row in view.rows(COUNTED, reads=reads)
    ]


def _cell(row: Row | None) -> Cell:
    return Cell(row["count"], tuple(row["entries"] or ())) if row else Cell(0, ())


def queries(view: View) -> Iterator[Query]:
    """Give every query of the desk."""
    for make in QUERIES:
        yield make(view)


def lacking(view: View) -> dict[str, int]:
    """Count the indicators that lack each thing."""
    counted = Counter(row["gap"] for row in of_figures.of_gap(view, *ASKED_OF_INDICATORS))
    return {gap: counted[gap] for gap in ASKED_OF_INDICATORS}


def count_by_nature(lines: list[Line]) -> dict[str, int]:
    """Add up the matrix: how many indicators have a value of each nature."""
    return {nature: sum(line.cells[nature].count for line in lines) for nature in NATURES}
