"""What somebody who verifies is to know of a paper before deciding: problems, doubts, how far it strays.

Clean is what shows none of it: such rows may be accepted together, the others are looked at one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bilan.acts import papers
from bilan.acts.loading import look, reading_of_cells
from bilan.acts.questions import Question, asked_of, content_of_paper, figure_of
from bilan.acts.series import Series, series
from bilan.analysis.asking import Row
from bilan.analysis.formulas.straying import LEAST, Straying, straying
from bilan.exchange.steps import Reading, Step
from bilan.report.view import View
from bilan.store.desk.models import Complement, Paper
from bilan.store.desk.models import Step as Done
from bilan.store.models import EntryRow
from bilan.terms.problems import Problem

VERIFIED: Final = frozenset({"measured", "audited"})
# What was said of days to come, or without counting, makes no course.
TOLD: Final = frozenset({"declared", "measured", "audited"})
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Signs:
    """What there is to know of one paper; `open` are requests for complement that wait, `contests` how often."""

    problems: Sequence[Problem] = ()
    questions: Sequence[Question] = ()
    straying: Straying | None = None
    changes: bool = False
    open: int = 0
    contests: int = 0

    @property
    def has_errors(self) -> bool:
        """Tell whether something keeps it out of the ledger."""
        return any(one.severity == "error" for one in self.problems)

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing asks for a second look."""
        strays = self.straying is not None and self.straying.strays
        return not (self.problems or self.questions or strays or self.changes or self.open or self.contests)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return in one word each what there is to look at."""
        found = {
            "error": self.has_errors,
            "warning": any(one.severity != "error" for one in self.problems),
            "strays": self.straying is not None and self.straying.strays,
            "unanswered": any(not one.words for one in self.questions),
            "answered": any(one.words for one in self.questions),
            "changes": self.changes,
            "asked": self.open > 0,
            "contested": self.contests > 0,
        }
        return tuple(code for code, there in found.items() if there)


def signs_of(view: View, those: Sequence[Paper], *, at: datetime) -> dict[str, Signs]:
    """Return what there is to know of some papers, by paper; the questions are few, however many papers there are."""
    contents = {one.pk: content for one in those if (content := content_of_paper(one)) is not None}
    known = series(view, ((one.kind, contents[one.pk]) for one in those if one.pk in contents))
    problems = {**_problems_of_rows([one for one in those if one.batch_id], at)}
    problems |= papers.problems_of_each([one for one in those if not one.batch_id], at)
    changed, waiting, contested = _changed(those), _counted(_waiting(those)), _counted(_contested(those))
    return {
        one.pk: Signs(
            problems=problems.get(one.pk, ()),
            questions=asked_of(one, contents[one.pk], known, today=at.date()) if one.pk in contents else (),
            straying=strays(one, contents[one.pk], known) if one.pk in contents else None,
            changes=one.kind == "withdrawal" or papers.key_of(one) in changed,
            open=waiting.get(one.pk, 0),
            contests=contested.get(one.pk, 0),
        )
        for one in those
    }


def _problems_of_rows(those: Sequence[Paper], at: datetime) -> dict[str, Sequence[Problem]]:
    """Return what is found in rows of files: all are looked at together, as they will be recorded together."""
    found, steps, owners = dict[str, list[Problem]](), list[Step](), list[str]()
    for one in those:
        read = reading_of_cells(one.kind, one.cells, key=papers.key_of(one))
        steps += read.steps
        owners += [one.pk] * len(read.steps)
        if read.problems:
            found[one.pk] = [*read.problems]
    for owner, outcome in zip(owners, look(Reading(tuple(steps)), today=at.date()).outcomes, strict=True):
        if outcome.problems:
            found.setdefault(owner, []).extend(outcome.problems)
    return dict(found)


def strays(paper: Paper, content: Mapping[str, Any], known: Series) -> Straying | None:
    """Say how far a figure strays from those of the same thing, of its own nature where these are enough."""
    if paper.kind != "statement" or content.get("nature") not in TOLD:
        return None
    figure = figure_of(paper.kind, content)
    if figure.number is None or figure.about is None:
        return None
    rows = [row for row in known.before(paper.kind, content, paper.key) if row["nature"] in TOLD]
    alike = [row for row in rows if (row["nature"] in VERIFIED) == (content["nature"] in VERIFIED)]
    points = list(_points(alike))
    return straying(points if len(dict(points)) >= LEAST else list(_points(rows)), figure.about, float(figure.number))


def _points(rows: Sequence[Row]) -> Iterator[tuple[Any, float]]:
    """Give the figures, the newest last: it counts on its date."""
    told = (row for row in reversed(rows) if row["reading"] is not None and row["about_to"] is not None)
    return ((row["about_to"], float(row["reading"])) for row in told)


def _changed(those: Sequence[Paper]) -> set[str | None]:
    """Return the keys under which the ledger has something already."""
    keys = [key for one in those if (key := papers.key_of(one))]
    parts = (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
    return {key for part in parts for key in EntryRow.objects.filter(key__in=part).values_list("key", flat=True)}


def _waiting(those: Sequence[Paper]) -> Iterator[str]:
    for part in _parts(those):
        yield from Complement.objects.filter(paper__in=part, closed_at=None).values_list("paper_id", flat=True)


def _contested(those: Sequence[Paper]) -> Iterator[str]:
    for part in _parts(those):
        yield from Done.objects.filter(paper__in=part, step="contested").values_list("paper_id", flat=True)


def _parts(those: Sequence[Paper]) -> Iterator[list[str]]:
    return ([one.pk for one in those[start : start + AT_ONCE]] for start in range(0, len(those), AT_ONCE))


def _counted(keys: Iterator[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key in keys:
        found[key] = found.get(key, 0) + 1
    return found
