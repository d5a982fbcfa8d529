"""The way of a whole file of proposals: submitted, accepted, by pieces that fit into memory, and all of it or nothing.

What holds for one paper (`bilan.acts.papers`) holds for each of these.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from bilan.acts import events, papers
from bilan.acts.access import Forbidden, Person
from bilan.acts.backing import supporting
from bilan.acts.loading import keys_of
from bilan.acts.papers import SALT_BYTES, Overtaken, OwnWork
from bilan.acts.recording import record, record_parts
from bilan.acts.row_looking import PROBLEM
from bilan.acts.tasks import release_soon
from bilan.acts.uploading import CONFIRMED, LOOKED, PIECE, SUBMITTED, forget, look
from bilan.config.home import Home
from bilan.exchange.kind_rows import read_cells
from bilan.exchange.preview import never
from bilan.exchange.steps import Step, resolve
from bilan.ledger.entries import Draft, Entry
from bilan.store import reading
from bilan.store.append import Appended, PartRefused
from bilan.store.desk import bulk
from bilan.store.desk.models import Batch, Filed, Paper, Row
from bilan.store.known import Knowledge
from bilan.terms.problems import Problem

# What is proposed of a file; the rest says nothing new, or has a problem and stays behind.
MENDED: Final = "mended"
PROPOSED: Final = ("new", "changed", "withdrawn")


class NotSubmitted(Exception):
    """A file is not submitted; keeps the reason as a code of the word list `desk_uploads`."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of accepting a file: the numbers of the new entries, or by paper what kept all of them out."""

    numbers: range
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    count: int = 0


def confirm(person: Person, batch: Batch, *, at: datetime) -> None:
    """Let a file that was looked at be submitted; whoever confirms twice confirms once."""
    person.demand("upload")
    if batch.author_id != person.account.pk:
        raise Forbidden("upload")
    if batch.counts.get("blocked"):
        raise NotSubmitted("blocked")
    if not any(batch.counts.get(one) for one in PROPOSED):
        raise NotSubmitted("nothing")
    changed = Batch.objects.filter(pk=batch.pk, state=LOOKED).update(state=CONFIRMED, changed_at=at)
    if not changed and not Batch.objects.filter(pk=batch.pk, state__in=(CONFIRMED, SUBMITTED)).exists():
        raise NotSubmitted("not_looked")


def take_out(person: Person, row: Row, *, at: datetime) -> Paper:
    """Make a draft of a row that has a problem: it goes on its own way, and the file goes on without it."""
    cells = {name: text for name, text in row.cells.items() if name != "replaces"}
    paper = papers.draft(person, row.kind or "", cells, at=at, key=row.key, row=row.row, origin=f"row:{row.pk}")
    with transaction.atomic():
        if Row.objects.filter(pk=row.pk, effect=PROBLEM).update(effect=MENDED, paper=paper.pk):
            Batch.objects.filter(pk=row.batch_id).update(counts=bulk.count_effects(row.batch))
    return paper


def submit(home: Home, person: Person, batch: Batch, *, at: datetime) -> int:
    """Submit what a confirmed file proposes, all of it at once; return how many papers that are."""
    batch.refresh_from_db()
    if batch.state != CONFIRMED:
        return int(batch.counts.get("submitted", 0))
    if batch.seen != reading.size():
        _look_again(home, batch, at)
    rows = Row.objects.filter(batch=batch, effect__in=PROPOSED)
    count = rows.count()
    if rows.filter(person.within("submit")).count() != count:
        raise Forbidden("submit")
    if not count:
        raise NotSubmitted("nothing")
    try:
        _submit(home, person, batch, rows, at)
    except Overtaken as other:  # the same rows came by another way meanwhile
        look(home, batch, at=at)
        raise NotSubmitted("overtaken") from other
    forget(home, batch)
    release_soon()
    return count


def _look_again(home: Home, batch: Batch, at: datetime) -> None:
    """Look once more, as the ledger moved on; if that changes anything, whoever confirmed is asked again."""
    before = batch.counts
    look(home, batch, at=at, again=True)
    if batch.counts != before:
        Batch.objects.filter(pk=batch.pk).update(state=LOOKED, changed_at=at)
        raise NotSubmitted("ledger_moved")


def _submit(home: Home, person: Person, batch: Batch, rows: QuerySet[Row], at: datetime) -> None:
    count, salt = rows.count(), secrets.token_urlsafe(SALT_BYTES)
    told = rows.order_by("turn").values_list("kind", "key", "cells").iterator(chunk_size=PIECE)
    digest = papers.digest_of_proposed(((kind or "", key, cells) for kind, key, cells in told), salt)
    review = papers.review_of("submitted", person, _standing_for(rows), at, digest=digest, proposed=count)

    def beside(done: Appended) -> None:
        if bulk.propose(batch, at, salt=salt, digest=digest) != count:
            raise Overtaken(batch.pk)
        bulk.note_steps(batch, papers.SUBMITTED, person.account.pk, at, entry=done.entries[0].number)
        Batch.objects.filter(pk=batch.pk).update(
            state=SUBMITTED, counts={**batch.counts, "submitted": count}, changed_at=at
        )

    record(home, [Draft(review, papers.review_key())], by=person.name, at=at, beside=beside)


def _standing_for(rows: QuerySet[Row]) -> list[Paper]:
    """Return papers that concern as many things as all rows do, as far as one or more than one matters."""
    named = rows.values_list("concerns", flat=True).order_by("concerns").distinct()[:2]
    return [Paper(concerns=one) for one in named]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one needs of a paper to record it."""

    pk: str
    version: int
    turn: int
    kind: str
    key: str | None
    cells: Mapping[str, str]


def _pieces(found: QuerySet[Paper]) -> Iterator[list[Proposal]]:
    """Give the papers of a file in the order in which they are recorded."""
    last, needed = -1, found.order_by("turn").values_list("pk", "version", "turn", "kind", "key", "cells")
    while piece := [Proposal(*one) for one in needed.filter(turn__gt=last)[:PIECE]]:  # type: ignore[arg-type]
        yield piece
        last = piece[-1].turn


def waiting(person: Person, batch: Batch) -> QuerySet[Paper]:
    """Return the papers of a file on which somebody may decide."""
    return Paper.objects.filter(person.within("accept"), batch=batch, state=papers.SUBMITTED)


def accept(home: Home, person: Person, batch: Batch, *, at: datetime, but: Sequence[str] = ()) -> Accepted:
    """Accept all papers of a file that lie within reach: they become entries in one transaction, or none does.

    `but` are papers that are left for somebody to look at.
    """
    person.demand("accept")
    if batch.author_id == person.account.pk:
        raise OwnWork(batch.pk)
    pieces = _pieces(waiting(person, batch).exclude(pk__in=but))
    backed = Filed.objects.filter(paper__batch=batch).exists()
    accepting = _Accepting(person, batch, at, pieces=pieces, backed=backed)
    try:
        numbers = record_parts(
            home, accepting.part, by=batch.author.signs_as, accepted_by=person.name, at=at, beside=accepting.beside
        )
    except _Kept as kept:
        return Accepted(range(0), kept.problems)
    except PartRefused as refused:
        return Accepted(range(0), accepting.explain(refused.done))
    release_soon()
    return Accepted(numbers, count=accepting.count)


class _Kept(Exception):
    """A paper cannot be read any more as it was; keeps the problems by paper."""

    def __init__(self, problems: Mapping[str, Sequence[Problem]]) -> None:
        super().__init__(f"{len(problems)} papers have problems")
        self.problems = problems


@dataclass(slots=True)
class _Accepting:
    """The papers of a file on their way into the ledger, a piece at a time."""

    person: Person
    batch: Batch
    at: datetime
    _: KW_ONLY
    pieces: Iterator[list[Proposal]]
    # Whether files were filed beside any of them.
    backed: bool
    count: int = 0
    first: int | None = None
    last: int | None = None
    # Of the piece at hand: all its papers, and those of them that add an entry.
    piece: list[Proposal] = field(default_factory=list)
    adding: list[Proposal] = field(default_factory=list)

    def part(self, known: Knowledge) -> list[Draft] | None:
        """Make the drafts of the next piece when those before it are recorded; at the end, note what was done."""
        self.piece = next(self.pieces, [])
        if self.piece:
            return self._drafts(known)
        self._over()
        return None

    def _over(self) -> None:
        bulk.note_steps(self.batch, papers.ACCEPTED, self.person.account.pk, self.at)
        if self.first is not None:
            for event, by in (("accepted", self.person.name), ("recorded", self.batch.author.signs_as)):
                events.note(event, at=self.at, by=by, first=self.first, last=self.last, entries=())

    def _drafts(self, known: Knowledge) -> list[Draft]:
        steps = self._read()
        known.learn(key for step in steps for key in keys_of(step))
        found = [resolve(step, known, recorded=never) for step in steps]
        wrong = {one.pk: [told] for one, told in zip(self.piece, found, strict=True) if isinstance(told, Problem)}
        if wrong:
            raise _Kept(wrong)
        self.adding = [paper for paper, told in zip(self.piece, found, strict=True) if told]
        drafts = [told for told in found if isinstance(told, Draft)]
        return drafts + (supporting({one.pk: one.key for one in self.adding}) if self.backed else [])

    def _read(self) -> list[Step]:
        rows = [read_cells(one.kind, one.cells, key=one.key) for one in self.piece]
        wrong = {one.pk: problems for one, (step, problems) in zip(self.piece, rows, strict=True) if not step}
        if wrong:
            raise _Kept(wrong)
        return [step for step, _ in rows if step]

    def beside(self, done: Appended) -> None:
        """Mark the papers of a piece as what they became."""
        numbers = {one.pk: entry.number for one, entry in zip(self.adding, self._own(done), strict=True) if entry}
        marked = [(one.pk, one.version, numbers.get(one.pk)) for one in self.piece]
        if bulk.accept_papers(marked, self.person.account.pk, self.at) != len(self.piece):
            raise Overtaken(self.batch.pk)
        self.count += len(self.piece)
        if done.entries:
            self.first = done.entries[0].number if self.first is None else self.first
            self.last = done.entries[-1].number

    def _own(self, done: Appended) -> list[Entry | None]:
        """Return the entry of each paper that was to add one; a later one may say the same already."""
        added = iter(done.entries)
        return [None if place in done.unchanged else next(added) for place in range(len(self.adding))]

    def explain(self, done: Appended) -> Mapping[str, Sequence[Problem]]:
        """Return by paper what the writer found in the piece at hand."""
        found = dict[str, list[Problem]]()
        for one in done.findings:
            paper = self.adding[one.draft] if one.draft < len(self.adding) else self.piece[0]
            found.setdefault(paper.pk, []).append(one.problem)
        return found
