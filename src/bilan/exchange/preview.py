"""Look at what recording steps would do, without recording; the writer asks the same inside its lock."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from bilan.exchange.steps import Put, Reading, Step, resolve
from bilan.ledger.entries import Draft, content_of
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
    """What the ledger would know if the steps seen so far were recorded, numbered from `size` on.

    What still lies ahead in the same batch is known too: it is recorded as one, and an axis may name the indicator of
    its completion while that indicator names the axis.
    """

    def __init__(self, base: Known, *, size: int, ahead: Iterable[Draft] = ()) -> None:
        """Start from a ledger of `size` entries and the drafts to come."""
        self.size = size
        self._base = base
        self._under: dict[str, Held] = {}
        self._at: dict[int, Held] = {}
        self._ahead = {draft.key: draft for draft in ahead if draft.key}

    def under(self, key: str) -> Held | None:
        """Return the latest entry under a key, proposed, held or still ahead."""
        found = self._latest(key)
        coming = None if found and found.live else self._ahead.get(key)
        return Held(self.size, coming.kind, key, content_of(coming.content)) if coming else found

    def at(self, number: int) -> Held | None:
        """Return the entry of a number, proposed or held."""
        return self._at.get(number) or self._base.at(number)

    def turn(self, draft: Draft) -> None:
        """Let a draft be ahead no more: its turn has come, and it may not find itself."""
        self._ahead.pop(draft.key or "", None)

    def add(self, draft: Draft, content: Mapping[str, Any]) -> None:
        """Hold a draft as recorded."""
        self._hold(Held(self.size, draft.kind, draft.key, content))
        if draft.kind == "withdrawal" and (gone := self.at(content["entry"])):
            self._hold(replace(gone, live=False))
        self.size += 1

    def _latest(self, key: str) -> Held | None:
        return self._under.get(key) or self._base.under(key)

    def _hold(self, held: Held) -> None:
        self._at[held.number] = held
        for key in (held.key, PLAN if held.kind == "plan" else None):
            latest = self._latest(key) if key else None
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


def preview(  # noqa: PLR0913 - the ledger, the day, and what happened before
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
    proposed = Proposed(known, size=size, ahead=[step.draft for step in steps if isinstance(step, Put)])
    lost = set(refused)
    for step in steps:
        outcome = _outcome(step, proposed, today=today, recorded=recorded, lost=lost)
        if outcome.effect == "refused" and isinstance(step, Put) and step.draft.key:
            lost.add(step.draft.key)
        yield outcome


def clean(reading: Reading, known: Known, *, size: int, today: date, recorded: Callable[[str], bool]) -> list[Step]:
    """Return the steps that can be recorded without the others: none refused, none that refers to a refused one."""
    steps, refused = list(reading.steps), set(reading.refused)
    while True:
        seen = list(preview(steps, known, size=size, today=today, recorded=recorded, refused=refused))
        bad = [one.step for one in seen if one.effect == "refused"]
        if not bad:
            return steps
        refused |= {step.draft.key for step in bad if isinstance(step, Put) and step.draft.key}
        steps = [one.step for one in seen if one.effect != "refused"]


def _outcome(
    step: Step, proposed: Proposed, *, today: date, recorded: Callable[[str], bool], lost: set[str]
) -> Outcome:
    if isinstance(step, Put):
        proposed.turn(step.draft)
    draft = resolve(step, proposed, recorded=recorded)
    if draft is None:
        return Outcome(step, "unchanged")
    if isinstance(draft, Problem):
        return Outcome(step, "refused", problems=(_placed(draft, step.place, lost),))
    problems = tuple(_placed(problem, step.place, lost) for problem in check(draft, proposed, today=today))
    if any(problem.severity == "error" for problem in problems):
        return Outcome(step, "refused", draft, problems=problems)
    content = content_of(draft.content)
    proposed.add(draft, content)
    return Outcome(step, _effect(draft), draft, content, problems)


def _effect(draft: Draft) -> Effect:
    if draft.kind == "withdrawal":
        return "withdrawn"
    return "new" if draft.replaces is None else "changed"


def _placed(problem: Problem, place: Place, lost: set[str]) -> Problem:
    code = "key_refused" if problem.code == "unknown_key" and problem.values["key"] in lost else problem.code
    where = replace(place, column=problem.place.column, character=problem.place.character)
    return replace(problem, code=code, place=where)
