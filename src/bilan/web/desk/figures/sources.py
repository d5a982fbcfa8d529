"""Record a source beside the figure that rests on it: a paper of its own, submitted and accepted with the figure."""

import re
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from django.http import HttpResponseBase

from bilan.acts import papers
from bilan.acts.papers import Overtaken
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, Page, form, to
from bilan.web.desk.figures.asking import REFUSED
from bilan.web.desk.figures.forms import Form, own
from bilan.web.desk.figures.stages import stages_of

SUBJECT: Final = "desk_figures"
STEM: Final = 40


@form("draft")
def source(asked: AtDesk, paper: str) -> Page | HttpResponseBase:
    """Show the form of a new source; sent, it makes the paper of the source, and the figure names it."""
    mine = own(asked, paper)
    if mine.state not in papers.OPEN or "source" not in {one for stage in stages_of(mine.kind) for one in stage.all}:
        raise NotFound("page")
    shown = Form("source", {}, mine.version, secrets.token_urlsafe(16))
    if asked.request.method != "POST":
        return _shown(asked, shown, mine.pk)
    for stage in stages_of("source"):
        shown = shown.typed(asked, stage)
    wrong = [problem for stage in stages_of("source") for problem in shown.problems(asked, stage)]
    if wrong:
        return _shown(asked, shown, mine.pk, wrong)
    made = papers.draft(asked.person, "source", shown.cells, at=asked.at, key=_key(shown), origin=f"form:{shown.token}")
    try:
        papers.save(asked.person, mine.pk, {**mine.cells, "source": made.key or ""}, version=shown.version, at=asked.at)
    except Overtaken:
        asked.tell(f"{SUBJECT}:source.apart", key=made.key)
    return to("figure_stage", paper=mine.pk, stage="source")


def _key(shown: Form) -> str:
    """Return a readable key of a source: who published it, when, and a few letters that are no other's."""
    publisher, day = shown.cells.get("publisher", ""), shown.cells.get("published_on", "")
    plain = normalize("NFKD", f"{publisher} {day}".lower()).encode("ascii", "ignore").decode()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:STEM].strip("-")
    own_letters = sha256(shown.token.encode()).hexdigest()[:8]
    return "-".join(part for part in ("src", stem, own_letters) if part)


def _shown(asked: AtDesk, shown: Form, paper: str, problems: Sequence[Problem] = ()) -> Page:
    fields = [shown.inputs(asked, stage, problems) for stage in stages_of("source")]
    seen = [one for inputs, _ in fields for one in inputs]
    told = {
        "form": shown,
        "paper": paper,
        "seen": seen,
        "wrong": [(one, text) for one in seen for text in one.problems],
    }
    title = asked.voice.tell(SUBJECT, "source.new")
    return Page("desk/figures/source.html", title, SUBJECT, told, status=REFUSED if problems else 200)
