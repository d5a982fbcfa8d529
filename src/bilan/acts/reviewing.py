"""Review what others submitted: the queue, what is to be known of each paper, and decisions on many at once.

Whoever decides says which version was seen. Of several papers those that somebody else was quicker with are left out
and told; the others are decided.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db.models import QuerySet

from bilan.acts import papers, post
from bilan.acts.access import Person
from bilan.acts.papers import ACCEPTED, RETURNED, SUBMITTED, Overtaken
from bilan.config.home import Home
from bilan.ledger.entries import Entry
from bilan.store.append import Appended
from bilan.store.desk.models import Account, Paper
from bilan.terms.problems import Place, Problem

# What somebody who reviews may see: never what its author still writes on, or gave up.
SEEN: Final = (SUBMITTED, RETURNED, ACCEPTED)
LONGEST: Final = 2_000
AT_ONCE: Final = 500
# A paper and the version of it that was seen.
Version = tuple[str, int]


class WordsWanted(Exception):
    """What is decided against somebody needs words; keeps the problem."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of decisions: the papers decided, their entries, those where others were quicker, the problems."""

    decided: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    overtaken: tuple[str, ...] = ()
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)


def queue(person: Person) -> QuerySet[Paper]:
    """Return what others submitted within somebody's reach, the oldest first."""
    waiting = Paper.objects.filter(person.within("review"), state=SUBMITTED).exclude(author=person.account)
    return waiting.select_related("author", "batch").order_by("submitted_at", "row", "pk")


def of_own(person: Person) -> QuerySet[Paper]:
    """Return one's own papers that wait for somebody else, as counter-values do."""
    return Paper.objects.filter(author=person.account, state__in=(SUBMITTED, RETURNED)).order_by("-changed_at", "pk")


def seen_by(person: Person, paper: str) -> Paper:
    """Return a paper as somebody who reviews may see it; what lies outside the reach does not exist."""
    shown = Paper.objects.filter(person.within("review"), pk=paper, state__in=SEEN)
    return shown.select_related("author", "batch", "decided_by").get()


def accept(home: Home, person: Person, seen: Sequence[Version], *, at: datetime) -> Outcome:
    """Accept papers in the versions seen, those of one author in one transaction."""

    def decide(those: Sequence[Paper]) -> tuple[tuple[Entry, ...], Mapping[str, Sequence[Problem]]]:
        found = papers.accept(home, person, those, at=at)
        return found.done.entries, found.problems

    return _each_author(_of(person, "accept", seen), decide)


def send_back(home: Home, person: Person, seen: Sequence[Version], *, words: str, at: datetime) -> Outcome:
    """Send papers back in the versions seen, with words for their authors, who are told by letter."""
    words = demanded(words)

    def decide(those: Sequence[Paper]) -> tuple[tuple[Entry, ...], Mapping[str, Sequence[Problem]]]:
        def told(done: Appended) -> None:
            once = f"returned:{done.entries[0].number}"
            _tell(those[0].author, "returned", those, once=once, at=at, words=words)

        papers.send_back(home, person, those, words=words, at=at, beside=told)
        return (), {}

    return _each_author(_of(person, "return", seen), decide)


def demanded(words: str) -> str:
    """Return words that were demanded, without space around; refuse none and too many."""
    words = words.strip()
    if not words:
        raise WordsWanted(Problem("words_wanted", Place(column="words")))
    if len(words) > LONGEST:
        raise WordsWanted(Problem("text_too_long", Place(column="words"), {"value": words[:40], "most": str(LONGEST)}))
    return words


def _of(person: Person, act: str, seen: Sequence[Version]) -> list[Paper]:
    """Return the papers that were seen, in those versions; one outside the reach does not exist."""
    versions = dict(seen)
    found = list(by_key(Paper.objects.filter(person.within(act), state__in=SEEN), list(versions)))
    if len(found) < len(versions):
        raise Paper.DoesNotExist
    for one in found:
        one.version = versions[one.pk]
    return found


def by_key(among: QuerySet[Paper], keys: Sequence[str]) -> Iterator[Paper]:
    """Give papers by name, however many names there are."""
    for start in range(0, len(keys), AT_ONCE):
        yield from among.filter(pk__in=keys[start : start + AT_ONCE]).select_related("author")


Decide = Callable[[Sequence[Paper]], tuple[tuple[Entry, ...], Mapping[str, Sequence[Problem]]]]


def _each_author(found: Iterable[Paper], decide: Decide) -> Outcome:
    """Decide on the papers of each author and submission together, leaving out what cannot be decided."""
    outcome = Outcome()
    ordered = sorted(found, key=lambda one: (one.author_id, one.digest or "", one.turn or 0, one.pk))
    for _, group in groupby(ordered, key=lambda one: (one.author_id, one.digest)):
        outcome = _decided(list(group), decide, outcome)
    return outcome


def _decided(left: list[Paper], decide: Decide, before: Outcome) -> Outcome:
    overtaken, wrong = list[str](), dict[str, Sequence[Problem]]()
    entries: tuple[Entry, ...] = ()
    while left:
        try:
            entries, problems = decide(left)
        except Overtaken as quicker:
            # Where it is none of these, a paper that all of them rest on is gone.
            gone = [one.pk for one in left if one.pk == quicker.paper] or [one.pk for one in left]
            overtaken += gone
            left = [one for one in left if one.pk not in gone]
            continue
        errors = {name: those for name, those in problems.items() if any(one.severity == "error" for one in those)}
        if not errors:
            break
        wrong |= errors
        rest = [one for one in left if one.pk not in errors]
        left = rest if len(rest) < len(left) else []
    decided = tuple(one.pk for one in left)
    return Outcome(
        (*before.decided, *decided), (*before.entries, *entries), (*before.overtaken, *overtaken),
        {**before.problems, **wrong},
    )  # fmt: skip


def _tell(author: Account, kind: str, those: Sequence[Paper], *, once: str, at: datetime, words: str) -> None:
    one = those[0]
    post.write(
        author, kind, once=once, at=at, path=f"/desk/figures/{one.pk}/" if len(those) == 1 else "/desk/figures/",
        count=len(those), what=one.concerns or one.kind, words=words,
    )  # fmt: skip
