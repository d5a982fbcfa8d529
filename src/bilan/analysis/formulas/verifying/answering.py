"""Say what is likely behind a declared figure, and behind one that is itself only foreseen."""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Final

import numpy as np

from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.verifying.columns import year
from bilan.analysis.formulas.verifying.comparables import Comparables
from bilan.analysis.formulas.verifying.lessons import quantiles
from bilan.analysis.formulas.verifying.pairs import Declared, Pair, Verified
from bilan.analysis.formulas.verifying.records import Places, foresee
from bilan.analysis.formulas.verifying.scales import Floats

_LEVELS: Final = np.array(LEVELS)
NEWCOMER: Final = 1.1
"""A reporter without a record may be of another sort than those with one: the spread is a tenth wider."""
TRAVELS: Final = 0.5
"""By how much the spread is wider where all that is known is the table: ratings of others, on another scale."""


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
    rows = known.scale.values(_rows(known.scale.places(told), declaration, known))
    mixed = rows[0] if len(rows) == 1 else _mixed(rows)
    return tuple(map(float, known.scale.apart(mixed, _LEVELS)))


def _rows(levels: Floats, declaration: Declared, known: Comparables) -> Floats:
    """Return a row of quantiles, on the scale, for each level declared."""
    lessons, item = known.lessons, known.items.get(declaration.item)
    own, of_item = (
        lessons.cases.taken(known.record(declaration.reporter)),
        0.0 if item is None else lessons.by_item[item],
    )
    spread = lessons.spread.at(levels)
    class_ = Places(lessons.middle.at(levels) + spread * of_item, spread)
    past = foresee(own, lessons.shares, -1 if item is None else item, year(declaration.on), class_)
    places = class_.middle + spread * past.told(levels, lessons.trust)
    width = spread * past.spread * lessons.sizes[int(past.fresh > 0)]
    wider = (1.0 if len(own.found) else NEWCOMER) * (1 + TRAVELS * known.lent)
    misses = np.stack([lessons.tried.around(place) for place in places])
    # What is not known widens the answer on either side, and leaves its median where misses of known size would.
    median = misses[:, [len(_LEVELS) // 2]]
    known_width = (width * lessons.sure.at(levels))[:, None]
    return np.asarray(places[:, None] + known_width * median + width[:, None] * wider * (misses - median))


def _mixed(rows: Floats) -> Floats:
    """Return the quantiles of a mixture in which each row is as likely."""
    return quantiles(np.sort(rows, axis=None), np.ones(rows.size))
