"""One's own papers: where each stands, the words with which it came back, the entry that it became."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator

from bilan.acts import papers
from bilan.store.desk.models import Paper
from bilan.web.desk.door import AtDesk, Page, page
from bilan.web.desk.figures import wording

SUBJECT: Final = "desk_figures"
# In the order in which they ask for somebody's hand.
STATES: Final = (papers.RETURNED, papers.DRAFT, papers.SUBMITTED, papers.ACCEPTED, papers.DROPPED)
TAGS: Final = {"returned": "warn", "draft": "mute", "submitted": "mute", "accepted": "good", "dropped": "mute"}
A_PAGE: Final = 50
PAGE_LONGEST: Final = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper in the list."""

    paper: Paper
    about: str
    value: str
    day: str
    tag: str
    words: str


@page("draft")
def figures(asked: AtDesk) -> Page:
    """Show one's own papers, those of one state when it is asked for."""
    mine = Paper.objects.filter(author=asked.person.account, batch=None)
    counts = Counter(mine.values_list("state", flat=True))
    state = asked.request.GET.get("state", "")
    wanted = (state,) if state in STATES else STATES[:3]
    shown = mine.filter(state__in=wanted).order_by("-changed_at", "pk")
    sheet = Paginator(shown, A_PAGE).get_page(asked.request.GET.get("page", "1")[:PAGE_LONGEST])
    told = {
        "state": state if state in STATES else "",
        "counts": [(one, counts[one]) for one in STATES],
        "sheet": sheet,
        "papers": [_listed(asked, one) for one in sheet],
        "total": sum(counts.values()),
    }
    return Page("desk/figures/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _listed(asked: AtDesk, one: Paper) -> Listed:
    dated = wording.columns(one.kind).get("about")
    return Listed(
        paper=one,
        about=wording.about(asked, one.kind, one.cells),
        value=wording.value(asked, one),
        day=wording.cell(asked, dated, one.kind, one.cells) if dated else "",
        tag=TAGS[one.state],
        words=wording.returned(one),
    )
