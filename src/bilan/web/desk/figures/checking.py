"""Look at what was told before it is submitted: the figures before it, what it changes, what is asked of it."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponseBase

from bilan.acts import figures, papers, questions
from bilan.acts.papers import Overtaken
from bilan.acts.series import SAME
from bilan.exchange.export import cells_of
from bilan.store import reading
from bilan.store.desk.models import Paper
from bilan.terms.problems import Problem
from bilan.web.desk.door import AtDesk, Page, form, post, to
from bilan.web.desk.figures import attaching, choosing, effect, wording
from bilan.web.desk.figures.asking import REFUSED, steps
from bilan.web.desk.figures.forms import Form, own
from bilan.web.desk.figures.stages import stages_of

SUBJECT: Final = "desk_figures"


@form("submit")
def figure(asked: AtDesk, paper: str) -> Page | HttpResponseBase:
    """Show a paper of one's own with all that is to be known before it is submitted; submit it when that is sent."""
    mine = own(asked, paper)
    if asked.request.method != "POST" or mine.state not in papers.OPEN:
        return _shown(asked, mine)
    try:
        return _sent(asked, mine)
    except Overtaken:
        asked.tell(f"{SUBJECT}:overtaken")
        return to("figure", paper=paper)


@post("draft")
def drop(asked: AtDesk, paper: str) -> HttpResponseBase:
    """Give a paper of one's own up."""
    mine = own(asked, paper)
    try:
        papers.drop(asked.person, mine.pk, at=asked.at)
    except Overtaken:
        asked.tell(f"{SUBJECT}:overtaken")
        return to("figure", paper=paper)
    asked.tell(f"{SUBJECT}:dropped")
    return to("figures")


def _sent(asked: AtDesk, mine: Paper) -> Page | HttpResponseBase:
    """Keep the answers; submit, unless they are only to be kept or something is wrong."""
    words = {name.removeprefix("answer-"): text for name, text in asked.typed.items() if name.startswith("answer-")}
    if wrong := figures.unsafe(words):
        return _shown(asked, mine, [one.at(column=f"answer-{one.place.column}") for one in wrong])
    questioned = questions.questions(asked.view, mine, today=asked.at.date())
    version = int(asked.typed["version"]) if asked.typed.get("version", "").isdecimal() else 0
    mine = questions.answer(asked.person, mine.pk, questioned, words, version=version, at=asked.at)
    if asked.typed.get("then") == "later":
        asked.tell(f"{SUBJECT}:kept")
        return to("figures")
    questioned = questions.questions(asked.view, mine, today=asked.at.date())
    problems = figures.send(asked.home, asked.person, mine, questioned, at=asked.at)
    if problems:
        return _shown(asked, mine, problems)
    asked.tell(f"{SUBJECT}:sent")
    return to("figure", paper=mine.pk)


def _shown(asked: AtDesk, mine: Paper, problems: list[Problem] | None = None) -> Page:
    is_open = mine.state in papers.OPEN
    content = questions.content_of_paper(mine)
    stages = stages_of(mine.kind)
    told: dict[str, Any] = {
        "paper": mine,
        "is_open": is_open,
        "about": wording.about(asked, mine.kind, mine.cells),
        "steps": steps(asked, Form.of(mine), None) if is_open else [],
        "words": wording.returned(mine),
        "history": mine.steps.select_related("by").order_by("at"),
        "lines": wording.lines(asked, mine, _before(mine), stages),
        "replaces": mine.cells.get("replaces"),
        "withdrawn": mine.cells.get("entry"),
        **attaching.files(asked, mine),
        "compared": mine.kind in SAME,
        "questions": wording.asked_of(asked, mine),
        "earlier": questions.earlier(asked.view, mine, content) if content else [],
        "readable": content is not None,
        "effects": effect.effects(asked, mine) if is_open else [],
        "wrong": _told(asked, mine, problems if problems is not None else []),
        "next": next(iter(choosing.dues(asked, but=mine.concerns)), None) if mine.state == papers.SUBMITTED else None,
        "kept_back": _told(asked, mine, figures.problems(mine, at=asked.at)) if is_open and problems is None else [],
    }
    title = asked.voice.tell(SUBJECT, f"check.{'open' if is_open else mine.state}")
    return Page("desk/figures/check.html", title, SUBJECT, told, status=REFUSED if problems else 200)


def _before(mine: Paper) -> Mapping[str, str]:
    """Return the cells of the entry that a paper corrects."""
    number = mine.cells.get("replaces", "")
    entry = reading.entry(int(number)) if number.isdecimal() else None
    return cells_of(entry.kind, entry.content) if entry else {}


def _told(asked: AtDesk, mine: Paper, problems: list[Problem]) -> list[dict[str, Any]]:
    """Say what keeps a paper back, each with the page on which it is mended."""
    columns, found = wording.columns(mine.kind), []
    for one in problems:
        column = one.place.column or ""
        own_column = columns.get(column) or columns.get(f"{column}_fr")
        stage = next((each.name for each in stages_of(mine.kind) if own_column and own_column.field in each.all), None)
        text = asked.voice.tell("problems", one.code, **one.values)
        label = wording.field(asked, own_column) if own_column else ""
        found.append(
            {"field": column, "label": label, "text": text, "stage": stage, "is_error": one.severity == "error"}
        )
    return found
