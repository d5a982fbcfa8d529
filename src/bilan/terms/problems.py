"""A problem: a finding in somebody's data, with its place, its values and what to do next.

Problems are collected, never raised one by one; the door translates them from the word list ``problems.csv``, whose
rows give for each code the sentence (what, why it matters) and the remedy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in somebody's data: a file, a row (counted as a spreadsheet shows it), a column or a character."""

    file: str | None = None
    row: int | None = None
    column: str | None = None
    character: int | None = None

    def __str__(self) -> str:
        """Write the place as ``file:row, column`` with what is known of it."""
        head = ":".join(str(part) for part in (self.file, self.row, self.character) if part is not None)
        return ", ".join(part for part in (head, self.column) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: a code of ``problems.csv``, where, the values that fill its sentence, how bad."""

    code: str
    place: Place = Place()
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    def at(self, **where: str | int | None) -> "Problem":
        """Return the same problem with its place made more precise."""
        return replace(self, place=replace(self.place, **where))  # type: ignore[arg-type]  # fields of Place by name
