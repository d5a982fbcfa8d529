"""Tokens of one's own programs: made and shown once, listed with their last use, revoked."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import tokens
from bilan.acts.tokens import Made
from bilan.store.desk.models import Token
from bilan.terms.problems import Problem
from bilan.web.desk.door import AtDesk, Page, form, post, to

SUBJECT: Final = "desk_tokens"
MADE, REFUSED = 201, 422
# What is proposed where nobody says.
USUAL: Final = timedelta(days=90)


@form("use_token", surely=True)
def own(asked: AtDesk) -> Page:
    """List the tokens of whoever looks, and make one: its text stands on this page alone."""
    if asked.request.method != "POST":
        return _page(asked, Made())
    made = tokens.make(
        asked.person, name=asked.typed.get("name", ""), role=asked.typed.get("role", ""),
        acts=asked.request.POST.getlist("acts"), expires_on=_day(asked.typed.get("expires_on", "")), at=asked.at,
    )  # fmt: skip
    return _page(asked, made)


@post("use_token")
def revoke(asked: AtDesk, token: int) -> HttpResponseBase:
    """Revoke a token."""
    if tokens.revoke(asked.person, token, at=asked.at):
        asked.tell(f"{SUBJECT}:revoked")
    return to("tokens")


def _page(asked: AtDesk, made: Made) -> Page:
    roles = tokens.roles_for(asked.person)
    kept = asked.typed if made.problems else {}
    told = {
        "made": made,
        "tokens": Token.objects.filter(account=asked.person.account).order_by("-made_at", "-pk"),
        "roles": roles,
        "offered": list(dict.fromkeys(act for role in roles for act in tokens.acts_for(role))),
        "chosen": asked.request.POST.getlist("acts") if made.problems else ["see"],
        "name": kept.get("name", ""),
        "role": kept.get("role", roles[0] if roles else ""),
        "expires_on": kept.get("expires_on", (asked.at.date() + USUAL).isoformat()),
        "last": (asked.at.date() + tokens.LONGEST).isoformat(),
        "now": asked.at,
        **_said(asked, made.problems),
    }
    status = MADE if made.token else REFUSED if made.problems else 200
    return Page("desk/tokens/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told, status)


def _said(asked: AtDesk, problems: Sequence[Problem]) -> dict[str, object]:
    said = [(one.place.column or "name", asked.voice.tell("problems", one.code, **one.values)) for one in problems]
    return {"wrong": said, "wrong_at": dict(said)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


urls: list[URLPattern] = [
    path("tokens/", own, name="tokens"),
    path("tokens/<int:token>/revoke/", revoke, name="revoke_token"),
]
