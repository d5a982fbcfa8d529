"""Publish the ledger by hand, or freeze it under a title so that a report can cite it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Count
from django_tasks import task

from bilan.acts import editions
from bilan.acts.access import Person, person
from bilan.acts.figures import unsafe
from bilan.acts.publishing import publish
from bilan.config.home import Home, opened_home
from bilan.store import reading
from bilan.store.checkpoints import Signed, checkpoints
from bilan.store.desk.models import Account, Release
from bilan.store.models import EntryRow
from bilan.tables.editions import Edition, EditionMissing
from bilan.terms.problems import Place, Problem

LONGEST_TITLE: Final = 200
LONGEST_NOTE: Final = 4_000
# More entries than these are published in the background.
AT_ONCE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How the ledger stands beside its newest edition: entries of each, and of what kinds those are that came since."""

    size: int
    edition: Edition | None
    since: dict[str, int]

    @property
    def waiting(self) -> int:
        """Return how many entries are not published."""
        return self.size - (self.edition.size if self.edition else 0)


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition with the checkpoint it stands under, and who published or froze it by hand."""

    edition: Edition
    signed: Signed | None
    releases: list[Release] = field(default_factory=list)


def standing() -> Standing:
    """Tell how the ledger stands beside its newest edition."""
    edition = _newest()
    later = EntryRow.objects.filter(number__gte=edition.size if edition else 0)
    counts = later.values("kind").annotate(count=Count("number")).order_by("-count", "kind")
    return Standing(reading.size(), edition, {one["kind"]: one["count"] for one in counts})


def listed() -> list[Listed]:
    """Return every edition, the longest first."""
    signed = {one.size: one for one in checkpoints()}
    made: dict[str, list[Release]] = {}
    for one in Release.objects.select_related("made_by").order_by("made_at", "pk"):
        made.setdefault(one.edition, []).append(one)
    return [Listed(one, signed.get(one.size), made.get(one.name, [])) for one in editions.listed()]


def problems(title: str, note: str) -> list[Problem]:
    """Return what is wrong with the title and the note of a frozen edition."""
    found = unsafe({"title": title, "note": note})
    if not title:
        found.append(Problem("release_untitled", Place(column="title")))
    if len(title) > LONGEST_TITLE or len(note) > LONGEST_NOTE:
        column, most = ("title", LONGEST_TITLE) if len(title) > LONGEST_TITLE else ("note", LONGEST_NOTE)
        found.append(Problem("release_too_long", Place(column=column), {"most": str(most)}))
    if Release.objects.filter(title=title).exists():
        found.append(Problem("release_title_taken", Place(column="title"), {"title": title}))
    return found


def release(
    home: Home, who: Person, *, title: str | None = None, note: str | None = None, at: datetime
) -> Release | None:
    """Publish the ledger as it stands, under a title where it is frozen; nothing yet where that takes a while."""
    who.demand("publish")
    if standing().waiting > AT_ONCE:
        release_later.enqueue(who.account.pk, title, note)
        return None
    edition = publish(home, at=at)
    try:
        with transaction.atomic():
            return Release.objects.create(
                edition=edition.name, size=edition.size, title=title, note=note, made_by=who.account, made_at=at
            )
    except IntegrityError:
        # The same form was sent twice, or somebody else took the title at the same moment.
        return Release.objects.get(title=title)


@task()
def release_later(account: int, title: str | None, note: str | None) -> None:
    """Publish in the background for whoever asked for it, if they still may; once under one title."""
    who, at = person(Account.objects.get(pk=account)), datetime.now(UTC)
    if not who.may("publish") or (title and Release.objects.filter(title=title).exists()):
        return
    edition = publish(opened_home(), at=at)
    Release.objects.create(
        edition=edition.name, size=edition.size, title=title, note=note, made_by=who.account, made_at=at
    )


def _newest() -> Edition | None:
    try:
        return editions.find(editions.current())[0]
    except EditionMissing:
        return None
