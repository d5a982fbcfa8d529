"""Count on it that the last figure may be corrected: foresee the value as it will finally be known.

Question: How does a forecast change, when the figure that it starts from may be another one later?
Formula: with the chance of a correction, the whole forecast moves by Student's t of five degrees, of the spread told;
    else it stands. Spreads are told in logits of a share, in natural logarithms of an amount, and are carried to the
    scale of the forecast by its slope at the last figure. The mixture is computed point by point, not drawn.
    A forecast counts on what is told of the source alone (`Question.revision`). Whoever asks about figures as they were
    published may tell a `usual` correction: where the panel holds nothing after the day of the question, it shows
    figures as published by then, and the own last figure is not two years old. A panel that goes on shows figures since
    corrected, and a series alone tells nothing: none.
Units: chances; logits or natural logarithms.
Errors: none.
Source: of the newest figures on Internet users of ten countries 42 per cent were corrected later, by .35 logits; of
    those on other quantities about half, by a tenth (fourteen publications and two, of open panels).
"""

from typing import Final

import numpy as np

from bilan.analysis.formulas.forecasting.lining import year_of
from bilan.analysis.formulas.forecasting.mixing import FINE, student, weighted_quantiles
from bilan.analysis.formulas.forecasting.panel import Panel
from bilan.analysis.formulas.forecasting.questions import Question, Revision
from bilan.analysis.formulas.forecasting.scales import Floats
from bilan.analysis.formulas.forecasting.standing import Standing

USUAL: Final = {True: Revision(0.42, 0.25), False: Revision(0.5, 0.1)}
"""Usual corrections of what lies between bounds, and of all else; less than seen, for panels hold corrected steps."""

YOUNG: Final = 2.0

PARTS: Final = 60
DRAWS: Final = np.interp((np.arange(15) + 0.5) / 15, np.array(FINE), student(5.0))


def usual(question: Question, panel: Panel | None) -> Revision | None:
    """Return a usual correction for a question whose panel shows figures as they were published, else none."""
    points = [one.on for one in question.history if one.on <= question.as_of]
    if panel is None or not points or panel.ends() > year_of(question.as_of):
        return None
    young = year_of(question.as_of) - year_of(max(points)) <= YOUNG
    return USUAL[question.kind in {"share", "index"}] if young else None


def corrected(standing: Standing, figures: Floats, revision: Revision) -> Floats:
    """Return the quantiles of a forecast whose last figure may be corrected."""
    if min(revision.chance, revision.spread) <= 0:
        return figures
    scale, told = standing.scale, float(standing.told[-1])
    places = np.interp((np.arange(PARTS) + 0.5) / PARTS, np.array(FINE), scale.told(figures))
    spread = (
        min(revision.spread, 5.0) * {"arc": np.sin(2 * told) / 4, "root": told / 2, "plain": abs(told)}[scale.family]
    )
    chance = min(1.0, revision.chance)
    moved = (places[:, None] + spread * DRAWS).ravel()
    weights = np.concatenate([np.full(PARTS, 1 - chance), np.full(len(moved), chance / len(DRAWS))])
    return scale.back(weighted_quantiles(np.concatenate([places, moved]), weights, np.array(FINE)))
