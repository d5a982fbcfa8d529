"""Distil panels into the class table that ships, with a file that says whose figures it was made of."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from bilan.analysis.formulas.forecasting.classes import SOURCES, TABLE, lines
from bilan.analysis.formulas.forecasting.distilling import Course
from bilan.analysis.formulas.forecasting.distilling import distil as distilled
from bilan.exchange import formats
from bilan.exchange.panels.courses import Origin, courses_of


class Distilled(NamedTuple):
    """How many cells the table has, and whose figures it was made of."""

    cells: int
    origins: tuple[Origin, ...]


def distil(paths: Iterable[Path], into: Path) -> Distilled:
    """Read panels, and write their table and its sources into a folder; the same panels make the same files."""
    courses, origins = read(paths)
    cells = distilled(courses)
    into.mkdir(parents=True, exist_ok=True)
    _write(into / TABLE, lines(cells))
    _write(into / SOURCES, [Origin._fields, *origins])
    return Distilled(len(cells), origins)


def read(paths: Iterable[Path]) -> tuple[list[Course], tuple[Origin, ...]]:
    """Read the courses of panels, whatever the order in which they are named, and where they come from."""
    taken = [courses_of(formats.read(path)) for path in paths]
    courses = sorted((course for one in taken for course in one.courses), key=lambda one: (one.indicator, one.place))
    return courses, tuple(sorted(origin for one in taken for origin in one.origins))


def _write(path: Path, rows: Iterator[list[str]] | Sequence[Sequence[object]]) -> None:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
