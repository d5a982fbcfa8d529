"""The levers of the plan: what each instrument concludes, what is missing, and its chart."""

from collections.abc import Iterator
from typing import Final

from bilan.report.paper.blocks import Block, Cell, Heading, Prose, cell, dim, drawn, plain, strong, table
from bilan.report.paper.pen import Pen
from bilan.report.sheets.lever import Conclusion, title
from bilan.report.sheets.levers.every import CONCLUSIONS

SUBJECT: Final = "levers"
# Millimetres of a chart beside its words.
WIDE: Final = 56


def chapter(pen: Pen) -> Iterator[Block]:
    """Return the chapter of the levers."""
    yield Heading(pen.voice.tell(SUBJECT, "title"), fresh=True)
    yield Prose(plain(pen.voice.tell(SUBJECT, "each.sub")), "note")
    found = [(name, conclusion(pen.view, pen.voice)) for name, conclusion in CONCLUSIONS.items()]
    rows = (_row(pen, name, one) for name, one in found)
    yield from table(pen.voice.tell(SUBJECT, "title"), pen.heads("lever", "concluded", ""), f"1fr 2.2fr {WIDE}mm", rows)


def _row(pen: Pen, name: str, one: Conclusion) -> tuple[Cell, ...]:
    known = {"known": pen.voice.number(one.known), "of": pen.voice.number(one.of), "counted": one.counted}
    missing = [dim(f"– {pen.voice.label('needed', code)}") for code in one.needed]
    return (
        cell(strong(title(pen.voice, name)), dim(pen.voice.tell(SUBJECT, "known", **known))),
        cell(
            plain(one.sentence),
            *([dim(pen.voice.tell(SUBJECT, "needed"))] if missing else []),
            *missing,
            dim(pen.entries(one.entries)),
        ),
        drawn(one.chart, WIDE, narrow=True) if one.chart else Cell(),
    )
