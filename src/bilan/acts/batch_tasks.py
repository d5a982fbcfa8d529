"""Let files of proposals be looked at, submitted and accepted: at once where they are short, else in the background."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django_tasks import task

from bilan.acts import batches, post, uploading
from bilan.acts.access import Forbidden, person
from bilan.acts.access import Person as Somebody
from bilan.acts.batches import Accepted, NotSubmitted
from bilan.acts.papers import Overtaken, OwnWork
from bilan.acts.uploading import AT_ONCE, CONFIRMED, FAILED, READING, RECEIVED
from bilan.config.declared import MEGABYTE
from bilan.config.home import Home, opened_home
from bilan.store.desk.models import Account, Batch

PATH: Final = "/desk/uploads/{batch}/"
LONGEST: Final = 200


def look(home: Home, batch: Batch, *, at: datetime) -> bool:
    """Look at a file; tell whether that is done, or else goes on in the background."""
    if batch.size <= MEGABYTE:
        try:
            uploading.look(home, batch, at=at, most=AT_ONCE)
        except uploading.TooManyRows:
            pass
        else:
            return True
    Batch.objects.filter(pk=batch.pk, state__in=(RECEIVED, FAILED)).update(state=READING, failure=None, changed_at=at)
    look_later.enqueue(batch.pk)
    return False


def submit(home: Home, who: Somebody, batch: Batch, *, at: datetime) -> bool:
    """Submit a confirmed file; tell whether that is done, or else goes on in the background."""
    if (batch.rows or 0) <= AT_ONCE:
        batches.submit(home, who, batch, at=at)
        return True
    submit_later.enqueue(batch.pk)
    return False


def accept(home: Home, who: Somebody, batch: Batch, *, at: datetime) -> Accepted | None:
    """Accept what a file proposes within reach; nothing yet if that goes on in the background."""
    who.demand("accept")
    if batch.author_id == who.account.pk:
        raise OwnWork(batch.pk)
    if batches.waiting(who, batch).count() <= AT_ONCE:
        return batches.accept(home, who, batch, at=at)
    accept_later.enqueue(batch.pk, who.account.pk)
    return None


def give_up(args: Sequence[Any]) -> None:
    """Note of a file that all who worked at it died of it."""
    names = [one for one in args if isinstance(one, str)]
    Batch.objects.filter(pk__in=names).update(state=FAILED, failure="abandoned")


@task()
def look_later(name: str) -> None:
    """Look at a file, and tell its author."""
    batch, at = Batch.objects.get(pk=name), datetime.now(UTC)
    if batch.state != READING:
        return
    try:
        uploading.look(opened_home(), batch, at=at)
    except Exception:
        _failed(batch, "failed", at)
        raise
    problems = sum(batch.counts.get(one, 0) for one in ("problem", "blocked"))
    _write(batch, batch.author, "batch_looked", at, rows=batch.rows or 0, problems=problems)


@task()
def submit_later(name: str) -> None:
    """Submit what a file proposes, and tell its author."""
    batch, at = Batch.objects.get(pk=name), datetime.now(UTC)
    if batch.state != CONFIRMED:
        return
    try:
        count = batches.submit(opened_home(), person(batch.author), batch, at=at)
    except NotSubmitted as why:
        _failed(batch, why.code, at, state=uploading.LOOKED)
        _write(batch, batch.author, "batch_not_submitted", at)
    except Forbidden:
        _failed(batch, "outside_reach", at)
    except Exception:
        _failed(batch, "failed", at)
        raise
    else:
        _write(batch, batch.author, "batch_submitted", at, rows=count)


@task()
def accept_later(name: str, verifier: int) -> None:
    """Accept what a file proposes, and tell both."""
    batch, at = Batch.objects.get(pk=name), datetime.now(UTC)
    account = Account.objects.get(pk=verifier)
    try:
        done = batches.accept(opened_home(), person(account), batch, at=at)
    except (Forbidden, Overtaken):
        _write(batch, account, "batch_not_accepted", at, problems=0)
        return
    if done.problems:
        _write(batch, account, "batch_not_accepted", at, problems=len(done.problems))
        return
    for one in (account, batch.author):
        _write(batch, one, "batch_accepted", at, rows=done.count)


def _failed(batch: Batch, code: str, at: datetime, *, state: str = FAILED) -> None:
    Batch.objects.filter(pk=batch.pk).update(state=state, failure=code[:LONGEST], changed_at=at)


def _write(batch: Batch, account: Account, kind: str, at: datetime, **values: Any) -> None:
    once = f"{kind}:{batch.pk}:{account.pk}:{at.isoformat()}"
    post.write(account, kind, once=once, at=at, path=PATH.format(batch=batch.pk), file=batch.name, **values)
