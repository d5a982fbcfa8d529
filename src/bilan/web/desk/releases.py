"""What is public of the ledger, what awaits publication; publish now, or freeze an edition so that it can be cited."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import releases
from bilan.acts.publishing import NothingToPublish
from bilan.acts.releases import Listed
from bilan.config.declared import read_setting
from bilan.store.desk.models import Release
from bilan.terms.problems import Problem
from bilan.web.addresses import Address
from bilan.web.desk.door import AtDesk, Page, form, post, to

SUBJECT: Final = "desk_releases"
REFUSED: Final = 422


@form("publish")
def listing(asked: AtDesk) -> Page | HttpResponseBase:
    """Show how the ledger stands beside its newest edition; freeze it under the title that was sent."""
    if asked.request.method != "POST":
        return _page(asked)
    title, note = (asked.typed.get(name, "").strip() for name in ("title", "note"))
    if problems := releases.problems(title, note):
        return _page(asked, problems)
    return _released(asked, title, note or None)


@post("publish")
def publish(asked: AtDesk) -> HttpResponseBase:
    """Publish the ledger as it stands."""
    return _released(asked, None, None)


def _released(asked: AtDesk, title: str | None, note: str | None) -> HttpResponseBase:
    try:
        made = releases.release(asked.home, asked.person, title=title, note=note, at=asked.at)
    except NothingToPublish:
        asked.tell(f"{SUBJECT}:nothing")
        return to("releases")
    code = "later" if made is None else "frozen" if title else "published"
    asked.tell(f"{SUBJECT}:{code}", title=title or "")
    return to("releases")


def _page(asked: AtDesk, problems: Sequence[Problem] = ()) -> Page:
    wrong = [(one.place.column or "title", asked.voice.tell("problems", one.code, **one.values)) for one in problems]
    told = {
        "standing": releases.standing(),
        "listed": [(one, _frozen(asked, one)) for one in releases.listed()],
        "by_hand": read_setting("BILAN_RELEASE") != "auto",
        "typed": asked.typed if problems else {},
        "wrong": wrong,
        "wrong_at": dict(wrong),
    }
    return Page("desk/releases/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told, REFUSED if wrong else 200)


def _frozen(asked: AtDesk, one: Listed) -> list[tuple[Release, str]]:
    """Return the titles under which an edition was frozen, each with the address under which it stays what it is."""
    found = []
    for made in one.releases:
        day = made.made_at.date()
        found.append((made, str(Address(asked.language, "", one.edition.name, day, day))))
    return found


urls: list[URLPattern] = [
    path("releases/", listing, name="releases"),
    path("releases/publish/", publish, name="release_publish"),
]
