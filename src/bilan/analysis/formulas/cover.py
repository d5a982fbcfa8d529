"""Find which few blocks serve the most: the curve of what k blocks cover, by rule of thumb and at best.

Question: If only k blocks are built for all, how many needs do they meet, and how many services have all they need?
Formula: needs met by a set of blocks add up, so the k blocks that most services need are the best. Services wholly
    served do not add up: one counts when the last of its blocks is there. *Greedy* takes again and again the block that
    completes the most services (of equals the one more services need, then the key that comes first). *Best* is, for
    each k, the mixed-integer programme

        maximise   sum over groups g of size(g) * v(g)
        subject to v(g) <= y(b) for each block b that the services of g need; sum over b of y(b) <= k; y(b) in {0, 1}

    where services that need the same blocks are one group, and v(g) is 1 only when all of its blocks are there. Up to
    `EVERY_SET` blocks it is solved for all k at once by counting every set of blocks (the sum over subsets): of sets
    that serve as many services wholly, one that meets the most needs is told, then the one whose keys come first.
    Beyond, the programme without the demand that y be whole says what no set could pass (`most`); the best set found,
    from greedy and from the set of k - 1 by exchanging one block for another while that helps, says what one reaches.
Units: counts of blocks, needs and services.
Errors: none. `is_proven` tells whether a step is the best.
Source: the densest-k-subhypergraph problem, for which no rule of thumb is always near the best; sum over subsets:
    Yates, *The design and analysis of factorial experiments*, 1937.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bilan.analysis.formulas.programme import Programme, solve

Counts = npt.NDArray[Any]
EVERY_SET: Final = 20


@dataclass(frozen=True, slots=True)
class Step:
    """What k blocks cover: `block` is the k-th most needed, and what the others name is told of k blocks together."""

    k: int
    block: str
    needs_met: int
    whole_by_needs: int
    greedy: tuple[str, ...]
    whole_greedy: int
    best: tuple[str, ...]
    whole_best: int
    most: int

    @property
    def is_proven(self) -> bool:
        """Tell whether no k blocks serve more services wholly."""
        return self.whole_best == self.most


@dataclass(frozen=True)
class Wants:
    """Which services need which blocks; services that need the same blocks are one group of some size."""

    blocks: tuple[str, ...]
    needs: Counts
    needed: Counts
    sizes: Counts

    @classmethod
    def of(cls, wants: Mapping[str, frozenset[str]]) -> "Wants":
        """Read what services need; those that need nothing are left out. The most needed block comes first."""
        counts = Counter(block for needed in wants.values() for block in needed)
        blocks = tuple(sorted(counts, key=lambda block: (-counts[block], block)))
        groups = sorted(Counter(needed for needed in wants.values() if needed).items(), key=lambda one: sorted(one[0]))
        needed = np.array([[block in one for block in blocks] for one, _ in groups], dtype=bool)
        needs = np.array([counts[block] for block in blocks])
        return cls(blocks, needs, needed, np.array([size for _, size in groups]))

    def whole(self, places: Counts) -> int:
        """Count the services that have all they need from the blocks at these places."""
        lacking = np.delete(self.needed, places, axis=1)
        return int(self.sizes[~lacking.any(axis=1)].sum())

    def named(self, places: Counts) -> tuple[str, ...]:
        """Return the keys of the blocks at these places, in their order."""
        return tuple(sorted(self.blocks[place] for place in places))

    def completing(self, places: Counts) -> Counts:
        """Count for each block how many services it would complete beside the blocks at these places."""
        lacking = self.needed.copy()
        lacking[:, places] = False
        last = lacking & (lacking.sum(axis=1) == 1)[:, None]
        found: Counts = self.sizes @ last
        return found

    @cached_property
    def greedy(self) -> list[int]:
        """Return all blocks in the order of the rule of thumb."""
        taken: list[int] = []
        for _ in self.blocks:
            gains = self.completing(np.array(taken, dtype=int)) + 0.0
            gains[taken] = -1
            taken.append(int(np.argmax(gains)))  # of equals the first: the most needed, then the first key
        return taken


def curve(wants: Mapping[str, frozenset[str]]) -> list[Step]:
    """Return what 1, 2, ... all blocks cover."""
    if not any(wants.values()):
        return []
    read = Wants.of(wants)
    best = _by_every_set(read) if len(read.blocks) <= EVERY_SET else _by_exchange(read)
    met = np.cumsum(read.needs)
    return [
        Step(
            k,
            block,
            int(met[k - 1]),
            read.whole(np.arange(k)),
            tuple(read.blocks[place] for place in read.greedy[:k]),
            read.whole(np.array(read.greedy[:k])),
            read.named(best[k - 1][0]),
            read.whole(best[k - 1][0]),
            best[k - 1][1],
        )
        for k, block in enumerate(read.blocks, 1)
    ]


def _by_every_set(wants: Wants) -> list[tuple[Counts, int]]:
    """Return, for each k, the best set and how many services it serves wholly, by counting all sets.

    A set is a number whose digits of two say which blocks are in it, the first key the highest.
    """
    order = sorted(range(len(wants.blocks)), key=lambda place: wants.blocks[place], reverse=True)
    sets = np.arange(2 ** len(order))
    served, met = np.zeros(len(sets), dtype=np.int64), np.zeros(len(sets), dtype=np.int64)
    sizes = np.bitwise_count(sets)
    np.add.at(served, wants.needed[:, order] @ (1 << np.arange(len(order))), wants.sizes)
    for digit, place in enumerate(order):
        pairs = served.reshape(-1, 2, 1 << digit)
        pairs[:, 1] += pairs[:, 0]
        met += wants.needs[place] * (sets >> digit & 1)
    worth = served * (int(wants.needs.sum()) + 1) + met
    found = []
    for k in range(1, len(order) + 1):
        among = sets[sizes == k]
        best = among[::-1][np.argmax(worth[among][::-1])]
        found.append((np.array([place for digit, place in enumerate(order) if best >> digit & 1]), int(served[best])))
    return found


def _by_exchange(wants: Wants) -> list[tuple[Counts, int]]:
    """Return, for each k, the best set found, and how many services none could pass."""
    found: list[tuple[Counts, int]] = []
    before = np.array([], dtype=int)
    for k in range(1, len(wants.blocks) + 1):
        gains = wants.completing(before) + 0.0
        gains[before] = -1
        starts = (np.array(wants.greedy[:k]), np.append(before, np.argmax(gains)), np.arange(k))
        before = max((_exchanged(wants, one) for one in starts), key=wants.whole)
        found.append((before, max(wants.whole(before), _not_passed(wants, k))))
    return found


def _exchanged(wants: Wants, places: Counts) -> Counts:
    """Exchange one block for another while that serves more services wholly."""
    while True:
        now, better = wants.whole(places), None
        for one in sorted(places):
            rest = places[places != one]
            gains = wants.completing(rest) + wants.whole(rest)
            gains[places] = 0
            if gains.max() > now:
                now, better = gains.max(), np.append(rest, np.argmax(gains))
        if better is None:
            return places
        places = better


def _not_passed(wants: Wants, k: int) -> int:
    """Return how many services no k blocks could pass: the best when a block may be taken in part."""
    programme = Programme()
    for _ in wants.blocks:
        programme.add(0.0, most=1.0)
    programme.limit(dict.fromkeys(range(len(wants.blocks)), 1.0), most=float(k))
    for needed, size in zip(wants.needed, wants.sizes, strict=True):
        if needed.sum() <= k:
            place = programme.add(-float(size), most=1.0)
            for block in np.flatnonzero(needed):
                programme.limit({place: 1.0, int(block): -1.0}, most=0.0)
    return int(-solve(programme).cost + 1e-6)
