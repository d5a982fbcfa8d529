"""A review meeting: its agenda as the ledger gave it that day, and its decisions as undertakings with owner and day.

The agenda is kept as it was read out, in every language, with the edition it rests on. A decision is a proposal like
any other: somebody else accepts it, and from then on the ledger tells what became of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from bilan.acts import editions, moving, papers
from bilan.acts.access import Person
from bilan.acts.concerns import filled
from bilan.acts.matters import Looking, Matter, matters
from bilan.acts.reminding import title as title_of
from bilan.config.home import Home
from bilan.ledger.canonical import canonical_bytes
from bilan.report import figures, sentences
from bilan.report.sheets import entries, undertakings
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.store.desk.models import Meeting, Paper
from bilan.tables.editions import EditionMissing
from bilan.terms.languages import LANGUAGES
from bilan.terms.problems import Place, Problem

SECTIONS: Final = ("late", "alert", "moved")
# So many of each are put on the agenda: what is not decided on in an hour is not read out.
MOST: Final = 15
LOOKED_BACK: Final = 30
LACKING: Final = {
    "what": "decision_without_words", "organisation": "decision_without_owner", "due_on": "decision_without_day",
}  # fmt: skip

Point = dict[str, Any]


class Closed(Exception):
    """A meeting is over: nothing more is decided in it; keeps its name."""

    def __init__(self, meeting: str) -> None:
        """Keep the name of the meeting."""
        super().__init__(f"the meeting {meeting} is closed")
        self.meeting = meeting


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by whom it is to be done and by when, and what became of it: a code of one of two lists."""

    paper: Paper
    state: str
    listed_in: str
    tag: str
    entries: tuple[int, ...] = ()


def wanting(cells: Mapping[str, str]) -> tuple[list[Problem], date | None]:
    """Return what a meeting lacks, and its day."""
    try:
        on = date.fromisoformat(cells.get("on", ""))
    except ValueError:
        on = None
    lacks = {"title": not cells.get("title"), "on": on is None}
    codes = {"title": "meeting_without_title", "on": "meeting_without_day"}
    return [Problem(codes[name], Place(column=name)) for name, lacking in lacks.items() if lacking], on


def parties(view: View) -> list[str]:
    """Return who may be charged with something: organisations and states of the ledger."""
    rows = view.rows("SELECT key FROM party WHERE party_kind <> 'person' ORDER BY key", reads=("party",))
    return [row["key"] for row in rows]


def nodes(view: View) -> list[str]:
    """Return the branches of the plan."""
    return [row["key"] for row in view.rows("SELECT key FROM node ORDER BY key", reads=("node",))]


def convene(person: Person, view: View, *, on: date, title: str, at: datetime) -> Meeting:
    """Make a meeting with its agenda; made twice by one person for one day under one title, it is there once."""
    person.demand("meet")
    name = sha256(canonical_bytes([person.name, on.isoformat(), title])).hexdigest()[:32]
    agenda = list(_agenda(Looking(person, view), _since()))
    facts = {"on": on, "title": title, "agenda": agenda, "made_by": person.account, "made_at": at}
    made, _ = Meeting.objects.get_or_create(id=name, defaults={**facts, "edition": view.session.edition.name})
    return made


def _since() -> int | None:
    """Return the size of the ledger at the last meeting, where its edition is still there."""
    last = Meeting.objects.order_by("-made_at").first()
    if last is None:
        return None
    try:
        return editions.find(last.edition)[0].size
    except EditionMissing:
        return None


def _agenda(looking: Looking, since: int | None) -> Iterator[Point]:
    view = looking.view
    for one in [each for each in matters(looking) if each.state == "late"][:MOST]:
        said = {language: _late(Voice(language), one, view) for language in LANGUAGES}
        yield {"section": "late", "text": said, "entries": list(one.entries)}
    for alert in view.panorama.alerts[:MOST]:
        said = {language: sentences.alert(Voice(language), alert, view.names) for language in LANGUAGES}
        yield {"section": "alert", "text": said, "entries": list(alert.entries)}
    if since is not None:
        yield from _moved(view, moving.entries_since(looking, since)[:MOST])


def _late(voice: Voice, one: Matter, view: View) -> str:
    who = figures.name_of(voice, one.party, view.names)
    parts = [part for part in (title_of(voice, one, view), voice.partial(one.due), who) if part]
    # Each in its own direction: names stand in whichever script they were written.
    return " · ".join(f"\u2068{part}\u2069" if voice.is_rtl else part for part in parts)


def _moved(view: View, numbers: Sequence[int]) -> Iterator[Point]:
    held = entries.held(view, numbers)
    known = entries.things(view, [key for one in held for key in entries.named_by(one)])
    for one in held:
        said = {language: entries.headline(Voice(language), one, known) for language in LANGUAGES}
        yield {"section": "moved", "text": said, "entries": [one.number]}


def decide(
    home: Home, person: Person, meeting: Meeting, cells: Mapping[str, str], *, at: datetime
) -> Sequence[Problem]:
    """Submit a decision as an undertaking; return what keeps it back. Sent twice, it is there once."""
    person.demand("meet")
    if meeting.closed_at is not None:
        raise Closed(meeting.pk)
    told = filled(cells)
    if lacking := [Problem(code, Place(column=name)) for name, code in LACKING.items() if name not in told]:
        return lacking
    told |= {"undertaking_kind": "promise", "made_on": meeting.on.isoformat(), "occasion": meeting.title,
             "occasion_kind": "closed"}  # fmt: skip
    origin = f"meeting:{meeting.pk}:{sha256(canonical_bytes(told)).hexdigest()[:16]}"
    paper = papers.draft(person, "undertaking", told, at=at, origin=origin, act="meet")
    if paper.state == papers.DRAFT:
        found = papers.submit(home, person, [paper], at=at, act="meet")
        if wrong := [one for many in found.values() for one in many if one.severity == "error"]:
            papers.drop(person, paper.pk, at=at)
            Paper.objects.filter(pk=paper.pk).update(origin=None)
            return wrong
    meeting.decisions.add(paper)
    return ()


def close(person: Person, meeting: Meeting, *, at: datetime) -> None:
    """End a meeting; its page and paper stay."""
    person.demand("meet")
    Meeting.objects.filter(pk=meeting.pk, closed_at=None).update(closed_at=at)


def decisions(view: View, meeting: Meeting) -> list[Decision]:
    """Return what a meeting decided, with what became of each."""
    return _told(view, meeting.decisions.order_by("made_at", "pk"))


def earlier(view: View, meeting: Meeting) -> list[Decision]:
    """Return what the meetings before it decided, the newest first."""
    before = Paper.objects.filter(meetings__on__lt=meeting.on).distinct().order_by("-made_at", "pk")
    return _told(view, before[:LOOKED_BACK])


def _told(view: View, those: Any) -> list[Decision]:
    became = {row["undertaking"]: row for row in view.ask("undertakings")}
    return [_decision(one, became.get(papers.key_of(one) or "")) for one in those]


def _decision(paper: Paper, row: Mapping[str, Any] | None) -> Decision:
    if paper.entry is None or row is None:
        return Decision(paper, paper.state, "paper_state", "mute")
    tag = undertakings.TAGS.get(row["state"], "mute")
    return Decision(paper, row["state"], "undertaking_state", tag, tuple(row["entries"]))
