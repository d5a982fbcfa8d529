"""Numbers and days as a reader's language writes them.

Babel knows that Morocco writes غشت where others write أغسطس, and digits 0-9.
"""

from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

from bilan.terms.days import OPEN, span
from bilan.terms.numbers import PART_DIGITS, WHOLE_DIGITS

LOCALES: Final = {"fr": "fr", "ar": "ar_MA", "en": "en_GB"}
# What is not known is shown so, never as zero.
UNKNOWN: Final = "–"
# A page writes the same days and numbers again and again, and Babel takes its time over each.
REMEMBERED: Final = 8_192


def number(value: Decimal | int | None, language: str) -> str:
    """Write a number as it was said, its digits grouped.

    >>> number(Decimal("52000"), "en"), number(Decimal("80.0"), "en"), number(None, "en")
    ('52,000', '80.0', '–')
    """
    # 80 and 80.0 are equal and not written alike: what is remembered is remembered by its digits.
    return UNKNOWN if value is None else _number(str(value), language)


@lru_cache(REMEMBERED)
def _number(text: str, language: str) -> str:
    from babel.numbers import format_decimal

    exact = Decimal(text)
    parts = max(0, -int(exact.as_tuple().exponent))
    pattern = f"#,##0.{'0' * parts}" if parts else "#,##0"
    # Babel rounds in the decimal context, whose usual 28 digits are fewer than a number may have.
    with localcontext(prec=WHOLE_DIGITS + PART_DIGITS):
        return format_decimal(exact, format=pattern, locale=LOCALES[language])


def share(value: float | Decimal | None, language: str) -> str:
    """Write a share as whole percents, never rounded up to the whole or down to nothing.

    >>> share(0.364, "en"), share(0.999, "en"), share(0.001, "en")
    ('36%', '99%', '1%')
    """
    if value is None:
        return UNKNOWN
    from babel.numbers import format_percent

    held = float(value)
    whole = round(held, 2)
    if (whole == 1 and held < 1) or (whole == 0 and held > 0):
        whole = 0.99 if held < 1 and whole == 1 else 0.01
    return format_percent(Decimal(str(whole)), locale=LOCALES[language])


@lru_cache(REMEMBERED)
def day(value: date | None, language: str) -> str:
    """Write a day.

    >>> day(date(2012, 8, 8), "en"), day(date(2012, 8, 8), "ar")
    ('8 August 2012', '8 غشت 2012')
    """
    if value is None:
        return UNKNOWN
    from babel.dates import format_date

    return format_date(value, "d MMMM y", locale=LOCALES[language])


@lru_cache(REMEMBERED)
def short_day(value: date | None, language: str) -> str:
    """Write a day in a column.

    >>> short_day(date(2012, 8, 8), "fr"), short_day(date(2012, 8, 8), "en")
    ('8 août 2012', '8 Aug 2012')
    """
    if value is None:
        return UNKNOWN
    from babel.dates import format_date

    return format_date(value, "d MMM y", locale=LOCALES[language])


@lru_cache(REMEMBERED)
def partial(text: str | None, language: str) -> str:
    """Write a partial date as precisely as it was said, no more.

    >>> partial("2012-08", "fr"), partial("2012", "fr"), partial("2012-Q3", "fr")
    ('août 2012', '2012', 'T3 2012')
    """
    if text is None:
        return UNKNOWN
    start, slash, end = text.partition("/")
    if slash:
        return " – ".join("…" if one == OPEN else partial(one, language) for one in (start, end))
    from babel.dates import format_date

    first, _, precision = span(text)
    if precision == "half":
        return text
    pattern = {"day": "d MMMM y", "month": "MMMM y", "quarter": "QQQ y", "year": "y"}[precision]
    return format_date(first, pattern, locale=LOCALES[language]) if first else text


def beside(text: str) -> str:
    """Isolate Arabic that stands in a column, so that a terminal reorders neither its row nor its neighbours.

    >>> beside("Axis") == "Axis", beside("محور") == chr(0x2067) + "محور" + chr(0x2069)
    (True, True)
    """
    return f"\u2067{text}\u2069" if any("\u0600" <= sign <= "\u06ff" for sign in text) else text
