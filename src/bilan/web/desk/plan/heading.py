"""The heading of a change: title, reason, authority and days."""

import secrets
from collections.abc import Sequence

from django.http import HttpResponseBase

from bilan.acts import plan
from bilan.acts.papers import Overtaken
from bilan.acts.plan_heading import Heading
from bilan.store.desk.models import PlanChange
from bilan.terms.codes import code_list
from bilan.terms.problems import Problem
from bilan.web.desk.door import AtDesk, Page, form, to
from bilan.web.desk.plan.found import REFUSED, SUBJECT, overtaken, own, said, version

TOKEN_LONGEST = 48


@form("change_plan")
def new(asked: AtDesk) -> Page | HttpResponseBase:
    """Ask for the heading of a new change; the same form sent twice makes one."""
    if asked.request.method != "POST":
        today = asked.at.date().isoformat()
        return _page(asked, Heading(decided_day=today, in_force_day=today), token=secrets.token_urlsafe(16))
    heading, token = Heading.of(asked.typed), asked.typed.get("token", "")[:TOKEN_LONGEST]
    if problems := heading.problems(asked.at.date()):
        return _page(asked, heading, problems, token=token)
    made = plan.begin(asked.person, heading, at=asked.at, origin=f"form:{token}" if token else None)
    return to("plan_change", change=made.pk)


@form("change_plan")
def restate(asked: AtDesk, change: str) -> Page | HttpResponseBase:
    """Change the heading of a change of one's own."""
    mine = own(asked, change)
    if asked.request.method != "POST":
        return _page(asked, Heading.of(mine), change=mine)
    heading = Heading.of(asked.typed)
    if problems := heading.problems(asked.at.date()):
        return _page(asked, heading, problems, change=mine)
    try:
        plan.restate(asked.person, mine, heading, version=version(asked), at=asked.at)
    except Overtaken:
        return overtaken(asked, change)
    return to("plan_change", change=change)


def _page(
    asked: AtDesk,
    heading: Heading,
    problems: Sequence[Problem] = (),
    *,
    token: str = "",
    change: PlanChange | None = None,
) -> Page:
    wrong = said(asked, problems)
    told = {
        "heading": heading, "token": token, "change": change, "wrong": wrong, "wrong_at": dict(wrong),
        "reasons": list(code_list("reason")),
    }  # fmt: skip
    title = asked.voice.tell(SUBJECT, "heading" if change else "new")
    return Page("desk/plan/heading.html", title, SUBJECT, told, REFUSED if problems else 200)
