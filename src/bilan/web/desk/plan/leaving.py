"""Let something leave the plan: merge, split, supersede or end what was ticked in the tree."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpResponseBase

from bilan.acts import leaving, plan
from bilan.acts.papers import Overtaken
from bilan.acts.plan_rows import row_of, rows_of
from bilan.ledger.refusals import KEY_LONGEST
from bilan.ledger.rules import HEIRS
from bilan.store.desk.models import PlanChange
from bilan.terms.problems import Problem
from bilan.web.desk.door import AtDesk, Page, form, to
from bilan.web.desk.figures import references
from bilan.web.desk.plan.found import REFUSED, SUBJECT, overtaken, own, said, version

MOST: Final = 20
# So many heirs are asked for.
ROOM: Final = 4


@form("change_plan")
def leave(asked: AtDesk, change: str) -> Page | HttpResponseBase:
    """Ask how the things that were ticked leave the plan, and what took their place; then put the rows in."""
    mine, keys = own(asked, change), _ticked(asked)
    kind, problems = leaving.kind_of(keys)
    if asked.request.method != "POST" or not kind:
        return _page(asked, mine, keys, kind, problems)
    closing = asked.typed.get("closing", "")
    became = [key for one in asked.request.POST.getlist("became") if (key := one.strip()[:KEY_LONGEST])]
    problems = leaving.problems(closing, keys, became)
    try:
        if not problems:
            rows = leaving.leave(asked.view, rows_of(mine), kind, keys, closing=closing, became=became)
            problems = plan.put(asked.person, mine, rows, version=version(asked), at=asked.at)
    except Overtaken:
        return overtaken(asked, change)
    return _page(asked, mine, keys, kind, problems) if problems else to("plan_change", change=change)


def _ticked(asked: AtDesk) -> list[str]:
    given = asked.request.POST if asked.request.method == "POST" else asked.request.GET
    return list(dict.fromkeys(one[:KEY_LONGEST] for one in given.getlist("key")))[:MOST]


def _page(asked: AtDesk, change: PlanChange, keys: Sequence[str], kind: str, problems: Sequence[Problem]) -> Page:
    wrong, typed = said(asked, problems), asked.request.POST.getlist("became")
    listing = f"list-{kind}" if kind else ""
    told = {
        "change": change,
        "kind": kind,
        "leaving": [(key, references.title(row_of((), kind, key).cells, asked.language)) for key in keys]
        if kind
        else [],
        "ways": list(HEIRS),
        "closing": asked.typed.get("closing", "merged" if len(keys) > 1 else ""),
        "became": [*typed, *[""] * ROOM][:ROOM],
        "lists": {listing: references.listed(asked, listing)} if listing else {},
        "listing": listing,
        "wrong": wrong,
        "wrong_at": dict(wrong),
    }
    title = asked.voice.tell(SUBJECT, "leave")
    return Page("desk/plan/leave.html", title, SUBJECT, told, REFUSED if problems else 200)
