"""How what is foreseen is written: numbers to what their interval allows, chances in tenths, nothing beyond doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from bilan.analysis.formulas.forecasting.mixing import RARE
from bilan.report import figures
from bilan.report.marks.scales import short
from bilan.report.voice import Voice

SUBJECT: Final = "forecast"
# Chances are kept within these.
LEAST: Final = RARE
MOST: Final = 1 - RARE
# Of these nobody counts a half.
COUNTED: Final = frozenset({"stock", "flow", "cumulative"})
# Between these a chance is told in tenths.
TENTHS: Final = (0.095, 0.905)


@dataclass(frozen=True, slots=True)
class Written:
    """An interval and its middle, with the unit, and as briefly as a drawing writes numbers (`bare`)."""

    interval: str
    median: str
    bare: str
    bare_median: str


def written(voice: Voice, row: Mapping[str, Any]) -> Written:
    """Write low, median and high of a forecast to two digits of the width of their interval."""
    low, median, high = rounded(row)
    unit, ends = row["unit"], {"low": low, "high": high}
    brief = {name: short(float(value), voice.language) for name, value in ends.items()}
    return Written(
        interval=figures.value(voice, {**ends, "unit": unit}),
        median=figures.value(voice, {"value": median, "unit": unit}),
        bare=voice.say("between", **brief),
        bare_median=short(float(median), voice.language),
    )


def rounded(row: Mapping[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    """Round low, median and high to two digits of the width of their interval; what is counted to the whole, outwards.

    >>> rounded({"low": 1974.0, "median": 2104.7, "high": 6413.0, "measure": "stock"})
    (Decimal('2000'), Decimal('2100'), Decimal('6400'))
    >>> rounded({"low": 10.2, "median": 11.4, "high": 11.8, "measure": "stock"})
    (Decimal('10'), Decimal('11'), Decimal('12'))
    """
    low, median, high = (Decimal(str(row[name])) for name in ("low", "median", "high"))
    digits = 1 - (high - low).adjusted() if high > low else 0
    if digits <= 0 or row.get("measure") not in COUNTED:
        return _at(low, digits), _at(median, digits), _at(high, digits)
    return _at(low, 0, ROUND_FLOOR), _at(median, 0), _at(high, 0, ROUND_CEILING)


def _at(value: Decimal, digits: int, how: str = ROUND_HALF_EVEN) -> Decimal:
    # Adding nothing makes a negative nothing plain.
    return (figures.trimmed(value.quantize(Decimal(1).scaleb(-digits), how)) or Decimal(0)) + 0


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
