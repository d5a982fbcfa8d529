"""What an analysis is: a question, the tables it reads, the columns of its answer, and how it is asked.

The docstring of an analysis says, under these heads, all that its readers are told: *Question*, *Formula*, *Unit*,
*Shape*, *Missing*, *Source*. `tests/gates` hold every analysis to it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from bilan.tables.session import Session

HEADS: Final = ("Question", "Formula", "Unit", "Shape", "Missing", "Source")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an answer: name, unit or type, meaning."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Option:
    """A number that whoever asks may choose: its name, the number where none is chosen, its bounds, its meaning."""

    name: str
    usual: float
    low: float
    high: float
    meaning: str


class WrongOption(ValueError):
    """A number was chosen that the analysis does not ask for, or beyond its bounds."""

    def __init__(self, analysis: "Analysis", name: str, value: float) -> None:
        """Keep what was chosen and what may be."""
        taken = ", ".join(f"{one.name} ({one.low:.12g} … {one.high:.12g})" for one in analysis.options)
        super().__init__(f"{analysis.name} takes {taken or 'no number'}, not {name}={value:.12g}")
        self.analysis, self.name, self.value, self.options = analysis.name, name, f"{value:.12g}", taken or "–"


@dataclass(frozen=True, slots=True)
class Analysis:
    """A question in the catalogue.

    `method` counts the changes of its formula; `reads` are kinds of entry, `after` analyses whose answers it reads as
    tables. `ask` returns the rows; each row has `entries`, the numbers of the entries behind it. `options` are the
    numbers `ask` takes by name beside the session, such as the seed of a simulation; `given` names analyses whose rows
    it takes as `answers`, where they are no tables. `replays` names analyses whose rows of earlier days it takes as
    `replayed`: day after day, as a citizen would have been answered on it; `origins` tells the days.
    """

    name: str
    method: int
    reads: tuple[str, ...]
    columns: tuple[Field, ...]
    explanation: str
    ask: Callable[..., list[Row]]
    after: tuple[str, ...] = ()
    query: str | None = None
    options: tuple[Option, ...] = ()
    given: tuple[str, ...] = ()
    replays: tuple[str, ...] = ()
    origins: Callable[..., Iterable[date]] = lambda *_, **__: ()

    def chosen(self, given: Mapping[str, float]) -> dict[str, float]:
        """Return every option with its number, the usual one where none is given."""
        known = {one.name: one for one in self.options}
        for name, value in given.items():
            if name not in known or not known[name].low <= value <= known[name].high:
                raise WrongOption(self, name, value)
        return {name: given.get(name, one.usual) for name, one in known.items()}

    def told(self, head: str) -> str:
        """Return what the docstring says under one of the heads."""
        found = re.search(rf"^{head}: (.+?)(?=^[A-Z][a-z]+: |\Z)", self.explanation, re.MULTILINE | re.DOTALL)
        return " ".join(found.group(1).split()) if found else ""


@cache
def sql(name: str) -> str:
    """Return the published query of an analysis, from the file beside its module."""
    return files("bilan.analysis").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def asked_in_sql(name: str) -> Callable[[Session], list[Row]]:
    """Return the way to ask an analysis that is one query: its answer is kept as a table of the session."""

    def ask(session: Session) -> list[Row]:
        session.keep(name, sql(name))
        return session.rows(f'SELECT * FROM "{name}"')  # noqa: S608 - the name of a module

    return ask


def fields(text: str) -> tuple[Field, ...]:
    """Read the columns of an answer from lines ``name | unit | meaning``."""
    lines = [line.split("|") for line in text.strip().splitlines()]
    return tuple(Field(*(part.strip() for part in line)) for line in lines)
