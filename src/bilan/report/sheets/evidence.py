"""What backs the figures: statements that nothing backs, and the same file filed for different things."""

from collections.abc import Mapping
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report.view import View

UNBACKED: Final = """
SELECT * FROM (
    SELECT s.number, s.key, s.indicator, s.subject, s.nature, s.about, s.said_on, s.public_on, s.value, s.low, s.high,
           s.rung, s.qualifier, s.unit, s.denominator, s.words, s.missing, s.speaker_name, s.organisation_name,
           s.organisation AS party, s.region, i.owner, coalesce(i.node, n.key) AS node
    FROM statement s LEFT JOIN indicator i ON i.key = s.indicator LEFT JOIN node n ON n.key = s.subject
    WHERE s.source IS NULL AND s.digest IS NULL AND s.key NOT IN (SELECT unnest(supports) FROM evidence)
) WHERE {condition} ORDER BY number DESC
"""
DOUBLED: Final = """
SELECT digest, list(number ORDER BY number) AS entries, flatten(list(supports ORDER BY number)) AS supports
FROM evidence GROUP BY digest HAVING count(DISTINCT key) > 1 ORDER BY max(number) DESC
"""


def unbacked(view: View, condition: str = "true", values: Mapping[str, Any] | None = None) -> list[Row]:
    """List the statements within a condition that name no source or digest and that no file supports, newest first."""
    query = UNBACKED.format(condition=condition)
    return view.rows(query, values, reads=("statement", "evidence", "indicator", "node"))


def doubled(view: View) -> list[Row]:
    """List the files that were filed more than once, with all that each is evidence for."""
    return view.rows(DOUBLED, reads=("evidence",))
