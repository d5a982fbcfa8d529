"""Propose changes to the plan: rows under one heading, each as in a file of its kind, proposed together.

A change is a working paper of several rows. Proposing it is an entry of the kind `review` with the digest of what is
proposed; who decides on it is in `bilan.acts.plan_deciding`.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from bilan.acts.access import Person
from bilan.acts.figures import unsafe
from bilan.acts.loading import reading_of_cells
from bilan.acts.papers import (
    ACCEPTED,
    DRAFT,
    DROPPED,
    OPEN,
    RETURNED,
    SALT_BYTES,
    SUBMITTED,
    Overtaken,
    digest_of,
    review_key,
    review_of,
)
from bilan.acts.plan_effects import consider
from bilan.acts.plan_heading import Heading
from bilan.acts.plan_rows import Row, as_decided, before, common, rows_of, where_of
from bilan.acts.recording import record
from bilan.acts.tasks import release_soon
from bilan.config.home import Home
from bilan.ledger.entries import Draft
from bilan.ledger.refusals import key_problem
from bilan.report.view import View
from bilan.store.append import Appended
from bilan.store.desk.models import Paper, PlanChange
from bilan.terms.problems import Place, Problem

MOST_ROWS: Final = 500


def visible(person: Person) -> QuerySet[PlanChange]:
    """Return the changes that somebody may see: their own, and those proposed within their reach."""
    reach = person.within("change_plan") | person.within("approve_plan")
    proposed = Q(state__in=(SUBMITTED, ACCEPTED, RETURNED)) & reach
    return PlanChange.objects.filter(Q(author=person.account) | proposed).select_related("author", "decided_by")


def begin(person: Person, heading: Heading, *, at: datetime, origin: str | None = None) -> PlanChange:
    """Start a change; under an origin that its author used before, return that one."""
    person.demand("change_plan")
    try:
        with transaction.atomic():
            return PlanChange.objects.create(
                state=DRAFT, author=person.account, origin=origin, made_at=at, changed_at=at, **heading.columns
            )
    except IntegrityError:
        return PlanChange.objects.get(author=person.account, origin=origin)


def restate(person: Person, change: PlanChange, heading: Heading, *, version: int, at: datetime) -> None:
    """Give a change of one's own another heading."""
    _save(person, change, version, at, **heading.columns)


def problems_of_row(change: PlanChange, row: Row) -> list[Problem]:
    """Return what is wrong with a row by itself; whether what it names exists is asked of the change as a whole."""
    if found := unsafe({**row.cells, "key": row.key}):
        return found
    if not row.key:
        return [Problem("key_missing", Place(column="key"), {"kind": row.kind})]
    if row.replaces is None and before(row).replaces is not None:
        return [Problem("plan_key_taken", Place(column="key"), {"key": row.key})]
    return list(reading_of_cells(row.kind, as_decided(row, change), key=row.key).problems)


def put(person: Person, change: PlanChange, rows: Sequence[Row], *, version: int, at: datetime) -> list[Problem]:
    """Put rows into a change of one's own, each in the place of the one of its key; return what keeps them out."""
    by_key = {one.key: one for one in (*rows_of(change), *rows)}
    found = [problem for one in rows if (problem := key_problem(one.key))]
    if len(by_key) > MOST_ROWS:
        found.append(Problem("plan_change_long", Place(column="key"), {"most": str(MOST_ROWS)}))
    if found:
        return found
    kept = list(by_key.values())
    for one in rows:
        _demand_at(person, one, kept)
    _save(person, change, version, at, **_kept(change, kept))
    return []


def take_out(person: Person, change: PlanChange, key: str, *, version: int, at: datetime) -> None:
    """Take the row of a key out of a change of one's own."""
    _save(person, change, version, at, **_kept(change, [one for one in rows_of(change) if one.key != key]))


def drop(person: Person, change: PlanChange, *, version: int, at: datetime) -> None:
    """Give a change of one's own up; it stays, and is proposed no more."""
    _save(person, change, version, at, state=DROPPED)


def propose(home: Home, person: Person, change: PlanChange, view: View, *, version: int, at: datetime) -> list[Problem]:
    """Propose a change of one's own; return what keeps it back."""
    person.demand("change_plan")
    found = consider(view, change, at=at)
    if not found.is_clean:
        return list(found.problems)
    proposed, salt = as_papers(change), secrets.token_urlsafe(SALT_BYTES)
    digest = digest_of(proposed, salt)
    review = review_of("submitted", person, proposed, at, digest=digest)

    def beside(_: Appended) -> None:
        _save(person, change, version, at, state=SUBMITTED, salt=salt, digest=digest, submitted_at=at, words=None)

    record(home, [Draft(review, review_key())], by=person.name, at=at, beside=beside)
    release_soon()
    return []


def as_papers(change: PlanChange) -> list[Paper]:
    """Return the rows as papers, as they will be recorded: they are proposed under one digest."""
    return [
        Paper(kind=one.kind, key=one.key, cells=as_decided(one, change), author=change.author, concerns=one.key)
        for one in rows_of(change)
    ]


def _save(person: Person, change: PlanChange, version: int, at: datetime, **columns: object) -> None:
    mine = PlanChange.objects.filter(pk=change.pk, author=person.account, version=version, state__in=OPEN)
    if not mine.update(changed_at=at, version=version + 1, **columns):
        raise Overtaken(change.pk)


def _demand_at(person: Person, row: Row, rows: Sequence[Row]) -> None:
    """Refuse a row that lies outside the reach of whoever proposes it, or would take something from there."""
    for one in _places(row):
        where = where_of(one, rows, person.account)
        person.demand_at("change_plan", party=where.party, node=where.node, region=where.region)


def _kept(change: PlanChange, rows: Sequence[Row]) -> dict[str, object]:
    """Return the rows as they are kept, with the party, node and region that they have in common."""
    places = (each for one in rows for each in _places(one))
    return {"rows": [one.kept() for one in rows], **common([where_of(one, rows, change.author) for one in places])}


def _places(row: Row) -> Iterable[Row]:
    """Return a row as it will be and as it was: what moves concerns both places."""
    old = before(row)
    return (row, old) if old.cells else (row,)
