"""What a file asks of the ledger, one step after the other.

A file knows keys, not numbers: which entry a step replaces or withdraws is found out by `resolve`, when it is recorded
(inside the writer's lock) or previewed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bilan.ledger.entries import Draft, content_of
from bilan.ledger.kinds.record import Withdrawal
from bilan.ledger.rules import Known
from bilan.terms.problems import Place, Problem

NOWHERE: Final = Place()
PUBLISHED: Final = "published_on"


@dataclass(frozen=True, slots=True)
class Put:
    """Let the ledger say this under this key.

    A new key makes a new entry, other content a replacement, the same content nothing. With `once`, the step is not a
    state but an event of the past, named by the draft's `origin`: what was recorded from it before is not asked again.

    `beside` are fields that tell of the publication and not of the thing: what differs in them alone is nothing new,
    and an older publication changes nothing that a newer one said. With `only_after`, a new key makes no entry.
    """

    draft: Draft
    place: Place = NOWHERE
    once: bool = False
    beside: frozenset[str] = frozenset()
    only_after: bool = False

    @property
    def origin(self) -> str | None:
        """Return the name its recorder gives to it."""
        return self.draft.origin


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Withdraw the live entry under a key; with `once`, as an event of the past."""

    key: str
    origin: str
    published_on: str | None = None
    reason: str | None = None
    reason_words: str | None = None
    place: Place = NOWHERE
    once: bool = False


Step = Put | Withdraw


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the steps of its clean rows in the order to record them, and every problem that was found.

    `rows` counts what was read, by file; `refused` are the keys of the rows that are not clean.
    """

    steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing keeps it out of the ledger."""
        return not any(problem.severity == "error" for problem in self.problems)


def resolve(step: Step, known: Known, *, recorded: Callable[[str], bool]) -> Draft | Problem | None:
    """Return the draft that a step comes to on this ledger; ``None`` when the ledger says so already.

    `recorded` tells whether an entry was recorded under an origin. The number of what is replaced becomes part of the
    origin of a state, so that a key may go from A to B and back to A.
    """
    if step.once and step.origin and recorded(step.origin):
        return None
    return _put(step, known) if isinstance(step, Put) else _withdraw(step, known)


def _put(step: Put, known: Known) -> Draft | None:
    draft = step.draft
    held = known.under(draft.key) if draft.key else None
    if held is None or held.kind != draft.kind:
        return None if step.only_after else draft
    if held.live and _says_so(held.content, content_of(draft.content), step.beside):
        return None
    number = held.number if draft.replaces is None else draft.replaces
    return replace(draft, replaces=number, origin=_after(step, number))


def _says_so(held: Mapping[str, Any], said: Mapping[str, Any], beside: frozenset[str]) -> bool:
    """Tell whether what is held says the same, or is of a newer publication than what is said."""
    if beside and str(held.get(PUBLISHED, "")) > str(said.get(PUBLISHED, held.get(PUBLISHED, ""))):
        return True
    return all(held.get(name) == said.get(name) for name in (held.keys() | said.keys()) - beside)


def _withdraw(step: Withdraw, known: Known) -> Draft | Problem:
    held = known.under(step.key)
    if held is None:
        return Problem("unknown_key", replace(step.place, column="entry_key"), {"key": step.key})
    content = Withdrawal(
        entry=held.number, reason=step.reason, reason_words=step.reason_words, published_on=step.published_on
    )
    return Draft(content, origin=_after(step, held.number))


def _after(step: Step, number: int) -> str | None:
    return step.origin if step.once or step.origin is None else f"{step.origin}@{number}"
