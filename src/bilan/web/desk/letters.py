"""Letters: those that could not go, for an administrator; and the way out of the weekly summary, without signing in."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from bilan.acts import post as outbox
from bilan.acts.letters import stopped_by
from bilan.report.voice import Voice
from bilan.store.desk.models import Account
from bilan.web.desk import door
from bilan.web.desk.door import AtDesk, Page, page, post

SUBJECT: Final = "desk_letters"
MOST: Final = 200


@page("grant")
def letters(asked: AtDesk) -> Page:
    """Show the letters that wait and those that were given up, with what kept them."""
    told = {
        "failed": outbox.given_up().order_by("-made_at")[:MOST],
        "waiting": outbox.waiting().order_by("next_at")[:MOST],
    }
    return Page("desk/letters/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


@post("grant")
def again(asked: AtDesk) -> HttpResponseBase:
    """Let the letters that were given up be tried anew."""
    count = outbox.try_again(asked.at)
    asked.tell(f"{SUBJECT}:again.done", count=asked.voice.number(count))
    return door.to("letters")


def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the summary shall stop; sent as a form, or by a program in one click (RFC 8058), it stops."""
    account = stopped_by(token)
    if account is None:
        return door.wrong(request, "not_found", 404)
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method == "POST":
        Account.objects.filter(pk=account.pk).update(wants_digest=False)
    voice = Voice(account.language)
    told = {"voice": voice, "subject": SUBJECT, "title": voice.tell(SUBJECT, "stop"), "done": request.method == "POST"}
    return render(request, "desk/letters/stop.html", told)


# So that whoever walks the addresses of the desk knows that this one asks for no right but its token.
stop.act = None  # type: ignore[attr-defined]

urls: list[URLPattern] = [
    path("letters/", letters, name="letters"),
    path("letters/again/", again, name="letters_again"),
    path("letters/stop/<str:token>/", csrf_exempt(stop), name="letter_stop"),
]
