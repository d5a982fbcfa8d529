"""Read public records of what was declared and what became of it, in the layouts of their publishers.

Pairs of declared and verified figures: ratings of projects by the World Bank (by the team at completion; by its
Independent Evaluation Group), and the absorption of European funds (all that was paid; what was paid on certified
spending). Moves of declared ends: the United Kingdom's portfolio of major projects, and Canada's lists of IT projects.
`distil_verified` and `distil_slips` make of them the two tables that ship.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, pairwise
from pathlib import Path
from statistics import fmean, quantiles
from typing import Final

from bilan.analysis.formulas.slips import Ending, Move
from bilan.analysis.formulas.verifying import Pair

Row = dict[str, str]
STEPS: Final = ("HU", "U", "MU", "MS", "S", "HS")
"""The six ratings, from highly unsatisfactory to highly satisfactory; each stands for the middle of its sixth."""
ITEMS: Final = ("Out", "BaP", "BoP")
BANDS: Final = (1.0, 2.0, 4.0, 8.0)
YEAR: Final = 1.5
TENTHS: Final = 10
KEPT: Final = 30


def rated(path: Path) -> Iterator[Pair]:
    """Yield the ratings of the projects of a country in percent of the scale: outcome, bank, borrower.

    No day is told: the projects of a country stand in the order of the file, a year apart.
    """
    seen: dict[str, int] = {}
    for row in _rows(path):
        told = ((item, row[f"ICR {item}"], row[f"IEG {item}"]) for item in ITEMS)
        rated_twice = [one for one in told if one[1] in STEPS and one[2] in STEPS]
        if rated_twice:
            number = seen[row["Country"]] = seen.get(row["Country"], 0) + 1
            on = date(2000 + number, 1, 1)
            yield from (
                Pair(row["Country"], item, on, _middle(own), _middle(other)) for item, own, other in rated_twice
            )


def absorbed(path: Path) -> Iterator[Pair]:
    """Yield how much of its funds a member state absorbed by the end of a year, in percent: declared, and certified."""
    for row in _rows(path):
        total, certified, percent = (float(row[name] or 0) for name in ("Total Paid", "Interim", "Absorption (%)"))
        if total > 0:
            on = date(int(row["Year"]), 12, 31)
            yield Pair(row["Member State"], row["Fund"], on, percent, percent * certified / total)


def moved(paths: Iterable[Path]) -> Iterator[tuple[str, Ending, date, date]]:
    """Yield how the end of a project was moved from one report to the next: its name, the end, when, to when.

    A project is known by its key where there is one, else by its name, whatever its case and punctuation.
    """
    told = sorted({one for path in paths for row in _rows(path) if (one := _ending(row))})
    for name, reports in groupby(told, key=lambda one: one[0]):
        slips = 0
        for (_, said_on, end), (_, later_on, later_end) in pairwise(_one_a_day(reports)):
            yield name, Ending(said_on, end, slips), later_on, later_end
            slips += later_end > end


def distil_verified(path: Path) -> list[Row]:
    """Return the outcome ratings of projects as the table that ships: so many of them, evenly spread."""
    told = sorted((one.declared, one.verified) for one in rated(path) if one.item == "Out")
    kept = (told[int((place + 0.5) * len(told) / KEPT)] for place in range(KEPT))
    return [{"declared": f"{declared / 100:.4f}", "verified": f"{found / 100:.4f}"} for declared, found in kept]


def distil_slips(path: Path) -> list[Row]:
    """Return the moves within a year as the table that ships: ten quantiles for each band of time to go."""
    moves = [Move.seen(ending, *later) for _, ending, *later in moved([path])]
    short = sorted((one for one in moves if one.waiting < YEAR), key=_band)
    return [row for _, band in groupby(short, key=_band) for row in _quantiles(list(band))]


def _quantiles(moves: Sequence[Move]) -> Iterator[Row]:
    to_go, waiting = fmean(max(one.to_go, 0.0) for one in moves), fmean(one.waiting for one in moves)
    for slipped in quantiles([one.slipped for one in moves], n=2 * TENTHS, method="inclusive")[::2]:
        yield {"to_go": f"{to_go:.2f}", "waiting": f"{waiting:.2f}", "slipped": f"{slipped:.1f}"}


def _band(move: Move) -> int:
    return sum(move.to_go >= edge for edge in BANDS)


def _middle(step: str) -> float:
    return 100 * (STEPS.index(step) + 0.5) / len(STEPS)


def _ending(row: Row) -> tuple[str, date, date] | None:
    """Read the name of a project, the day of the report and the end declared; none where there is no day."""
    if "snapshot_date" in row:
        days = _iso(row["snapshot_date"]), _iso(row["end_date"])
        name = re.sub(r"[^a-z0-9]", "", row["project_name"].lower())
    else:
        days = _in_words(row["asOfDate"]), _in_words(row["estimatedCompletionDate"])
        name = row["uniqueId"]
    return None if days[0] is None or days[1] is None else (name, days[0], days[1])


def _iso(told: str) -> date | None:
    return date.fromisoformat(told) if told else None


def _in_words(told: str) -> date | None:
    try:
        return datetime.strptime(told, "%B %d, %Y").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None


def _one_a_day(reports: Iterable[tuple[str, date, date]]) -> Iterator[tuple[str, date, date]]:
    """Yield one report a day, the latest end where a name stands twice."""
    for _, same in groupby(reports, key=lambda one: one[1]):
        yield list(same)[-1]


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
