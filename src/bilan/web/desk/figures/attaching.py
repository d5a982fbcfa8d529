"""File evidence beside a paper of one's own: it supports what the paper becomes."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponseBase

from bilan.acts import filing, holdings, papers
from bilan.config.declared import MEGABYTE, largest_file
from bilan.exchange.media import ENDINGS
from bilan.store.desk.models import Paper
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk.boxes import Form
from bilan.web.desk.door import AtDesk, Page, form, to
from bilan.web.desk.figures.asking import REFUSED, SUBJECT
from bilan.web.desk.figures.forms import own

FILES: Final = "desk_evidence"


@form("file")
def attach(asked: AtDesk, paper: str) -> Page | HttpResponseBase:
    """Ask for a file, and keep it beside a paper that its author may still change."""
    mine = own(asked, paper)
    if mine.state not in papers.OPEN:
        raise NotFound("page")
    sent = asked.request.FILES.get("file")
    if asked.request.method != "POST" or sent is None:
        return _shown(asked, mine)
    taken = filing.attach(asked.home, asked.person, mine, sent.name or "", sent.chunks(), at=asked.at)
    if taken.problems:
        return _shown(asked, mine, taken.problems)
    asked.tell(f"{SUBJECT}:filed")
    return to("figure", paper=mine.pk)


def files(asked: AtDesk, mine: Paper) -> dict[str, Any]:
    """Return the files beside a paper, and whether more may be filed."""
    held = holdings.beside(asked.home, asked.person, mine.pk, today=asked.at.date())
    return {"held": held, "files": asked.person.may("file")}


def _shown(asked: AtDesk, mine: Paper, problems: Sequence[Problem] = ()) -> Page:
    box = Form(asked, FILES, {}, problems).box("file", "file")
    told = {"paper": mine, "box": box, "most": f"{largest_file() / MEGABYTE:g}", "taken": ENDINGS}
    title = asked.voice.tell(SUBJECT, "file")
    return Page("desk/figures/file.html", title, SUBJECT, told, status=REFUSED if problems else 200)
