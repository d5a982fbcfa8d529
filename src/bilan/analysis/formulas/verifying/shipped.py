"""The table that ships: what independent ratings found where a self-rating said so much."""

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from bilan.analysis.formulas.verifying.pairs import Pair
from bilan.analysis.formulas.verifying.scales import Scale

BEFORE: Final = date(1, 1, 1)


@cache
def shares() -> tuple[tuple[float, float], ...]:
    """Return the pairs of the table, declared and verified, as shares of the scale."""
    text = files("bilan.analysis.formulas.verifying").joinpath("verified_class.csv").read_text(encoding="utf-8")
    return tuple((float(row["declared"]), float(row["verified"])) for row in csv.DictReader(text.splitlines()))


def table(scale: Scale) -> list[Pair]:
    """Return the table as pairs on a scale, each of a reporter of its own."""
    return [
        Pair(f"\x00{place}", "\x00", BEFORE, *(scale.lower + share * scale.range for share in pair))
        for place, pair in enumerate(shares())
    ]
