"""Foresee what proposed entries would change: the newest edition with them, as if they were recorded already."""

import json
from datetime import date, datetime
from typing import Any, Final

from bilan.acts.loading import Looked
from bilan.analysis.asking import Row
from bilan.ledger.entries import Draft, Entry, content_of
from bilan.report.view import View
from bilan.tables.derive import row_of
from bilan.tables.segments import days_of_sources
from bilan.tables.session import open_session

# The proposed lines are written nowhere, so nothing of theirs can be guessed.
SALT: Final = "-" * 22
SOURCE_DAY: Final = "SELECT arg_max(published_on_to, number) AS day FROM base.source WHERE key = $key"


def foreseen(view: View, looked: Looked, *, by: str, at: datetime) -> View:
    """Return a view with what was looked at beside it: every analysis answers as it will once that is recorded.

    Nothing is written, neither to the ledger nor to a file.
    """
    session = view.session
    rows = _rows(view, looked, by, at)
    days = session.cut
    return View(open_session(session.edition, as_of=days.as_of, known_on=days.known_on, beside=rows))


def _rows(view: View, looked: Looked, by: str, at: datetime) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    sources: dict[str, date | None] = {}

    def source_day(key: str) -> date | None:
        if key not in sources:
            sources[key] = view.rows(SOURCE_DAY, {"key": key})[0]["day"]
        return sources[key]

    first = max(looked.size, view.session.edition.size)
    drafts = [one.draft for one in looked.changes if one.draft]
    for number, draft in enumerate(drafts, first):
        row = row_of(_leaf(draft, number, by, at), source_day=source_day)
        found.setdefault(draft.kind, []).append(row)
        if draft.kind == "source":
            sources |= dict(days_of_sources([row]))
    return found


def _leaf(draft: Draft, number: int, by: str, at: datetime) -> dict[str, Any]:
    content = content_of(draft.content)
    entry = Entry(number, at, by, draft.kind, draft.key, draft.replaces, content, SALT)
    leaf: dict[str, Any] = json.loads(entry.leaf())
    return leaf
