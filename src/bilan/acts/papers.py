"""The way of a proposal: drafted, submitted, sent back or accepted. Whoever drafted it never accepts it.

Each step that the public may know of is an entry: a submission and a return as a `review` with the digest of what was
proposed, an acceptance as the proposed entry itself, recorded by whoever drafted it and accepted by somebody else.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Final

from django.db import IntegrityError, connection, transaction

from bilan.acts import events
from bilan.acts.access import Person
from bilan.acts.backing import supporting
from bilan.acts.concerns import KEY_LONGEST, Where, columns, filled, place_of
from bilan.acts.loading import Looked, look, problems_of, reading_of_cells
from bilan.acts.recording import record
from bilan.acts.tasks import release_soon
from bilan.config.home import Home
from bilan.exchange.steps import Reading
from bilan.ledger.canonical import canonical_bytes, canonical_bytes_trusted
from bilan.ledger.entries import WITHOUT_KEY, Draft
from bilan.ledger.kinds import KINDS
from bilan.ledger.kinds.record import Review
from bilan.store import reading
from bilan.store.append import Appended, Beside
from bilan.store.desk.models import Account, Batch, Paper, Step
from bilan.terms.problems import Problem

DRAFT, SUBMITTED, RETURNED, ACCEPTED, DROPPED = "draft", "submitted", "returned", "accepted", "dropped"
# What its author may still change.
OPEN: Final = (DRAFT, RETURNED)
# Somebody else may record between the look and the writing; so often it is tried again.
TRIES: Final = 8
SALT_BYTES: Final = 16
ORDER: Final = tuple(KINDS)
ACCEPT: Final = """
UPDATE bilan_paper SET state = 'accepted', entry = %s, decided_by_id = %s, decided_at = %s, changed_at = %s,
version = version + 1 WHERE id = %s AND version = %s AND state = 'submitted'
"""


class Overtaken(Exception):
    """Somebody else was quicker: a paper is no longer as it was seen; keeps its name."""

    def __init__(self, paper: str) -> None:
        """Keep the name of the paper."""
        super().__init__(f"the paper {paper} was changed or decided by somebody else meanwhile")
        self.paper = paper


class OwnWork(Exception):
    """Nobody decides on a paper of their own; keeps its name."""

    def __init__(self, paper: str) -> None:
        """Keep the name of the paper."""
        super().__init__(f"the paper {paper} is of the one who would decide on it")
        self.paper = paper


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision: the entries, the problems that kept it from being recorded, by paper."""

    done: Appended
    problems: Mapping[str, Sequence[Problem]]


def draft(
    person: Person,
    kind: str,
    cells: Mapping[str, str],
    *,
    at: datetime,
    key: str | None = None,
    batch: Batch | None = None,
    row: int | None = None,
    origin: str | None = None,
    act: str = "draft",
    where: Where | None = None,
) -> Paper:
    """Start a paper; under an origin that its author used before, return that one.

    `where` is what it concerns, when that is not what its own cells say.
    """
    where = where or place_of(cells, person.account)
    person.demand_at(act, party=where.party, node=where.node, region=where.region)
    same = Paper.objects.filter(author=person.account, origin=origin)
    if origin is not None and (before := same.first()):
        return before
    try:
        with transaction.atomic():
            return Paper.objects.create(
                kind=kind, key=key, cells=filled(cells), state=DRAFT, author=person.account, batch=batch, row=row,
                origin=origin, made_at=at, changed_at=at, about=_about(cells), **columns(where),
            )  # fmt: skip
    except IntegrityError:
        # The same was sent twice at once: the other one was quicker.
        return same.get()


def save(person: Person, paper: str, cells: Mapping[str, str], *, version: int, at: datetime) -> Paper:
    """Change one's own paper; not when it was changed since `version` was seen."""
    own(person, paper)
    where = place_of(cells, person.account)
    person.demand_at("draft", party=where.party, node=where.node, region=where.region)
    changed = Paper.objects.filter(pk=paper, version=version, state__in=OPEN).update(
        cells=filled(cells), about=_about(cells), changed_at=at, version=version + 1, **columns(where)
    )
    if not changed:
        raise Overtaken(paper)
    return own(person, paper)


def own(person: Person, paper: str) -> Paper:
    """Return a paper of somebody's own."""
    return Paper.objects.get(pk=paper, author=person.account)


def drop(person: Person, paper: str, *, at: datetime) -> None:
    """Give a paper of one's own up; it stays, and is proposed no more."""
    if not Paper.objects.filter(pk=paper, author=person.account, state__in=OPEN).update(state=DROPPED, changed_at=at):
        raise Overtaken(paper)


def needed(papers: Sequence[Paper], states: Sequence[str]) -> list[Paper]:
    """Return other papers of the same authors that these rest on, as the source that was drafted with a figure."""
    named = {cell for one in papers if one.batch_id is None for cell in one.cells.values() if len(cell) <= KEY_LONGEST}
    authors = {one.author_id for one in papers}
    found = Paper.objects.filter(author_id__in=authors, key__in=named, state__in=states)
    return sorted(found.exclude(pk__in=[one.pk for one in papers]), key=_order)


def look_at(papers: Sequence[Paper], *, at: datetime) -> Looked:
    """Say what recording papers would do to the ledger as it is; each outcome stands in the order of the papers."""
    readings = [reading_of_cells(one.kind, one.cells, key=key_of(one)) for one in papers]
    steps = tuple(step for one in readings for step in one.steps)
    problems = tuple(problem for one in readings for problem in one.problems)
    return look(Reading(steps, problems), today=at.date())


def submit(
    home: Home, person: Person, papers: Sequence[Paper], *, at: datetime, act: str = "submit"
) -> Mapping[str, Sequence[Problem]]:
    """Submit one's own papers, all or none; return by paper what keeps them back."""
    person.demand(act)
    for one in papers:
        if one.author_id != person.account.pk:
            raise Overtaken(one.pk)
        person.demand_at(act, party=one.party, node=one.node, region=one.region)
    papers = [*needed(papers, OPEN), *papers]
    problems = problems_of_each(papers, at)
    if any(problem.severity == "error" for found in problems.values() for problem in found):
        return problems
    salt = secrets.token_urlsafe(SALT_BYTES)
    digest = digest_of(papers, salt)
    review = review_of("submitted", person, papers, at, digest=digest)

    def beside(done: Appended) -> None:
        _move(papers, OPEN, SUBMITTED, at, salt=salt, digest=digest, submitted_at=at)
        _note(papers, "submitted", person, at, entry=done.entries[0].number)

    record(home, [Draft(review, review_key())], by=person.name, at=at, beside=beside)
    release_soon()
    return {}


def send_back(
    home: Home, person: Person, papers: Sequence[Paper], *, words: str, at: datetime, beside: Beside | None = None
) -> None:
    """Send papers back to whoever drafted them, with words for them alone; `beside` belongs to the transaction."""
    _judge(person, "return", papers)
    review = review_of("returned", person, papers, at)

    def moved(done: Appended) -> None:
        _move(papers, (SUBMITTED,), RETURNED, at, decided_by=person.account, decided_at=at)
        _note(papers, "returned", person, at, words=words, entry=done.entries[0].number)
        if beside:
            beside(done)

    record(home, [Draft(review, review_key())], by=person.name, at=at, beside=moved)
    release_soon()


def accept(home: Home, person: Person, papers: Sequence[Paper], *, at: datetime) -> Decided:
    """Accept submitted papers of others: they become entries, all of one author in one transaction.

    The author recorded them, the person accepted them; both names stand on each entry.
    """
    papers = [*needed(papers, (SUBMITTED,)), *papers]
    _judge(person, "accept", papers)
    done, problems = Appended(), dict[str, Sequence[Problem]]()
    ordered = sorted(papers, key=lambda one: (one.author_id, _order(one), one.submitted_at, one.row or 0))
    for _, group in groupby(ordered, key=lambda one: one.author_id):
        of_one = list(group)
        part = _accept(home, person, of_one, at)
        done = Appended(done.entries + part.done.entries)
        problems |= part.problems
    release_soon()
    return Decided(done, problems)


def _accept(home: Home, person: Person, papers: Sequence[Paper], at: datetime) -> Decided:
    for _ in range(TRIES):
        problems = problems_of_each(papers, at)
        if any(problem.severity == "error" for found in problems.values() for problem in found):
            return Decided(Appended(refused=True), problems)
        looked = look_at(papers, at=at)
        changed = [paper for paper, one in zip(papers, looked.outcomes, strict=True) if one.draft]
        drafts = [one.draft for one in looked.changes if one.draft]
        drafts += supporting({one.pk: key_of(one) for one in changed})

        def beside(done: Appended, changed: Sequence[Paper] = changed) -> None:
            numbers = dict(zip((one.pk for one in changed), (one.number for one in done.entries), strict=False))
            _accepted(papers, numbers, person, at)
            events.note("accepted", at=at, by=person.name, entries=done.entries)

        done = record(
            home, drafts, by=papers[0].author.signs_as, accepted_by=person.name, at=at, seen=looked.size, beside=beside
        )
        if not done.refused:
            return Decided(done, {})
        found = problems_of(looked, done)
        if any(one.code != "ledger_moved" for one in found):
            return Decided(done, {papers[0].pk: found})
    raise Overtaken(papers[0].pk)


def _judge(person: Person, act: str, papers: Sequence[Paper]) -> None:
    for one in papers:
        if one.author_id == person.account.pk:
            raise OwnWork(one.pk)
        person.demand_at(act, party=one.party, node=one.node, region=one.region)


def problems_of_each(papers: Sequence[Paper], at: datetime) -> dict[str, Sequence[Problem]]:
    """Return by paper what is found in it, where something is."""
    found = dict[str, Sequence[Problem]]()
    for one in papers:
        before = needed([one], (*OPEN, SUBMITTED))
        looked = look_at([*before, one], at=at)
        others = [problem for paper in before for problem in look_at([paper], at=at).problems]
        problems = [problem for problem in looked.problems if problem not in others]
        if problems:
            found[one.pk] = problems
    return found


def _move(papers: Sequence[Paper], before: tuple[str, ...], after: str, at: datetime, **more: object) -> None:
    for one in papers:
        seen = Paper.objects.filter(pk=one.pk, version=one.version, state__in=before)
        if not seen.update(state=after, changed_at=at, version=one.version + 1, **more):
            raise Overtaken(one.pk)


def _accepted(papers: Sequence[Paper], numbers: Mapping[str, int], person: Person, at: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        when = connection.ops.adapt_datetimefield_value(at)
        for one in papers:
            cursor.execute(ACCEPT, [numbers.get(one.pk), person.account.pk, when, when, one.pk, one.version])
            if cursor.rowcount != 1:
                raise Overtaken(one.pk)
    Step.objects.bulk_create(
        Step(paper=one, step="accepted", by=person.account, at=at, entry=numbers.get(one.pk)) for one in papers
    )


def _note(
    papers: Iterable[Paper],
    step: str,
    person: Person,
    at: datetime,
    *,
    words: str | None = None,
    entry: int | None = None,
) -> None:
    Step.objects.bulk_create(
        Step(paper=one, step=step, by=person.account, at=at, words=words, entry=entry) for one in papers
    )


def _order(paper: Paper) -> int:
    """Tell the place of a kind: what is referred to comes before what refers to it."""
    return ORDER.index(paper.kind)


def key_of(paper: Paper) -> str | None:
    """Return the key under which a paper would be recorded: the one it names, else one made of what it says."""
    if paper.key or paper.kind in WITHOUT_KEY:
        return paper.key
    stem = (paper.concerns or paper.kind).removeprefix("ind-")
    return f"{_SHORT.get(paper.kind, paper.kind)}-{stem}"[:80].rstrip("-") + f"-{paper.pk[:8]}"


def digest_of(papers: Iterable[Paper], salt: str) -> str:
    """Return the digest of what is proposed: of its canonical bytes with random ones, so that it cannot be guessed."""
    return digest_of_proposed(((one.kind, key_of(one), one.cells) for one in papers), salt)


def digest_of_proposed(told: Iterable[tuple[str, str | None, Mapping[str, str]]], salt: str) -> str:
    """Return the same of kinds, keys and cells, one after the other, however many.

    The bytes are those of ``{"proposed": [{"cells": …, "key": …, "kind": …}, …], "salt": …}``.
    """
    hashed, comma = sha256(b'{"proposed":['), b""
    for kind, key, cells in told:
        hashed.update(comma + canonical_bytes_trusted({"kind": kind, "key": key, "cells": cells}))
        comma = b","
    hashed.update(b"]," + canonical_bytes({"salt": salt})[1:])
    return hashed.hexdigest()


def review_of(
    step: str,
    person: Person,
    papers: Sequence[Paper],
    at: datetime,
    *,
    digest: str | None = None,
    proposed: int | None = None,
) -> Review:
    """Make the step that the public may know of: what was done, to how many papers, and their digest.

    With `proposed`, as many as that were, and `papers` stand for them.
    """
    return Review(
        step=step,
        proposed=len(papers) if proposed is None else proposed,
        digest=digest or papers[0].digest or "",
        done_on=at.date().isoformat(),
        concerns=_common(papers),
        party=_party(person.account),
    )


def review_key() -> str:
    """Return a key for a step: nobody refers to it."""
    return f"review-{secrets.token_hex(8)}"


_SHORT: Final = {"statement": "st", "target": "tgt", "baseline": "base", "indicator": "ind", "rating": "rate"}


def _about(cells: Mapping[str, str]) -> str | None:
    """Return the date a proposal is about, cut where it is none: it is looked at when it is submitted."""
    return cells.get("about", "")[:64] or None


def _party(account: Account) -> str | None:
    return account.party if account.party and reading.latest(account.party) else None


def _common(papers: Sequence[Paper]) -> str | None:
    """Return what all papers concern, where that is one thing that the ledger holds."""
    named = {one.concerns for one in papers}
    only = named.pop() if len(named) == 1 else None
    return only if only and reading.latest(only) else None
