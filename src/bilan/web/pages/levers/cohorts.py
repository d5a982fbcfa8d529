"""Incubators and nurseries: how full they are, what their tenants do, how many of these are alive."""

from typing import Any, Final

from bilan.report.sheets.levers import cohorts as sheet
from bilan.web.asked import Asked

ANALYSES: Final = ("cohorts", "cohorts_stays", "cohorts_survival")
# So many curves are drawn.
CURVES: Final = 8


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen, voice = asked.view.once(sheet.gather), asked.voice
    has_tenants = any(one.row["tenants"] is not None for one in seen.full)
    return {
        "seen": seen,
        "most": sheet.MOST,
        "curves": [(one, sheet.stair(seen, one, voice)) for one in seen.curves[:CURVES]],
        "drawn": sheet.tenants(seen, voice) if has_tenants else None,
    }
