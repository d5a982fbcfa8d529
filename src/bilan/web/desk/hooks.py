"""Webhooks: made with a secret that is shown once, listed with their calls, ended; a call is sent again."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import hooks
from bilan.acts.events import EVENTS
from bilan.acts.hooks import Made
from bilan.report.voice import Voice
from bilan.store.desk.models import Delivery, Hook
from bilan.terms.codes import code_list
from bilan.web.desk.door import AtDesk, Page, form, post, to

SUBJECT: Final = "desk_hooks"
MADE, REFUSED = 201, 422
MOST: Final = 100


@form("hook")
def listed(asked: AtDesk) -> Page:
    """List the hooks and the last calls, and make a hook: its secret stands on this page alone."""
    if asked.request.method != "POST":
        return _page(asked, Made())
    events = asked.request.POST.getlist("events")
    return _page(asked, hooks.add(asked.person, asked.typed.get("address", ""), events, at=asked.at))


@post("hook")
def end(asked: AtDesk, hook: str) -> HttpResponseBase:
    """End a hook."""
    hooks.end(asked.person, hook, at=asked.at)
    asked.tell(f"{SUBJECT}:ended")
    return to("hooks")


@post("hook")
def again(asked: AtDesk, delivery: str) -> HttpResponseBase:
    """Send a call again."""
    done = hooks.again(asked.person, delivery, at=asked.at)
    asked.tell(f"{SUBJECT}:again.done" if done else f"{SUBJECT}:again.gone")
    return to("hooks")


def _page(asked: AtDesk, made: Made) -> Page:
    said = [(one.place.column, asked.voice.tell("problems", one.code, **one.values)) for one in made.problems]
    told = {
        "made": made,
        "hooks": Hook.objects.order_by("ended_at", "-made_at"),
        "calls": list(_calls(asked.voice)),
        "events": EVENTS,
        "chosen": asked.request.POST.getlist("events") if made.problems else list(EVENTS),
        "address": asked.typed.get("address", "") if made.problems else "",
        "wrong": said,
        "wrong_at": dict(said),
    }
    status = MADE if made.hook else REFUSED if made.problems else 200
    return Page("desk/hooks/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told, status)


def _calls(voice: Voice) -> Iterator[dict[str, Any]]:
    """Give the last calls, each with where it stands and what was answered."""
    for one in Delivery.objects.select_related("hook").order_by("-made_at", "-pk")[:MOST]:
        known = one.failure in code_list("call_failure")
        why = voice.label("call_failure", one.failure) if known else one.failure
        yield {"call": one, "state": hooks.state_of(one), "answer": one.status or why or ""}


urls: list[URLPattern] = [
    path("hooks/", listed, name="hooks"),
    path("hooks/<str:hook>/end/", end, name="end_hook"),
    path("hooks/calls/<str:delivery>/again/", again, name="send_again"),
]
