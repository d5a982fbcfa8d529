"""Foresee what proposed entries would change: the ledger of today with them, as if they were recorded already.

It is the newest edition, with what was recorded since beside it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from bilan.acts.loading import Looked
from bilan.analysis.asking import Row
from bilan.ledger.entries import Draft, Entry, content_of
from bilan.report.view import View
from bilan.store import reading
from bilan.tables.derive import row_of
from bilan.tables.segments import days_of_sources
from bilan.tables.session import open_session

# The proposed lines are written nowhere, so nothing of theirs can be guessed.
SALT: Final = "-" * 22
Leaf = Mapping[str, Any]
SOURCE_DAY: Final = "SELECT arg_max(published_on_to, number) AS day FROM base.source WHERE key = $key"


def foreseen(view: View, looked: Looked, *, by: str, at: datetime) -> View:
    """Return a view with what was looked at beside it: every analysis answers as it will once that is recorded.

    Nothing is written, neither to the ledger nor to a file.
    """
    drafts = (one.draft for one in looked.changes if one.draft)
    proposed = (_leaf(draft, number, by, at) for number, draft in enumerate(drafts, looked.size))
    return _beside(view, [*_unpublished(view, looked.size), *proposed])


def of_today(view: View, *, size: int) -> View:
    """Return a view with what a ledger of `size` entries holds beyond its edition; itself where that is nothing."""
    leaves = list(_unpublished(view, size))
    return _beside(view, leaves) if leaves else view


def _unpublished(view: View, size: int) -> Iterator[Leaf]:
    for line in reading.lines(view.session.edition.size, size):
        leaf = json.loads(line)
        # Of what was redacted nothing is left to count.
        if "kind" in leaf:
            yield leaf


def _beside(view: View, leaves: Iterable[Leaf]) -> View:
    edition, days = view.session.edition, view.session.cut
    return View(open_session(edition, as_of=days.as_of, known_on=days.known_on, beside=_rows(view, leaves)))


def _rows(view: View, leaves: Iterable[Leaf]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    sources: dict[str, date | None] = {}

    def source_day(key: str) -> date | None:
        if key not in sources:
            sources[key] = view.rows(SOURCE_DAY, {"key": key})[0]["day"]
        return sources[key]

    for leaf in leaves:
        row = row_of(leaf, source_day=source_day)
        found.setdefault(leaf["kind"], []).append(row)
        if leaf["kind"] == "source":
            sources |= dict(days_of_sources([row]))
    return found


def _leaf(draft: Draft, number: int, by: str, at: datetime) -> Leaf:
    content = content_of(draft.content)
    entry = Entry(number, at, by, draft.kind, draft.key, draft.replaces, content, SALT)
    leaf: Leaf = json.loads(entry.leaf())
    return leaf
