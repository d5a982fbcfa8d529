"""Say whether one thing comes first among several that are known only between bounds.

Question: Does it exceed every other, whatever lies within the bounds, and whatever the unknown ones are?
Formula: it comes first when its lower bound exceeds the upper bound of each other one and all others are known. It does
    not when the lower bound of some other one exceeds its upper bound. Else it cannot be told.
Units: any, the same for all.
Errors: a bound that is None is open; of what is None altogether nothing is known.
Source: comparison of intervals: R. E. Moore, Interval Analysis (1966).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Between:
    """A number between two bounds, each open where it is None."""

    low: Any
    high: Any

    def exceeds(self, other: "Between") -> bool:
        """Tell whether it is larger than another one, whatever both are within their bounds.

        >>> Between(3, None).exceeds(Between(1, 2)), Between(2, 5).exceeds(Between(1, 2))
        (True, False)
        """
        return self.low is not None and other.high is not None and bool(self.low > other.high)


def comes_first(own: Between | None, others: Iterable[Between | None]) -> bool | None:
    """Say whether one thing comes first: yes, no, or None where it cannot be told.

    >>> comes_first(Between(3, 4), [Between(1, 2)]), comes_first(Between(1, 2), [None, Between(3, 4)])
    (True, False)
    >>> comes_first(Between(3, 4), [Between(1, 2), None]) is None
    True
    """
    rivals = list(others)
    if own is None or not rivals:
        return None
    if any(one is not None and one.exceeds(own) for one in rivals):
        return False
    return True if all(one is not None and own.exceeds(one) for one in rivals) else None


def most_of(share: Between | None) -> bool | None:
    """Say whether a share is more than half: yes, no, or None where its bounds leave it open.

    >>> most_of(Between(0.6, 0.9)), most_of(Between(0.1, 0.4)), most_of(Between(0.4, 0.6))
    (True, False, None)
    """
    if share is None:
        return None
    half = Between(0.5, 0.5)
    return True if share.exceeds(half) else (False if half.exceeds(share) else None)
