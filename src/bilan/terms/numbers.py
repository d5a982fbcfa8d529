"""Exact numbers, and how far a qualifier lets them reach.

A number is kept as it was said: ``80.0`` stays ``80.0``. "More than 52,000" is 52000 with the qualifier *more_than*; as
an interval it is (52000, unknown), never 52001.
"""

import re
from decimal import Decimal, localcontext
from typing import Final, NamedTuple

# Together the 38 digits of an SQL decimal. Eighteen after the point: a published binary float prints up to seventeen.
WHOLE_DIGITS: Final = 20
PART_DIGITS: Final = 18
_PLAIN: Final = re.compile(rf"-?\d{{1,{WHOLE_DIGITS}}}(?:\.\d{{1,{PART_DIGITS}}})?", re.ASCII)
_LONG: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_POWER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d+", re.ASCII)
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+(?:[.,]\d+)?|-?\d+,\d+", re.ASCII)
_NOTHING: Final = frozenset({"nan", "inf", "-inf", "infinity", "-infinity"})


class NotANumber(ValueError):
    """Text that is no exact number; ``code`` says which problem it is."""

    def __init__(self, code: str, text: str) -> None:
        """Keep the code of the problem and the text as found."""
        super().__init__(f"{code}: {text[:40]!r}")
        self.code = code
        self.text = text


def exact(text: str) -> Decimal:
    """Read a plain decimal number, at most 20 digits before and 18 after the point.

    >>> exact("80.0")
    Decimal('80.0')
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    raise NotANumber(_why(text), text)


def _why(text: str) -> str:
    if text.lower() in _NOTHING:
        return "not_finite"
    if _LONG.fullmatch(text):
        return "number_too_long"
    if _POWER.fullmatch(text):
        return "number_with_exponent"
    return "number_grouped" if _GROUPED.fullmatch(text) else "not_a_number"


def plain(value: Decimal) -> str:
    """Write a number as it was said, without exponent.

    >>> plain(Decimal("80.0")), plain(Decimal("5E+3"))
    ('80.0', '5000')
    """
    return f"{value:f}"


class Interval(NamedTuple):
    """The bounds between which a qualified number lies; ``None`` where nothing was said."""

    low: Decimal | None
    high: Decimal | None


def reach(value: Decimal, qualifier: str | None) -> Interval:
    """Return the interval a qualified number stands for.

    *exact* is the number itself; *more_than* and *at_least* have no upper bound, *less_than* and *at_most* no lower
    one; *about* reaches half a unit of the last digit that was not rounded away, *almost* one whole unit below.

    >>> reach(Decimal("52000"), "more_than")
    Interval(low=Decimal('52000'), high=None)
    >>> reach(Decimal("16300000"), "about")
    Interval(low=Decimal('16250000'), high=Decimal('16350000'))
    """
    if qualifier in {"more_than", "at_least"}:
        return Interval(value, None)
    if qualifier in {"less_than", "at_most"}:
        return Interval(None, value)
    if qualifier in {"about", "almost"}:
        with localcontext(prec=2 * (WHOLE_DIGITS + PART_DIGITS)):
            unit = _last_unit(value)
            return (
                Interval(value - unit / 2, value + unit / 2) if qualifier == "about" else Interval(value - unit, value)
            )
    return Interval(value, value)


def _last_unit(value: Decimal) -> Decimal:
    digits = value.normalize()
    return Decimal(1).scaleb(int(digits.as_tuple().exponent)) if digits else Decimal(1)
