"""One paper: what it says beside what it is compared with, what there is to look at, its thread, and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpResponseBase

from bilan.acts import comparing, complements, contesting, holdings, papers, questions, reviewing
from bilan.acts.papers import Overtaken, OwnWork
from bilan.acts.reviewing import WordsWanted
from bilan.acts.signs import Signs, signs_of
from bilan.analysis.formulas.straying import FAR, LEAST, Straying
from bilan.exchange.export import cells_of
from bilan.report import figures
from bilan.report.voice import Voice
from bilan.store import reading
from bilan.store.desk.models import Complement, Paper
from bilan.terms.problems import Problem
from bilan.web.asked import NotFound
from bilan.web.desk import door
from bilan.web.desk.boxes import Form
from bilan.web.desk.door import AtDesk, Page, page, post
from bilan.web.desk.figures import effect, wording
from bilan.web.desk.figures.stages import stages_of
from bilan.web.desk.review.asking import ask_here
from bilan.web.desk.review.listing import dated, decided

SUBJECT: Final = "desk_review"
ACTS: Final = ("accept", "return", "contest", "ask")
TAGS: Final = {"submitted": "mute", "returned": "warn", "accepted": "good"}


@page("review")
def paper(asked: AtDesk, paper: str) -> Page:
    """Show one paper."""
    return shown(asked, found(asked, paper))


def found(asked: AtDesk, key: str) -> Paper:
    """Return a paper within reach; what lies outside does not exist."""
    try:
        return reviewing.seen_by(asked.person, key)
    except Paper.DoesNotExist as no:
        raise NotFound("page") from no


def shown(asked: AtDesk, one: Paper, wrong: Sequence[Problem] = ()) -> Page:
    """Return the page of a paper; `wrong` is what is wrong with one of its forms, which was sent."""
    content = questions.content_of_paper(one) or {}
    signs = signs_of(asked.view, [one], at=asked.at)[one.pk]
    told: dict[str, Any] = {
        "paper": one,
        "tag": TAGS[one.state],
        "about": wording.about(asked, one.kind, one.cells),
        "value": wording.value(asked, one),
        "content": content,
        **_signs(asked, one, signs),
        "day": _day(content),
        "who": _who(asked, content),
        "beside": [
            (each.role, each.row, _day(each.row), _who(asked, each.row))
            for each in comparing.beside(asked.view, one, content)
        ],
        "waiting": [
            (each, wording.value(asked, each), dated(asked, each.about))
            for each in comparing.waiting(asked.person, one)
        ],
        "lines": wording.lines(asked, one, _before(one), stages_of(one.kind)),
        "corrects": one.cells.get("replaces"),
        "effects": effect.effects(asked, one) if one.state == papers.SUBMITTED else [],
        "readable": bool(content) and not signs.has_errors,
        "held": holdings.beside(asked.home, asked.person, one.pk, today=asked.at.date()),
        "complements": _complements(asked, one),
        "history": one.steps.select_related("by").order_by("at", "pk"),
        **_forms(asked, one, wrong),
    }
    title = asked.voice.tell(SUBJECT, f"paper.{one.state}")
    return Page("desk/review/paper.html", title, SUBJECT, told, status=422 if wrong else 200)


def _day(row: Mapping[str, Any]) -> str | None:
    """Return the date that a figure is about, or the day on which an aim is due."""
    day: str | None = row.get("about") or row.get("due_on")
    return day


def _who(asked: AtDesk, row: Mapping[str, Any]) -> str:
    """Return who says what a row says."""
    named = (row.get(name) for name in ("speaker_name", "organisation_name", "set_by_name"))
    keys = (row.get(name) for name in ("speaker", "organisation", "set_by"))
    called = (figures.name_of(asked.voice, key, asked.view.names) for key in keys if key)
    return next((text for text in (*named, *called) if text), "–")


def _signs(asked: AtDesk, one: Paper, signs: Signs) -> dict[str, Any]:
    """Tell what there is to look at before one decides."""
    voice = asked.voice
    return {
        "signs": signs,
        "straying": _straying(voice, signs.straying),
        "problems": [(voice.tell("problems", each.code, **each.values), each.severity) for each in signs.problems],
        "questions": wording.asked_of(asked, one),
    }


def _forms(asked: AtDesk, one: Paper, wrong: Sequence[Problem]) -> dict[str, Any]:
    """Return the forms that whoever looks may send of this paper as it stands, filled in where one was sent."""
    person, own = asked.person, one.author_id == asked.person.account.pk
    where = {"party": one.party, "node": one.node, "region": one.region}
    open_to = {act: not own and one.state == papers.SUBMITTED and person.may_at(act, **where) for act in ACTS}
    made = Form(asked, SUBJECT, asked.typed if wrong else {}, wrong)
    words = {f"{act}_box": made.box(f"{act}_words", "area") for act in ("return", "contest", "ask")}
    boxes = {**words, "due_box": made.box("due_on", "date")}
    return {"own": own, **{f"may_{act}": may for act, may in open_to.items()}, **boxes, "wrong": list(boxes.values())}


def _before(one: Paper) -> dict[str, str]:
    """Return the cells of what is in force under the key of a paper."""
    held = reading.latest(one.key) if one.key else None
    return cells_of(held.kind, held.content) if held and held.kind == one.kind and one.entry is None else {}


def _complements(asked: AtDesk, one: Paper) -> Sequence[tuple[Complement, str]]:
    return [(each, complements.state_of(each)) for each in complements.seen_by(asked.person).filter(paper=one)]


def _straying(voice: Voice, told: Straying | None) -> tuple[str, str] | None:
    """Say how far a figure strays, with the tag that goes with it."""
    if told is None:
        return None
    if told.cannot or told.distance is None:
        return "mute", voice.tell(SUBJECT, f"straying.{told.cannot}", dates=told.dates, least=LEAST)
    numbers = {name: figures.shown(voice, getattr(told, name)) for name in ("course", "low", "high")}
    code = "far" if told.strays else "near"
    distance = figures.shown(voice, round(abs(told.distance), 1))
    return ("warn" if told.strays else "good"), voice.tell(
        SUBJECT, f"straying.{code}", **numbers, distance=distance, far=figures.shown(voice, FAR)
    )


@post("accept")
def accept(asked: AtDesk, paper: str) -> HttpResponseBase:
    """Accept one paper in the version that was seen."""
    seen = [(found(asked, paper).pk, version(asked))]
    return decided(asked, lambda: reviewing.accept(asked.home, asked.person, seen, at=asked.at), "accepted")


@post("return")
def send_back(asked: AtDesk, paper: str) -> Page | HttpResponseBase:
    """Send one paper back with words."""
    one, words = found(asked, paper), asked.typed.get("return_words", "")
    try:
        reviewing.demanded(words)
    except WordsWanted as wanted:
        return shown(asked, one, [wanted.problem.at(column="return_words")])
    seen = [(one.pk, version(asked))]
    return decided(
        asked, lambda: reviewing.send_back(asked.home, asked.person, seen, words=words, at=asked.at), "returned"
    )


@post("contest")
def contest(asked: AtDesk, paper: str) -> Page | HttpResponseBase:
    """Contest one paper with words; it waits on."""
    one = found(asked, paper)
    try:
        words = reviewing.demanded(asked.typed.get("contest_words", ""))
        one.version = version(asked)
        contesting.contest(asked.home, asked.person, one, {}, words=words, at=asked.at)
        asked.tell(f"{SUBJECT}:done.contested")
    except WordsWanted as wanted:
        return shown(asked, one, [wanted.problem.at(column="contest_words")])
    except Overtaken:
        asked.tell(f"{SUBJECT}:batch.overtaken")
    except OwnWork:
        asked.tell(f"{SUBJECT}:own_work")
    return door.to("review_paper", paper=one.pk)


@post("ask")
def ask(asked: AtDesk, paper: str) -> Page | HttpResponseBase:
    """Ask the author of one paper for a complement."""
    one = found(asked, paper)
    wrong = ask_here(asked, complements.About(paper=one), "ask_words")
    named = [each.at(column="ask_words") if each.place.column == "words" else each for each in wrong]
    return shown(asked, one, named) if named else door.to("review_paper", paper=one.pk)


def version(asked: AtDesk) -> int:
    """Return the version of a paper that was seen, as the form sends it."""
    text = asked.typed.get("version", "")
    if not (text.isascii() and text.isdecimal()):
        raise NotFound("page")
    return int(text)
