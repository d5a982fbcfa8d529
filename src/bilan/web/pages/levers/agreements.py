"""Agreements and partnerships: what was kept, with whom, by which sort of agreement, and at whose risk."""

from typing import Any, Final

from bilan.report.sheets.levers import agreements as sheet
from bilan.web.asked import Asked

ANALYSES: Final = ("agreements", "partners", "obligations")


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen = asked.view.once(sheet.gather)
    drawn = [row for row in seen.partners if row["due"]]
    return {"seen": seen, "most": sheet.MOST, "drawn": sheet.chart(drawn, asked.voice) if drawn else None}
