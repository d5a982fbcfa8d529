"""The press: a sheet of texts and pictures becomes a PDF, always the same bytes from the same sheet."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any, Final

import typst

from bilan.report.paper.glyphs import legible

FONTS: Final = files("bilan.report").joinpath("fonts")
TEMPLATE: Final = "bilan.typ"
# Accessible to readers who do not see: tagged, titled, in a language, every picture with words (ISO 14289-1).
STANDARD: Final = "ua-1"


def pressed(sheet: Mapping[str, Any], on: date) -> bytes:
    """Return the PDF of a sheet; it bears the day given, for the press asks no clock."""
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    data = legible(json.dumps(sheet, ensure_ascii=False, sort_keys=True))
    return typst.compile(
        # In memory: nothing is written beside the sources.
        template,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
        sys_inputs={"paper": data},
        pdf_standards=[STANDARD],
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )
