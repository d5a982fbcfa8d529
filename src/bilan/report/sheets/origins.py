"""Where entries come from: the publisher, title and language of the source that each row names."""

from collections.abc import Iterable

from bilan.analysis.asking import Row
from bilan.report.view import View


def with_origins(view: View, rows: Iterable[Row]) -> list[Row]:
    """Return rows with what is known of their sources, under `origin`; nothing there where no source is named."""
    return [{**row, "origin": view.sources.get(row["source"]) if row["source"] else None} for row in rows]
