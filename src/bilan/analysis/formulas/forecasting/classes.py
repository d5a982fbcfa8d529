"""Read the table that ships: what followed elsewhere, when indicators of a sort stood at a level with a slope.

Question: Of an indicator that nobody else reports, how may it go on?
Formula: between the knots of the table, the quantiles on the line between those next to them; beyond the outermost
    knot, those at it. Sooner than half a year, less by the root of the time; later than the last year, more by it.
Units: changes: logits of a share between its bounds, natural logarithms of all else; slopes in these per year.
Errors: none; of a sort that the table does not tell of there is nothing.
Source: `class_table.csv` beside this file, made by `bilan panel distil` from the panels that `class_sources.csv` names.

What it weighs beside the own course was measured by leaving each indicator out of it. Of budgets being spent it knows
most; of numbers and amounts it helps where there are one or two points; of shares and rates it says less than the own
course does, from the first point on, and is not asked.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from bilan.analysis.formulas.forecasting.distilling import BOUNDED, Cell, Floats, logit, share_of, slope_at
from bilan.analysis.formulas.forecasting.questions import LEVELS, Direction

TABLE: Final = "class_table.csv"
SOURCES: Final = "class_sources.csv"
HEAD: Final = ("sort", "years", "level", "slope", "size", "indicators", *(f"q{level:.2f}"[3:] for level in LEVELS))
# An index between bounds behaves as a share does.
READ_AS: Final = {"index": "share"}

WEIGHTS: Final = {"envelope": (0.5, 0.5, 0.5, 0.5), "count": (0.5, 0.5, 0.2, 0.0), "level": (0.2, 0.5, 0.3, 0.2)}
"""Of each sort, the weight beside one point, two, three to five, and more."""

Knots = dict[float | None, Floats]


class Table:
    """What followed, by sort, years, level and slope."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        """Keep the cells of a table."""
        self._cells: dict[str, dict[float, dict[float | None, Knots]]] = {}
        for cell in cells:
            levels = self._cells.setdefault(cell.sort, {}).setdefault(cell.years, {})
            levels.setdefault(cell.level, {})[cell.slope] = np.array(cell.quantiles)

    def figures(
        self,
        family: str,
        times: Floats,
        values: Floats,
        years: float,
        *,
        lower: float = 0.0,
        upper: float = 100.0,
        direction: Direction = "up",
    ) -> tuple[float, ...] | None:
        """Return the quantiles of the figure itself, some years after the last of those told (times in years)."""
        bounded = READ_AS.get(family, family) in BOUNDED
        above = np.ones(len(values), bool) if bounded else values > lower
        if not len(values) or not above[-1]:
            return None
        told = logit((values - lower) / (upper - lower)) if bounded else np.log(values[above] - lower)
        slope = slope_at(times[above], told)
        change = self.quantiles(family, float(told[-1]), slope, years, direction=direction)
        if change is None:
            return None
        there = told[-1] + np.array(change)
        found = lower + ((upper - lower) * share_of(there) if bounded else np.exp(there))
        return tuple(found.tolist())

    def quantiles(
        self, family: str, level: float, slope: float | None, years: float, *, direction: Direction = "up"
    ) -> tuple[float, ...] | None:
        """Return the quantiles of the change at `LEVELS`, some years after a level and a slope (none: not known)."""
        by_years = self._cells.get(READ_AS.get(family, family))
        if by_years is None:
            return None
        turn = 1.0 if direction == "up" else -1.0
        told = _after(by_years, turn * level, None if slope is None else turn * slope, years)
        return tuple((told if turn > 0 else -told[::-1]).tolist())


def _after(
    by_years: Mapping[float, dict[float | None, Knots]], level: float, slope: float | None, years: float
) -> Floats:
    known = sorted(by_years)
    if years <= known[0]:
        return _at_level(by_years[known[0]], level, slope) * float(np.sqrt(max(years, 0.0) / known[0]))
    if years >= known[-1]:
        return _at_level(by_years[known[-1]], level, slope) * (years / known[-1])
    low, high, share = _between(known, years)
    return (1 - share) * _at_level(by_years[low], level, slope) + share * _at_level(by_years[high], level, slope)


def _at_level(by_level: Mapping[float | None, Knots], level: float, slope: float | None) -> Floats:
    knots = sorted(one for one in by_level if one is not None)
    if not knots:
        return _at_slope(by_level[None], slope)
    low, high, share = _between(knots, level)
    return (1 - share) * _at_slope(by_level[low], slope) + share * _at_slope(by_level[high], slope)


def _at_slope(by_slope: Knots, slope: float | None) -> Floats:
    knots = sorted(one for one in by_slope if one is not None)
    if slope is None or not knots:
        return by_slope[None]
    low, high, share = _between(knots, slope)
    return (1 - share) * by_slope[low] + share * by_slope[high]


def _between(knots: Sequence[float], value: float) -> tuple[float, float, float]:
    """Return the knots on either side of a value, and how far it lies between them; held to the outermost."""
    at = min(max(bisect_right(knots, value), 1), max(len(knots) - 1, 1))
    low, high = knots[at - 1], knots[min(at, len(knots) - 1)]
    return low, high, min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.0


def lines(cells: Iterable[Cell]) -> Iterator[list[str]]:
    """Give the rows of the file of a table, its heading first."""
    yield list(HEAD)
    for cell in cells:
        told = (cell.sort, cell.years, cell.level, cell.slope, cell.size, cell.indicators, *cell.quantiles)
        yield ["" if one is None else one if isinstance(one, str) else f"{one:.6g}" for one in told]


def read_cells(text: str) -> list[Cell]:
    """Read the rows of the file of a table."""
    return [_cell(row) for row in csv.reader(text.splitlines()[1:])]


def _cell(row: Sequence[str]) -> Cell:
    level, slope = (float(one) if one else None for one in row[2:4])
    quantiles = tuple(float(one) for one in row[6:])
    return Cell(row[0], float(row[1]), level, slope, float(row[4]), int(row[5]), quantiles)


def weight(family: str, points: int) -> float:
    """Return what the table weighs in a forecast, beside the own course of so many points.

    >>> weight("count", 2), weight("count", 12), weight("share", 1)
    (0.5, 0.0, 0.0)
    """
    return WEIGHTS[family][bisect_right((1, 2, 5), points - 1)] if points and family in WEIGHTS else 0.0


@cache
def shipped() -> Table:
    """Return the table that ships with the product."""
    return Table(read_cells(_beside(TABLE)))


@cache
def sources() -> tuple[Mapping[str, str], ...]:
    """Return whose panels the table that ships was made of: publisher, licence, days, and how much is of them."""
    return tuple(csv.DictReader(_beside(SOURCES).splitlines()))


def _beside(name: str) -> str:
    return files("bilan.analysis.formulas.forecasting").joinpath(name).read_text(encoding="utf-8")
