"""Set one job in type: ``python -m bilan.report.typesetting`` reads it, writes the PDF and ends.

It stands outside the room of the paper, which asks analyses: a process that sets type needs none of what they need.
"""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Final

import typst

ROOM: Final = files("bilan.report")
# Accessible to readers who do not see: tagged, titled, in a language, every picture with words (ISO 14289-1).
STANDARD: Final = "ua-1"


def typeset(job: Mapping[str, str]) -> bytes:
    """Return the PDF of a job."""
    return typst.compile(
        # In memory: nothing is written beside the sources.
        ROOM.joinpath("paper", "bilan.typ").read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(ROOM.joinpath("fonts"))]),
        sys_inputs={"paper": job["paper"]},
        pdf_standards=[STANDARD],
        timestamp=datetime.combine(date.fromisoformat(job["on"]), datetime.min.time(), tzinfo=UTC),
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(json.load(sys.stdin)))
