"""Look at what recording steps would do, without recording; the writer asks the same inside its lock."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from bilan.exchange.steps import Put, Reading, Step, resolve
from bilan.ledger.entries import Draft, content_of
from bilan.ledger.kinds.record import Withdrawal
from bilan.ledger.rules import Held, Known, check
from bilan.terms.problems import Place, Problem

Effect = Literal["new", "changed", "unchanged", "withdrawn", "refused"]
# The rules ask for the plan, whatever its key, under this name.
PLAN: Final = "plan:"


def never(_origin: str) -> bool:
    """Say of every origin that nothing was recorded under it: so it is on an empty ledger."""
    return False


class Nothing:
    """An empty ledger."""

    def under(self, key: str) -> Held | None:  # noqa: ARG002 - answers as every ledger does
        """Hold nothing under any key."""
        return None

    def at(self, number: int) -> Held | None:  # noqa: ARG002 - as above
        """Hold no entry."""
        return None


class Proposed:
    """What the ledger would know if the steps seen so far were recorded, numbered from `size` on."""

    def __init__(self, base: Known, *, size: int) -> None:
        """Start from a ledger of `size` entries."""
        self.size = size
        self._base = base
        self._under: dict[str, Held] = {}
        self._at: dict[int, Held] = {}

    def under(self, key: str) -> Held | None:
        """Return the latest entry under a key, proposed or held."""
        return self._under.get(key) or self._base.under(key)

    def at(self, number: int) -> Held | None:
        """Return the entry of a number, proposed or held."""
        return self._at.get(number) or self._base.at(number)

    def on(self, base: Known) -> None:
        """Go on with fresh knowledge of the same ledger: what was looked up for earlier steps is held no longer."""
        self._base = base

    def add(self, draft: Draft) -> Mapping[str, Any]:
        """Hold a draft as recorded; return what is held of its content."""
        content = self.held_of(draft)
        self._hold(Held(self.size, draft.kind, draft.key, content))
        if isinstance(draft.content, Withdrawal) and (gone := self.at(draft.content.entry)):
            self._hold(replace(gone, live=False))
        self.size += 1
        return content

    def held_of(self, draft: Draft) -> Mapping[str, Any]:
        """Return what is to be held of the content of a draft."""
        return content_of(draft.content)

    def _hold(self, held: Held) -> None:
        self._at[held.number] = held
        for key in (held.key, PLAN if held.kind == "plan" else None):
            latest = self.under(key) if key else None
            if key and (latest is None or latest.number <= held.number):
                self._under[key] = held


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one step comes to: its effect, the draft and content to record where there is one, and its problems."""

    step: Step
    effect: Effect
    draft: Draft | None = None
    content: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()


def preview(
    steps: Sequence[Step],
    known: Known,
    *,
    size: int,
    today: date,
    recorded: Callable[[str], bool] = never,
    refused: Iterable[str] = (),
) -> Iterator[Outcome]:
    """Say what recording the steps in their order would do on a ledger of `size` entries.

    `refused` are keys whose rows could not be read: what refers to them is told so, not that they are unknown.
    """
    proposed = Proposed(known, size=size)
    unknown = Unknown(set(refused), {step.draft.key for step in steps if isinstance(step, Put) and step.draft.key})
    for step in steps:
        unknown.ahead.discard(_key(step))
        outcome = outcome_of(step, proposed, today=today, recorded=recorded, unknown=unknown)
        if outcome.effect == "refused":
            unknown.refused.add(_key(step))
        yield outcome


def clean(
    reading: Reading, known: Known, *, size: int, today: date, recorded: Callable[[str], bool] = never
) -> list[Step]:
    """Return the steps that can be recorded without the others: none refused, none that refers to a refused one."""
    steps = list(reading.steps)
    while True:
        seen = list(preview(steps, known, size=size, today=today, recorded=recorded))
        steps = [one.step for one in seen if one.effect != "refused"]
        if len(steps) == len(seen):
            return steps


@dataclass(slots=True)
class Unknown:
    """Why the ledger may not know a key: its row was refused, or it comes later, so that two refer to each other."""

    refused: set[str]
    ahead: set[str]

    def place(self, problem: Problem, place: Place) -> Problem:
        """Return the problem of a step with its place, and with the better reason."""
        code, column = problem.code, problem.place.column
        key = problem.values.get("key") if code == "unknown_key" else None
        if key in self.refused:
            code = "key_refused"
        elif key in self.ahead:
            code = "tree_cycle" if column == "parent" else "reference_circle"
        where = replace(place, column=column, character=problem.place.character)
        return replace(problem, code=code, place=where)


def _key(step: Step) -> str:
    return (step.draft.key or "") if isinstance(step, Put) else step.key


def outcome_of(
    step: Step, proposed: Proposed, *, today: date, recorded: Callable[[str], bool] = never, unknown: Unknown
) -> Outcome:
    """Say what one step would do after those that were proposed before it."""
    draft = resolve(step, proposed, recorded=recorded)
    if draft is None:
        return Outcome(step, "unchanged")
    found = [draft] if isinstance(draft, Problem) else check(draft, proposed, today=today)
    problems = tuple(unknown.place(problem, step.place) for problem in found)
    if isinstance(draft, Problem) or any(problem.severity == "error" for problem in problems):
        return Outcome(step, "refused", problems=problems)
    return Outcome(step, _effect(draft), draft, proposed.add(draft), problems)


def _effect(draft: Draft) -> Effect:
    if draft.kind == "withdrawal":
        return "withdrawn"
    return "new" if draft.replaces is None else "changed"
