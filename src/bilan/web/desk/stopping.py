"""The way out of the weekly summary: by a signed address, without signing in, as readers' programs ask for it."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from bilan.acts.letters import stopped_by
from bilan.report.voice import Voice
from bilan.store.desk.models import Account
from bilan.web.desk import door

SUBJECT = "desk_letters"


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
