"""The table that ships: what independent ratings found where a self-rating said so much."""

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from bilan.analysis.formulas.verifying.pairs import Pair
from bilan.analysis.formulas.verifying.scales import Scale

BEFORE: Final = date(1, 1, 1)
LEVELS: Final = 10


@cache
def shares() -> tuple[tuple[float, float], ...]:
    """Return the pairs of the table, declared and verified, as shares of the scale."""
    text = files("bilan.analysis.formulas.verifying").joinpath("verified_class.csv").read_text(encoding="utf-8")
    return tuple((float(row["declared"]), float(row["verified"])) for row in csv.DictReader(text.splitlines()))


def table(scale: Scale) -> list[Pair]:
    """Return the table as pairs on a scale, each of a reporter of its own.

    Between two bounds a step of the ratings is a place between them. Where values are percent of an aim, a low one is
    an early one and no low rating: a step of the six is then a sixth of what was declared, at any of ten levels.
    """
    told = shares() if scale.upper is not None else [_early(place, *pair) for place, pair in enumerate(shares())]
    return [
        Pair(f"\x00{place}", "\x00", BEFORE, *(scale.lower + share * scale.range for share in pair))
        for place, pair in enumerate(told)
    ]


def _early(place: int, declared: float, verified: float) -> tuple[float, float]:
    level = (place % LEVELS + 1) / LEVELS
    return level, level * (1 + verified - declared)
