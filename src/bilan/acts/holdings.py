"""What is held of evidence: the files that somebody may know of, and those that are not what the ledger says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Max

from bilan.acts import filing
from bilan.acts.access import Person
from bilan.config.home import Home
from bilan.ledger.entries import Entry
from bilan.store import custody
from bilan.store.custody import State
from bilan.store.desk.models import Filed
from bilan.store.models import EntryRow
from bilan.store.standing import in_force

AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Holding:
    """A file: the entry that tells its digest, whether it is what that entry says, and whether one may open it."""

    filed: Filed
    number: int | None
    state: State
    opens: bool
    embargoed: bool


def held(home: Home, person: Person, *, today: date, page: int) -> tuple[list[Holding], int]:
    """Return one page of the files that somebody may know of, the newest first, and how many there are."""
    those = Filed.objects.filter(filing.seen_by(person)).order_by("-filed_at", "pk")
    start = (page - 1) * AT_ONCE
    return _told(home, person, those[start : start + AT_ONCE], today), those.count()


def beside(home: Home, person: Person, paper: str, *, today: date) -> list[Holding]:
    """Return the files that were filed beside a paper; whoever may see the paper may see that they are there."""
    return _told(home, person, Filed.objects.filter(paper=paper).order_by("filed_at", "pk"), today)


def supporting(home: Home, person: Person, keys: Iterable[str], *, today: date) -> list[Holding]:
    """Return the files that are evidence for one of several things."""
    wanted = {*keys}
    told = [one.key for one in in_force("evidence") if wanted & {*one.content.get("supports", ())}]
    return _told(home, person, Filed.objects.filter(key__in=told).order_by("filed_at", "pk"), today)


def broken(home: Home, person: Person, *, today: date) -> list[Holding]:
    """Return the files that are gone or were changed; each is read, unless nobody touched it since it was read last."""
    those = Filed.objects.filter(filing.seen_by(person), removed=False).order_by("-filed_at", "pk")
    return _told(home, person, [one for one in those if custody.state(home.evidence, one.digest) != "held"], today)


def elsewhere() -> list[Entry]:
    """Return the evidence whose digest the ledger tells while its file was never filed here."""
    here = {*Filed.objects.filter(removed=False).values_list("digest", flat=True)}
    return [one for one in in_force("evidence") if one.content["digest"] not in here]


def _told(home: Home, person: Person, those: Iterable[Filed], today: date) -> list[Holding]:
    found: Sequence[Filed] = list(those)
    opens = {
        *Filed.objects.filter(filing.readable(person, today), pk__in=[one.pk for one in found]).values_list(
            "pk", flat=True
        )
    }
    rows = EntryRow.objects.filter(key__in=[one.key for one in found]).values("key").annotate(last=Max("number"))
    numbers = {row["key"]: row["last"] for row in rows}
    return [
        Holding(
            one,
            numbers.get(one.key),
            custody.state(home.evidence, one.digest),
            one.pk in opens,
            one.embargo_until is not None and one.embargo_until > today,
        )
        for one in found
    ]
