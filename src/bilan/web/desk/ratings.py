"""Ratings: what was rated beside the pace that is computed, who foretold well, and the form to rate."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bilan.acts import rating
from bilan.acts.matters import Looking
from bilan.analysis.asking import Row
from bilan.analysis.formulas.judging import Standing
from bilan.report import figures
from bilan.terms.codes import code_list
from bilan.terms.problems import Problem
from bilan.web.desk import door
from bilan.web.desk.boxes import Form
from bilan.web.desk.door import AtDesk, Page, form, page

SUBJECT: Final = "desk_ratings"
FIELDS: Final = ("subject", "rating", "sentence", "about")
TAGS: Final[Mapping[str, str]] = {"on_track": "good", "watch": "warn", "at_risk": "bad", "off_track": "bad"}
CLASHING: Final = ("too_good", "too_dark")
CLASHES: Final[Mapping[str, str]] = {**dict.fromkeys(CLASHING, "warn"), "agrees": "good", "cannot_determine": "mute"}
CONCLUSIONS: Final[Mapping[str, str]] = {"holds": "good", "does_not_hold": "bad", "cannot_determine": "mute"}


@page("rate")
def ratings(asked: AtDesk) -> Page:
    """Show the newest ratings within reach beside the computed pace, one's own on their way, and how raters did."""
    within = {key for key, _ in rating.subjects(_looking(asked))}
    found = [_tagged(row) for row in asked.view.ask("rating_clash") if row["subject"] in within]
    told = {
        "rows": sorted(found, key=lambda row: (row["clash"] not in CLASHING, row["subject"])),
        "own": rating.own(asked.person),
        "raters": [{**row, "tag": CONCLUSIONS[row["conclusion"]]} for row in asked.view.ask("rater_calibration")],
    }
    return Page("desk/ratings/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told)


def _looking(asked: AtDesk) -> Looking:
    return Looking(asked.person, asked.view, act="rate")


def _tagged(row: Row) -> Row:
    tags = {"tag": TAGS[row["rating"]], "computed_tag": TAGS.get(row["computed"]), "clash_tag": CLASHES[row["clash"]]}
    return {**row, **tags}


@form("rate")
def rate(asked: AtDesk) -> Page | HttpResponseBase:
    """Ask for a rating; one that clashes with the computed pace is asked about before it is kept."""
    if asked.request.method != "POST":
        key = asked.request.GET.get("subject", "")
        return _form(asked, {"subject": key, "about": asked.today.isoformat()})
    cells = {name: asked.typed.get(name, "").strip() for name in FIELDS}
    if problems := rating.wanting(_looking(asked), cells):
        return _form(asked, cells, problems)
    view = asked.view_on(asked.today, asked.today)
    found, stands = rating.clash(view, cells)
    if found in CLASHING and asked.typed.get("confirmed") != found:
        return _form(asked, cells, clash=found, stands=stands)
    return _kept(asked, cells)


def _kept(asked: AtDesk, cells: Mapping[str, str]) -> Page | HttpResponseBase:
    done = rating.rate(asked.home, asked.person, cells, at=asked.at)
    if done.problems:
        return _form(asked, cells, done.problems)
    asked.tell(f"{SUBJECT}:{'signed' if done.entries else 'submitted'}")
    return door.to("ratings")


def _form(
    asked: AtDesk,
    cells: Mapping[str, str],
    problems: Sequence[Problem] = (),
    *,
    clash: str = "",
    stands: Standing | None = None,
) -> Page:
    made = Form(asked, SUBJECT, cells, problems)
    ratings = [(code, asked.voice.label("rating", code)) for code in code_list("rating")]
    boxes = [
        made.box("subject", "list", choices=_subjects(asked)),
        made.box("rating", "choice", choices=ratings),
        made.box("sentence", "area"),
        made.box("about", "date"),
    ]
    told = {"boxes": boxes, "rest": made.rest(boxes), "wrong": bool(problems), "clash": clash, "stands": stands}
    told |= {"signs": asked.person.may("audit"), "given": cells.get("rating")}
    status = 422 if problems else 200
    return Page("desk/ratings/form.html", asked.voice.tell(SUBJECT, "form.title"), SUBJECT, told, status)


def _subjects(asked: AtDesk) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what may be rated, in groups: plan and nodes, indicators."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, sort in rating.subjects(_looking(asked)):
        label = asked.voice.tell(SUBJECT, f"group.{'indicator' if sort == 'indicator' else 'node'}")
        groups.setdefault(label, []).append((key, figures.name_of(asked.voice, key, asked.view.names)))
    return list(groups.items())


urls: list[URLPattern] = [
    path("ratings/", ratings, name="ratings"),
    path("ratings/new/", rate, name="rate"),
]
