"""Export of know-how: what is told, how far from the target, where it stands in the world, what growth was made of."""

from typing import Any, Final

from bilan.report.sheets.levers import trade as sheet
from bilan.web.asked import Asked

ANALYSES: Final = ("trade", "trade_shares")


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen, voice = asked.view.once(sheet.gather), asked.voice
    return {
        "seen": seen,
        "drawn": [(one, sheet.drawn(one, voice)) for one in seen.grown],
        "effects": [(row, sheet.effects(row, voice)) for row in seen.split],
        "most": sheet.MOST,
    }
