"""Load files into the ledger: read them, look at what recording them would do, then record it in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from pydantic import ValidationError

from bilan.acts.recording import record
from bilan.config.home import Home
from bilan.exchange.kind_rows import read_cells
from bilan.exchange.preview import Outcome, clean, preview
from bilan.exchange.steps import Put, Reading, Step
from bilan.ledger.entries import Draft, read_content
from bilan.ledger.refusals import problems_of as problems_of_content
from bilan.ledger.rules import references_of
from bilan.store import reading as ledger
from bilan.store.append import Appended
from bilan.store.known import PLAN, Knowledge
from bilan.terms.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Looked:
    """What recording some files would do: what was read, and the outcome of each step that would be recorded.

    `problems` are all that were found, those of rows that would be left out too; `size` is how many entries the ledger
    had then.
    """

    reading: Reading
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    size: int

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing keeps the whole of it out of the ledger."""
        return not any(one.severity == "error" for one in self.problems)

    @property
    def changes(self) -> tuple[Outcome, ...]:
        """Return the outcomes that add an entry."""
        return tuple(one for one in self.outcomes if one.draft)


def reading_of_cells(kind: str, cells: Mapping[str, str], *, key: str | None) -> Reading:
    """Read one entry, its fields written as the cells of a file are."""
    step, problems = read_cells(kind, cells, key=key)
    return Reading((replace(step, place=Place()),) if step else (), problems)


def reading_of_content(kind: str, content: Mapping[str, Any], *, key: str | None) -> Reading:
    """Read one entry, its content given as JSON."""
    try:
        return Reading((Put(Draft(read_content(kind, content), key)),))
    except ValidationError as refused:
        return Reading((), tuple(problems_of_content(refused)))


def plan_held() -> str | None:
    """Return the key of the plan that the ledger holds, beside which a panel would stand."""
    with connection.cursor() as cursor:
        held = Knowledge(cursor).under(PLAN)
    return held.key if held else None


def look(found: Reading, *, today: date, only_clean: bool = False) -> Looked:
    """Say what recording would do to the ledger as it is; `only_clean` leaves out what has an error or refers to it."""
    with connection.cursor() as cursor:
        known = Knowledge(cursor)
        known.learn(key for step in found.steps for key in keys_of(step))
        origins = known.learn_origins(step.origin for step in found.steps if step.once and step.origin)
        size = ledger.size()
        outcomes = _preview(found, known, origins, size=size, today=today)
        problems = (*found.problems, *(problem for one in outcomes for problem in one.problems))
        if only_clean:
            steps = clean(found, known, size=size, today=today, recorded=origins.__contains__)
            outcomes = _preview(replace(found, steps=tuple(steps)), known, origins, size=size, today=today)
    return Looked(found, outcomes, problems, size)


def record_looked(home: Home, looked: Looked, *, by: str, at: datetime) -> Appended:
    """Record what was looked at, all or none; what changed in the ledger since then is refused, never overwritten."""
    drafts = [one.draft for one in looked.changes if one.draft]
    return record(home, drafts, by=by, at=at, seen=looked.size) if drafts else Appended()


def problems_of(looked: Looked, done: Appended) -> list[Problem]:
    """Return what the writer found, each with the place in the files that it concerns."""
    places = [one.step.place for one in looked.changes]
    found = [(places[one.draft] if one.draft < len(places) else Place(), one.problem) for one in done.findings]
    return [problem.at(file=place.file, row=place.row) for place, problem in found]


def _preview(
    found: Reading, known: Knowledge, origins: Mapping[str, object], *, size: int, today: date
) -> tuple[Outcome, ...]:
    recorded = origins.__contains__
    return tuple(preview(found.steps, known, size=size, today=today, recorded=recorded, refused=found.refused))


def keys_of(step: Step) -> list[str]:
    """Return the keys that a step will ask the ledger for."""
    return _named_by(step.draft) if isinstance(step, Put) else [step.key]


def _named_by(draft: Draft) -> list[str]:
    values = [getattr(draft.content, name) for name, _ in references_of(draft.kind)]
    lists = [[value] if isinstance(value, str) else list(value or ()) for value in (draft.key, *values)]
    return [key for keys in lists for key in keys]
