"""Good practices: who started where the plan started, what they reached, where the country stands, what others did."""

from typing import Any, Final

from bilan.report.sheets.levers import benchmarks as sheet
from bilan.web.asked import Asked

ANALYSES: Final = ("benchmarks", "benchmark_class", "benchmark_rank", "practices")


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen, voice = asked.view.once(sheet.gather), asked.voice
    return {
        "seen": seen,
        "answers": [
            {
                "answer": one,
                "asked": sheet.asked_of(one, seen, voice),
                "sentence": sheet.sentence(one, seen, voice) if one in seen.known else "",
                "drawn": sheet.drawn(one, voice) if one.members else None,
            }
            for one in seen.answers
        ],
        "ranks": [(row, seen.names[row["series"]]) for row in seen.ranks],
    }
