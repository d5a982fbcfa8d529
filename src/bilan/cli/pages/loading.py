"""What is printed before and after something is recorded."""

from collections import Counter
from pathlib import Path, PurePath
from typing import Any, Final

from rich.console import Group
from rich.table import Table

from bilan.acts.loading import Looked
from bilan.cli.door import Door
from bilan.cli.text import Text
from bilan.exchange.preview import Outcome
from bilan.exchange.steps import Put
from bilan.ledger.kinds import KINDS
from bilan.store.append import Appended
from bilan.terms import words

# So many problems of each code are printed; a file of rubbish must not scroll its first line away.
MOST: Final = 10
EFFECTS: Final = ("new", "changed", "unchanged", "withdrawn", "refused")


def kind_of(outcome: Outcome) -> str:
    """Return the kind of entry that a step is about."""
    return outcome.step.draft.kind if isinstance(outcome.step, Put) else "withdrawal"


def preview(door: Door, looked: Looked, path: Path) -> Group:
    """Return what recording would do: a row a kind, and how many rows have an error."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(door.say("load.kind"))
    for effect in EFFECTS:
        table.add_column(door.say(f"effect.{effect}"), justify="right")
    counts = counts_of(looked)
    for kind in dict.fromkeys(kind for kind, _ in counts):
        table.add_row(Text(door.label("kind", kind)), *(_count(door, counts[kind, effect]) for effect in EFFECTS))
    head = Text(door.say("load.preview", path=path, rows=door.number(sum(looked.reading.rows.values()))), style="bold")
    errors = {(one.place.file, one.place.row) for one in looked.problems if one.severity == "error"}
    wrong = [Text(door.say("load.wrong", count=door.number(len(errors))), style="red")] if errors else []
    return Group(head, *([table] if counts else []), *wrong)


def counts_of(looked: Looked) -> Counter[tuple[str, str]]:
    """Count the rows by kind and effect; those that could not be read are refused too."""
    counts: Counter[tuple[str, str]] = Counter((kind_of(one), one.effect) for one in looked.outcomes)
    seen = {(one.step.place.file, one.step.place.row) for one in looked.outcomes}
    errors = {(one.place.file, one.place.row) for one in looked.problems if one.severity == "error"}
    for file, row in errors - seen:
        kind = PurePath(file or "").stem
        if kind in KINDS and row is not None:
            counts[kind, "refused"] += 1
    return counts


def _count(door: Door, count: int) -> str:
    return door.number(count) if count else "·"


def recorded(door: Door, done: Appended, *, published: bool = False) -> Text:
    """Return what was recorded and, unless it is, what to do for it to be published."""
    if not done.entries:
        return Text(door.say("load.nothing_new"))
    first, last = done.entries[0].number, done.entries[-1].number
    numbers = str(first) if first == last else f"{first}–{last}"
    said = door.say("load.recorded", count=door.number(len(done.entries)), numbers=numbers)
    then = "" if published else f"\n{door.say('load.publish')}"
    return Text("✓ ", style="green").append(f"{said}{then}", style="default")


def answer(door: Door, looked: Looked) -> dict[str, Any]:
    """Return what was looked at, for programs."""
    kinds = counts_of(looked)
    by_kind = [{"kind": kind, "effect": effect, "count": count} for (kind, effect), count in kinds.items()]
    counts = {effect: sum(count for (_, one), count in kinds.items() if one == effect) for effect in EFFECTS}
    problems = [words.as_object(one, door.language) for one in looked.problems]
    return {
        "rows": dict(looked.reading.rows),
        "clean": looked.is_clean,
        **counts,
        "kinds": by_kind,
        "problems": problems,
    }


def done(door: Door, told: Appended) -> dict[str, Any]:
    """Return what became of an act, for programs."""
    problems = [words.as_object(one.problem, door.language) for one in told.findings]
    entries = [
        {"number": one.number, "kind": one.kind, "key": one.key, "replaces": one.replaces} for one in told.entries
    ]
    return {"refused": told.refused, "recorded": entries, "problems": problems}
