"""Forecast a series of few points, as a distribution: what became of those who stood here, and the own trend.

`forecast` answers a `Question` with a `Forecast`; it knows no table, no clock and no country.
"""

from bilan.analysis.formulas.forecasting.drawing import Classes
from bilan.analysis.formulas.forecasting.forecast import forecast
from bilan.analysis.formulas.forecasting.panel import Panel
from bilan.analysis.formulas.forecasting.questions import (
    LEVELS,
    Analogue,
    Forecast,
    Goal,
    Part,
    Point,
    Question,
    Record,
    Revision,
)

__all__ = [
    "LEVELS",
    "Analogue",
    "Classes",
    "Forecast",
    "Goal",
    "Panel",
    "Part",
    "Point",
    "Question",
    "Record",
    "Revision",
    "forecast",
]
