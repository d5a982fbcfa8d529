"""Every lever's conclusion, by the name of the lever."""

from collections.abc import Callable, Mapping
from typing import Final

from bilan.report.sheets.lever import Conclusion
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

CONCLUSIONS: Final[Mapping[str, Callable[[View, Voice], Conclusion]]] = {
    "agreements": agreements.conclusion,
    "colocation": colocation.conclusion,
    "offshoring": offshoring.conclusion,
    "benefit": benefit.conclusion,
    "pooling": pooling.conclusion,
    "skills": skills.conclusion,
    "trade": trade.conclusion,
    "cohorts": cohorts.conclusion,
    "benchmarks": benchmarks.conclusion,
}
