"""Say what is likely behind a declared figure, and behind one that is itself only foreseen."""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Final

import numpy as np

from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.verifying.columns import year
from bilan.analysis.formulas.verifying.comparables import Comparables
from bilan.analysis.formulas.verifying.pairs import Declared, Pair, Verified
from bilan.analysis.formulas.verifying.records import foresee
from bilan.analysis.formulas.verifying.scales import Floats

_LEVELS: Final = np.array(LEVELS)
NEAR: Final = 1.0
EVERYWHERE: Final = 0.1
"""Misses count by how near what was foreseen lies on the scale; but each counts a little."""
SHAPE_VOTES: Final = 5.0
"""For how many reporters the usual shape of misses counts."""
NEWCOMER: Final = 1.1
"""A reporter without a record may be of another sort than those with one: the spread is a tenth wider."""
TRAVELS: Final = 0.5
"""By how much the spread is wider where all that is known is the table: ratings of others, on another scale."""
# Quantiles of Student's t with five degrees of freedom at 0.5 … 0.95, brought to a variance of one.
_HALF: Final = (0.0, 0.102, 0.207, 0.317, 0.434, 0.563, 0.713, 0.896, 1.143, 1.561)
SHAPE: Final = np.array([*(-one for one in _HALF[:0:-1]), *_HALF])


def verified(
    declaration: Declared, pairs: Iterable[Pair] | Comparables, *, lower: float = 0.0, upper: float | None = 100.0
) -> Verified:
    """Say what is likely behind a declared figure.

    Whoever asks of many declarations gives the pairs made ready once, as `Comparables`; their bounds are then used.
    """
    known = pairs if isinstance(pairs, Comparables) else Comparables.of(pairs, lower=lower, upper=upper)
    own = known.record(declaration.reporter)
    record = known.pairs[own]
    of_item = [one for one in record if one.item == declaration.item]
    return Verified(
        quantiles=behind((declaration.declared,), declaration, known),
        reporter_pairs=len(record),
        audits=len({one.on for one in record}),
        class_pairs=known.class_pairs,
        reporters=known.class_reporters,
        last=of_item[-1] if of_item else None,
        with_table=known.with_table,
    )


def behind(
    declared: Sequence[float],
    declaration: Declared,
    pairs: Iterable[Pair] | Comparables,
    *,
    lower: float = 0.0,
    upper: float | None = 100.0,
) -> tuple[float, ...]:
    """Return the quantiles at `LEVELS` of the verified value where any of some declared values is as likely.

    `declared` may be the quantiles of a forecast of what will be declared; `declaration` tells the reporter, the item
    and the day. A value that is no number is any that was declared in the class.
    """
    known = pairs if isinstance(pairs, Comparables) else Comparables.of(pairs, lower=lower, upper=upper)
    told = np.array([one for one in declared if isfinite(one)] or np.quantile(known.declared, _LEVELS))
    quantiles = known.scale.values(_quantiles(known.scale.places(told), declaration, known))
    mixed = quantiles[0] if len(told) == 1 else _mixed(quantiles)
    return tuple(map(float, known.scale.apart(mixed, _LEVELS)))


def _quantiles(levels: Floats, declaration: Declared, known: Comparables) -> Floats:
    """Return a row of quantiles, on the scale, for each level declared."""
    lessons, item = known.lessons, known.items.get(declaration.item)
    own = lessons.cases.taken(known.record(declaration.reporter))
    past = foresee(own, lessons.shares, -1 if item is None else item, year(declaration.on))
    found = past.told(levels, lessons.trust) + (0.0 if item is None else lessons.by_item[item])
    spread = lessons.spread.at(levels)
    wide = spread * past.spread * (1.0 if len(own.found) else NEWCOMER) * (1 + TRAVELS * known.lent)
    return np.stack(
        [_around(*one, known) for one in zip(lessons.middle.at(levels) + spread * found, wide, strict=True)]
    )


def _around(place: float, spread: float, known: Comparables) -> Floats:
    """Return quantiles round a place as others missed theirs, those with a like place before others."""
    tried = known.lessons.tried
    votes = tried.votes * (np.exp(-0.5 * ((tried.places - place) / NEAR) ** 2) + EVERYWHERE)
    misses = np.concatenate([tried.misses, SHAPE])
    return np.asarray(
        place + spread * _weighted(misses, np.append(votes, np.full(len(SHAPE), SHAPE_VOTES / len(SHAPE))))
    )


def _weighted(values: Floats, weights: Floats) -> Floats:
    """Return the quantiles at `LEVELS` of values with weights; equal values weigh together, so that none is a step."""
    apart, place = np.unique(values, return_inverse=True)
    heavy = np.bincount(place, weights)
    return np.asarray(np.interp(_LEVELS, (np.cumsum(heavy) - heavy / 2) / heavy.sum(), apart))


def _mixed(quantiles: Floats) -> Floats:
    """Return the quantiles of a mixture in which each row is as likely."""
    return _weighted(quantiles.ravel(), np.ones(quantiles.size))
