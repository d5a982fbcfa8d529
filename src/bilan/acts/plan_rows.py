"""The rows of a change to the plan: what each of them says, with the decision that stands behind them all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bilan.acts.concerns import Where, filled, place_of
from bilan.acts.loading import Looked, look, reading_of_cells
from bilan.exchange import cells as written
from bilan.exchange.columns import REPLACES
from bilan.exchange.export import cells_of
from bilan.exchange.order import in_order
from bilan.exchange.steps import Put, Reading
from bilan.ledger.entries import Entry
from bilan.store import reading, tree
from bilan.store.desk.models import Account, PlanChange
from bilan.terms.problems import Place, Problem

KINDS: Final = ("node", "indicator", "target", "baseline")
# What frames the plan counts from the day that the change comes into force.
FRAME: Final = frozenset({"node", "indicator"})
# What the decision behind a change says of each of its rows, so that nobody types it twice.
WHY: Final = ("reason", "reason_words", "decided_by")
DECIDED: Final[Mapping[str, tuple[str, ...]]] = {
    "node": (*WHY, "decided_on", "in_force_on"), "indicator": (*WHY, "decided_on", "in_force_on"),
    "target": (*WHY, "published_on"), "baseline": (*WHY, "published_on"),
}  # fmt: skip
# By which field a row names what it is part of.
ABOVE: Final[Mapping[str, str]] = {
    "node": "parent", "indicator": "node", "target": "indicator", "baseline": "indicator",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One proposed entry: its kind, key and cells, and the number of the entry that it was written against."""

    kind: str
    key: str
    cells: Mapping[str, str]
    replaces: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Row":
        """Read a row as it is kept."""
        return cls(kept["kind"], kept["key"], kept["cells"], kept["replaces"])

    def kept(self) -> dict[str, Any]:
        """Return the row as it is kept."""
        return {"kind": self.kind, "key": self.key, "cells": filled(self.cells), "replaces": self.replaces}

    @property
    def above(self) -> str:
        """Return the key of what it is part of."""
        return self.cells.get(ABOVE[self.kind], "")


def rows_of(change: PlanChange) -> list[Row]:
    """Return the rows of a change in the order in which they were added."""
    return [Row.of(one) for one in change.rows]


def row_of(rows: Iterable[Row], kind: str, key: str) -> Row:
    """Return the row of a key: as it was proposed, else as the ledger says it, else one that says nothing yet."""
    proposed = next((one for one in rows if one.key == key), None)
    return proposed or _held(kind, key, reading.latest(key) if key else None)


def before(row: Row) -> Row:
    """Return what the ledger says under the key of a row; nothing where it is new."""
    return row_of((), row.kind, row.key)


def written_against(row: Row) -> Row:
    """Return what the ledger said under the key of a row when it was written."""
    return _held(row.kind, row.key, reading.entry(row.replaces) if row.replaces is not None else None)


def _held(kind: str, key: str, entry: Entry | None) -> Row:
    """Return what an entry says, without the decision that stood behind it."""
    if entry is None or entry.kind != kind:
        return Row(kind, key, {})
    cells = {name: text for name, text in cells_of(kind, entry.content).items() if name not in DECIDED[kind]}
    return Row(kind, key, cells, entry.number)


def as_decided(row: Row, change: PlanChange) -> dict[str, str]:
    """Return the cells of a row as they are to be recorded: with the decision, and what they were written against."""
    told = {
        "reason": change.reason,
        "reason_words": written.write_text(change.reason_words),
        "decided_by": written.write_text(change.authority),
        "decided_on": change.decided_day,
        "in_force_on": change.in_force_day,
        "published_on": change.decided_day,
    }
    cells = {**row.cells, **{name: told[name] for name in DECIDED[row.kind]}}
    if row.kind == "target":
        cells.setdefault("set_on", change.decided_day)
    return cells | ({} if row.replaces is None else {REPLACES: str(row.replaces)})


def look_at(change: PlanChange, *, at: datetime) -> Looked:
    """Say what recording the rows would do; each step and problem has the place of its row, from 0."""
    puts, problems, refused = list[Put](), list[Problem](), set[str]()
    for place, row in enumerate(rows_of(change)):
        found = reading_of_cells(row.kind, as_decided(row, change), key=row.key)
        problems += [replace(one, place=replace(one.place, row=place)) for one in found.problems]
        puts += [replace(one, place=Place(row=place)) for one in found.steps if isinstance(one, Put)]
        refused |= set() if found.is_clean else {row.key}
    return look(Reading(tuple(in_order(puts)), tuple(problems), refused=frozenset(refused)), today=at.date())


def where_of(row: Row, rows: Sequence[Row], author: Account) -> Where:
    """Return what a row concerns; what it is part of may itself be proposed in the same change."""
    seen = {row.key}
    told = place_of(row.cells, author)
    while row.above and (above := next((one for one in rows if one.key == row.above), None)) and above.key not in seen:
        seen.add(above.key)
        row, found = above, place_of(above.cells, author)
        told = replace(told, node=found.node, party=told.party or found.party)
    return told


def common(wheres: Sequence[Where]) -> dict[str, str | None]:
    """Return the party, node and region that all rows have in common: of nodes, the lowest that holds them all."""
    return {
        "party": _one({one.party for one in wheres}),
        "region": _one({one.region for one in wheres}),
        "node": _lowest([one.node for one in wheres]),
    }


def _one(keys: set[str | None]) -> str | None:
    return next(iter(keys)) if len(keys) == 1 else None


def _lowest(keys: Sequence[str | None]) -> str | None:
    parents = tree.parent_of()
    paths = [_up(key, parents) for key in dict.fromkeys(keys)]
    return next((key for key in paths[0] if all(key in path for path in paths)), None) if paths else None


def _up(key: str | None, parents: Mapping[str, str | None]) -> list[str]:
    found: list[str] = []
    while key and key not in found:
        found.append(key)
        key = parents.get(key)
    return found
