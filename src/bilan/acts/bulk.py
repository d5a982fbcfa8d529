"""Accept the clean rows of an upload together: what asks for a second look is left to be looked at one by one."""

from datetime import UTC, datetime
from typing import Final

from django_tasks import task

from bilan.acts import batches, post, reviewing
from bilan.acts.access import Person, person
from bilan.acts.batches import Accepted
from bilan.acts.signs import signs_of
from bilan.config.home import Home, opened_home
from bilan.report.view import View
from bilan.store.desk.models import Account, Batch
from bilan.tables import editions
from bilan.tables.session import open_session

# So many rows are looked at while somebody waits; more of them in the background.
WAITED_FOR: Final = 500
PIECE: Final = 2_000
# A file with more doubtful rows than that is to be mended, not accepted in part.
MOST_DOUBTFUL: Final = 30_000


def accept_clean(home: Home, who: Person, batch: Batch, *, at: datetime) -> Accepted | None:
    """Accept the clean rows of an upload within reach; nothing yet where that goes on in the background."""
    who.demand("accept")
    if reviewing.queue(who).filter(batch=batch).count() > WAITED_FOR:
        accept_clean_later.enqueue(who.account.pk, batch.pk)
        return None
    return _accepted(home, who, batch, at)


@task()
def accept_clean_later(account: int, batch: str) -> None:
    """Accept them in the background, and tell by letter; done twice, what was accepted before is left alone."""
    who, of, at = person(Account.objects.get(pk=account)), Batch.objects.get(pk=batch), datetime.now(UTC)
    if not who.may("accept"):
        return
    done = _accepted(opened_home(), who, of, at)
    left = reviewing.queue(who).filter(batch=batch).count()
    post.write(
        who.account, "bulk_accepted", once=f"bulk:{batch}:{account}:{at.isoformat()}", at=at,
        path=f"/desk/review/?batch={batch}", what=of.name, count=done.count, left=left,
    )  # fmt: skip


def _accepted(home: Home, who: Person, batch: Batch, at: datetime) -> Accepted:
    unclean = doubtful(home, who, batch, at=at)
    if len(unclean) > MOST_DOUBTFUL:
        return Accepted(range(0))
    return batches.accept(home, who, batch, at=at, but=unclean)


def doubtful(home: Home, who: Person, batch: Batch, *, at: datetime) -> list[str]:
    """Return the rows of an upload that ask for a second look, piece by piece."""
    today = at.date()
    view = View(open_session(editions.open_edition(home.editions), as_of=today, known_on=today))
    found, last = list[str](), -1
    while piece := list(batches.waiting(who, batch).filter(turn__gt=last).order_by("turn")[:PIECE]):
        signs = signs_of(view, piece, at=at)
        found += [one.pk for one in piece if not signs[one.pk].is_clean]
        last = piece[-1].turn or 0
    return found
