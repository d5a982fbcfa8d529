"""Answer a program the same when it repeats a request under the same key, however often and at once; act only once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from bilan.acts.access import Person
from bilan.store.desk.models import Answered

# So long an answer is kept.
KEPT: Final = timedelta(days=1)
# Whoever has been answering for so long has died; the acts themselves see to it that nothing is done twice.
PATIENCE: Final = timedelta(minutes=2)
# An answer of so many hundreds is no answer: it may be asked again.
OUR_MISTAKES: Final = 500


class Reused(Exception):
    """A key was used for another request before."""


class Pending(Exception):
    """The same request is being answered just now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program was answered."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def begin(person: Person, key: str, digest: str, *, at: datetime) -> Answer | None:
    """Take a key for a request, told by its digest; return what was answered to the same request before."""
    Answered.objects.filter(at__lt=at - KEPT).delete()
    try:
        with transaction.atomic():
            Answered.objects.create(account=person.account, key=key, digest=digest, at=at)
    except IntegrityError:
        return _again(person, key, digest, at)
    return None


def end(person: Person, key: str, answer: Answer) -> None:
    """Keep what was answered; of a mistake of ours nothing is kept."""
    mine = Answered.objects.filter(account=person.account, key=key)
    if answer.status >= OUR_MISTAKES:
        mine.delete()
    else:
        mine.update(status=answer.status, body=answer.body, headers=dict(answer.headers))


def _again(person: Person, key: str, digest: str, at: datetime) -> Answer | None:
    before = Answered.objects.get(account=person.account, key=key)
    if before.digest != digest:
        raise Reused
    if before.status is not None:
        return Answer(before.status, before.body, before.headers)
    taken = Answered.objects.filter(pk=before.pk, status=None, at=before.at, at__lt=at - PATIENCE).update(at=at)
    if not taken:
        raise Pending
    return None
