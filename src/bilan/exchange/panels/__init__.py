"""Read panels: series of many countries and years, with the dates on which they were published.

Each publication of a figure (*add*), each other figure for it (*change*) and each taking away (*remove*) becomes an
entry of its day, so that a question "as known on" a day is answered from what was published by then. A file without a
history is one publication: recorded after an earlier one, it adds the figures that are others, and nothing else. A
country is a party of kind *state*; what stands among countries and is none (a region, an income group, the world) a
party of kind *group*, the world under the key ``world``. See decision 0012: what is said of them is no statement on the
plan.

A panel brings no plan when it is read beside one (`plan`); alone it makes the frame that a ledger needs, without a
country, for it follows nothing. Units, directions and the quantity that a series counts are of the code list *series*;
a series that is not listed is kept under its code, and said.

To add the layout of another publisher: one `Layout` with its headings and a function from a sheet to figures.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

from bilan.exchange.containers import USUAL, Limits, Opened, open_all
from bilan.exchange.panels import european_commission, itu, united_nations, vintages, world_bank
from bilan.exchange.panels.entries import PLAN, Panel
from bilan.exchange.panels.figures import Figure, Layout, Sheet
from bilan.exchange.panels.sheets import layout_of, sheet_of
from bilan.exchange.steps import Reading
from bilan.terms.problems import Place, Problem

__all__ = ["LAYOUTS", "Figure", "Layout", "Sheet", "detect", "read"]

LAYOUTS: Final = (
    *vintages.LAYOUTS,
    *world_bank.LAYOUTS,
    *itu.LAYOUTS,
    *united_nations.LAYOUTS,
    *european_commission.LAYOUTS,
)
# So much of a file is looked at to recognise it.
HEAD: Final = 64_000


def detect(path: Path) -> bool:
    """Tell whether a file, or one of a folder or a zip, is a panel."""
    if path.suffix.lower() == ".zip" and path.is_file():
        return any(isinstance(one, Opened) and _layout(one.content) for one in open_all(path))
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path] if path.suffix.lower() == ".csv" else []
    return any(_layout(_head(one)) for one in files)


def _head(path: Path) -> bytes:
    with suppress(OSError), path.open("rb") as file:
        return file.read(HEAD)
    return b""


def _layout(content: bytes) -> Layout | None:
    text = content[:HEAD].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return layout_of(text, LAYOUTS)


def read(
    path: Path,
    limits: Limits = USUAL,
    *,
    plan: str | None = None,
    published_on: str | None = None,
    series: str | None = None,
) -> Reading:
    """Read the panels of a file, folder or zip, beside the plan of that key; alone they bring a frame of their own.

    `published_on` is the day of files that do not say theirs, `series` the code of those that do not name their series.
    """
    panel = Panel(plan or PLAN, published_on, series)
    for opened in open_all(path, limits):
        if isinstance(opened, Problem):
            panel.problems.append(opened)
        elif layout := _layout(opened.content):
            panel.take(layout, sheet_of(opened, layout), opened.name)
    if not panel.rows and not panel.problems:
        panel.problems.append(Problem("panel_not_recognised", Place(file=path.name)))
    steps = list(panel.steps(alone=not plan))
    problems = [*panel.problems, *(one for one in steps if isinstance(one, Problem))]
    return Reading(tuple(one for one in steps if not isinstance(one, Problem)), tuple(problems), panel.rows)
