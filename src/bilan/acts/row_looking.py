"""Say of each row of an uploaded file what proposing it would do, piece by piece, without holding the whole of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from os import urandom
from typing import Any, Final

from django.db import connection

from bilan.acts import papers
from bilan.acts.access import Forbidden, Person
from bilan.acts.concerns import NAMING, Where, filled, place_of
from bilan.acts.loading import keys_of
from bilan.exchange.kind_rows import Row as Read
from bilan.exchange.kind_rows import read_cells
from bilan.exchange.order import in_order
from bilan.exchange.preview import Proposed, Unknown, outcome_of
from bilan.exchange.sheets import Sheet
from bilan.exchange.steps import Put, Step
from bilan.ledger.entries import Draft
from bilan.ledger.kinds import KINDS
from bilan.ledger.rules import ASKED_OF_OTHERS, VALUES
from bilan.store import reading
from bilan.store.desk.bulk import Seen
from bilan.store.desk.models import Batch, Paper, Row
from bilan.store.desk.papers import new_id
from bilan.store.known import Knowledge
from bilan.terms.problems import Place, Problem

PROBLEM, NOTE, BLOCKED, BLANK, WAITING = "problem", "note", "blocked", "blank", "waiting"
# So many different places are remembered at a time.
PLACES: Final = 20_000
MOST_PROBLEMS: Final = 20
KEY_LONGEST: Final = 96
REGION_LONGEST: Final = 32
ABOUT_LONGEST: Final = 64
STATEMENT: Final = "statement"
# Without any of these a row of a template was not filled in.
SAYING: Final = (*VALUES, "quotation")
JSON: Final = json.JSONEncoder(ensure_ascii=False)
PLACING: Final = (*NAMING, "entry", "organisation", "owner", "region")

Line = tuple[int, Read | None, list[str], tuple[Problem, ...]]


class Slim(Proposed):
    """What was proposed before, of which only what rules ask of other entries is held."""

    def held_of(self, draft: Draft) -> Mapping[str, Any]:
        """Return what is to be held of the content of a draft."""
        return {name: value for name in _asked_of(draft.kind) if (value := getattr(draft.content, name))}


@cache
def _asked_of(kind: str) -> tuple[str, ...]:
    return tuple(name for name in ASKED_OF_OTHERS if name in KINDS[kind].model_fields)


@dataclass(frozen=True, slots=True)
class Placed:
    """What a row concerns, as it is written down, and whether its author may propose it."""

    columns: tuple[str | None, str | None, str | None, str | None]
    allowed: bool


@dataclass(frozen=True, slots=True)
class Own:
    """A paper that the author has on the way under a key."""

    key: str
    paper: str
    state: str


@dataclass(slots=True)
class Looking:
    """How far the look at a file has come."""

    person: Person
    batch: Batch
    today: date
    proposed: Slim
    unknown: Unknown = field(default_factory=lambda: Unknown(set(), set()))
    turn: int = 0
    first: dict[str, int] = field(default_factory=dict)
    # Rows that refer to what is not known yet; it may stand further down.
    later: list[tuple[str, str]] = field(default_factory=list)
    places: dict[tuple[str | None, ...], Placed] = field(default_factory=dict)
    own: dict[tuple[str, str], Own] = field(default_factory=dict)
    submitted: set[str] = field(default_factory=set)

    @classmethod
    def start(cls, person: Person, batch: Batch, at: datetime) -> "Looking":
        """Start on the ledger as it is."""
        with connection.cursor() as cursor:
            proposed = Slim(Knowledge(cursor), size=reading.size())
        own, submitted = _on_the_way(person)
        return cls(person, batch, at.date(), proposed, own=own, submitted=submitted)

    def of_file(self, found: Iterable[Problem]) -> list[Seen]:
        """Tell the problems that are of no row: an error keeps the whole file back."""
        told = []
        for one in found:
            self.turn += 1
            effect = BLOCKED if one.severity == "error" else NOTE
            told.append(
                Seen(new_id(), self.batch.pk, self.turn, _cut(one.place.file) or "", one.place.row, None, None, effect,
                     problems=_as_json([one]))
            )  # fmt: skip
        return told

    def judge(self, sheet: Sheet, lines: Sequence[Line]) -> list[Seen]:
        """Say of the next rows of a sheet what they would do."""
        cells = [sheet.cells(line[2]) for line in lines]
        steps = [line[1].step for line in lines if line[1] and line[1].step]
        with connection.cursor() as cursor:
            known = Knowledge(cursor)
            known.learn(key for step in steps for key in keys_of(step))
            self.proposed.on(known)
            return [self._seen(sheet, line, told) for line, told in zip(lines, cells, strict=True)]

    def _seen(self, sheet: Sheet, line: Line, cells: dict[str, str]) -> Seen:
        number, read, _, problems = line
        self.turn += 1
        name, told, key = urandom(16).hex(), JSON.encode(cells), read.key if read else None
        placed = self._placed(cells)
        found, effect, origin, paper = [*problems, *self._more(read, key, placed)], PROBLEM, None, None
        if sheet.kind == STATEMENT and cells and cells.keys().isdisjoint(SAYING):
            found, effect = [], BLANK
        elif read is None or read.step is None or found:
            self.unknown.refused.add(key or "")
        else:
            effect, warned = self._effect(read.step, name)
            origin = f"sheet:{sheet.kind}:{key or ''}:{sha256(told.encode('utf-8', 'replace')).hexdigest()[:32]}"
            found = [*warned]
            if effect != PROBLEM and origin in self.submitted:
                effect, found = WAITING, []
            elif effect != PROBLEM and (before := self.own.get((sheet.kind, key or ""))):
                effect, found, paper = _beside_own(before, cells, effect, found)
        return Seen(
            name, self.batch.pk, self.turn, sheet.name, number, sheet.kind, _cut(key), effect, told,
            _as_json(found), *placed.columns, about=_cut(cells.get("about"), ABOUT_LONGEST), origin=origin, paper=paper,
        )  # fmt: skip

    def _more(self, read: Read | None, key: str | None, placed: Placed) -> Iterable[Problem]:
        place = read.place if read else Place()
        if key and key in self.first:
            yield Problem("key_twice", replace(place, column="key"), {"key": key, "first": str(self.first[key])})
        elif key:
            self.first[key] = place.row or 0
        if read and read.step and not placed.allowed:
            yield Problem("outside_reach", place, {"concerns": placed.columns[0] or ""})

    def _effect(self, step: Step, name: str) -> tuple[str, tuple[Problem, ...]]:
        outcome = outcome_of(step, self.proposed, today=self.today, unknown=self.unknown)
        if outcome.effect != "refused":
            return outcome.effect, outcome.problems
        self.unknown.refused.add(next(iter(keys_of(step)), ""))
        self.later += (
            (name, one.values["key"]) for one in outcome.problems if one.code in {"unknown_key", "key_refused"}
        )
        return PROBLEM, outcome.problems

    def _placed(self, cells: dict[str, str]) -> Placed:
        named = tuple(map(cells.get, PLACING))
        if named not in self.places:
            if len(self.places) >= PLACES:
                self.places.clear()
            where = place_of(cells, self.person.account)
            self.places[named] = Placed(_columns(where), self._allowed(where))
        return self.places[named]

    def _allowed(self, where: Where) -> bool:
        try:
            self.person.demand_at("upload", party=where.party, node=where.node, region=where.region)
        except Forbidden:
            return False
        return True

    def again(self) -> list[tuple[int, str, str, str]]:
        """Look once more at the rows that refer to others further down, in an order in which those come first."""
        waiting = {name for name, key in self.later if key in self.first}
        rows = Row.objects.filter(batch=self.batch, effect=PROBLEM).iterator(chunk_size=1_000) if waiting else ()
        steps = dict[str, Step]()
        for one in rows:
            if one.pk not in waiting:
                continue
            step, _ = read_cells(one.kind or "", one.cells, key=one.key)
            if step:
                steps[one.pk] = replace(step, place=Place(file=one.sheet, row=one.row))
        keyed = {step.draft.key or "": name for name, step in steps.items() if isinstance(step, Put)}
        self.unknown.refused -= keyed.keys()
        self.unknown.ahead |= keyed.keys()
        ordered = in_order(step for step in steps.values() if isinstance(step, Put))
        with connection.cursor() as cursor:
            self.proposed.on(Knowledge(cursor))
            return [self._once_more(step, keyed[step.draft.key or ""]) for step in ordered]

    def _once_more(self, step: Put, name: str) -> tuple[int, str, str, str]:
        self.turn += 1
        self.unknown.ahead.discard(step.draft.key or "")
        effect, told = self._effect(step, name)
        return self.turn, effect, _as_json(told), name


def problem_of(told: dict[str, Any], sheet: str, row: int | None) -> Problem:
    """Read a problem of a row as it was written down."""
    place = Place(file=sheet or None, row=row, column=told["column"], character=told["character"])
    return Problem(told["code"], place, told["values"], told["severity"])


def _as_json(problems: Iterable[Problem]) -> str:
    found = list(problems)[:MOST_PROBLEMS]
    if not found:
        return "[]"
    return JSON.encode(
        [
            {"code": one.code, "column": one.place.column, "character": one.place.character,
             "values": dict(one.values), "severity": one.severity}
            for one in found
        ]
    )  # fmt: skip


def _columns(where: Where) -> tuple[str | None, str | None, str | None, str | None]:
    return _cut(where.concerns), _cut(where.party), _cut(where.node), _cut(where.region, REGION_LONGEST)


def _cut(text: str | None, most: int = KEY_LONGEST) -> str | None:
    return text[:most] if text else None


def _beside_own(
    before: Own, cells: dict[str, str], effect: str, found: list[Problem]
) -> tuple[str, list[Problem], str | None]:
    """Say what a row comes to beside a paper that its author has on the way, and whether it takes that one up."""
    if before.state in papers.OPEN:
        return effect, found, before.paper
    if Paper.objects.get(pk=before.paper).cells == filled(cells):
        return WAITING, [], None
    return effect, [*found, Problem("another_waits", Place(column="key"), {"key": before.key}, "warning")], None


def _on_the_way(person: Person) -> tuple[dict[tuple[str, str], Own], set[str]]:
    """Return what somebody drafted or submitted, by kind and key; of two, the one that was submitted.

    And the origins of all that was submitted.
    """
    states = (*papers.OPEN, papers.SUBMITTED)
    found = Paper.objects.filter(author=person.account, state__in=states, key__isnull=False)
    rows = found.values_list("kind", "key", "pk", "state", "origin").iterator(chunk_size=5_000)
    own, submitted = dict[tuple[str, str], Own](), set[str]()
    for kind, key, name, state, origin in rows:
        if state == papers.SUBMITTED or (kind, key) not in own:
            own[kind, key or ""] = Own(key or "", name, state)
        if state == papers.SUBMITTED and origin:
            submitted.add(origin)
    return own, submitted
