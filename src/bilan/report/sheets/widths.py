"""How what is foreseen is written: numbers to what their interval allows, chances in tenths, nothing beyond doubt."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bilan.report import figures
from bilan.report.voice import Voice

SUBJECT: Final = "forecast"
# Chances are kept within these: what was said to happen with 3 chances in 100 happened with 7.
LEAST: Final = 0.03
MOST: Final = 0.97
# Between these a chance is told in tenths.
TENTHS: Final = (0.095, 0.905)


@dataclass(frozen=True, slots=True)
class Written:
    """An interval and its middle, with the unit and without (`bare`), and as narrow as a column (`between`)."""

    interval: str
    median: str
    bare: str
    bare_median: str
    between: str


def written(voice: Voice, row: Mapping[str, Any]) -> Written:
    """Write low, median and high of a forecast to two digits of the width of their interval, no finer than was said."""
    digits = decimals(row)
    low, median, high = (_rounded(row[name], digits) for name in ("low", "median", "high"))
    unit = row["unit"]
    ends = {"low": low, "high": high}
    narrow = {name: voice.number(value) for name, value in ends.items()}
    return Written(
        interval=figures.value(voice, {**ends, "unit": unit}),
        median=figures.value(voice, {"value": median, "unit": unit}),
        bare=figures.value(voice, ends),
        bare_median=voice.number(median),
        between=voice.tell(SUBJECT, "page.column.interval", **narrow),
    )


def decimals(row: Mapping[str, Any]) -> int:
    """Return how many decimals tell two digits of the width of an interval, no more than what was said has.

    >>> decimals({"low": 44.6, "high": 61.2, "last_value": 36, "target": 89})
    0
    >>> decimals({"low": 1974.0, "high": 9260.0, "last_value": 1974, "target": 9260})
    -2
    >>> decimals({"low": 0.261, "high": 0.803, "last_value": 0.4567, "target": None})
    2
    """
    low, high = row["low"], row["high"]
    own = 1 - math.floor(math.log10(high - low)) if high > low else 0
    said = max((_said(row[name]) for name in ("last_value", "target") if row[name] is not None), default=own)
    least = min(own, said)
    return least if _rounded(low, least) != _rounded(high, least) else own


def _said(value: float | Decimal) -> int:
    return max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))


def _rounded(value: float | Decimal, digits: int) -> Decimal:
    # Adding nothing makes a negative nothing plain.
    return (figures.trimmed(round(Decimal(str(value)), digits)) or Decimal(0)) + 0


def chance_in_words(voice: Voice, chance: float) -> str:
    """Say a chance as a reader would: in tenths, near the ends in hundredths, never as certain."""
    hundred = 100
    if chance <= LEAST:
        return voice.tell(SUBJECT, "page.chance.below", count=round(LEAST * hundred))
    if chance >= MOST:
        return voice.tell(SUBJECT, "page.chance.above", count=round(MOST * hundred))
    if not TENTHS[0] <= chance <= TENTHS[1]:
        return voice.tell(SUBJECT, "page.chance.hundredths", count=round(chance * hundred))
    tenths = round(chance * 10)
    return voice.tell(SUBJECT, "page.chance.tenths.one" if tenths == 1 else "page.chance.tenths", count=tenths)


def chance_in_column(voice: Voice, chance: float | None) -> str | None:
    """Write a chance in percent, as a column does."""
    if chance is None:
        return None
    if chance <= LEAST:
        return voice.tell(SUBJECT, "page.share.below", share=voice.share(LEAST))
    if chance >= MOST:
        return voice.tell(SUBJECT, "page.share.above", share=voice.share(MOST))
    return voice.share(chance)
