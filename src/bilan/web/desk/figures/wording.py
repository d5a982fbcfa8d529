"""How papers are told: what they concern, what they say, what was asked of them and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bilan.acts import questions
from bilan.exchange.columns import Column, columns_of, field_types
from bilan.ledger.fields import InList, IsDay, IsExact, Refers
from bilan.report import figures
from bilan.store.desk.models import Paper
from bilan.terms.days import NotADay
from bilan.terms.numbers import NotANumber, exact
from bilan.web.desk.door import AtDesk
from bilan.web.desk.figures import references
from bilan.web.desk.figures.inputs import label_of, shown_in

SUBJECT: Final = "desk_figures"
DAYS: Final = frozenset({"about", "said_on"})
WORDS: Final = frozenset({"unit", "wanted"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its reader sees it, with the answer."""

    code: str
    text: str
    words: str


def asked_of(asked: AtDesk, paper: Paper) -> list[Asked]:
    """Return what is to be asked of a paper, in the reader's language."""
    return [spoken(asked, one) for one in questions.questions(asked.view, paper, today=asked.at.date())]


def spoken(asked: AtDesk, one: questions.Question) -> Asked:
    """Say a question in the reader's language."""
    values = {name: _value(asked, name, text) for name, text in one.values.items()}
    return Asked(one.code, asked.voice.tell(SUBJECT, f"question.{one.code}", **values), one.words or "")


def _value(asked: AtDesk, name: str, text: str) -> str:
    if name in DAYS:
        return asked.voice.partial(text)
    return figures.unit_of(asked.voice, text) if name in WORDS else asked.voice.number(exact(text))


def about(asked: AtDesk, kind: str, cells: Mapping[str, str]) -> str:
    """Return what a paper concerns, in a few words."""
    if kind == "withdrawal":
        return asked.voice.say("entry_number", number=cells.get("entry", ""))
    named = next((cells[name] for name in REFERRING if cells.get(name)), "")
    called = references.name(asked, named) if named else references.title(cells, asked.language)
    return called or named


REFERRING: Final = ("indicator", "subject", "undertaking", "agreement", "service", "pool", "recommendation", "node")


def returned(paper: Paper | None) -> str:
    """Return the words with which a paper was sent back last, while it is."""
    last = paper.steps.filter(step="returned").order_by("-at").first() if paper and paper.state == "returned" else None
    return (last.words or "") if last else ""


def field(asked: AtDesk, column: Column) -> str:
    """Return what a column is called."""
    return label_of(asked.voice, column)


def cell(asked: AtDesk, column: Column, kind: str, cells: Mapping[str, str]) -> str:
    """Return what a cell says to a reader; as it is typed, where it cannot be read."""
    text = shown_in(column, cells.get(column.heading, ""))
    marks = field_types(kind)[column.field].marks
    if not text:
        return ""
    if column.field == "unit":
        return figures.unit_of(asked.voice, text)
    try:
        return _read(asked, marks, text)
    except (NotADay, NotANumber):
        return text


def _read(asked: AtDesk, marks: Sequence[object], text: str) -> str:
    voice = asked.voice
    for mark in marks:
        match mark:
            case InList(name=listed):
                return voice.label(listed, text)
            case Refers():
                return references.name(asked, text) or text
            case IsDay():
                return voice.partial(text)
            case IsExact():
                return voice.number(exact(text))
    return text


def value(asked: AtDesk, paper: Paper) -> str:
    """Return the figure of a paper as readers see figures; nothing where it has none or cannot be read."""
    content = questions.content_of_paper(paper)
    if content is None:
        return ""
    row: dict[str, Any] = {**content, **{name: exact(content[name]) for name in NUMBERS if name in content}}
    return figures.value(asked.voice, row) if any(name in row for name in TOLD) else str(content.get("what", ""))


NUMBERS: Final = ("value", "low", "high", "numerator", "denominator")
TOLD: Final = (*NUMBERS, "rung", "words", "missing")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a paper as the check shows it: before, where it corrects something, and now."""

    name: str
    label: str
    now: str
    before: str
    stage: str


def lines(asked: AtDesk, paper: Paper, before: Mapping[str, str], stages: Sequence[Any]) -> list[Line]:
    """Return what a paper says, field by field, in the order of its pages."""
    found = []
    for stage in stages:
        for column in stage.columns(paper.kind):
            now, then = cell(asked, column, paper.kind, paper.cells), cell(asked, column, paper.kind, before)
            if now or then:
                found.append(Line(column.heading, field(asked, column), now, then, stage.name))
    return found


def columns(kind: str) -> dict[str, Column]:
    """Return the columns of a kind by heading."""
    return {one.heading: one for one in columns_of(kind)}
