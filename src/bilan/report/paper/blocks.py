"""What a page is made of: blocks of texts and pictures, which the template lays out and never reads as markup."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from bilan.report.drawn import Drawn
from bilan.terms import printed

Look = Literal["plain", "strong", "dim", "code", "strike", "link"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; a link also says where to.

    What is `apart` keeps its own direction, whatever stands around it.
    """

    text: str
    look: Look = "plain"
    to: str | None = None
    apart: bool = False
    language: str | None = None


DOT: Final = Run(" · ", "dim")
SPACE: Final = Run(" ")
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, the sentence that says the same, and its width in millimetres.

    Without a sentence it is an ornament: what it shows stands beside it in words.
    """

    svg: str
    alt: str
    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of words, a picture below them, and lines under that; set in by its depth in a tree."""

    lines: tuple[Line, ...] = ()
    picture: Picture | None = None
    under: tuple[Line, ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; one that is `fresh` begins a page; `kicker` stands small above it."""

    text: str
    level: int = 1
    fresh: bool = False
    kicker: str = ""
    block: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    line: Line
    look: Literal["plain", "lede", "note", "quote"] = "plain"
    block: str = field(default="prose", init=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with one paragraph for each of its points."""

    lines: tuple[Line, ...]
    block: str = field(default="listing", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it shows in a sentence, the heads, how wide each column is, the rows."""

    alt: str
    heads: tuple[str, ...]
    widths: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    block: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Strip:
    """Key figures side by side: for each what it is, the figure, what it rests on."""

    figures: tuple[tuple[str, str, str], ...]
    block: str = field(default="strip", init=False)


@dataclass(frozen=True, slots=True)
class Legend:
    """What the marks mean: each with its words."""

    marks: tuple[Cell, ...]
    block: str = field(default="legend", init=False)


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures side by side in columns; each stays together with its words."""

    columns: int
    cells: tuple[Cell, ...]
    block: str = field(default="gallery", init=False)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A text that is printed sign by sign."""

    text: str
    block: str = field(default="verbatim", init=False)


Block = Heading | Prose | Listing | Table | Strip | Legend | Gallery | Verbatim


def plain(*texts: str) -> Line:
    """Return a sentence of the reader's language."""
    return tuple(Run(text) for text in texts if text)


def quoted(text: str | None) -> Line:
    """Return words of somebody else, in whatever language."""
    return (Run(text, apart=True),) if text else ()


def strong(text: str | None) -> Line:
    """Return a line of strong words."""
    return (Run(text, "strong", apart=True),) if text else ()


def dim(*texts: str | None) -> Line:
    """Return a line of small words, set apart by dots."""
    runs = [Run(text, "dim", apart=True) for text in texts if text]
    return tuple(part for run in runs for part in (DOT, run))[1:]


def cell(*lines: Line, depth: int = 0) -> Cell:
    """Return a cell of those lines that say something, else one that says that nothing is known."""
    said = tuple(line for line in lines if line)
    return Cell(said or (plain(printed.UNKNOWN),), depth=depth)


def drawn(mark: Drawn, width: float, *lines: Line, narrow: bool = False, under: tuple[Line, ...] = ()) -> Cell:
    """Return a cell with a mark that is so many millimetres wide; where it is small, as screens of a hand show it."""
    svg = mark.narrow if narrow and mark.narrow else mark.wide
    return Cell(tuple(line for line in lines if line), Picture(svg, mark.sentence, width), under)


def table(alt: str, heads: Iterable[str], widths: str, rows: Iterable[tuple[Cell, ...]]) -> list[Block]:
    """Return a table, or nothing where there are no rows; `widths` as ``2fr 30mm auto``."""
    found = tuple(rows)
    return [Table(alt, tuple(heads), tuple(widths.split()), found)] if found else []
