"""Every lever's verdict, by the name of the lever."""

from collections.abc import Callable, Mapping
from typing import Final

from bilan.report.sheets.lever import Verdict
from bilan.report.sheets.levers import (
    agreements,
    benchmarks,
    benefit,
    cohorts,
    colocation,
    offshoring,
    pooling,
    skills,
    trade,
)
from bilan.report.view import View
from bilan.report.voice import Voice

VERDICTS: Final[Mapping[str, Callable[[View, Voice], Verdict]]] = {
    "agreements": agreements.verdict,
    "colocation": colocation.verdict,
    "offshoring": offshoring.verdict,
    "benefit": benefit.verdict,
    "pooling": pooling.verdict,
    "skills": skills.verdict,
    "trade": trade.verdict,
    "cohorts": cohorts.verdict,
    "benchmarks": benchmarks.verdict,
}
