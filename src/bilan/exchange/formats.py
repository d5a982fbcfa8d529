"""Read a path in whatever format it has: our own kinds of file, or one that is recognised by its files.

To add a format: write its module with `detect(folder)` and `read(folder)`, and name it here. A panel is no format of a
plan: it stands beside one, and brings a frame of its own only where there is none.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bilan.exchange import barometer, govstack, kind_files, ocds_ppp, panels, skill_areas
from bilan.exchange.steps import Put, Reading

# Formats of others, each recognised by its files.
FORMATS: Final = (barometer, skill_areas, ocds_ppp, govstack)


def read(path: Path, *, plan: str | None = None) -> Reading:
    """Read a file, a folder or a zip; `plan` is the key of the plan beside which a panel would stand."""
    if panels.detect(path):
        return panels.read(path, plan=plan)
    found = next((one for one in FORMATS if path.is_dir() and one.detect(path)), None)
    return found.read(path) if found else kind_files.read(path)


def read_all(paths: Iterable[Path]) -> Reading:
    """Read several paths as one, one after the other; panels last, beside the plan that was read before."""
    readings: list[Reading] = []
    plan: str | None = None
    for path in sorted(paths, key=panels.detect):
        readings.append(read(path, plan=plan))
        plan = plan or _plan_of(readings[-1])
    return Reading(
        tuple(step for one in readings for step in one.steps),
        tuple(problem for one in readings for problem in one.problems),
        {name: count for one in readings for name, count in one.rows.items()},
        frozenset(key for one in readings for key in one.refused),
    )


def _plan_of(reading: Reading) -> str | None:
    """Return the key of the plan that a reading brings."""
    return next((one.draft.key for one in reading.steps if isinstance(one, Put) and one.draft.kind == "plan"), None)
