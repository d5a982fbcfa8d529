"""Measure how well a group keeps what it owes, when of a part of it nothing is known.

Question: Of what was due, which share was kept on time; and is one group better at it than the others?
Formula: share = weight kept on time / weight of what is known. Its interval is that of Wilson on the effective number
    of known cases; its bounds are the shares if all of the unknown ones were broken, and if all were kept; its outer
    bounds hold chance and ignorance together (`intervals.Weighted.envelope`). A group is best when its lower outer
    bound lies above the upper one of every other group that had something due; it is not, when its upper outer bound
    lies below the lower one of another; else that cannot be determined.
Unit: shares of 1; counts.
Missing: what is not due is no case. A group of which nothing was due has no share and is compared with none.
Source: `bilan.analysis.formulas.intervals`. Two intervals of 95 percent that do not touch are a stricter test than one
    of the difference at 5 percent: it errs on the side of "cannot be determined".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bilan.analysis.formulas.intervals import Weighted


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of what was due, in counts; `weights` where its parts weigh differently."""

    on_time: int = 0
    late: int = 0
    broken: int = 0
    unknown: int = 0
    weights: Weighted | None = None

    @property
    def known(self) -> int:
        """Return of how many it is known what became of them."""
        return self.on_time + self.late + self.broken

    @property
    def due(self) -> int:
        """Return how many were due."""
        return self.known + self.unknown

    @property
    def measure(self) -> Weighted:
        """Return the weighted share; without weights, of cases that weigh the same."""
        if self.weights:
            return self.weights
        known = self.late + self.broken
        return Weighted(self.on_time, known, self.unknown, self.known, self.unknown)

    def __add__(self, other: "Kept") -> "Kept":
        """Add the counts of two groups; weights of different agreements are on no common scale, and are dropped."""
        return Kept(
            self.on_time + other.on_time,
            self.late + other.late,
            self.broken + other.broken,
            self.unknown + other.unknown,
        )

    @property
    def columns(self) -> dict[str, float | None]:
        """Return counts, share and bounds under the names that columns have."""
        measure = self.measure
        found: dict[str, float | None] = {
            "due": self.due,
            "known": self.known,
            "kept_on_time": self.on_time,
            "late": self.late,
            "broken": self.broken,
            "unknown": self.unknown,
            "share": measure.share,
        }
        pairs = {"share": measure.interval, "bound": measure.bounds, "outer": measure.envelope}
        for name, pair in pairs.items():
            found |= {f"{name}_low": pair.low if pair else None, f"{name}_high": pair.high if pair else None}
        return found


def is_kept(kept: Kept) -> bool | None:
    """Tell whether all that was due was kept on time; None where that cannot be determined.

    >>> is_kept(Kept(on_time=2)), is_kept(Kept(on_time=2, late=1, unknown=5)), is_kept(Kept(on_time=2, unknown=1))
    (True, False, None)
    """
    if kept.late or kept.broken:
        return False
    return True if kept.due and not kept.unknown else None


def is_best(kept: Kept, others: Iterable[Kept]) -> bool | None:
    """Tell whether a group keeps its word best; None where that cannot be determined.

    >>> is_best(Kept(on_time=30), [Kept(broken=30)]), is_best(Kept(broken=30), [Kept(on_time=30)])
    (True, False)
    >>> is_best(Kept(on_time=1), [Kept(broken=1)]) is None
    True
    """
    own = kept.measure.envelope
    rivals = [found for one in others if (found := one.measure.envelope)]
    if own is None or not rivals:
        return None
    if any(one.low > own.high for one in rivals):
        return False
    return True if all(own.low > one.high for one in rivals) else None
