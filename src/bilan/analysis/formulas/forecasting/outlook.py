"""Foresee a thing of the ledger, as it will be declared and as it will be verified."""

from dataclasses import dataclass
from datetime import date

from bilan.analysis.formulas.forecasting.asked import Figures, Thing, chance, question
from bilan.analysis.formulas.forecasting.forecast import forecast
from bilan.analysis.formulas.forecasting.panel import Panel
from bilan.analysis.formulas.forecasting.questions import Forecast, Question, Revision


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a thing: the day of the question, the courses of others, how figures are corrected later."""

    as_of: date
    panel: Panel | None = None
    own: str | None = None
    revision: Revision | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast with what it stands on; `corrected` when it was carried from declared figures to verified ones."""

    stands_on: str
    corrected: bool
    question: Question
    forecast: Forecast
    quantiles: tuple[tuple[float, ...], ...]
    chance: float


def foresee(thing: Thing, figures: Figures, told_as: str, around: Around, days: tuple[date, ...] = ()) -> Outlook:
    """Foresee a thing as it will be told, declared or verified, on these days; on its due day where none is given."""
    stands_on = figures.stands_on(told_as)
    asked = question(
        thing, figures.points(stands_on), as_of=around.as_of, days=days, own=around.own, revision=around.revision
    )
    found = forecast(asked, around.panel)
    at_due = found.quantiles[-1]
    return Outlook(stands_on, False, asked, found, found.quantiles, chance(at_due, thing.target, thing.direction))
