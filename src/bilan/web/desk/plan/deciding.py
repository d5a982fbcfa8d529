"""Decide on a change of somebody else: approve what was seen, or send it back with words."""

from django.http import HttpResponseBase

from bilan.acts import plan_deciding
from bilan.acts.papers import Overtaken, OwnWork
from bilan.acts.plan_deciding import Decision, EffectsMoved
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, Page, post, to
from bilan.web.desk.plan.changing import shown
from bilan.web.desk.plan.found import CONFLICT, REFUSED, SUBJECT, found, overtaken, version, view_of

LONGEST = 4_000


@post("approve_plan")
def approve(asked: AtDesk, change: str) -> Page | HttpResponseBase:
    """Approve a change, if what would come of it is what was seen."""
    one = found(asked, change)
    decision = Decision(asked.person, one, version(asked), asked.at)
    try:
        done = plan_deciding.approve(asked.home, decision, view_of(asked, one), effects=asked.typed.get("effects", ""))
    except EffectsMoved:
        return shown(asked, one, status=CONFLICT, moved=True)
    except Overtaken:
        return overtaken(asked, change)
    except OwnWork as mine:
        raise NotFound("page") from mine
    if done.problems:
        return shown(asked, one, status=REFUSED, problems=done.problems)
    asked.tell(f"{SUBJECT}:approved", count=asked.voice.number(len(done.done.entries)))
    return to("plan_change", change=change)


@post("approve_plan")
def send_back(asked: AtDesk, change: str) -> Page | HttpResponseBase:
    """Send a change back to its author."""
    one, words = found(asked, change), asked.typed.get("words", "").strip()[:LONGEST]
    decision = Decision(asked.person, one, version(asked), asked.at)
    try:
        problems = plan_deciding.send_back(asked.home, decision, words=words)
    except Overtaken:
        return overtaken(asked, change)
    except OwnWork as mine:
        raise NotFound("page") from mine
    if problems:
        return shown(asked, one, status=REFUSED, problems=problems)
    asked.tell(f"{SUBJECT}:returned")
    return to("plan_change", change=change)
