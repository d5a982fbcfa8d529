"""Read a path in whatever format it has: our own kinds of file, or one that is recognised by its files.

To add a format: write its module with `detect(folder)` and `read(folder)`, and name it here.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bilan.exchange import barometer, kind_files, skill_areas
from bilan.exchange.steps import Reading

# Formats of others, each recognised by its files.
FORMATS: Final = (barometer, skill_areas)


def read(path: Path) -> Reading:
    """Read a file, a folder or a zip, in our own format or in one that is recognised by its files."""
    found = next((one for one in FORMATS if path.is_dir() and one.detect(path)), None)
    return found.read(path) if found else kind_files.read(path)


def read_all(paths: Iterable[Path]) -> Reading:
    """Read several paths, one after the other, as one."""
    readings = [read(path) for path in paths]
    return Reading(
        tuple(step for one in readings for step in one.steps),
        tuple(problem for one in readings for problem in one.problems),
        {name: count for one in readings for name, count in one.rows.items()},
        frozenset(key for one in readings for key in one.refused),
    )
