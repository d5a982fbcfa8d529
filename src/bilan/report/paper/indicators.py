"""The indicators over time: what was said of each, as declared and as verified, and where it should go."""

from collections.abc import Iterator

from bilan.report.paper.blocks import Block
from bilan.report.paper.pen import Pen


def chapter(pen: Pen) -> Iterator[Block]:
    """Return the chapter: the indicators of which a dated value is known, several on a page."""
    yield from ()
    del pen
