"""Read what forecasts were worth on open panels, as it ships: measured by leaving each series out of its class.

Question: Where thousands of outcomes are known, did as much happen as the forecasts said?
Formula: as in `reliability`, of tasks drawn at random from open panels: series of one place cut at a day of their past,
    the others, cut at the same day, as their class. The file bears counts; shares and intervals are made of them here.
Unit: shares of 1; counts of forecasts and of different outcomes.
Missing: without the file there is no record; nothing stands in for it.
Source: `python -m bench.record FOLDER` writes the file; its rows `panel` say from which series.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Final

from bilan.analysis.formulas.reliability import Band, interval

FILE: Final = files("bilan.analysis.formulas").joinpath("panel_record.csv")
COLUMNS: Final = ("what", "name", "at_least", "below", "said", "happened", "cases", "outcomes")


@dataclass(frozen=True, slots=True)
class Held:
    """An interval: what share of the outcomes it was said to hold, and how many of how many it held."""

    said: float
    happened: int
    cases: int
    outcomes: int


@dataclass(frozen=True, slots=True)
class Panels:
    """The record on open panels: bands of chances, intervals, skill against drift, and which series were asked."""

    bands: tuple[Band, ...]
    held: tuple[Held, ...]
    skill: float
    panels: tuple[tuple[str, int], ...]

    @property
    def forecasts(self) -> int:
        """Return how many forecasts were made."""
        return max((one.cases for one in self.held), default=0)


@cache
def shipped() -> Panels | None:
    """Return the record that ships, or nothing."""
    return read(FILE.read_text(encoding="utf-8")) if FILE.is_file() else None


def read(text: str) -> Panels:
    """Read a record."""
    rows = list(csv.DictReader(StringIO(text)))
    return Panels(
        bands=tuple(_band(row) for row in rows if row["what"] == "band"),
        held=tuple(_held(row) for row in rows if row["what"] == "held"),
        skill=next(float(row["said"]) for row in rows if row["what"] == "skill"),
        panels=tuple((row["name"], int(row["cases"])) for row in rows if row["what"] == "panel"),
    )


def _band(row: dict[str, str]) -> Band:
    happened, cases, outcomes = (int(row[name]) for name in ("happened", "cases", "outcomes"))
    ends = float(row["at_least"]), float(row["below"])
    return Band(*ends, cases, outcomes, happened, float(row["said"]), interval(happened / cases, outcomes))


def _held(row: dict[str, str]) -> Held:
    return Held(float(row["said"]), int(row["happened"]), int(row["cases"]), int(row["outcomes"]))


def written(record: Panels) -> str:
    """Write a record.

    >>> written(Panels((), (Held(0.8, 79, 100, 90),), 0.25, (("users", 40),))).splitlines()[1]
    'held,,,,0.8,79,100,90'
    """
    told = StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(record))
    return told.getvalue()


def _rows(record: Panels) -> Iterator[Sequence[object]]:
    for band in record.bands:
        counts = (band.happened, band.cases, band.outcomes)
        yield ("band", "", band.low, band.high, round(band.said, 4), *counts)
    for one in record.held:
        yield ("held", "", "", "", one.said, one.happened, one.cases, one.outcomes)
    yield ("skill", "", "", "", round(record.skill, 4), "", "", "")
    yield from _named(record.panels)


def _named(panels: Iterable[tuple[str, int]]) -> Iterator[Sequence[object]]:
    return (("panel", name, "", "", "", "", cases, "") for name, cases in panels)
