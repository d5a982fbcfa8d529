"""The press: a sheet of texts and pictures becomes a PDF, always the same bytes from the same sheet.

Typst keeps what it computed for the next document, some hundred megabytes of it, and a server prints each bilan once.
So each is pressed by a process of its own, which gives all back when it ends: ``python -m bilan.report.paper.press``
reads a job and writes a PDF.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any, Final

from bilan.report.paper.glyphs import legible

FONTS: Final = files("bilan.report").joinpath("fonts")
TEMPLATE: Final = "bilan.typ"
# Accessible to readers who do not see: tagged, titled, in a language, every picture with words (ISO 14289-1).
STANDARD: Final = "ua-1"


class NotPressed(Exception):
    """The press could not make the PDF; the message is what it said."""


def pressed(sheet: Mapping[str, Any], on: date) -> bytes:
    """Return the PDF of a sheet; it bears the day given, for the press asks no clock."""
    data = legible(json.dumps(sheet, ensure_ascii=False, sort_keys=True))
    job = json.dumps({"on": on.isoformat(), "paper": data})
    done = subprocess.run(  # noqa: S603 - this very module
        [sys.executable, "-m", __name__], input=job.encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise NotPressed(done.stderr.decode(errors="replace"))
    return done.stdout


def compiled(job: Mapping[str, str]) -> bytes:
    """Return the PDF of a job."""
    import typst

    return typst.compile(
        # In memory: nothing is written beside the sources.
        files("bilan.report.paper").joinpath(TEMPLATE).read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
        sys_inputs={"paper": job["paper"]},
        pdf_standards=[STANDARD],
        timestamp=datetime.combine(date.fromisoformat(job["on"]), datetime.min.time(), tzinfo=UTC),
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(compiled(json.load(sys.stdin)))
