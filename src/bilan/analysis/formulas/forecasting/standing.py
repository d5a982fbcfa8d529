"""Say where a series stands: its points on their scale, and what is known of others by then.

Question: What may the forecast of this question know?
Formula: others are known up to the day of the question less the time that figures take to come out: what the own series
    shows (the day of the question less the last point), at most a year for yearly figures and a quarter for quarterly
    ones; without points, that most. Others are of another unit, and not used, where more than a twentieth of their
    figures lie out of the bounds, or where the own last figure lies ten times beyond nearly all of theirs; counts and
    levels differ by size of country, and only their growth is used.
Units: years, and those of the series and the scale.
Errors: none; what was found is told.
Source: our rule.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bilan.analysis.formulas.forecasting.features import NEAR, SAME, describe, lay
from bilan.analysis.formulas.forecasting.lining import Lined, line_up, year_of
from bilan.analysis.formulas.forecasting.panel import Moments, Panel
from bilan.analysis.formulas.forecasting.questions import Question
from bilan.analysis.formulas.forecasting.reference import LEAST, Here
from bilan.analysis.formulas.forecasting.scales import Floats, Scale, scale_for

LAG: Final = {"year": 1.0, "quarter": 0.25}
"""Figures come out after a year, or a quarter, unless the own series shows that they come sooner."""

OUTSIDE: Final = 0.05
TIMES: Final = 10.0
SEVERAL: Final = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a series stands: the question, its points, its scale, them on the scale, and the panel, if it is of use."""

    question: Question
    lined: Lined
    scale: Scale
    told: Floats
    cut: float
    panel: Panel | None
    found: tuple[str, ...]

    def moments(self) -> Moments | None:
        """Return the moments of the panel; where others differ by the size of a country, beside their level."""
        beside_level = self.scale.family != "arc" and self.question.kind in {"count", "level"}
        return None if self.panel is None else self.panel.moments(self.scale, beside_level=beside_level)

    def here(self, moments: Moments) -> Here:
        """Return what moments of the panel are compared by."""
        features = describe(lay([(self.lined.times, self.told)]), beside_level=moments.beside_level)
        own = self.question.own
        at = self.panel.index.get(own) if self.panel is not None and own is not None else None
        left_out = None if at is None else moments.laid.series == at
        return Here(features.columns[-1], float(features.units[-1]), self.cut, left_out, len(self.told))

    def held(self, figures: Floats) -> Floats:
        """Hold figures within the bounds."""
        lower, upper = self.scale.lower if self.scale.family != "plain" else None, self.question.upper
        return np.clip(figures, lower, upper)


def stand(question: Question, panel: Panel | None) -> Standing:
    """Line up the question, cut the panel, choose the scale."""
    question = _sane(question)
    lined = line_up(question)
    cut, found = known_until(question, lined), lined.found
    if panel is not None and not _alike(question, lined, panel, cut):
        panel, found = None, (*found, "other_unit")
    others = panel.known(cut, question.own) if panel is not None else np.zeros(0)
    panel = panel if len(others) >= LEAST else None
    scale = scale_for(question.kind, question.lower, question.upper, np.concatenate([lined.values, others]))
    return Standing(question, lined, scale, scale.told(lined.values), cut, panel, found)


def _sane(question: Question) -> Question:
    """Leave out bounds between which nothing lies."""
    lower, upper = question.lower, question.upper
    empty = lower is not None and upper is not None and not lower < upper
    return replace(question, lower=None, upper=None) if empty else question


def known_until(question: Question, lined: Lined) -> float:
    """Return the time up to which figures of others are known."""
    lag, as_of = LAG[question.frequency], year_of(question.as_of)
    if len(lined.times):
        lag = min(lag, as_of - float(lined.times[-1]))
    return min(as_of - lag + NEAR, as_of) + SAME


def _alike(question: Question, lined: Lined, panel: Panel, cut: float) -> bool:
    latest = panel.latest(cut, question.own)
    if len(latest) < SEVERAL or len(lined.values) == 0:
        return True
    lower = -np.inf if question.lower is None else question.lower
    upper = np.inf if question.upper is None else question.upper
    if float(np.mean((latest < lower) | (latest > upper))) > OUTSIDE:
        return False
    if question.kind in {"count", "level"}:
        return True
    least, most = np.quantile(latest, [OUTSIDE / 2, 1 - OUTSIDE / 2])
    return bool(least / TIMES <= lined.values[-1] <= most * TIMES)
