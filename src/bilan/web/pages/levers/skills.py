"""Pools of skills: where an occupation is at home, where it gathers, what it grew by, who trains for it."""

from typing import Any, Final

from bilan.report.marks.tiles import ramp
from bilan.report.sheets.levers import skills as sheet
from bilan.terms.codes import code_list
from bilan.web.asked import Asked

ANALYSES: Final = (
    "skills",
    "skills_cells",
    "skills_clusters",
    "skills_shift",
    "skills_special",
    "skills_related",
    "progress",
)
# So many bars of growth are drawn.
BARS: Final = 8


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen, voice = asked.view.once(sheet.gather), asked.voice
    links = {code: asked.to("region", code) for code in code_list("region")}
    return {
        "seen": seen,
        "most": sheet.MOST,
        "maps": sheet.maps(seen, voice, links),
        "ramp": ramp(sheet.STEPS, voice),
        "drawn": sheet.quotients(seen.weighed[:BARS], voice) if seen.weighed else None,
        "shifted": sheet.shifted(seen.shifts[:BARS], voice) if seen.shifts else None,
    }
