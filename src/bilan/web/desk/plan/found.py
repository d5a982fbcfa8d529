"""A change in somebody's hands: found within their reach, at the version they saw, on the days it speaks of."""

from collections.abc import Sequence
from typing import Any, Final

from bilan.acts import plan
from bilan.acts.papers import OPEN
from bilan.report.view import View
from bilan.store.desk.models import PlanChange
from bilan.terms.days import first_day, last_day
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, Page

SUBJECT: Final = "desk_plan"
REFUSED, CONFLICT = 422, 409
VERSION_LONGEST: Final = 9


def found(asked: AtDesk, change: str) -> PlanChange:
    """Return a change; of one that lies elsewhere nobody learns that it is there."""
    one = plan.visible(asked.person).filter(pk=change).first()
    if one is None:
        raise NotFound("page")
    return one


def own(asked: AtDesk, change: str) -> PlanChange:
    """Return a change of one's own that may still be worked on."""
    one = found(asked, change)
    if one.author_id != asked.person.account.pk or one.state not in OPEN:
        raise NotFound("page")
    return one


def version(asked: AtDesk) -> int:
    """Return the version that was seen."""
    text = asked.typed.get("version", "")
    return int(text) if text.isdecimal() and len(text) < VERSION_LONGEST else 0


def view_of(asked: AtDesk, change: PlanChange) -> View:
    """Return the view on which effects are told: of the days asked for, but not before the change is in force."""
    in_force, decided = first_day(change.in_force_day), last_day(change.decided_day)
    as_of = max(asked.as_of, in_force or asked.as_of)
    return asked.view_on(as_of, max(asked.known_on, as_of, decided or as_of))


def said(asked: AtDesk, problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Return problems in the reader's language, each with the field it concerns."""
    return [(one.place.column or "", asked.voice.tell("problems", one.code, **values(asked, one))) for one in problems]


def values(asked: AtDesk, problem: Problem) -> dict[str, Any]:
    """Return the values that fill the sentence of a problem, codes by their labels."""
    told: dict[str, Any] = dict(problem.values)
    if "closing" in told:
        told["closing"] = asked.voice.label("closing", told["closing"])
    return told


def overtaken(asked: AtDesk, change: str) -> Page:
    """Tell that somebody was quicker, and lead to the change as it is now."""
    told = {"change": change}
    return Page("desk/plan/overtaken.html", asked.voice.tell(SUBJECT, "overtaken"), SUBJECT, told, status=CONFLICT)
