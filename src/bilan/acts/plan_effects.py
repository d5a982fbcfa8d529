"""What a change to the plan would do to every figure: the same analyses asked before and after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from bilan.acts.effects import foreseen, of_today
from bilan.acts.loading import Looked
from bilan.acts.plan_rows import Row, look_at, rows_of
from bilan.analysis.asking import Row as Told
from bilan.analysis.catalogue import CATALOGUE
from bilan.report.view import View
from bilan.store.desk.models import PlanChange
from bilan.terms.problems import Problem

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched of an analysis: the columns that name a row, the item first, and those that may move."""

    named: tuple[str, ...]
    columns: tuple[str, ...]


PROGRESS: Final = ("declared_progress", "verified_progress", "expected_progress")
WATCHED: Final[Mapping[str, Watch]] = {
    "rollup": Watch(
        ("item",),
        (*PROGRESS, "expected_of", "declared_reported", "verified_reported", "weight", "effective_weight_declared",
         "effective_weight_verified"),
    ),
    "progress": Watch(("indicator", "subject", "region"), ("baseline", "target", "target_due", *PROGRESS)),
    "pace": Watch(("indicator", "subject", "region", "told_as"), ("speed_needed", "ratio", "days_ahead_now")),
    "rates": Watch(("indicator", "subject", "region", "entry", "what"), ("computed", "outcome")),
}  # fmt: skip
# So many keys are named in a sentence.
SHOWN: Final = 12
# Alive in the tree, and part of something that is not: what a change would leave behind.
LEFT_BEHIND: Final = """
WITH tree AS (SELECT key FROM plan UNION ALL SELECT key FROM node WHERE closing IS NULL)
SELECT key, parent AS above FROM node WHERE closing IS NULL AND parent NOT IN (SELECT key FROM tree)
UNION ALL SELECT key, node FROM indicator WHERE closing IS NULL AND node NOT IN (SELECT key FROM tree)
ORDER BY key
"""


@dataclass(frozen=True, slots=True)
class Effect:
    """One figure that would be another: of which analysis, item and column, before and after, and because of what.

    `row` tells the rest of the row, as it will be or as it was; `causes` are places of rows of the change.
    """

    analysis: str
    named: Key
    column: str
    unit: str
    before: Any
    after: Any
    row: Mapping[str, Any]
    entries: tuple[int, ...]
    causes: tuple[int, ...]

    @property
    def item(self) -> str:
        """Return the key of the node or indicator."""
        return str(self.named[0])


@dataclass(frozen=True)
class Foreseen:
    """The plan before and after a change, and what the rows of it are behind; what differs is asked for once."""

    before: View
    after: View
    causes: "_Causes"

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Return all that differs."""
        return tuple(one for name in WATCHED for one in _moved(name, self.before, self.after, self.causes))

    @property
    def digest(self) -> str:
        """Return a digest of all that differs: the same as long as nothing else moved what would come of it."""
        told = [(one.analysis, one.named, one.column, str(one.before), str(one.after)) for one in self.effects]
        return sha256(repr(told).encode()).hexdigest()

    @property
    def left_behind(self) -> list[Told]:
        """Return what would stand below something that has left the plan, and does not today."""
        reads = ("plan", "node", "indicator")
        already = {row["key"] for row in self.before.rows(LEFT_BEHIND, reads=reads)}
        return [row for row in self.after.rows(LEFT_BEHIND, reads=reads) if row["key"] not in already]


@dataclass(frozen=True, slots=True)
class Considered:
    """A change as it was looked at: what its rows would do, what would come of that, and every problem found."""

    looked: Looked
    foreseen: Foreseen | None
    problems: tuple[Problem, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing keeps the change out of the ledger."""
        return not any(one.severity == "error" for one in self.problems)


def consider(view: View, change: PlanChange, *, at: datetime) -> Considered:
    """Look at a change on the days of a view: its problems, and where it has none that matters, what comes of it."""
    looked = look_at(change, at=at)
    if not looked.changes or not looked.is_clean:
        nothing = () if looked.problems else (Problem("plan_change_empty"),)
        return Considered(looked, None, (*looked.problems, *nothing))
    foreseen = foresee(view, change, looked, at=at)
    return Considered(looked, foreseen, (*looked.problems, *_left(foreseen.left_behind)))


def _left(rows: Sequence[Told]) -> Iterator[Problem]:
    """Say of each thing that leaves what would be left behind below it."""
    for above, those in groupby(sorted(rows, key=lambda row: str(row["above"])), lambda row: row["above"]):
        keys = [row["key"] for row in those]
        told = {
            "above": above,
            "count": str(len(keys)),
            "keys": ", ".join(keys[:SHOWN]) + ("…" if keys[SHOWN:] else ""),
        }
        yield Problem("plan_left_behind", values=told)


def foresee(view: View, change: PlanChange, looked: Looked, *, at: datetime) -> Foreseen:
    """Say what would come of a change on the days of a view; nothing is recorded."""
    before = of_today(view, size=looked.size)
    after = foreseen(view, looked, by=change.author.signs_as, at=at)
    return Foreseen(before, after, _Causes(rows_of(change), _numbers(looked)))


def _numbers(looked: Looked) -> dict[int, int]:
    """Return by the number that an entry would have the place of its row."""
    return {looked.size + at: one.step.place.row or 0 for at, one in enumerate(looked.changes)}


@dataclass(frozen=True, slots=True)
class _Causes:
    """Which rows of a change stand behind a difference."""

    rows: Sequence[Row]
    numbers: Mapping[int, int]

    def of(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[int, ...]:
        """Return the rows whose entries stand behind the new figure, or replace those that stood behind the old one.

        Where none does, a sister's weight moved: then those that have the same parent.
        """
        gone = {one.replaces: place for place, one in enumerate(self.rows) if one.replaces is not None}
        found = {self.numbers[one] for one in new.get("entries", ()) if one in self.numbers}
        found |= {gone[one] for one in old.get("entries", ()) if one in gone}
        above = {old.get("parent"), new.get("parent")} - {None}
        sisters = {place for place, one in enumerate(self.rows) if one.above in above}
        return tuple(sorted(found or sisters))


def _moved(name: str, before: View, after: View, causes: _Causes) -> Iterator[Effect]:
    watch, units = WATCHED[name], {one.name: one.unit for one in CATALOGUE[name].columns}
    old, new = (_by_name(view.ask(name), watch.named) for view in (before, after))
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key, {}), new.get(key, {})
        for column in _watched(name, watch, was, now):
            if was.get(column) != now.get(column):
                row = {**was, **now}
                entries = tuple(number for number in was.get("entries", ()) if number not in causes.numbers)
                unit = str(row.get("unit") or "") if units[column].startswith("unit") else units[column]
                told = (was.get(column), now.get(column))
                yield Effect(name, key, column, unit, *told, row, entries, causes.of(was, now))


def _watched(name: str, watch: Watch, was: Told, now: Told) -> tuple[str, ...]:
    """Return the columns to compare: an item that enters or leaves the tree does that, and nothing of it moves.

    Of an indicator the tree tells the weights; how far it is, `progress` tells.
    """
    if name != "rollup" or {**was, **now}["kind"] != "indicator":
        return watch.columns
    return tuple(one for one in watch.columns if "weight" in one) if was and now else ("expected_of",)


def _by_name(rows: Sequence[Told], named: tuple[str, ...]) -> dict[Key, Told]:
    return {tuple(row[name] for name in named): row for row in rows}
