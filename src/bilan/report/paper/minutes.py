"""The paper of a meeting: its agenda and its decisions, a page or two to take along."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from bilan.report import figures
from bilan.report.paper import press
from bilan.report.paper.blocks import Block, Heading, Listing, Prose, cell, dim, plain, quoted, strong, table
from bilan.report.paper.pen import Pen

SUBJECT: Final = "desk_meetings"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda, with the entries behind it."""

    text: str
    entries: Sequence[int]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: what, whose, by when, what became of it."""

    what: str
    who: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting as it is printed: sections of the agenda by their headings; decisions of before and of the day."""

    title: str
    on: date
    sections: Sequence[tuple[str, Sequence[Point]]]
    before: Sequence[Decided]
    decided: Sequence[Decided]


def print_minutes(pen: Pen, minutes: Minutes) -> bytes:
    """Print a meeting; the same meeting gives the same bytes."""
    return press.pressed(sheet(pen, minutes), minutes.on)


def sheet(pen: Pen, minutes: Minutes) -> dict[str, Any]:
    """Return all that the paper says, as the template wants it."""
    voice, edition = pen.voice, pen.view.session.edition
    plan = figures.name(pen.view.plan, voice.language)
    return {
        "language": voice.language,
        "rtl": voice.is_rtl,
        "brief": True,
        "title": minutes.title,
        "author": edition.origin,
        "description": voice.tell(SUBJECT, "paper.description", edition=edition.name),
        "date": [minutes.on.year, minutes.on.month, minutes.on.day],
        "running": f"{plan} · {minutes.title}",
        "cut": voice.day(minutes.on),
        "foot": voice.say("foot", edition=edition.name, size=voice.number(edition.size), origin=edition.origin),
        "page": pen.say("page"),
        "cover": {"kicker": plan, "title": minutes.title, "long": "", "cut": voice.day(minutes.on)},
        "blocks": [asdict(block) for block in _blocks(pen, minutes)],
    }


def _blocks(pen: Pen, minutes: Minutes) -> Iterator[Block]:
    for heading, points in minutes.sections:
        yield Heading(heading)
        yield Listing(tuple((*quoted(one.text), *plain("  "), *dim(pen.entries(list(one.entries)))) for one in points))
    yield from _decisions(pen, "before", minutes.before)
    yield from _decisions(pen, "decided", minutes.decided)


def _decisions(pen: Pen, code: str, those: Sequence[Decided]) -> Iterator[Block]:
    heading = pen.voice.tell(SUBJECT, code)
    yield Heading(heading)
    if not those:
        yield Prose(plain(pen.voice.tell(SUBJECT, f"{code}.none")), "note")
    heads = [pen.voice.tell(SUBJECT, f"column.{name}") for name in ("what", "who", "due", "state")]
    rows = (
        (cell(strong(one.what)), cell(quoted(one.who)), cell(plain(one.due)), cell(plain(one.state))) for one in those
    )
    yield from table(heading, heads, "2fr 1.2fr 28mm 32mm", rows)
