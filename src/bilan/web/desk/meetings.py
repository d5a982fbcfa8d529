"""Review meetings: the agenda that the alerts give, what was decided before and now, and all of it on paper."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import meeting as acts
from bilan.acts.meeting import Decision
from bilan.report import figures
from bilan.report.paper.minutes import Decided, Minutes, Point, print_minutes
from bilan.report.paper.pen import Pen
from bilan.store.desk.models import Meeting
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk import door
from bilan.web.desk.boxes import Form
from bilan.web.desk.door import AtDesk, Page, form, page, post

SUBJECT: Final = "desk_meetings"
MOST: Final = 100
LONGEST_TITLE: Final = 200
CELLS: Final = ("what", "organisation", "due_on", "node")


@form("meet")
def meetings(asked: AtDesk) -> Page | HttpResponseBase:
    """List the meetings, and make one."""
    cells = {"on": asked.today.isoformat(), "title": ""}
    problems: Sequence[Problem] = ()
    if asked.request.method == "POST":
        cells = {name: asked.typed.get(name, "").strip() for name in cells}
        problems, on = acts.wanting(cells)
        if on is not None and not problems:
            day = min(on, asked.today)
            made = acts.convene(
                asked.person, asked.view_on(day, day), on=on, title=cells["title"][:LONGEST_TITLE], at=asked.at
            )
            return door.to("meeting", which=made.pk)
    made_of = Form(asked, SUBJECT, cells, problems)
    boxes = [made_of.box("title"), made_of.box("on", "date")]
    told = {"meetings": Meeting.objects.order_by("-on", "-made_at")[:MOST], "boxes": boxes, "wrong": bool(problems)}
    return Page("desk/meetings/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told, 422 if problems else 200)


@page("meet")
def meeting(asked: AtDesk, which: str) -> Page:
    """Show a meeting."""
    return _shown(asked, _find(asked, which), {})


@post("meet")
def decide(asked: AtDesk, which: str) -> Page | HttpResponseBase:
    """Take a decision: an undertaking with its owner and its day."""
    found = _find(asked, which)
    cells = {one: asked.typed.get(one, "").strip() for one in CELLS}
    try:
        problems = acts.decide(asked.home, asked.person, found, cells, at=asked.at)
    except acts.Closed:
        asked.tell(f"{SUBJECT}:closed.already")
        return door.to("meeting", which=which)
    if problems:
        return _shown(asked, found, cells, problems)
    asked.tell(f"{SUBJECT}:submitted")
    return door.to("meeting", which=which)


@post("meet")
def close(asked: AtDesk, which: str) -> HttpResponseBase:
    """End a meeting."""
    acts.close(asked.person, _find(asked, which), at=asked.at)
    asked.tell(f"{SUBJECT}:closed.done")
    return door.to("meeting", which=which)


@page("meet")
def paper(asked: AtDesk, which: str) -> HttpResponse:
    """Print a meeting."""
    found, voice = _find(asked, which), asked.voice
    sections = [
        (voice.tell(SUBJECT, f"section.{code}"), [Point(text, numbers) for text, numbers in points])
        for code, points in _sections(asked, found)
    ]
    before, decided = ([_printed(asked, one) for one in those] for those in _decisions(asked, found))
    minutes = Minutes(found.title, found.on, sections, before, decided)
    answer = HttpResponse(print_minutes(Pen(asked.view, voice), minutes), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="bilan-{found.on}.pdf"'
    return answer


def _find(asked: AtDesk, which: str) -> Meeting:
    found = Meeting.objects.filter(pk=which).first()
    if found is None:
        raise NotFound("no_page", path=asked.request.path)
    return found


def _shown(asked: AtDesk, found: Meeting, cells: Mapping[str, str], problems: Sequence[Problem] = ()) -> Page:
    made = Form(asked, SUBJECT, cells, problems)
    boxes = [
        made.box("what", "area"),
        made.box("organisation", "list", choices=_named(asked, "group.party", acts.parties(asked.view))),
        made.box("due_on", "date"),
        made.box("node", "list", choices=_named(asked, "group.node", acts.nodes(asked.view)), required=False),
    ]
    before, decided = _decisions(asked, found)
    told = {
        "meeting": found, "sections": list(_sections(asked, found)), "before": before, "decided": decided,
        "boxes": boxes, "rest": made.rest(boxes), "wrong": bool(problems),
    }  # fmt: skip
    return Page("desk/meetings/meeting.html", found.title, SUBJECT, told, 422 if problems else 200)


def _sections(asked: AtDesk, found: Meeting) -> Iterator[tuple[str, list[tuple[str, list[int]]]]]:
    """Give the sections of the agenda as they were read out, in the language of the reader."""
    for code in acts.SECTIONS:
        points = [(one["text"][asked.language], one["entries"]) for one in found.agenda if one["section"] == code]
        if points:
            yield code, points


def _decisions(asked: AtDesk, found: Meeting) -> tuple[list[Decision], list[Decision]]:
    return acts.earlier(asked.view, found), acts.decisions(asked.view, found)


def _printed(asked: AtDesk, one: Decision) -> Decided:
    cells, voice = one.paper.cells, asked.voice
    who = figures.name_of(voice, cells.get("organisation"), asked.view.names)
    return Decided(
        cells.get("what", ""), who, voice.partial(cells.get("due_on")), voice.label(one.listed_in, one.state)
    )


def _named(asked: AtDesk, heading: str, keys: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    named = [(key, figures.name_of(asked.voice, key, asked.view.names)) for key in keys]
    return [(asked.voice.tell(SUBJECT, heading), sorted(named, key=lambda pair: pair[1].casefold()))]


urls: list[URLPattern] = [
    path("meetings/", meetings, name="meetings"),
    path("meetings/<slug:which>/", meeting, name="meeting"),
    path("meetings/<slug:which>/decide/", decide, name="meeting_decide"),
    path("meetings/<slug:which>/close/", close, name="meeting_close"),
    path("meetings/<slug:which>/paper/", paper, name="meeting_paper"),
]
