"""Add entries to the ledger: all drafts of a batch or none, checked and numbered under the writer's lock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from bilan.ledger.entries import WITHOUT_KEY, Draft, Entry, content_of
from bilan.ledger.fields import unsafe_character
from bilan.ledger.kinds.record import Redaction
from bilan.ledger.merkle import leaf_hash
from bilan.ledger.rules import Held, check, references_of
from bilan.ledger.tiles import LARGEST_LEAF
from bilan.store.known import Knowledge
from bilan.store.models import EntryRow
from bilan.store.writing import writing
from bilan.terms.problems import Problem

LONGEST_NAME: Final = 96

INSERT: Final = """
INSERT INTO bilan_entry (number, kind, key, replaces, target, origin, body, leaf_hash, recorded_at, recorded_by)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class ClockWentBack(Exception):
    """An entry would be recorded before the one that precedes it; keeps both instants."""

    def __init__(self, *, last: datetime, given: datetime) -> None:
        """Keep the instant of the last entry and the one that was given."""
        super().__init__(
            f"the last entry was recorded at {last}, and the clock says {given}: set the clock right, then record again"
        )
        self.last = last
        self.given = given


class NobodyRecords(ValueError):
    """Whoever records must have a name that can stand in an entry; keeps what was given."""

    def __init__(self, given: str) -> None:
        """Keep what was given."""
        super().__init__(f"no name of a recorder, which has 1 to {LONGEST_NAME} safe characters: {given!r:.200}")
        self.given = given


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of one draft; `draft` is its place in the batch, from 0."""

    draft: int
    problem: Problem


Beside = Callable[["Appended"], None]


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a batch: the new entries, the drafts that said nothing new, and what was found."""

    entries: tuple[Entry, ...] = ()
    unchanged: Mapping[int, int] = field(default_factory=dict)
    """For the place of a draft in the batch, the number of the entry that already says it."""
    findings: tuple[Finding, ...] = ()
    refused: bool = False
    """Whether an error kept the whole batch out."""


class SameHands(ValueError):
    """Whoever recorded something cannot accept it as well; keeps the name."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"{name!r} recorded it and cannot accept it too: let somebody else look at it")
        self.name = name


def append(
    drafts: Sequence[Draft],
    *,
    by: str,
    at: datetime,
    salt: Callable[[], str],
    seen: int | None = None,
    accepted_by: str | None = None,
    beside: Beside | None = None,
    patience: timedelta = timedelta(0),
) -> Appended:
    """Record a batch in one transaction, unless one of its drafts has an error: then nothing is recorded.

    A draft may refer to those before it in the batch. A draft whose origin or key already holds the same content is
    recorded no second time. `at` counts in whole seconds; `salt` gives 16 random bytes in base64url, others each time.
    Drafts that were made for a ledger of `seen` entries are refused once it has others. `accepted_by` is whoever
    verified them, and somebody else than whoever records. `beside` is told what was added and writes down what belongs
    to it, in the same transaction: what it raises takes everything back. By `patience` the instant may lie before that
    of the last entry, for whoever began before somebody else had recorded.
    """
    who = _named(by, accepted_by)
    at = at.astimezone(UTC).replace(microsecond=0)
    with writing() as cursor:
        first, at = _next(at, patience)
        if seen is not None and first != seen:
            moved = Problem("ledger_moved", values={"added": str(first - seen)})
            return Appended(findings=(Finding(0, moved),), refused=True)
        done = _append(cursor, drafts, _Batch(Knowledge(cursor), *who, at=at, salt=salt, first=first))
        if beside and not done.refused:
            beside(done)
    return done


class PartRefused(Exception):
    """The part at hand of what was to be recorded has an error, so nothing is recorded; keeps what was found in it."""

    def __init__(self, done: Appended) -> None:
        """Keep the findings."""
        super().__init__(f"a part was refused: {[one.problem.code for one in done.findings][:5]}")
        self.done = done


def append_parts(
    make: Callable[[Knowledge], Sequence[Draft] | None],
    *,
    by: str,
    at: datetime,
    salt: Callable[[], str],
    accepted_by: str | None = None,
    beside: Beside,
    patience: timedelta = timedelta(0),
) -> range:
    """Record more than one wants to hold in memory: part after part, all in one transaction; return the new numbers.

    `make` makes the next part, or says that there is none: while the writer's lock is held, after the one before it was
    recorded, and given what is known of the ledger then. `beside` is told of each.
    """
    who = _named(by, accepted_by)
    at = at.astimezone(UTC).replace(microsecond=0)
    with writing() as cursor:
        first, at = _next(at, patience)
        following = first
        while (drafts := make(known := Knowledge(cursor))) is not None:
            done = _append(cursor, drafts, _Batch(known, *who, at=at, salt=salt, first=following))
            if done.refused:
                raise PartRefused(done)
            beside(done)
            following += len(done.entries)
    return range(first, following)


def _named(by: str, accepted_by: str | None) -> tuple[str, str | None]:
    for name in (by,) if accepted_by is None else (by, accepted_by):
        if not 1 <= len(name) <= LONGEST_NAME or unsafe_character(name):
            raise NobodyRecords(name)
    if by == accepted_by:
        raise SameHands(by)
    return by, accepted_by


def _append(cursor: CursorWrapper, drafts: Sequence[Draft], batch: "_Batch") -> Appended:
    batch.learn(drafts)
    for index, draft in enumerate(drafts):
        batch.judge(index, draft)
    refused = any(one.problem.severity == "error" for one in batch.findings)
    if not refused:
        batch.insert(cursor)
    added = () if refused else tuple(batch.entries)
    return Appended(added, batch.unchanged, tuple(batch.findings), refused=refused)


@dataclass(slots=True)
class _Batch:
    """A batch on its way: what is known, what was found, the rows to insert."""

    known: Knowledge
    by: str
    accepted_by: str | None
    _: KW_ONLY
    at: datetime
    salt: Callable[[], str]
    first: int
    origins: dict[str, Held] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    unchanged: dict[int, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def learn(self, drafts: Sequence[Draft]) -> None:
        """Look up beforehand what the drafts and the rules will ask for."""
        self.known.learn(key for draft in drafts for key in _keys_of(draft))
        self.origins = self.known.learn_origins([draft.origin for draft in drafts if draft.origin is not None])

    def judge(self, index: int, draft: Draft) -> None:
        """Check a draft and make its row, or note that it says nothing new."""
        content = content_of(draft.content)
        before = self._said_before(draft, content)
        if before is not None:
            self.unchanged[index] = before.number
            return
        entry = self._entry(draft, content)
        leaf = entry.leaf()
        for problem in (*check(draft, self.known, today=self.at.date()), *self._more(draft, leaf)):
            self.findings.append(Finding(index, problem))
        self._add(draft, entry, leaf)

    def insert(self, cursor: CursorWrapper) -> None:
        """Insert the rows, and remove the bodies that they redact."""
        at = connection.ops.adapt_datetimefield_value(self.at)
        cursor.executemany(INSERT, [(*row, at, self.by) for row in self.rows])
        redacted = [(one.content["entry"],) for one in self.entries if one.kind == Redaction.kind]
        if redacted:
            cursor.executemany("UPDATE bilan_entry SET body = NULL WHERE number = %s", redacted)

    def _entry(self, draft: Draft, content: dict[str, Any]) -> Entry:
        return Entry(
            number=self.first + len(self.entries),
            recorded_at=self.at,
            recorded_by=self.by,
            kind=draft.kind,
            key=draft.key,
            replaces=draft.replaces,
            content=content,
            salt=self.salt(),
            accepted_by=self.accepted_by,
        )

    def _said_before(self, draft: Draft, content: Mapping[str, Any]) -> Held | None:
        """Return the entry that already holds what a draft says; of a redacted one its origin alone can tell."""
        if draft.origin in self.origins:
            held = self.origins[draft.origin]
            return held if not held.content or _same(held, draft, content) else None
        latest = self.known.under(draft.key) if draft.key is not None else None
        return latest if latest and latest.live and _same(latest, draft, content) else None

    def _more(self, draft: Draft, leaf: bytes) -> Iterator[Problem]:
        """Find what only the row can show."""
        if draft.origin in self.origins:
            number = self.origins[draft.origin].number
            yield Problem("origin_taken", values={"origin": draft.origin, "number": str(number)})
        if len(leaf) > LARGEST_LEAF:
            yield Problem("entry_too_long", values={"length": str(len(leaf)), "most": str(LARGEST_LEAF)})

    def _add(self, draft: Draft, entry: Entry, leaf: bytes) -> None:
        self.entries.append(entry)
        target = entry.content["entry"] if entry.kind in WITHOUT_KEY else None
        self.rows.append(
            (entry.number, entry.kind, entry.key, entry.replaces, target, draft.origin, leaf.decode(), leaf_hash(leaf))
        )
        held = self.known.add(entry)
        if draft.origin is not None:
            self.origins.setdefault(draft.origin, held)
        if target is not None:
            self.known.end(target)


def _keys_of(draft: Draft) -> Iterator[str]:
    if draft.key is not None:
        yield draft.key
    for name, _ in references_of(draft.kind):
        value = getattr(draft.content, name)
        if isinstance(value, str):
            yield value
        elif value:
            yield from value


def _same(held: Held, draft: Draft, content: Mapping[str, Any]) -> bool:
    return (held.kind, held.key, held.content) == (draft.kind, draft.key, content)


def _next(at: datetime, patience: timedelta) -> tuple[int, datetime]:
    """Return the number of the next entry and its instant: that of the last one, for whoever waited while it came."""
    last = EntryRow.objects.order_by("-number").values_list("number", "recorded_at").first()
    if last is None:
        return 0, at
    if at < last[1] - patience:
        raise ClockWentBack(last=last[1], given=at)
    return last[0] + 1, max(at, last[1])
