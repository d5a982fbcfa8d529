"""The table that is printed: its lines, and how figures stand in it."""

from dataclasses import dataclass
from typing import Final

HEAD: Final = ("What", "Bilan", "Beside it", "Ratio", "Budget", "Kept")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table."""

    what: str
    ours: str
    beside: str = ""
    ratio: str = ""
    budget: str = ""
    kept: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        kept = "" if self.kept is None else "yes" if self.kept else "**no**"
        return (self.what, self.ours, self.beside, self.ratio, self.budget, kept)


def row(cells: tuple[str, ...] | list[str]) -> str:
    """Write a row of the table."""
    return f"| {' | '.join(cells)} |"


def seconds(given: float) -> str:
    """Write seconds."""
    return f"{given:.3f} s"


def milliseconds(given: float) -> str:
    """Write seconds as thousandths.

    >>> milliseconds(0.0123), milliseconds(0.00042)
    ('12.3 ms', '0.42 ms')
    """
    return f"{1000 * given:.1f} ms" if given >= 0.001 else f"{1000 * given:.2f} ms"  # noqa: PLR2004 - a millisecond
