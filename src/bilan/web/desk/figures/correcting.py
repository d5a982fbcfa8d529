"""Correct or withdraw what is in the ledger: nothing in it changes, an entry is added that says so."""

import secrets
from typing import Final

from django.http import HttpResponseBase

from bilan.acts import figures, papers
from bilan.exchange.export import cells_of
from bilan.ledger.entries import Entry
from bilan.store import reading
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, Page, form, to
from bilan.web.desk.figures import wording
from bilan.web.desk.figures.forms import token_of
from bilan.web.desk.figures.stages import stages_of

SUBJECT: Final = "desk_figures"
LARGEST: Final = 2**53


@form("draft")
def correct(asked: AtDesk, number: int) -> Page | HttpResponseBase:
    """Start the correction of an entry: a paper under its key that holds what it says, to be changed."""
    entry = _entry(number)
    if entry.kind not in figures.KINDS_FILED:
        raise NotFound("page")
    if asked.request.method != "POST":
        return _shown(asked, entry, "correct")
    cells = {**cells_of(entry.kind, entry.content), "replaces": str(entry.number)}
    paper = papers.draft(asked.person, entry.kind, cells, at=asked.at, key=entry.key, origin=f"form:{token_of(asked)}")
    return to("figure_stage", paper=paper.pk, stage=stages_of(entry.kind)[0].name)


@form("draft")
def withdraw(asked: AtDesk, number: int) -> Page | HttpResponseBase:
    """Start the withdrawal of an entry: a paper that says why."""
    entry = _entry(number)
    if entry.key is None:
        raise NotFound("page")
    if asked.request.method != "POST":
        return _shown(asked, entry, "withdraw")
    cells = {"entry": str(entry.number)}
    paper = papers.draft(asked.person, "withdrawal", cells, at=asked.at, origin=f"form:{token_of(asked)}")
    return to("figure_stage", paper=paper.pk, stage="why")


def _entry(number: int) -> Entry:
    """Return the entry of a number, the latest of its key: what was corrected already is corrected where it stands."""
    found = reading.entry(number) if number < LARGEST else None
    if found is None:
        raise NotFound("page")
    latest = reading.latest(found.key) if found.key else found
    return latest or found


def _shown(asked: AtDesk, entry: Entry, way: str) -> Page:
    cells = cells_of(entry.kind, entry.content)
    columns = wording.columns(entry.kind).values()
    told = {
        "entry": entry,
        "way": way,
        "token": secrets.token_urlsafe(16),
        "about": wording.about(asked, entry.kind, cells),
        "lines": [
            (wording.field(asked, one), wording.cell(asked, one, entry.kind, cells))
            for one in columns
            if cells.get(one.heading)
        ],
    }
    return Page("desk/figures/correct.html", asked.voice.tell(SUBJECT, way), SUBJECT, told)
