"""Compare figures of different indicators: as percent of what was aimed at.

Question: What share of its target is a figure, so that more is better whichever way the indicator goes?
Formula: 100 x value / target; where less is better 100 x target / value. A figure without a target is 100, and what was
    verified of it stands to it as the verified value to the declared one.
Unit: percent.
Missing: of values or targets that are not above zero there is no percentage; ranks and judgements in words have none.
Source: our rule.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Final

from bilan.analysis.formulas.verifying.pairs import Pair

WHOLE: Final = 100.0
UNNUMBERED: Final = frozenset({"qualitative", "rank", "ladder"})


@dataclass(frozen=True, slots=True)
class Aim:
    """What a figure is held against, and which way is better."""

    value: float
    direction: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Aim | None":
        """Return the target of a row, else what was declared; none where there is no percentage."""
        told = row["declared"] if row["target"] is None else row["target"]
        if told is None or told <= 0 or row["direction"] is None or row["measure"] in UNNUMBERED:
            return None
        return cls(float(told), row["direction"])

    def percent(self, value: float) -> float:
        """Return how many percent of the aim a value is.

        >>> Aim(50.0, "up").percent(44.0), Aim(10.0, "down").percent(40.0)
        (88.0, 25.0)
        """
        return WHOLE * (value / self.value if self.direction == "up" else self.value / value)

    def figure(self, percent: float) -> float:
        """Return the value that is so many percent of the aim."""
        if self.direction == "up":
            return self.value * percent / WHOLE
        return self.value * WHOLE / percent if percent > 0 else inf


def pairs_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[Pair]:
    """Read the rows of `candour_pairs` as percent of what was aimed at; audits of one day are one audit.

    Who declared without a name is nobody else: such a pair has no record.
    """
    for row in rows:
        aim = Aim.of(row)
        if aim and row["declared"] and row["verified"] and min(row["declared"], row["verified"]) > 0:
            told = (aim.percent(float(row[name])) for name in ("declared", "verified"))
            yield Pair(row["reporter"] or f"no. {row['declared_entry']}", thing(row), row["verified_on"], *told)


def thing(row: Mapping[str, Any]) -> str:
    """Name what a figure is about."""
    return "|".join(row[name] for name in ("indicator", "subject", "region") if row[name])
