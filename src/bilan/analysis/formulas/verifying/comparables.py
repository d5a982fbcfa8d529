"""All pairs known by a day, made ready once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final, Self

from bilan.analysis.formulas.verifying.columns import Columns
from bilan.analysis.formulas.verifying.lessons import BOUNDED, NEWEST, OPEN, Lessons, learn
from bilan.analysis.formulas.verifying.pairs import Pair
from bilan.analysis.formulas.verifying.scales import Scale
from bilan.analysis.formulas.verifying.shipped import table

ENOUGH: Final = 30
"""Fewer pairs than these are set beside the table that ships."""
MOST: Final = 4000
"""So many of the newest pairs are a class; more would say the same, more slowly."""


@dataclass(frozen=True, slots=True)
class Comparables:
    """The pairs of a class, in the order of reporter and day, and what they teach."""

    pairs: tuple[Pair, ...]
    scale: Scale
    class_pairs: int
    class_reporters: int
    with_table: bool
    items: Mapping[str, int]
    reporters: Mapping[str, slice]
    lessons: Lessons

    @classmethod
    def of(cls, pairs: Iterable[Pair], *, lower: float = 0.0, upper: float | None = 100.0) -> Self:
        """Make pairs ready; pairs without a number are left out, and the table that ships joins a class of few."""
        scale = Scale(lower, upper)
        told = (one for one in pairs if isfinite(one.declared) and isfinite(one.verified))
        known = sorted(told, key=lambda one: one.on)[-MOST:]
        with_table = len(known) < ENOUGH
        joined = (*known, *table(scale)) if with_table else known
        ready = tuple(sorted(joined, key=lambda one: (one.reporter, one.on)))
        items = {name: number for number, name in enumerate(sorted({one.item for one in ready}))}
        columns = Columns.of(ready, scale, items)
        usual = OPEN if upper is None else BOUNDED
        first = {
            ready[start].reporter: slice(start, start + count)
            for start, count in zip(columns.starts, columns.counts, strict=True)
        }
        reporters = len({one.reporter for one in known})
        return cls(ready, scale, len(known), reporters, with_table, items, first, learn(columns, usual))

    @property
    def declared(self) -> list[float]:
        """Return all that was declared."""
        return [one.declared for one in self.pairs]

    @property
    def lent(self) -> float:
        """Return the share of `ENOUGH` pairs that is lent by the table that ships."""
        return max(0.0, 1 - self.class_pairs / ENOUGH)

    def record(self, reporter: str) -> slice:
        """Return where the newest pairs of a reporter stand."""
        own = self.reporters.get(reporter, slice(0, 0))
        return slice(max(own.start, own.stop - NEWEST), own.stop)
