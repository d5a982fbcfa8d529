"""Read the account of an agreement from the rows of its figures, as `gain` computes with it.

Question: Of which unknowns is the gain of each side made, which lines are complete, and which figures do not count?
Formula: a figure that counts is a line of its side: its sign is + for a benefit with the agreement and a contribution
    without it, - for the two others. A side is complete when it has lines and nothing is needed. Its gross gain counts
    only what is stated with the agreement, and is told only where all of that counts.
Units: those of the account.
Errors: a figure without a number is no line.
Source: the rows of `colocation_account`; natures in the order of their list, from announced to audited.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bilan.analysis.formulas.gain import Line, Spread, spread
from bilan.terms.codes import code_list

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an account: the rows of its figures, those stated and those that are missing."""

    name: str
    rows: tuple[Row, ...]

    @property
    def used(self) -> tuple[Row, ...]:
        """Return the figures that count."""
        return tuple(row for row in self.rows if row["state"] == "used")

    @property
    def lines(self) -> list[Line]:
        """Return every line, with and without the agreement."""
        return [line_of(row) for row in self.used]

    @property
    def gross(self) -> list[Line]:
        """Return the lines with the agreement alone, where all that is stated with it counts; else none."""
        partial = any(row["needed"] and row["scenario"] != "without" for row in self.rows)
        return [] if partial else [line_of(row) for row in self.used if row["scenario"] == "with"]

    @property
    def needed(self) -> list[str]:
        """Return the codes of what is missing."""
        return list(dict.fromkeys(code for row in self.rows for code in row["needed"]))

    @property
    def is_complete(self) -> bool:
        """Tell whether the gain of the side over what it would have had can be told."""
        return bool(self.used) and not self.needed


def weakest(rows: Iterable[Row]) -> str | None:
    """Return the weakest nature of figures, none where there is none."""
    natures = {row["nature"] for row in rows}
    return min(natures, key=lambda one: int(code_list("nature")[one].more["order"]), default=None)


def line_of(row: Row) -> Line:
    """Return the line of a figure that counts."""
    sign = 1 if (row["flow"] == "benefit") == (row["scenario"] == "with") else -1
    return Line(sign, row["figure"], row["worth_of"] and f"worth of {row['worth_of']}", row["rate_of"])


@dataclass(frozen=True, slots=True)
class Account:
    """The sides of an agreement."""

    agreement: str
    sides: tuple[Side, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether every side is complete, and there are two or more."""
        return len(self.sides) > 1 and all(side.is_complete for side in self.sides)

    @property
    def needed(self) -> list[str]:
        """Return the codes of what is missing on any side, or that there is but one."""
        codes = [code for side in self.sides for code in side.needed]
        return list(dict.fromkeys([*codes, *([] if len(self.sides) > 1 else ["gain_second_side"])]))

    @property
    def spreads(self) -> dict[str, Spread]:
        """Return every unknown by its name."""
        found: dict[str, Spread | None] = {}
        for row in (row for side in self.sides for row in side.used):
            line = line_of(row)
            found[line.quantity] = _spread(row, "value", "low", "high")
            if line.worth:
                found[line.worth] = _spread(row, "worth", "worth_low", "worth_high")
            if line.rate:
                found[line.rate] = _spread(row, "rate", "rate_low", "rate_high")
        return {name: one for name, one in found.items() if one is not None}

    def lines(self) -> dict[str, list[Line]]:
        """Return the lines of every side."""
        return {side.name: side.lines for side in self.sides}


def _spread(row: Row, *names: str) -> Spread | None:
    value, low, high = (None if row[name] is None else Fraction(row[name]) for name in names)
    return spread(value, low, high)


def accounts(rows: Sequence[Row]) -> list[Account]:
    """Return the account of every agreement in rows of figures."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        found.setdefault(row["agreement"], {}).setdefault(row["side"], []).append(row)
    return [
        Account(agreement, tuple(Side(name, tuple(told)) for name, told in sides.items()))
        for agreement, sides in found.items()
    ]
