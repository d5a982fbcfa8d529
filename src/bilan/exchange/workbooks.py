"""Open a workbook: it is unpacked by a process of its own, and what comes back are tables of text."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bilan.exchange.unpacking import MEGABYTE, MEMORY, SECONDS
from bilan.terms.problems import Place, Problem

# A little longer than the seconds of CPU that it may take: a machine may be busy.
PATIENCE: Final = 3 * SECONDS


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a workbook held: the file of each of its sheets by its name, and what was found on the way."""

    sheets: dict[str, Path]
    problems: tuple[Problem, ...]


def unpacked(path: Path, folder: Path) -> Unpacked:
    """Unpack a workbook into an empty folder."""
    line = [sys.executable, "-m", "bilan.exchange.unpacking", str(path), str(folder)]
    try:
        done = subprocess.run(line, capture_output=True, check=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)  # noqa: S603 - a module of our own, and paths of our own
        return understood(json.loads(done.stdout), folder)
    except (subprocess.SubprocessError, ValueError):  # it came to its bounds, or its reader fell
        return Unpacked({}, (Problem("workbook_too_heavy", values={"most": str(MEMORY // MEGABYTE)}),))


def understood(told: dict[str, Any], folder: Path) -> Unpacked:
    """Read what the process found."""
    problems = tuple(
        Problem(one["code"], Place(file=one["values"].get("sheet")), one["values"], one.get("severity", "error"))
        for one in told["problems"]
    )
    return Unpacked({one["name"]: folder / one["file"] for one in told["sheets"]}, problems)
