"""What awaits somebody at the desk beside what is due: papers, files, letters, accounts - as counts that lead to pages.

Each is one query with the one clause of the person's reach; none is asked of whoever may not act on it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from bilan.acts import post
from bilan.acts.access import Person
from bilan.acts.rights import READING
from bilan.store import reading
from bilan.store.desk.models import Account, Batch, Complement, Delivery, Grant, Paper, PlanChange

# After so many calls that did not arrive, a hook is told of.
FAILING: Final = 3
# A request for complement that is neither answered nor taken back.
WAITING: Final = {"answered_at": None, "closed_at": None}


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do: its code, how many there are, whether it is pressing."""

    code: str
    count: int
    pressing: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom it is asked, within which chosen part, at which edition."""

    person: Person
    chosen: Q
    published: int

    @property
    def mine(self) -> Q:
        """Return the clause that keeps one's own papers."""
        return Q(author=self.person.account)


def duties(person: Person, *, published: int, chosen: Q | None = None) -> list[Duty]:
    """Return what somebody has to do; what there is none of is not told."""
    asked = Asked(person, chosen or Q(), published)
    return [one for act, found in DUTIES if person.may(act) for one in found(asked) if one.count]


def _papers(asked: Asked) -> Iterator[Duty]:
    own = Paper.objects.filter(asked.chosen, asked.mine)
    yield Duty("returned", own.filter(state="returned").count(), pressing=True)
    yield Duty("drafts", own.filter(state="draft", batch=None).count())
    yield Duty("submitted", own.filter(state="submitted").count())
    yield Duty("contested", _contested(own), pressing=True)


def _batches(asked: Asked) -> Iterator[Duty]:
    yield Duty("uploads", Batch.objects.filter(author=asked.person.account, state="looked").count())


def _requests(asked: Asked) -> Iterator[Duty]:
    requests = Complement.objects.filter(asked.person.within("answer"), asked.chosen, **WAITING)
    yield Duty("to_answer", requests.count(), pressing=True)


def _queue(asked: Asked) -> Iterator[Duty]:
    queue = Paper.objects.filter(asked.person.within("accept"), asked.chosen, state="submitted").exclude(asked.mine)
    yield Duty("queue", queue.count(), pressing=True)


def _reviewed(asked: Asked) -> Iterator[Duty]:
    others = Paper.objects.filter(asked.person.within("review"), asked.chosen).exclude(asked.mine)
    yield Duty("contested_by_us", _contested(others))


def _contested(papers: QuerySet[Paper]) -> int:
    return papers.filter(state__in=("submitted", "returned"), steps__step="contested").distinct().count()


def _asked_for(asked: Asked) -> Iterator[Duty]:
    yield Duty("asked", Complement.objects.filter(asked_by=asked.person.account, **WAITING).count())


def _changes(asked: Asked) -> Iterator[Duty]:
    changes = PlanChange.objects.filter(state="submitted").exclude(author=asked.person.account)
    yield Duty("changes", changes.count(), pressing=True)


def _own_changes(asked: Asked) -> Iterator[Duty]:
    yield Duty("changes_returned", PlanChange.objects.filter(asked.mine, state="returned").count(), pressing=True)


def _unpublished(asked: Asked) -> Iterator[Duty]:
    yield Duty("unpublished", reading.size() - asked.published)


def _house(_: Asked) -> Iterator[Duty]:
    writers = Grant.objects.filter(account=OuterRef("pk"), ended_at=None).exclude(role__in=READING)
    active = Account.objects.filter(is_active=True)
    yield Duty("without_factor", active.filter(Exists(writers), authenticator=None).count(), pressing=True)
    yield Duty("never_in", active.filter(last_login=None).count())
    yield Duty("letters_failed", post.given_up().count(), pressing=True)
    yield Duty("letters_waiting", post.waiting().exclude(failure=None).count())
    failing = Delivery.objects.filter(arrived_at=None, tries__gte=FAILING).values("hook").distinct()
    yield Duty("hooks_failing", failing.count(), pressing=True)


DUTIES: Final[tuple[tuple[str, Callable[[Asked], Iterator[Duty]]], ...]] = (
    ("submit", _papers),
    ("upload", _batches),
    ("answer", _requests),
    ("accept", _queue),
    ("review", _reviewed),
    ("ask", _asked_for),
    ("change_plan", _own_changes),
    ("approve_plan", _changes),
    ("publish", _unpublished),
    ("grant", _house),
)
# The page of the desk on which each is done.
PAGES: Final[Mapping[str, str]] = {
    "returned": "figures", "drafts": "figures", "submitted": "figures", "uploads": "uploads",
    "to_answer": "complements", "queue": "review", "contested": "figures", "contested_by_us": "review",
    "asked": "complements", "changes": "plan", "changes_returned": "plan",
    "unpublished": "releases", "without_factor": "people", "never_in": "people", "letters_failed": "letters",
    "letters_waiting": "letters", "hooks_failing": "hooks",
}  # fmt: skip
