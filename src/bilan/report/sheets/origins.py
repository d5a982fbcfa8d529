"""Where entries come from: the publisher, title and language of the source that each row names."""

from collections.abc import Iterable
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.view import View

SOURCES: Final = "SELECT key, publisher, title, language, published_on FROM source"


def with_origins(view: View, rows: Iterable[Row]) -> list[Row]:
    """Return rows with what is known of their sources, under `origin`; nothing there where no source is named."""
    sources = {row["key"]: row for row in view.rows(SOURCES, reads=("source",))}
    return [{**row, "origin": sources.get(row["source"]) if row["source"] else None} for row in rows]
