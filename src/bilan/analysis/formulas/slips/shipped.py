"""The table that ships: how the ends of major projects of another government moved within a year."""

import csv
from functools import cache
from importlib.resources import files

from bilan.analysis.formulas.slips.moves import Move


@cache
def table() -> tuple[Move, ...]:
    """Return the moves of the table."""
    text = files("bilan.analysis.formulas.slips").joinpath("slip_class.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Move(float(row["to_go"]), float(row["waiting"]), float(row["slipped"])) for row in rows)
