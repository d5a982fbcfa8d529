"""The control tower: the first page of the desk. What awaits whoever looks, what moved, where the plan stands."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpResponseBase
from django.urls import URLPattern, path, reverse

from bilan.acts import moving
from bilan.acts.duties import PAGES, Duty, duties
from bilan.acts.matters import Looking, matters
from bilan.report import sentences
from bilan.store.desk.models import Account
from bilan.web.desk import choosing, door
from bilan.web.desk.awaited import asker
from bilan.web.desk.calendar import why_nothing
from bilan.web.desk.door import AtDesk, Page, page, post
from bilan.web.pages.lines import lines
from bilan.web.pages.panorama import standing_of

SUBJECT: Final = "desk_tower"
# So many of each are shown; the page behind each list gives all.
MOST: Final = 8
INDICATORS: Final = """
SELECT key FROM (SELECT i.key, i.node, coalesce(i.owner, n.owner) AS party, i.measured_by, NULL::VARCHAR AS region
                 FROM indicator i LEFT JOIN node n ON n.key = i.node) WHERE {held}
"""


@page("see")
def tower(asked: AtDesk) -> Page:
    """Show what awaits whoever looks, what moved since the last visit, and where the plan stands."""
    chosen = choosing.choose(asked)
    looking = choosing.looking(asked, chosen)
    told = {
        **standing_of(asked),
        "chosen": chosen,
        "todo": list(_todo(asked, looking)),
        **_awaited(asked, looking),
        **_moved(asked, looking),
        **_alerts(asked, looking),
        "digest": asked.person.account.wants_digest,
    }
    branch = looking.chosen.nodes
    told["axes"] = [row for row in told["axes"] if not branch or row["item"] in branch]
    return Page("desk/tower.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _todo(asked: AtDesk, looking: Looking) -> Iterator[tuple[Duty, str, str]]:
    """Give what there is to do, with its sentence and the page on which it is done."""
    for one in duties(asked.person, published=asked.edition.size, chosen=looking.chosen.clause()):
        said = asked.voice.tell(SUBJECT, f"todo.{one.code}", count=asked.voice.number(one.count))
        yield one, said, reverse(f"desk:{PAGES[one.code]}")


def _awaited(asked: AtDesk, looking: Looking) -> dict[str, Any]:
    found, rows = matters(looking), asker(looking, asked)
    late, week = ([one for one in found if one.state == state] for state in ("late", "week"))
    return {
        "late_count": len(late),
        "week_count": len(week),
        "open_count": sum(1 for one in found if one.sort == "recommendation"),
        # What can still be done in time stands first.
        "awaited": [rows.row(one) for one in (*week[:MOST], *late[:MOST])],
        "why": [] if found else list(why_nothing(asked, looking)),
    }


def _moved(asked: AtDesk, looking: Looking) -> dict[str, Any]:
    found = moving.moved(looking, asked.person.account)
    return {
        "since": found.since.date() if found.since else None,
        "moved_count": len(found.numbers),
        "lines": list(lines(asked, found.numbers[:MOST])),
        "moved_numbers": found.numbers,
    }


def _alerts(asked: AtDesk, looking: Looking) -> dict[str, Any]:
    held, values = looking.condition(("party", "measured_by"))
    rows = asked.view.rows(INDICATORS.format(held=held), values, reads=("indicator", "node"))
    within = {row["key"] for row in rows}
    found = [one for one in asked.view.panorama.alerts if one.values.get("indicator") in within]
    said = [(one, sentences.alert(asked.voice, one, asked.view.names)) for one in found[:MOST]]
    return {"alerts": said, "alert_count": len(found)}


@post("see")
def seen(asked: AtDesk) -> HttpResponseBase:
    """Mark all that the tower shows as seen: what comes later has moved since then."""
    size = asked.typed.get("size", "")
    shown = min(int(size), asked.edition.size) if size.isascii() and size.isdigit() else asked.edition.size
    moving.mark_seen(asked.person.account, shown, at=asked.at)
    asked.tell(f"{SUBJECT}:seen.done")
    return door.to("tower")


@post("see")
def digest(asked: AtDesk) -> HttpResponseBase:
    """Let a weekly summary come by letter, or no more."""
    wanted = asked.typed.get("wanted") == "yes"
    Account.objects.filter(pk=asked.person.account.pk).update(wants_digest=wanted)
    asked.tell(f"{SUBJECT}:digest.{'on' if wanted else 'off'}")
    return door.to("tower")


urls: list[URLPattern] = [
    path("", tower, name="tower"),
    path("seen/", seen, name="seen"),
    path("digest/", digest, name="digest"),
]
