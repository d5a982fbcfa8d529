"""The press: a sheet of texts and pictures becomes a PDF, always the same bytes from the same sheet.

Typst keeps what it computed for the next document, some hundred megabytes of it, and a server prints each bilan once.
So each is pressed by a process of its own, which gives all back when it ends.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bilan.report.paper.glyphs import legible

TYPESETTER: Final = "bilan.report.typesetting"


class NotPressed(Exception):
    """The press could not make the PDF; the message is what it said."""


def pressed(sheet: Mapping[str, Any], on: date) -> bytes:
    """Return the PDF of a sheet; it bears the day given, for the press asks no clock."""
    data = legible(json.dumps(sheet, ensure_ascii=False, sort_keys=True))
    job = json.dumps({"on": on.isoformat(), "paper": data})
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", TYPESETTER], input=job.encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise NotPressed(done.stderr.decode(errors="replace"))
    return done.stdout
