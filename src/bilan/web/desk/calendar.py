"""The calendar: what is late and what is due, with whom, and a reminder for each by one button."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import reminding
from bilan.acts.matters import SORTS, Looking, Matter, matters
from bilan.report import figures
from bilan.web.asked import NotFound
from bilan.web.desk import choosing, door
from bilan.web.desk.awaited import asker
from bilan.web.desk.door import AtDesk, Page, page, post

SUBJECT = "desk_calendar"


@page("see")
def calendar(asked: AtDesk) -> Page:
    """Show what is late, due this week and due within thirty days."""
    given = asked.request.GET.get("sort", "")
    sort = given if given in SORTS else ""
    chosen = choosing.choose(asked, sort=sort)
    looking = choosing.looking(asked, chosen)
    found = matters(looking)
    shown = [one for one in found if not sort or one.sort == sort]
    told = {
        "chosen": chosen,
        "groups": list(asker(looking, asked).groups(shown)),
        "sorts": list(_sorts(asked, found, sort)),
        "why": [] if shown else list(why_nothing(asked, looking)),
        "here": asked.request.get_full_path(),
    }
    return Page("desk/calendar/calendar.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _sorts(asked: AtDesk, found: Sequence[Matter], sort: str) -> Iterator[tuple[str, str, int, bool]]:
    """Give the filters by sort: code, address, how many, whether it is chosen."""
    for one in ("", *SORTS):
        count = sum(1 for each in found if not one or each.sort == one)
        yield one or "all", choosing.query(asked, sort=one), count, one == sort


def why_nothing(asked: AtDesk, looking: Looking) -> Iterator[str]:
    """Explain why nothing is due: what somebody looks after, what comes next, what has no rhythm."""
    voice, where = asked.voice, list(places(asked))
    told = {"places": voice.say("comma").join(where)}
    yield voice.tell(SUBJECT, "why.places" if where else "why.all", **told)
    held, values = looking.condition()
    rows = looking.view.pick("due", held, values)
    coming = [row["due_on"] for row in rows if row["state"] in {"not_due", "due"}]
    code = "next" if coming else "no_next" if rows else "no_indicator"
    yield voice.tell(SUBJECT, f"why.{code}", day=voice.day(min(coming, default=None)))
    silent = sum(1 for row in rows if row["state"] == "no_rhythm")
    if silent:
        things = len({(row["indicator"], row["subject"], row["region"]) for row in rows})
        yield voice.tell(SUBJECT, "why.no_rhythm", count=voice.number(silent), of=voice.number(things))


def places(asked: AtDesk) -> Iterator[str]:
    """Name the parties, branches and regions to which the roles of whoever looks are bound."""
    grants = asked.person.account.grants.filter(ended_at=None).prefetch_related("scopes")
    for one in (scope for grant in grants for scope in grant.scopes.all()):
        is_region = one.sort == "region"
        names = asked.view.names
        yield asked.voice.label("region", one.key) if is_region else figures.name_of(asked.voice, one.key, names)


@post("remind")
def remind(asked: AtDesk, ident: str) -> HttpResponseBase:
    """Remind whoever is to act on one matter."""
    reached = replace(Looking(asked.person, asked.view), act="remind")
    found = next((one for one in matters(reached) if one.ident == ident), None)
    if found is None:
        raise NotFound("no_page", path=asked.request.path)
    count = reminding.remind(asked.person, found, asked.view, at=asked.at)
    known = reminding.answering(found, reminding.reporters())
    asked.tell(f"{SUBJECT}:{'reminded' if count else 'reminded.already' if known else 'nobody'}", count=count)
    return door.back(asked.request, "calendar")


urls: list[URLPattern] = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/<slug:ident>/remind/", remind, name="remind"),
]
