"""What is known of declared figures, what is asked of one, and what is answered."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Declared(Protocol):
    """Whatever was declared: by whom, of which item, about which day, how much."""

    @property
    def reporter(self) -> str:
        """Return who declares."""

    @property
    def item(self) -> str:
        """Return what is declared."""

    @property
    def on(self) -> date:
        """Return the day it is about."""

    @property
    def declared(self) -> float:
        """Return how much."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A declared figure with the verified one about the same thing; pairs of one reporter and day are one audit."""

    reporter: str
    item: str
    on: date
    declared: float
    verified: float


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declared figure of which no verified one is known."""

    reporter: str
    item: str
    on: date
    declared: float


@dataclass(frozen=True, slots=True)
class Verified:
    """The verified value behind a declared one, as quantiles at `LEVELS`, and how much the answer rests on.

    `last` is the newest pair of this reporter on this item; `audits` counts the days on which the reporter was audited.
    `class_pairs` and `reporters` do not count the table that ships, which joins a class of few (`with_table`).
    """

    quantiles: tuple[float, ...]
    reporter_pairs: int
    audits: int
    class_pairs: int
    reporters: int
    last: Pair | None = None
    with_table: bool = False
