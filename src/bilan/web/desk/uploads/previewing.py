"""One file: how far it has come, what each row would do, what is wrong; confirm, look again, mend, drop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count
from django.http import HttpResponseBase

from bilan.acts import batch_tasks, batches, papers, uploading
from bilan.acts.batches import PROPOSED, NotSubmitted
from bilan.acts.row_looking import problem_of
from bilan.exchange.export import cells_of
from bilan.store.desk.models import Batch, Paper, Row
from bilan.store.known import Knowledge
from bilan.terms.words import say
from bilan.web.asked import NotFound
from bilan.web.desk import door
from bilan.web.desk.door import AtDesk, Page, page, post

SUBJECT: Final = "desk_uploads"
A_PAGE: Final = 50
PAGE_LONGEST: Final = 6
GOING_ON: Final = (uploading.READING, uploading.CONFIRMED)
# In the order in which they are told.
EFFECTS: Final = (
    "blocked",
    "problem",
    "new",
    "changed",
    "withdrawn",
    "unchanged",
    "waiting",
    "mended",
    "blank",
    "note",
)
TAGS: Final = {
    "blocked": "bad",
    "problem": "bad",
    "new": "good",
    "changed": "warn",
    "withdrawn": "warn",
    "note": "warn",
}
CELLS: Final = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that a row would write: its heading, what the ledger says, what the row says."""

    heading: str
    old: str
    new: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as its author sees it."""

    row: Row
    tag: str
    cells: tuple[Cell, ...]
    more: int
    said: tuple[tuple[str, str], ...]


@page("upload")
def upload(asked: AtDesk, batch: str) -> Page:
    """Show a file as it stands."""
    one = found(asked, batch)
    told: dict[str, Any] = {
        "batch": one, "going_on": one.state in GOING_ON, "counts": _counts(one),
        "proposed": sum(one.counts.get(effect, 0) for effect in PROPOSED),
        "blocked": one.counts.get("blocked", 0), "wrong": one.counts.get("problem", 0),
    }  # fmt: skip
    if not told["going_on"]:
        told |= {"decided": _decided(one), **_rows(asked, one)}
    return Page("desk/uploads/batch.html", asked.voice.tell(SUBJECT, "batch", name=one.name), SUBJECT, told)


def found(asked: AtDesk, name: str) -> Batch:
    """Return a file of one's own; another's does not exist."""
    try:
        return uploading.own(asked.person, name)
    except Batch.DoesNotExist as no:
        raise NotFound("page") from no


def _counts(batch: Batch) -> list[tuple[str, int]]:
    return [(one, batch.counts[one]) for one in EFFECTS if batch.counts.get(one)]


def _decided(batch: Batch) -> dict[str, int]:
    """Return how many of its papers are in which state."""
    states = Paper.objects.filter(batch=batch).values_list("state").annotate(many=Count("pk")).order_by("state")
    return {"submitted": 0, "accepted": 0, "returned": 0, **dict(states)}


def _rows(asked: AtDesk, batch: Batch) -> dict[str, Any]:
    wanted, number = asked.request.GET.get("show", ""), asked.request.GET.get("page", "1")
    rows = Row.objects.filter(batch=batch).order_by("turn")
    first = "blocked" if batch.counts.get("blocked") else "problem" if batch.counts.get("problem") else ""
    show = wanted if wanted in EFFECTS or wanted == "all" else first or "all"
    if show != "all":
        rows = rows.filter(effect=show)
    pages = Paginator(rows, A_PAGE)
    turn = pages.get_page(number if len(number) <= PAGE_LONGEST else "1")
    return {"show": show, "pages": turn, "rows": _shown(asked, list(turn.object_list))}


def _shown(asked: AtDesk, rows: list[Row]) -> list[Shown]:
    with connection.cursor() as cursor:
        known = Knowledge(cursor)
        known.learn(one.key for one in rows if one.key)
        held = {one.key: known.under(one.key) for one in rows if one.key and one.effect == "changed"}
    before = {key: cells_of(one.kind, one.content) for key, one in held.items() if one and key}
    return [_one(asked, row, before.get(row.key or "", {})) for row in rows]


def _one(asked: AtDesk, row: Row, before: Mapping[str, str]) -> Shown:
    wrong = [problem_of(one, row.sheet, row.row) for one in row.problems]
    columns = {one.place.column for one in wrong}
    names = [one for one in row.cells if one != "replaces"]
    if row.effect == "changed":
        names = [one for one in dict.fromkeys((*before, *names)) if before.get(one, "") != row.cells.get(one, "")]
    else:
        names.sort(key=lambda one: one not in columns)
    cells = [Cell(one, before.get(one, ""), row.cells.get(one, ""), one in columns) for one in names]
    said = [(one.place.column or "", say(one.code, asked.language, subject="problems", **one.values)) for one in wrong]
    return Shown(row, TAGS.get(row.effect, "mute"), tuple(cells[:CELLS]), max(len(cells) - CELLS, 0), tuple(said))


@post("upload")
def confirm(asked: AtDesk, batch: str) -> HttpResponseBase:
    """Submit what a file proposes."""
    one = found(asked, batch)
    try:
        batches.confirm(asked.person, one, at=asked.at)
        if batch_tasks.submit(asked.home, asked.person, one, at=asked.at):
            one.refresh_from_db()
            asked.tell(f"{SUBJECT}:submitted", count=asked.voice.number(one.counts.get("submitted", 0)))
    except NotSubmitted as why:
        asked.tell(f"{SUBJECT}:why.{why.code}")
    except papers.Overtaken:
        asked.tell(f"{SUBJECT}:why.overtaken")
    return door.to("upload", batch=batch)


@post("upload")
def again(asked: AtDesk, batch: str) -> HttpResponseBase:
    """Look at a file once more."""
    one = found(asked, batch)
    if one.state in (uploading.LOOKED, uploading.FAILED, uploading.RECEIVED):
        batch_tasks.look(asked.home, one, at=asked.at)
    return door.to("upload", batch=batch)


@post("upload")
def drop(asked: AtDesk, batch: str) -> HttpResponseBase:
    """Give a file up."""
    if uploading.drop(asked.home, asked.person, found(asked, batch).pk, at=asked.at):
        asked.tell(f"{SUBJECT}:dropped")
        return door.to("uploads")
    asked.tell(f"{SUBJECT}:why.too_late")
    return door.to("upload", batch=batch)


@post("upload")
def mend(asked: AtDesk, batch: str, row: str) -> HttpResponseBase:
    """Make a draft of a row that has a problem, and go on with it in a form."""
    one = Row.objects.filter(batch=found(asked, batch), pk=row, effect="problem", kind__isnull=False).first()
    if one is None:
        raise NotFound("page")
    paper = batches.take_out(asked.person, one, at=asked.at)
    return door.to("figure", paper=paper.pk)
