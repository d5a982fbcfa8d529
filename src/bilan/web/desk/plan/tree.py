"""The tree of the plan: as it stands, to be changed where a change is open; and what does not fit in it."""

from itertools import groupby
from typing import Any, Final

from bilan.acts import plan
from bilan.acts.papers import OPEN, SUBMITTED
from bilan.report.sheets import plan_tree as sheet
from bilan.store.desk.models import PlanChange
from bilan.web.desk.door import AtDesk, Page, page
from bilan.web.desk.plan.found import SUBJECT, own

LISTED: Final = 50


@page("change_plan")
def tree(asked: AtDesk) -> Page:
    """Show the tree of the plan, and the changes under way."""
    wanted = asked.request.GET.get("change", "")
    told = {
        "branches": sheet.tree(asked.view),
        "closed": sheet.closed(asked.view),
        "checks": len(sheet.checks(asked.view)),
        "change": own(asked, wanted) if wanted else None,
        **_changes(asked),
    }
    return Page("desk/plan/tree.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _changes(asked: AtDesk) -> dict[str, list[PlanChange]]:
    those = plan.visible(asked.person).order_by("-changed_at")
    return {
        "mine": list(those.filter(author=asked.person.account, state__in=OPEN)[:LISTED]),
        "proposed": list(those.filter(state=SUBMITTED)[:LISTED]),
        "decided": list(those.exclude(state__in=(*OPEN, SUBMITTED))[:LISTED]),
    }


@page("change_plan")
def checks(asked: AtDesk) -> Page:
    """List what does not fit in the tree or is missing, by what it is."""
    found = sorted(sheet.checks(asked.view), key=lambda one: one.code)
    groups: list[tuple[str, list[Any]]] = [(code, list(those)) for code, those in groupby(found, lambda one: one.code)]
    return Page("desk/plan/checks.html", asked.voice.tell(SUBJECT, "checks"), SUBJECT, {"groups": groups})
