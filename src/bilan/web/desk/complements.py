"""Requests for complement: those one asked, those one is to answer; each with its question and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import complements
from bilan.acts.complements import ANSWERED, CLOSED, OPEN, About
from bilan.acts.papers import Overtaken
from bilan.acts.reviewing import WordsWanted
from bilan.report import figures
from bilan.store.desk.models import Complement
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk import door
from bilan.web.desk.boxes import Form
from bilan.web.desk.door import AtDesk, Page, form, page, post
from bilan.web.desk.figures import references
from bilan.web.desk.review.asking import ask_here

SUBJECT: Final = "desk_complements"
A_PAGE: Final = 50
PAGE_LONGEST: Final = 6
KEY_LONGEST: Final = 96
STATES: Final = {OPEN: "warn", ANSWERED: "good", CLOSED: "mute"}
OF_STATE: Final[dict[str, dict[str, Any]]] = {
    OPEN: {"answered_at": None, "closed_at": None},
    ANSWERED: {"answered_at__isnull": False, "closed_at": None},
    CLOSED: {"closed_at__isnull": False},
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A request as it is shown: its state with a tag, what it is about, by how many days it is late."""

    one: Complement
    state: str
    tag: str
    about: str
    late: int


@page("see")
def complement_list(asked: AtDesk) -> Page:
    """Show the requests within reach, those that wait first."""
    every = complements.seen_by(asked.person)
    state = asked.request.GET.get("state", OPEN)
    state = state if state in STATES else OPEN
    shown = every.filter(**OF_STATE[state])
    sheet = Paginator(shown, A_PAGE).get_page(asked.request.GET.get("page", "1")[:PAGE_LONGEST])
    told = {
        "state": state,
        "counts": [(one, every.filter(**OF_STATE[one]).count()) for one in STATES],
        "sheet": sheet,
        "rows": [listed(asked, one) for one in sheet],
        "may_ask": asked.person.may("ask"),
    }
    return Page("desk/complements/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def listed(asked: AtDesk, one: Complement) -> Listed:
    """Return a request as it is shown."""
    state = complements.state_of(one)
    late = (asked.at.date() - one.due_on).days if state == OPEN else 0
    about = (references.name(asked, one.concerns) or one.concerns) if one.concerns else ""
    return Listed(one, state, "bad" if late > 0 else STATES[state], about, max(late, 0))


@form("see")
def complement(asked: AtDesk, key: str) -> Page | HttpResponseBase:
    """Show a request; take its answer."""
    one = _found(complements.seen_by(asked.person), key)
    if asked.request.method != "POST":
        return _shown(asked, one)
    try:
        complements.answer(asked.person, one.pk, text=asked.typed.get("words", ""), at=asked.at)
    except WordsWanted as wanted:
        return _shown(asked, one, [wanted.problem])
    except Overtaken:
        asked.tell(f"{SUBJECT}:overtaken")
    except Complement.DoesNotExist as no:
        raise NotFound("page") from no
    else:
        asked.tell(f"{SUBJECT}:answered")
    return door.to("complement", key=key)


@post("ask")
def close(asked: AtDesk, key: str) -> HttpResponseBase:
    """Close a request."""
    try:
        complements.close(asked.person, key, at=asked.at)
    except Complement.DoesNotExist as no:
        raise NotFound("page") from no
    asked.tell(f"{SUBJECT}:closed")
    return door.to("complement", key=key)


@form("ask")
def new(asked: AtDesk) -> Page | HttpResponseBase:
    """Ask for a complement on something that the ledger holds."""
    if asked.request.method != "POST":
        return _form(asked, {name: asked.request.GET.get(name, "")[:KEY_LONGEST] for name in ("concerns", "party")})
    cells = {name: asked.typed.get(name, "").strip()[:KEY_LONGEST] for name in ("concerns", "party")}
    told = {name: text for name, text in cells.items() if text or name == "concerns"}
    unknown = complements.unknown(**told)
    problems = unknown or ask_here(asked, About(concerns=cells["concerns"], party=cells["party"] or None))
    return _form(asked, asked.typed, problems) if problems else door.to("complements")


def _found(among: QuerySet[Complement], key: str) -> Complement:
    found = among.filter(pk=key).first()
    if found is None:
        raise NotFound("page")
    return found


def _shown(asked: AtDesk, one: Complement, problems: Sequence[Problem] = ()) -> Page:
    made = Form(asked, SUBJECT, asked.typed, problems)
    told = {
        "row": listed(asked, one),
        "box": made.box("words", "area"),
        "wrong": bool(problems),
        "may_answer": complements.may_answer(asked.person, one),
        "may_close": one.closed_at is None and _may_close(asked, one),
        "may_review": one.paper is not None and asked.person.may("review"),
        "is_author": one.paper is not None and one.paper.author_id == asked.person.account.pk,
    }
    title = asked.voice.tell(SUBJECT, "one.title")
    return Page("desk/complements/one.html", title, SUBJECT, told, status=422 if problems else 200)


def _may_close(asked: AtDesk, one: Complement) -> bool:
    return asked.person.may("ask") and Complement.objects.filter(asked.person.within("ask"), pk=one.pk).exists()


def _form(asked: AtDesk, cells: Any, problems: Sequence[Problem] = ()) -> Page:
    made = Form(asked, SUBJECT, cells, problems)
    boxes = [
        made.box("concerns"),
        made.box("party", "list", choices=_parties(asked), required=False),
        made.box("words", "area"),
        made.box("due_on", "date"),
    ]
    told = {"boxes": boxes, "rest": made.rest(boxes), "wrong": bool(problems)}
    told["called"] = references.name(asked, cells.get("concerns", "")) if cells.get("concerns") else ""
    title = asked.voice.tell(SUBJECT, "new.title")
    return Page("desk/complements/new.html", title, SUBJECT, told, status=422 if problems else 200)


def _parties(asked: AtDesk) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the organisations that answer for something, in one group."""
    query = """SELECT DISTINCT key FROM (SELECT owner AS key FROM indicator UNION ALL SELECT measured_by FROM indicator
    UNION ALL SELECT owner FROM node) WHERE key IS NOT NULL"""
    rows = asked.view.rows(query, reads=("indicator", "node"))
    named = [(row["key"], figures.name_of(asked.voice, row["key"], asked.view.names)) for row in rows]
    return [(asked.voice.tell(SUBJECT, "parties"), sorted(named, key=lambda one: one[1]))] if named else []


urls: list[URLPattern] = [
    path("complements/", complement_list, name="complements"),
    path("complements/new/", new, name="complement_new"),
    path("complements/<slug:key>/", complement, name="complement"),
    path("complements/<slug:key>/close/", close, name="complement_close"),
]
