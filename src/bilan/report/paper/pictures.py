"""The marks, as the paper places them."""

from collections.abc import Iterable
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.drawn import Drawn
from bilan.report.marks import icons
from bilan.report.marks.bullet import Bullet, bullet
from bilan.report.paper.blocks import Cell, Legend, Picture, plain
from bilan.report.paper.pen import Pen

# Pixels of a drawing to a millimetre of paper.
SCALE: Final = 3.2
SHARES: Final = ("verified", "declared", "expected")


def bar(pen: Pen, row: Row, what: str, width: float) -> Drawn:
    """Draw where a row of the roll-up stands, so many millimetres wide."""
    shares = {name: row[f"{name}_progress"] for name in SHARES}
    thin = frozenset(name for name in SHARES[:2] if 2 * row[f"{name}_reported"] < row["expected_of"])
    return bullet(Bullet(**shares, thin=thin), pen.voice, what=what, width=width * SCALE)


def legend(pen: Pen, names: Iterable[str]) -> Legend:
    """Explain the marks: each key with what it means."""
    return Legend(tuple(_key(pen, name) for name in names))


def _key(pen: Pen, name: str) -> Cell:
    width, _ = icons.KEYS[name]
    sign = Picture(icons.key(name, pen.voice), "", width / SCALE / 1.3)
    return Cell((plain(icons.meaning(name, pen.voice)),), sign)
