"""Pairs as columns, in the order of their reporters and, of each, of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bilan.analysis.formulas.verifying.curves import Kernel, Whole
from bilan.analysis.formulas.verifying.pairs import Pair
from bilan.analysis.formulas.verifying.scales import Floats, Scale

DAYS: Final = 365.25


def year(on: date) -> float:
    """Return a day as years.

    >>> round(year(date(2012, 7, 1)) - year(date(2012, 1, 1)), 2)
    0.5
    """
    return on.toordinal() / DAYS


@dataclass(frozen=True, slots=True)
class Columns:
    """What was declared and what was verified, on the scale; of which item, about which year, and whose it is.

    `owner` counts the reporters, `starts` and `counts` say where the pairs of each begin and how many there are. Each
    reporter has one vote, shared by its pairs.
    """

    declared: Floats
    verified: Floats
    item: Whole
    year: Floats
    owner: Whole
    starts: Whole
    counts: Whole

    @classmethod
    def of(cls, pairs: Sequence[Pair], scale: Scale, items: Mapping[str, int]) -> Self:
        """Lay out pairs that are in order."""
        names = np.array([one.reporter for one in pairs])
        _, starts, owner, counts = np.unique(names, return_index=True, return_inverse=True, return_counts=True)
        return cls(
            declared=scale.places([one.declared for one in pairs]),
            verified=scale.places([one.verified for one in pairs]),
            item=np.array([items[one.item] for one in pairs]),
            year=np.array([year(one.on) for one in pairs]),
            owner=owner,
            starts=starts,
            counts=counts,
        )

    @property
    def votes(self) -> Floats:
        """Return what each pair counts."""
        return np.asarray(1 / self.counts[self.owner])

    def kernel(self) -> Kernel:
        """Return how near the pairs are to each other in level declared."""
        return Kernel.of(self.declared, self.votes, self.owner, self.starts)

    def newest(self, most: int) -> tuple[Whole, NDArray[np.bool_]]:
        """Return, a row per reporter, where its newest pairs stand, and which places of the row are filled."""
        size = min(int(self.counts.max()), most)
        at = (self.starts + self.counts - size)[:, None] + np.arange(size)
        first = self.starts[:, None]
        return np.maximum(at, first), at >= first
