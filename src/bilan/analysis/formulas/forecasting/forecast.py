"""Forecast a series of few points, as a distribution: what became of those who stood here, and its own past.

Question: Where will it stand on those days, and how likely is each goal reached?
Formula: quantiles of four ways, averaged level by level: what followed, on the same quantity, when others stood at a
    like level with a like slope (`reference`); its own pace, fading; a slow growth; nothing changes (`own`). The class
    weighs up to .6, the less the fewer others speak in it: with s of them, .6 s / (s + 5). The other three weigh as
    .40, .45 and .15. Where nobody else reports it, what followed indicators of its sort (the table that ships) weighs
    up to .5. How much by the class and how wide is corrected by trying the same on the past of others (`hindcasts`),
    and the last figure may itself be corrected later (`corrections`). The chance of a goal is what lies at or beyond
    it, from 0.03 to 0.97. What is cumulative never falls. A day that passed is told by the figures around it.
Units: those of the series; chances.
Errors: none; a poor question has a wide answer, and `found` says why.
Source: our rule; Kahneman and Tversky 1979 (reference class), Vincent 1912 (averaged quantiles), Gardner and McKenzie
    1985 (damped trend).
"""

import numpy as np

from bilan.analysis.formulas.forecasting.drawing import Classes, draw
from bilan.analysis.formulas.forecasting.lining import year_of
from bilan.analysis.formulas.forecasting.mixing import FINE, SHOWN, chance_reached
from bilan.analysis.formulas.forecasting.panel import Panel
from bilan.analysis.formulas.forecasting.questions import Forecast, Part, Question
from bilan.analysis.formulas.forecasting.standing import stand


def forecast(question: Question, panel: Panel | None = None, *, classes: Classes | None = None) -> Forecast:
    """Return the distribution of a series on each day asked, and the chance of each goal."""
    standing = stand(question, panel)
    days = sorted({*question.days, *(goal.due for goal in question.goals)})
    drawn = draw(standing, np.array([year_of(day) for day in days]), classes)
    at = dict(zip(days, drawn.quantiles, strict=True))
    return Forecast(
        days=question.days,
        quantiles=tuple(tuple(float(one) for one in at[day][SHOWN]) for day in question.days),
        chances=tuple(
            chance_reached(at[goal.due], np.array(FINE), goal.value, question.direction) for goal in question.goals
        ),
        basis=drawn.basis,
        parts=tuple(Part(name, weight) for name, weight in drawn.weights.items()),
        analogues=drawn.analogues,
        size=drawn.size,
        record=drawn.record,
        found=standing.found,
    )
