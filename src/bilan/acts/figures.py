"""Propose a figure by form: stricter than a file may be, for whoever sits before it can be asked.

A form demands the source, and of a figure its date; a reason where a target, a baseline or a day moves; and an answer
to each question that looks like a slip.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bilan.acts import papers
from bilan.acts.access import Person
from bilan.acts.questions import Question
from bilan.config.home import Home
from bilan.ledger.fields import unsafe_character
from bilan.ledger.kinds import KINDS
from bilan.ledger.kinds.base import Sourced
from bilan.ledger.refusals import shown
from bilan.store.desk.models import Paper
from bilan.terms.problems import Place, Problem

# What is filed by form here; the plan, ratings and what auditors sign have pages of their own.
KINDS_FILED: Final = (
    "statement", "target", "baseline", "milestone", "undertaking", "verdict", "agreement", "obligation", "amendment",
    "contribution", "benefit", "budget", "transaction", "service", "building_block", "need", "site", "skill_pool",
    "cohort", "reply", "source", "party", "office",
)  # fmt: skip
WANTED: Final[Mapping[str, tuple[str, ...]]] = {"statement": ("about",)}
LONGEST: Final = 10_000


def wanted(kind: str) -> tuple[str, ...]:
    """Return the fields that a form demands of a kind, beyond what the kind itself does."""
    return (*WANTED.get(kind, ()), *(("source",) if issubclass(KINDS[kind], Sourced) else ()))


def unsafe(cells: Mapping[str, str]) -> list[Problem]:
    """Return where something was typed that no field may hold: hidden characters, halves of pairs, too much."""
    return [problem for name, text in cells.items() for problem in _unsafe(name, text)]


def _unsafe(name: str, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST:
        yield Problem("text_too_long", Place(column=name), {"value": shown(text), "most": str(LONGEST)})
    code, at = unsafe_character(text) or ("", 0)
    if code:
        values = {"value": shown(text), "character": f"U+{ord(text[at]):04X}"}
        yield Problem(code, Place(column=name, character=at + 1), values)


def problems(paper: Paper, *, at: datetime) -> list[Problem]:
    """Return what keeps a paper from being submitted by form."""
    found = papers.problems_of_each([paper], at).get(paper.pk, ())
    missing = [
        Problem("source_wanted" if name == "source" else "date_wanted", Place(column=name))
        for name in wanted(paper.kind)
        if not paper.cells.get(name) and not paper.cells.get("missing")
    ]
    return [*map(_stricter, found), *missing, *_unexplained(paper)]


def _stricter(problem: Problem) -> Problem:
    return replace(problem, severity="error") if problem.code == "no_reason" else problem


def _unexplained(paper: Paper) -> Iterable[Problem]:
    """Demand why something is withdrawn."""
    if paper.kind == "withdrawal" and not (paper.cells.get("reason") and paper.cells.get("reason_words")):
        name = "reason_words" if paper.cells.get("reason") else "reason"
        yield Problem("withdrawal_unexplained", Place(column=name))


def unanswered(asked: Sequence[Question]) -> list[Problem]:
    """Return a problem for each question that is left without an answer."""
    return [Problem("question_unanswered", Place(column=f"answer-{one.code}")) for one in asked if not one.words]


def send(home: Home, person: Person, paper: Paper, asked: Sequence[Question], *, at: datetime) -> list[Problem]:
    """Submit a paper of one's own; return what keeps it back, then nothing is submitted."""
    found = [one for one in (*problems(paper, at=at), *unanswered(asked)) if one.severity == "error"]
    if found:
        return found
    kept_back = papers.submit(home, person, [paper], at=at)
    return [problem for those in kept_back.values() for problem in those]
