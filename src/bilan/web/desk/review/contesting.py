"""Contest a figure of the ledger with another value beside it: an auditor signs it, a verifier proposes it."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.http import HttpResponseBase

from bilan.acts import contesting, reviewing
from bilan.acts.contesting import NotAFigure, NotAnAuditor
from bilan.acts.reviewing import WordsWanted
from bilan.ledger.entries import Entry
from bilan.store import reading
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk import door
from bilan.web.desk.boxes import Box, Form
from bilan.web.desk.door import AtDesk, Page, form
from bilan.web.desk.evidence import sources
from bilan.web.desk.figures import wording
from bilan.web.pages.lines import lines

SUBJECT: Final = "desk_review"
FIELDS: Final = ("value", "qualifier", "nature", "about", "source", "locator", "quotation")
NATURES: Final = ("measured", "estimated", "declared")


@form("contest")
def contest(asked: AtDesk, number: int) -> Page | HttpResponseBase:
    """Ask for the value that stands against a figure, and record or propose it."""
    entry = reading.entry(number)
    if entry is None or entry.kind != "statement":
        raise NotFound("page")
    if asked.request.method != "POST":
        return _form(asked, entry, {"about": str(entry.content.get("about", ""))})
    cells = {name: asked.typed.get(name, "").strip() for name in (*FIELDS, "words")}
    try:
        words = reviewing.demanded(cells.pop("words"))
        done = contesting.contest(asked.home, asked.person, entry, cells, words=words, at=asked.at)
    except (WordsWanted, NotAnAuditor) as wanted:
        return _form(asked, entry, asked.typed, [wanted.problem])
    except NotAFigure as no:
        raise NotFound("page") from no
    if done.problems:
        return _form(asked, entry, asked.typed, done.problems)
    asked.tell(f"{SUBJECT}:contested.{'proposed' if done.paper else 'signed'}")
    return door.to("review")


def _form(asked: AtDesk, entry: Entry, cells: Mapping[str, str], problems: Sequence[Problem] = ()) -> Page:
    made = Form(asked, SUBJECT, cells, problems)
    boxes = list(_boxes(asked, made))
    told = {
        "entry": entry,
        "lines": list(lines(asked, [entry.number])) if entry.number < asked.edition.size else [],
        "about": wording.about(asked, entry.kind, {name: str(text) for name, text in entry.content.items()}),
        "boxes": boxes,
        "rest": made.rest(boxes),
        "wrong": bool(problems),
        "signs": asked.person.may("audit"),
    }
    status = 422 if problems else 200
    return Page("desk/review/contest.html", asked.voice.tell(SUBJECT, "contest.title"), SUBJECT, told, status)


def _boxes(asked: AtDesk, made: Form) -> Sequence[Box]:
    natures = [(code, asked.voice.label("nature", code)) for code in NATURES]
    nature = () if asked.person.may("audit") else (made.box("nature", "choice", choices=natures),)
    return (
        made.box("value"),
        *nature,
        made.box("about", required=False),
        made.box("source", "list", choices=sources(asked), required=False),
        made.box("locator", required=False),
        made.box("quotation", "area", required=False),
        made.box("words", "area"),
    )
