"""Ask for what is told, one group of questions a page; each answer is kept before the next is asked."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from bilan.acts import figures, papers
from bilan.acts.papers import Overtaken
from bilan.store.desk.models import Paper
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, Page, form, post, to
from bilan.web.desk.figures import references, wording
from bilan.web.desk.figures.forms import Form, own, usual
from bilan.web.desk.figures.stages import Stage, following, stage_of, stages_of

SUBJECT: Final = "desk_figures"
REFUSED: Final = 422
CONFLICT: Final = 409


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as the line of stages shows it."""

    title: str
    address: str
    here: bool


@form("draft")
def begin(asked: AtDesk, kind: str) -> Page | HttpResponseBase:
    """Show the first page of a new form; sent, it makes the paper, and the same form sent twice makes one."""
    if kind not in figures.KINDS_FILED:
        raise NotFound("page")
    stage, given = stages_of(kind)[0], asked.request.GET.dict()
    blank = Form(kind, usual(asked, kind, given), token=secrets.token_urlsafe(16))
    if asked.request.method != "POST":
        return _shown(asked, blank, stage)
    sent = blank.typed(asked, stage)
    if wrong := _wrong(asked, sent, stage):
        return _shown(asked, sent, stage, wrong)
    paper = papers.draft(asked.person, kind, sent.cells, at=asked.at, origin=f"form:{sent.token}")
    return _onwards(asked, paper, stage)


@form("draft")
def ask(asked: AtDesk, paper: str, stage: str) -> Page | HttpResponseBase:
    """Show a page of a form, and keep what is sent."""
    mine = own(asked, paper)
    page = stage_of(mine.kind, stage)
    if page is None:
        raise NotFound("page")
    if asked.request.method != "POST":
        return _shown(asked, Form.of(mine), page) if mine.state in papers.OPEN else to("figure", paper=mine.pk)
    sent = Form.of(mine).typed(asked, page)
    if wrong := _wrong(asked, sent, page):
        return _shown(asked, sent, page, wrong)
    try:
        mine = papers.save(asked.person, mine.pk, sent.cells, version=sent.version, at=asked.at)
    except Overtaken:
        return _overtaken(asked, own(asked, paper), sent, page)
    return _onwards(asked, mine, page)


@post("draft")
def look(asked: AtDesk, paper: str, stage: str) -> Page | HttpResponseBase:
    """Say of what is being typed what is wrong and what is to be asked; nothing of it is kept."""
    mine = own(asked, paper)
    page = stage_of(mine.kind, stage)
    if page is None:
        raise NotFound("page")
    sent = Form.of(mine).typed(asked, page)
    wrong = sent.problems(asked, page)
    told = {
        "wrong": [asked.voice.tell("problems", one.code, **one.values) for one in wrong],
        "questions": [] if wrong else wording.asked_of(asked, sent.proposed(asked)),
    }
    return Page("desk/figures/look.html", "", SUBJECT, told)


def _wrong(asked: AtDesk, sent: Form, stage: Stage) -> list[Problem]:
    """Return what keeps a page from being kept: nearly nothing for whoever goes on later, else all that is wrong."""
    return sent.unsafe() if asked.typed.get("then") == "later" else sent.problems(asked, stage)


def _onwards(asked: AtDesk, paper: Paper, stage: Stage) -> HttpResponseBase:
    then = asked.typed.get("then")
    if then == "later":
        asked.tell(f"{SUBJECT}:kept")
        return to("figures")
    after = following(paper.kind, stage)
    return to("figure", paper=paper.pk) if then == "check" or after is None else _stage(paper, after)


def _stage(paper: Paper, stage: Stage) -> HttpResponseBase:
    return to("figure_stage", paper=paper.pk, stage=stage.name)


def _shown(asked: AtDesk, shown: Form, stage: Stage, problems: Sequence[Problem] = ()) -> Page:
    seen, folded = shown.inputs(asked, stage, problems)
    lists = dict.fromkeys(one.listing for one in (*seen, *folded) if one.listing)
    told = {
        "form": shown,
        "stage": stage,
        "steps": steps(asked, shown, stage),
        "seen": seen,
        "folded": folded,
        "unfolded": any(one.value or one.problems for one in folded),
        "lists": {name: references.listed(asked, name) for name in lists},
        "about": wording.about(asked, shown.kind, shown.cells),
        "words": wording.returned(shown.paper),
        "wrong": [(one, text) for one in (*seen, *folded) for text in one.problems],
    }
    title = asked.voice.tell(SUBJECT, f"stage.{stage.name}.{'figure' if shown.kind == 'statement' else 'other'}")
    return Page("desk/figures/stage.html", title, SUBJECT, told, status=REFUSED if problems else 200)


def steps(asked: AtDesk, shown: Form, here: Stage | None) -> list[Step]:
    """Return the line of stages, the check last; none has an address before there is a paper."""
    made = []
    for one in stages_of(shown.kind):
        address = reverse("desk:figure_stage", args=[shown.paper.pk, one.name]) if shown.paper else ""
        made.append(Step(asked.voice.tell(SUBJECT, f"step.{one.name}"), address, one == here))
    address = reverse("desk:figure", args=[shown.paper.pk]) if shown.paper else ""
    return [*made, Step(asked.voice.tell(SUBJECT, "step.check"), address, here is None)]


def _overtaken(asked: AtDesk, now: Paper, sent: Form, stage: Stage) -> Page:
    """Show what is there by now beside what was typed: nothing is overwritten unseen."""
    names = stage.columns(now.kind)
    rows = [
        (
            wording.field(asked, one),
            wording.cell(asked, one, now.kind, now.cells),
            wording.cell(asked, one, now.kind, sent.cells),
        )
        for one in names
        if now.cells.get(one.heading, "") != sent.cells.get(one.heading, "")
    ]
    sent_cells = [(one.heading, asked.typed.get(one.heading, "")) for one in names]
    told = {"paper": now, "rows": rows, "stage": stage, "sent": sent_cells, "is_open": now.state in papers.OPEN}
    return Page("desk/figures/overtaken.html", asked.voice.tell(SUBJECT, "overtaken"), SUBJECT, told, status=CONFLICT)
