"""What a panel says: figures of series, areas and years; and how a publisher lays them out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bilan.exchange.foreign import ForeignRow
from bilan.terms.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Figure:
    """What one publication says of one series, area and year.

    `event` is what a file with a history says of it; where there is none, the file is one publication as a whole.
    `scope` is the group an index puts the area in, `quotation` what the publisher remarks. What is `open` is an empty
    cell before the first figure of its row or after the last: it says something only where a figure stood before.
    """

    series: str
    area: str
    area_name: str
    year: str
    text: str
    place: Place
    event: str | None = None
    known_at: str | None = None
    edition: str | None = None
    scope: str | None = None
    nature: str = "measured"
    quotation: str | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file: its rows by heading, the words around it, its footnotes by their mark.

    `name` is the file, without what follows its last dot; `updated_on` the day on which the file says it was updated.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[ForeignRow, ...]
    updated_on: str | None = None
    footnotes: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a publisher lays out its files: the headings that tell it, and what a sheet says.

    `note` says of the whole sheet what a reader of its figures should know.
    """

    name: str
    title: str
    publisher: str
    headings: tuple[str, ...]
    figures: Callable[[Sheet], Iterable[Figure]]
    note: Callable[[Sequence[ForeignRow]], str | None] = lambda _: None


def of_rows(say: Callable[[ForeignRow], Iterable[Figure]]) -> Callable[[Sheet], Iterable[Figure]]:
    """Return how a sheet is read whose every row speaks for itself."""
    return lambda sheet: (figure for row in sheet.rows for figure in say(row))
