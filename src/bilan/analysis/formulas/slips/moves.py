"""A declared end, how it was moved, and what is answered."""

from dataclasses import dataclass
from datetime import date
from typing import Final

DAYS: Final = 365.25
MONTHS: Final = 12.0


def years(earlier: date, later: date) -> float:
    """Return the years from a day to another.

    >>> round(years(date(2012, 1, 1), date(2013, 7, 1)), 2)
    1.5
    """
    return (later - earlier).days / DAYS


@dataclass(frozen=True, slots=True)
class Ending:
    """An end declared on a day, after so many earlier slips."""

    said_on: date
    end: date
    slips: int = 0

    @property
    def to_go(self) -> float:
        """Return the years that are left, below zero when the end has passed."""
        return years(self.said_on, self.end)


@dataclass(frozen=True, slots=True)
class Move:
    """What became of a declared end: the years left then, the years until it was told again, the months it slipped."""

    to_go: float
    waiting: float
    slipped: float
    slips: int = 0

    @classmethod
    def seen(cls, ending: Ending, later_on: date, later_end: date) -> "Move":
        """Return the move from an end to the one declared on a later day."""
        slipped = MONTHS * years(ending.end, later_end)
        return cls(ending.to_go, years(ending.said_on, later_on), slipped, ending.slips)


@dataclass(frozen=True, slots=True)
class Slipped:
    """By how many months an end will have slipped when it is told again, if it is still running then.

    `quantiles` are at `LEVELS`; `late` is the chance of more than three months; `size` how many moves speak, as an
    effective number; `lent` the share of the answer that is lent by the table that ships.
    """

    quantiles: tuple[float, ...]
    late: float
    size: float
    lent: float
