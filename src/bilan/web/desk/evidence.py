"""Evidence: the files that were filed, what nothing backs, and the form to file one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import filing, holdings
from bilan.acts.filing import AUDIENCE
from bilan.acts.places import within
from bilan.analysis.asking import Row
from bilan.config.declared import MEGABYTE, largest_file
from bilan.exchange.media import ENDINGS
from bilan.report.sheets import entries as things
from bilan.report.sheets import evidence as sheet
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.attached import attached
from bilan.web.desk import door
from bilan.web.desk.boxes import Form
from bilan.web.desk.door import AtDesk, Page, form, page
from bilan.web.pages import linking
from bilan.web.pages.linking import Link

SUBJECT: Final = "desk_evidence"
FIELDS: Final = ("supports", "source", "locator", "quotation", "released_on")
# So many statements without anything behind them are listed.
LISTED: Final = 50
STATES: Final[Mapping[str, str]] = {"held": "good", "absent": "bad", "changed": "bad"}


@page("file")
def evidence(asked: AtDesk) -> Page:
    """Show the files within reach, and what is wanting: first what is gone or changed, then what nothing backs."""
    number = asked.request.GET.get("page", "1")
    turn = int(number) if number.isdecimal() and len(number) < len("100000") else 1
    held, count = holdings.held(asked.home, asked.person, today=asked.today, page=max(turn, 1))
    unbacked = _unbacked(asked)
    told = {
        "held": held, "count": count, "turn": turn, "more": turn * holdings.AT_ONCE < count, "tags": STATES,
        "broken": holdings.broken(asked.home, asked.person, today=asked.today),
        "elsewhere": holdings.elsewhere(),
        "doubled": [{**row, "supports": sorted({*row["supports"]})} for row in sheet.doubled(asked.view)],
        "unbacked": unbacked[:LISTED], "unbacked_count": len(unbacked), "asks": asked.person.may("ask"),
    }  # fmt: skip
    return Page("desk/evidence/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _unbacked(asked: AtDesk) -> list[Row]:
    condition, values = within(asked.person.reaches("file"), parties=("party", "owner"))
    return sheet.unbacked(asked.view, condition, values)


@form("file")
def file(asked: AtDesk) -> Page | HttpResponseBase:
    """Ask for a file, and what it is evidence for; keep it."""
    if asked.request.method != "POST":
        return _form(asked, {"supports": asked.request.GET.get("supports", "")})
    cells = {name: asked.typed.get(name, "").strip() for name in FIELDS}
    sent = asked.request.FILES.get("file")
    about, problems = filing.about_of(cells, asked.request.POST.getlist("audience"))
    if sent is None or problems:
        return _form(asked, cells, problems if sent else [*problems, filing.nothing_sent()])
    taken = filing.take(asked.home, asked.person, sent.name or "", sent.chunks(), about, at=asked.at)
    if taken.problems:
        return _form(asked, cells, taken.problems)
    asked.tell(f"{SUBJECT}:{'again' if taken.again else 'filed'}", number=taken.number)
    return door.back(asked.request, "evidence")


@page("see")
def download(asked: AtDesk, name: str) -> HttpResponseBase:
    """Hand out a file that whoever asks may open."""
    found = filing.opened(asked.home, asked.person, name, today=asked.today)
    if found is None:
        raise NotFound("no_page", path=name)
    filed, content = found
    return attached(filed, content, filing.name_for(filed))


def _form(asked: AtDesk, cells: Mapping[str, str], problems: Sequence[Problem] = ()) -> Page:
    made = Form(asked, SUBJECT, cells, problems)
    boxes = [
        made.box("file", "file"),
        made.box("supports", required=False),
        made.box("source", "list", choices=sources(asked), required=False),
        made.box("locator", required=False),
        made.box("quotation", "area", required=False),
        made.box("released_on", "date", required=False),
    ]
    told: dict[str, Any] = {"boxes": boxes, "rest": made.rest(boxes), "wrong": bool(problems), "audience": AUDIENCE}
    told |= {"most": f"{largest_file() / MEGABYTE:g}", "taken": ENDINGS, "for": _named(asked, cells["supports"])}
    told |= {"chosen": asked.request.POST.getlist("audience") or AUDIENCE}
    told |= {"next": asked.typed.get("next") or asked.request.GET.get("next", "")}
    title = asked.voice.tell(SUBJECT, "form.title")
    return Page("desk/evidence/form.html", title, SUBJECT, told, 422 if problems else 200)


def _named(asked: AtDesk, keys: str) -> list[Link]:
    """Name the things that a file is evidence for, as far as the edition knows them."""
    wanted = keys.replace(",", " ").split()
    known = things.things(asked.view, wanted)
    return [linking.thing(asked, key, known) for key in wanted if key in known]


def sources(asked: AtDesk) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the sources that can be chosen, by publisher."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, row in asked.view.sources.items():
        groups.setdefault(row["publisher"] or "–", []).append((key, f"{row['title'] or key} ({key})"))
    return sorted((publisher, sorted(those, key=lambda one: one[1])) for publisher, those in groups.items())


urls: list[URLPattern] = [
    path("evidence/", evidence, name="evidence"),
    path("evidence/new/", file, name="file"),
    path("evidence/<str:name>/file", download, name="evidence_file"),
]
