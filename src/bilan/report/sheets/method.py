"""What the analyses are, and how each column of an answer is to be read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bilan.analysis.asking import HEADS, Analysis, Field
from bilan.analysis.formulas.forecasting import classes
from bilan.report.voice import Voice
from bilan.terms.codes import list_names

# Analyses that may take what followed elsewhere from the class table.
FORESEE: Final = frozenset({"forecast", "forecast_path", "forecast_together", "backtest"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose figures the class table was made of."""

    publisher: str
    licence: str
    last_on: date | None
    indicators: int
    courses: int
    figures: int


@dataclass(frozen=True, slots=True)
class Head:
    """One head of what an analysis says of itself, with what it says."""

    name: str
    text: str


def heads(voice: Voice, analysis: Analysis) -> Iterator[Head]:
    """Give what an analysis says of itself, head by head, in a reader's language."""
    yield from (Head(name, told(voice, analysis, name)) for name in HEADS)


def told(voice: Voice, analysis: Analysis, head: str) -> str:
    """Return what an analysis says under a head in a reader's language; its module says it in English."""
    return voice.tell(f"method_{analysis.name}", head)


def list_of(column: Field) -> str | None:
    """Return the code list of a column: the one that it names, else the one that bears its name or its end.

    >>> list_of(Field("gap", "code", "What is missing (code list gap)."))
    'gap'
    """
    said = re.search(r"code list (\w+)", column.meaning)
    if said:
        return said.group(1)
    return next((name for name in list_names() if column.name == name or column.name.endswith(f"_{name}")), None)


def origins(analysis: Analysis) -> list[Origin]:
    """Return whose figures the class table was made of, for an analysis that may take from it."""
    return [_origin(row) for row in classes.sources()] if analysis.name in FORESEE else []


def _origin(row: Mapping[str, str]) -> Origin:
    last_on = date.fromisoformat(row["last_on"]) if row["last_on"] else None
    counts = (int(row[name]) for name in ("indicators", "courses", "figures"))
    return Origin(row["publisher"], row["licence"], last_on, *counts)
