"""The auditor's desk: live queries as one working paper."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from bilan.analysis.asking import Field
from bilan.report.sheets import audit as sheet
from bilan.report.sheets import threads
from bilan.report.sheets.audit_queries import Query
from bilan.web.asked import Asked
from bilan.web.pages.cells import Cell, table
from bilan.web.shown import Shown

SUBJECT: Final = "audit"
# The analysis whose page gives all rows of a query, and its columns.
BEHIND: Final = {
    "gaps": "progress",
    "unverified": "quality",
    "incomplete": "quality",
    "bases": "revisions",
    "targets": "revisions",
    "contradictions": "contradictions",
    "rates": "rates",
}
# Codes that only the desk has: they are said from its own word list.
OWN: Final = frozenset({"lag", "check"})


@dataclass(frozen=True, slots=True)
class Section:
    """A query as the page shows it."""

    query: Query
    short: str
    heads: list[tuple[Field, str]]
    rows: list[list[Cell]]
    analysis: str | None


def desk(asked: Asked) -> Shown:
    """Show every query of the desk, with a table of contents."""
    lines = sheet.matrix(asked.view)
    told: dict[str, Any] = {
        "natures": sheet.NATURES,
        "lines": lines,
        "totals": sheet.count_by_nature(lines),
        "indicators": sum(line.indicators for line in lines),
        "silent": sum(line.silent for line in lines),
        "sections": list(_sections(asked)),
        "lacking": sheet.lacking(asked.view),
        "threads": [one for one in threads.of_view(asked.view) if one.requests],
    }
    return Shown("audit.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _sections(asked: Asked) -> Iterator[Section]:
    for query in sheet.queries(asked.view):
        heads = [(column, asked.voice.tell(SUBJECT, f"column.{column.name}")) for column in query.columns]
        rows = [
            {**row, **{name: asked.voice.tell(SUBJECT, f"{name}.{row[name]}") for name in OWN if name in row}}
            for row in query.rows
        ]
        columns = [replace(column, unit="said") if column.name in OWN else column for column in query.columns]
        short = asked.voice.tell(SUBJECT, f"{query.code}.short")
        yield Section(query, short, heads, table(asked, columns, rows), BEHIND.get(query.code))
