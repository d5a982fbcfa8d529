"""The accounts of the desk: who they are, what they may do and where, who gave it and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from allauth.mfa.models import Authenticator
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import granting, people
from bilan.acts.granting import Given, OwnRole
from bilan.acts.people import Invited
from bilan.acts.rights import ACTS, READING, ROLES, SORTS
from bilan.config.declared import read_setting
from bilan.report import figures
from bilan.store.desk.models import Account
from bilan.terms.codes import code_list
from bilan.terms.languages import LANGUAGES
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk.door import AtDesk, Page, form, page, post, to

SUBJECT: Final = "desk_people"
REFUSED: Final = 422


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where a role may hold, as a form offers it."""

    sort: str
    key: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An account in the list: its roles in force, and whether it has a second factor where it needs one."""

    account: Account
    given: Sequence[Given]
    has_factor: bool

    @property
    def lacks_factor(self) -> bool:
        """Tell whether the desk is still closed to it."""
        return not self.has_factor and any(one.role not in READING for one in self.given)


@page("grant")
def everybody(asked: AtDesk) -> Page:
    """List the accounts, those in use first."""
    secured = set(Authenticator.objects.values_list("user_id", flat=True))
    lines = [
        Line(one, [*granting.held(one).values()], one.pk in secured)
        for one in Account.objects.order_by("-is_active", "name", "pk")
    ]
    told = {"lines": lines, "no_address": not read_setting("BILAN_ADDRESS")}
    return Page("desk/people/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


@form("grant", surely=True)
def invite(asked: AtDesk) -> Page | HttpResponseBase:
    """Show the form of an invitation, and take it."""
    if asked.request.method != "POST":
        return _form(asked, Invited("", "", "", language=asked.voice.language), Given(""))
    typed = asked.typed
    whom = Invited(
        typed.get("email", "").strip(), typed.get("name", "").strip(), typed.get("signs_as", "").strip(),
        typed.get("speaks_for") or None, typed.get("language", ""),
    )  # fmt: skip
    given = _given(asked)
    welcome = people.invite(asked.person, whom, [given], at=asked.at)
    if welcome.account is None:
        return _form(asked, whom, given, welcome.problems)
    asked.tell(f"{SUBJECT}:invited", email=welcome.account.email)
    return to("account", account=welcome.account.pk)


@page("grant")
def one(asked: AtDesk, account: int) -> Page:
    """Show an account."""
    return _one(asked, _find(account), Given(""))


@post("grant", surely=True)
def give(asked: AtDesk, account: int) -> Page | HttpResponseBase:
    """Give a role."""
    found, given = _find(account), _given(asked)
    try:
        problems = granting.give(asked.person, found, given, at=asked.at)
    except OwnRole as own:
        problems = (own.problem,)
    if problems:
        return _one(asked, found, given, problems)
    asked.tell(f"{SUBJECT}:given")
    return to("account", account=account)


@post("grant")
def end(asked: AtDesk, account: int, grant: int) -> HttpResponseBase:
    """End a role."""
    done = granting.end(asked.person, _find(account), grant, at=asked.at)
    asked.tell(f"{SUBJECT}:ended" if done else f"{SUBJECT}:last_administrator")
    return to("account", account=account)


@post("grant")
def close(asked: AtDesk, account: int) -> HttpResponseBase:
    """Close an account."""
    done = people.close(asked.person, _find(account), at=asked.at)
    asked.tell(f"{SUBJECT}:closed" if done else f"{SUBJECT}:last_administrator")
    return to("account", account=account)


@post("grant", surely=True)
def open_again(asked: AtDesk, account: int) -> HttpResponseBase:
    """Open a closed account again."""
    people.open_again(asked.person, _find(account), at=asked.at)
    asked.tell(f"{SUBJECT}:opened")
    return to("account", account=account)


@post("grant", surely=True)
def renew(asked: AtDesk, account: int) -> HttpResponseBase:
    """Let somebody begin anew who has lost the second factor."""
    people.renew(asked.person, _find(account), at=asked.at)
    asked.tell(f"{SUBJECT}:renewed")
    return to("account", account=account)


def _find(account: int) -> Account:
    found = Account.objects.filter(pk=account).first()
    if found is None:
        raise NotFound("page")
    return found


def _given(asked: AtDesk) -> Given:
    sent = asked.request.POST
    return Given(sent.get("role", ""), tuple((sort, key) for sort in SORTS for key in sent.getlist(sort)))


def _form(asked: AtDesk, whom: Invited, given: Given, problems: Sequence[Problem] = ()) -> Page:
    told = {"whom": whom, **_offered(asked, given), **_said(asked, problems), "languages_spoken": LANGUAGES}
    return Page(
        "desk/people/invite.html", asked.voice.tell(SUBJECT, "invite"), SUBJECT, told, REFUSED if problems else 200
    )


def _one(asked: AtDesk, account: Account, given: Given, problems: Sequence[Problem] = ()) -> Page:
    told = {
        "account": account,
        "held": granting.held(account),
        "history": people.history(account),
        "is_self": account.pk == asked.person.account.pk,
        "signs_on": people.signs_on(account),
        **_offered(asked, given),
        **_said(asked, problems),
    }
    return Page("desk/people/account.html", account.name, SUBJECT, told, REFUSED if problems else 200)


def _offered(asked: AtDesk, given: Given) -> dict[str, object]:
    """Return what the form of a role offers: the roles with their acts, and the places."""
    acts = {role: [act for act, roles in ACTS.items() if role in roles] for role in ROLES}
    choices = list(_choices(asked, set(given.scopes)))
    places = {sort: [one for one in choices if one.sort == sort] for sort in SORTS}
    return {"given": given, "acts": acts, "places": places}


def _choices(asked: AtDesk, chosen: set[tuple[str, str]]) -> Iterator[Choice]:
    for sort in ("party", "node"):
        for row in asked.view.rows(f"SELECT key FROM {sort} ORDER BY key", reads=(sort,)):  # noqa: S608 - our own names
            title = figures.name_of(asked.voice, row["key"], asked.view.names)
            yield Choice(sort, row["key"], title, (sort, row["key"]) in chosen)
    for key in code_list("region"):
        yield Choice("region", key, asked.voice.label("region", key), ("region", key) in chosen)


def _said(asked: AtDesk, problems: Sequence[Problem]) -> dict[str, object]:
    """Return what is wrong, by field and all together."""
    said = [(one.place.column or "role", asked.voice.tell("problems", one.code, **one.values)) for one in problems]
    return {"wrong": said, "wrong_at": dict(reversed(said))}


urls: list[URLPattern] = [
    path("people/", everybody, name="people"),
    path("people/new/", invite, name="invite"),
    path("people/<int:account>/", one, name="account"),
    path("people/<int:account>/roles/", give, name="give_role"),
    path("people/<int:account>/roles/<int:grant>/end/", end, name="end_role"),
    path("people/<int:account>/close/", close, name="close_account"),
    path("people/<int:account>/open/", open_again, name="open_account"),
    path("people/<int:account>/renew/", renew, name="renew_account"),
]
