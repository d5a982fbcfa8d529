"""One change: its heading, its rows with what they move, all that would come of it, and what can be done with it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase

from bilan.acts import plan
from bilan.acts.papers import OPEN, SUBMITTED, Overtaken
from bilan.acts.plan_effects import Considered, consider
from bilan.acts.plan_heading import Heading
from bilan.acts.plan_rows import rows_of
from bilan.store.desk.models import PlanChange
from bilan.terms.problems import Problem
from bilan.web.desk.door import AtDesk, Page, page, post, to
from bilan.web.desk.plan import telling, weighing
from bilan.web.desk.plan.found import REFUSED, SUBJECT, found, overtaken, own, version, view_of


@page("change_plan")
def change(asked: AtDesk, change: str) -> Page:
    """Show a change."""
    return shown(asked, found(asked, change))


@post("change_plan")
def take_out(asked: AtDesk, change: str) -> Page | HttpResponseBase:
    """Take a row out."""
    mine = own(asked, change)
    try:
        plan.take_out(asked.person, mine, asked.typed.get("key", ""), version=version(asked), at=asked.at)
    except Overtaken:
        return overtaken(asked, change)
    return to("plan_change", change=change)


@post("change_plan")
def drop(asked: AtDesk, change: str) -> Page | HttpResponseBase:
    """Give a change up."""
    mine = own(asked, change)
    try:
        plan.drop(asked.person, mine, version=version(asked), at=asked.at)
    except Overtaken:
        return overtaken(asked, change)
    asked.tell(f"{SUBJECT}:dropped")
    return to("plan")


@post("change_plan")
def propose(asked: AtDesk, change: str) -> Page | HttpResponseBase:
    """Propose a change, if nothing keeps it back."""
    mine = own(asked, change)
    view = view_of(asked, mine)
    try:
        problems = plan.propose(asked.home, asked.person, mine, view, version=version(asked), at=asked.at)
    except Overtaken:
        return overtaken(asked, change)
    if problems:
        return shown(asked, mine, status=REFUSED)
    asked.tell(f"{SUBJECT}:proposed")
    return to("plan_change", change=change)


def shown(
    asked: AtDesk, one: PlanChange, *, status: int = 200, problems: Sequence[Problem] = (), moved: bool = False
) -> Page:
    """Return the page of a change; while it is open or proposed, with what would come of it."""
    is_live = one.state in (*OPEN, SUBMITTED)
    considered = consider(view_of(asked, one), one, at=asked.at) if is_live and one.rows else None
    mine = one.author_id == asked.person.account.pk
    told = {
        "change": one,
        "heading": Heading.of(one),
        "rows": telling.lines(asked, one, considered),
        "is_open": mine and one.state in OPEN,
        "may_decide": not mine and one.state == SUBMITTED and asked.person.may("approve_plan"),
        "moved": moved,
        "general": telling.general(asked, considered, problems),
        **_effects(asked, one, considered),
    }
    return Page("desk/plan/change.html", one.title, SUBJECT, told, status)


def _effects(asked: AtDesk, one: PlanChange, considered: Considered | None) -> dict[str, Any]:
    if considered is None or considered.foreseen is None:
        return {"effects": None}
    foreseen = considered.foreseen
    return {
        "effects": weighing.effects(asked, foreseen, rows_of(one)),
        "digest": foreseen.digest,
        "cut": foreseen.after.cut,
        "is_clean": considered.is_clean,
    }
