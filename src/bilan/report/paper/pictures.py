"""The marks, as the paper places them."""

from typing import Final

from bilan.analysis.asking import Row
from bilan.report.drawn import Drawn
from bilan.report.marks.bullet import Bullet, bullet
from bilan.report.paper.pen import Pen

# Pixels of a drawing to a millimetre of paper.
SCALE: Final = 3.2
SHARES: Final = ("verified", "declared", "expected")


def bar(pen: Pen, row: Row, what: str, width: float) -> Drawn:
    """Draw where a row of the roll-up stands, so many millimetres wide."""
    shares = {name: row[f"{name}_progress"] for name in SHARES}
    thin = frozenset(name for name in SHARES[:2] if 2 * row[f"{name}_reported"] < row["expected_of"])
    return bullet(Bullet(**shares, thin=thin), pen.voice, what=what, width=width * SCALE)
