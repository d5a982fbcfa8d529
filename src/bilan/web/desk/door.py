"""The door of the desk: who asks, whether they may, in which language; then the page, or why there is none."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Final, TypeVar

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bilan.acts.access import Forbidden, Person, person
from bilan.config.home import Home, opened_home
from bilan.report.voice import Voice
from bilan.tables.editions import EditionMissing
from bilan.terms.days import NotADay, span
from bilan.web import editions
from bilan.web.addresses import Address
from bilan.web.asked import Asked, NotFound, Refused
from bilan.web.desk.context import language_of

LOG: Final = logging.getLogger("bilan.desk")
# Where somebody makes a second factor; nothing else of the desk opens to a writer before.
SECOND_FACTOR: Final = "mfa_index"
DATES: Final = ("as_of", "known_on")
READS: Final = frozenset({"GET", "HEAD"})


@dataclass
class AtDesk(Asked):
    """A question to the desk: as one to the site, on the newest edition, with who asks and how."""

    person: Person = field(kw_only=True)
    request: HttpRequest = field(kw_only=True)
    home: Home = field(kw_only=True)
    at: datetime = field(kw_only=True)

    @property
    def typed(self) -> Mapping[str, str]:
        """Return the fields of the form that was sent."""
        return self.request.POST.dict()

    def tell(self, code: str, **values: object) -> None:
        """Say something at the head of the next page: a sentence of the word list `desk`, or ``subject:code``."""
        from django.contrib import messages

        subject, colon, rest = code.partition(":")
        said = self.voice.tell(subject, rest, **values) if colon else self.voice.tell("desk", code, **values)
        messages.info(self.request, said)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the desk: its title, its template, the word list it speaks from, what it tells."""

    template: str
    title: str
    subject: str
    told: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


Answer = Page | HttpResponseBase
View = Callable[..., HttpResponseBase]
Made = TypeVar("Made", bound=Callable[..., Answer])


def page(act: str, *, methods: frozenset[str] = READS, surely: bool = False) -> Callable[[Callable[..., Answer]], View]:
    """Make a view of a function: it is given an `AtDesk` of a person who may do `act`, and the parts of the path.

    Whoever is not signed in is sent to do so, a writer without a second factor to make one. What the function raises as
    `Forbidden`, `NotFound` or `Refused` becomes a page that says so. What must come from the person `surely`, and not
    from whoever found the desk open, is taken after a password or a code of a few minutes ago.
    """

    def made(make: Callable[..., Answer]) -> View:
        @wraps(make)
        def view(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
            if request.method not in methods:
                return HttpResponseNotAllowed(sorted(methods))
            who = person(request.user)
            if who.writes and not is_mfa_enabled(request.user):
                return HttpResponseRedirect(reverse(SECOND_FACTOR))
            return _explained(request, lambda: _shown(request, who, act, make, parts))

        # So that the tests can ask each page for what it wants.
        view.act, view.methods = act, methods  # type: ignore[attr-defined]
        return reauthentication_required(view, enabled=_sends) if surely else view

    return made


def form(act: str, *, surely: bool = False) -> Callable[[Callable[..., Answer]], View]:
    """Make a view of a function that shows a form and takes what was sent."""
    return page(act, methods=READS | {"POST"}, surely=surely)


def post(act: str, *, surely: bool = False) -> Callable[[Callable[..., Answer]], View]:
    """Make a view of a function that only takes what was sent."""
    return page(act, methods=frozenset({"POST"}), surely=surely)


def _sends(request: HttpRequest) -> bool:
    return request.method not in READS and request.user.is_authenticated


def to(name: str, **parts: object) -> HttpResponseRedirect:
    """Send the reader to a page of the desk, so that what was sent is not sent again."""
    return HttpResponseRedirect(reverse(f"desk:{name}", kwargs=parts))


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Send the reader where the form says, if that lies here."""
    wanted = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if here else reverse(f"desk:{otherwise}"))


def _shown(
    request: HttpRequest, who: Person, act: str, make: Callable[..., Answer], parts: Mapping[str, Any]
) -> HttpResponseBase:
    who.demand(act)
    asked = _asked(request, who)
    answer = make(asked, **parts)
    if not isinstance(answer, Page):
        return answer
    told = {**answer.told, "asked": asked, "voice": asked.voice, "shown": answer, "subject": answer.subject}
    return render(request, answer.template, {**told, "person": who}, status=answer.status)


def _asked(request: HttpRequest, who: Person) -> AtDesk:
    edition, stamp = editions.find(editions.current())
    at = datetime.now(UTC)
    as_of, known_on = (_day(request.GET.get(name, ""), at.date()) for name in DATES)
    return AtDesk(
        Address(who.account.language), edition, stamp, as_of, known_on, at.date(),
        person=who, request=request, home=opened_home(), at=at,
    )  # fmt: skip


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        last = span(text).last
    except NotADay as malformed:
        raise Refused("not_a_day", day=text) from malformed
    if last is None:
        raise Refused("not_a_day", day=text)
    return last


def _explained(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return answer()
    except Forbidden as no:
        return wrong(request, "forbidden", 403, act=no.act)
    except NotFound:
        return wrong(request, "not_found", 404)
    except Refused as refused:
        return wrong(request, "refused", 400, day=refused.values.get("day", ""))
    except EditionMissing:
        return wrong(request, "nothing_published", 404)
    except Exception:
        LOG.exception("the page %s could not be made", request.path)
        return wrong(request, "failed", 500)


def wrong(request: HttpRequest, code: str, status: int, **values: str) -> HttpResponse:
    """Tell as a page of the desk what went wrong, why, and where to go from here."""
    voice = Voice(language_of(request))
    if "act" in values:
        values["act"] = voice.label("act", values["act"])
    told = {
        "title": voice.tell("desk", f"wrong.{code}"),
        "why": voice.tell("desk", f"wrong.{code}.why", **values),
        "voice": voice,
        "subject": "desk",
        "status": status,
    }
    return render(request, "desk/wrong.html", told, status=status)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell that a form did not come from a page of the desk, or from one that was open for too long."""
    LOG.warning("a form for %s was refused: %s", request.path, reason)
    return wrong(request, "form", 403)
