"""Say how the newest figure of a source is corrected later: how often, and how far.

Question: A figure was just published. With what chance is it another one once it is finally known, and how far off?
Formula: a source tells of itself by the figures that were once its newest and of which later publications are known; of
    `figures` such, `corrected` became another one; the spread is 1.4826 times the median size of a correction. What the
    source tells is drawn towards what all sources tell, and that towards a prior: the chance is the mean of both,
    weighted by the number of figures and by `WORTH`; the spread the root of the mean of both squares, weighted by the
    number of corrected figures and by `WORTH` times the chance. Of all sources together, none speaks for more than
    `WORTH` figures, however many it has, and the size is the median of theirs: one that redefined a series does not
    speak for the others. Two values are the same when one is the other rounded, or when they differ by less than
    `LEAST` on the scale.
Units: chances; spreads on the scale of the forecast: logits of a share, natural logarithms of an amount.
Errors: none; of no figure nothing is told but the prior.
Source: our rule (beta-binomial shrinkage). The prior, .42 and .35, is what fourteen publications of Internet users in
    ten countries showed: 42 per cent of the newest figures were corrected by more than half a point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Final

from bilan.analysis.formulas.forecasting.questions import Revision

PRIOR: Final = Revision(chance=0.42, spread=0.35)
WORTH: Final = 20.0
"""What all sources tell counts for a source as much as so many figures of its own; the prior for all, likewise."""

LEAST: Final = 0.02
"""Half a point in the middle of a percentage, two per cent of an amount: less is no correction one would act upon."""

NORMAL: Final = 1.4826
"""A median of sizes times this is a standard deviation, when they are normal."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a source: its figures, how many were corrected, and the median size of a correction.

    Of several sources together, the numbers are those that they speak for, and need not be whole.
    """

    figures: float
    corrected: float
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """How figures are corrected, and what share of that is told by others than the source."""

    revision: Revision
    borrowed: float


def learn(seen: Seen, around: Revision = PRIOR) -> Learned:
    """Return how a source corrects its newest figures, drawn towards what is known around it.

    >>> learn(Seen(0, 0)).revision
    Revision(chance=0.42, spread=0.35)
    >>> round(learn(Seen(180, 9, 0.1)).revision.chance, 3)
    0.087
    """
    whole = seen.figures + WORTH
    chance = around.chance + (seen.corrected - seen.figures * around.chance) / whole
    return Learned(Revision(chance, _spread(seen, around)), WORTH / whole)


def _spread(seen: Seen, around: Revision) -> float:
    if not seen.corrected or seen.size is None:
        return around.spread
    others = WORTH * around.chance
    squares = seen.corrected * (NORMAL * seen.size) ** 2 + others * around.spread**2
    return sqrt(squares / (seen.corrected + others))


def together(sources: Sequence[Seen]) -> Seen:
    """Return what sources tell together: of n figures, a source speaks for `WORTH` n / (`WORTH` + n).

    >>> together([Seen(20, 10, 0.2), Seen(0, 0), Seen(20, 0)])
    Seen(figures=20.0, corrected=5.0, size=0.2)
    """
    weights = [WORTH / (WORTH + one.figures) for one in sources]
    sizes = [one.size for one in sources if one.size is not None]
    return Seen(
        sum(weight * one.figures for weight, one in zip(weights, sources, strict=True)),
        sum(weight * one.corrected for weight, one in zip(weights, sources, strict=True)),
        median(sizes) if sizes else None,
    )
