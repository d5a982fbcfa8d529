"""What the rules may ask of the ledger while a batch is recorded: the rows, and what the batch itself adds."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from bilan.ledger.entries import Entry
from bilan.ledger.rules import Held

AT_ONCE: Final = 500
PLAN: Final = "plan:"

ENDED: Final = "EXISTS (SELECT 1 FROM bilan_entry AS w WHERE w.target = e.number)"
LATEST: Final = "NOT EXISTS (SELECT 1 FROM bilan_entry AS n WHERE n.key = e.key AND n.number > e.number)"
ROWS: Final = f"SELECT e.number, e.kind, e.key, e.body, {ENDED}, e.origin FROM bilan_entry AS e WHERE "  # noqa: S608 - of our own words alone


class Knowledge:
    """Answers the rules; true for as long as the writer's lock is held."""

    def __init__(self, cursor: CursorWrapper) -> None:
        """Know nothing yet."""
        self._cursor = cursor
        self._under: dict[str, Held | None] = {}
        self._at: dict[int, Held | None] = {}

    def learn(self, keys: Iterable[str]) -> None:
        """Look up many keys with few questions."""
        wanted = [key for key in dict.fromkeys(keys) if key not in self._under]
        self._under.update(dict.fromkeys(wanted))
        for row in self._rows("key", wanted, f"AND {LATEST}"):
            held = _held(row)
            self._under[row[2]] = self._at[held.number] = held

    def learn_origins(self, origins: Iterable[str]) -> dict[str, Held]:
        """Return what was recorded under the names that its recorders gave."""
        return {row[5]: _held(row) for row in self._rows("origin", list(origins))}

    def under(self, key: str) -> Held | None:
        """Return the latest entry under a key, withdrawn (not live) ones too; under ``plan:`` the plan that is held."""
        if key not in self._under:
            if key == PLAN:
                self._under[PLAN] = next(
                    map(_held, self._rows("kind", ["plan"], f"AND {LATEST} AND NOT {ENDED} ORDER BY e.number")), None
                )
            else:
                self.learn([key])
        return self._under[key]

    def at(self, number: int) -> Held | None:
        """Return the entry of a number, live or not."""
        if number not in self._at:
            self._at[number] = next(map(_held, self._rows("number", [number])), None)
        return self._at[number]

    def add(self, entry: Entry) -> Held:
        """Let an entry of the batch be known to those that come after it."""
        held = Held(entry.number, entry.kind, entry.key, entry.content)
        self._at[entry.number] = held
        if entry.key is not None:
            self._under[entry.key] = held
        if entry.kind == "plan":
            self._under[PLAN] = held
        return held

    def end(self, number: int) -> None:
        """Note that the batch withdraws or redacts an entry."""
        held = self.at(number)
        if held is None:
            return
        ended = replace(held, live=False)
        for key, after in ((held.key, ended), (PLAN, None)):
            latest = self.under(key) if key else None
            if key and latest and latest.number == number:
                self._under[key] = after
        self._at[number] = ended

    def _rows(self, column: str, values: Sequence[str | int], more: str = "") -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(values), AT_ONCE):
            asked = values[start : start + AT_ONCE]
            self._cursor.execute(f"{ROWS} e.{column} IN ({', '.join(['%s'] * len(asked))}) {more}", asked)
            found += self._cursor.fetchall()
        return found


def _held(row: tuple[Any, ...]) -> Held:
    number, kind, key, body, ended, _ = row
    # Of what was redacted nothing is left to compare with or to refer to; the key stays taken.
    return Held(number, kind, key, json.loads(body)["content"] if body else {}, live=not ended)
