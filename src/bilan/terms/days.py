"""Partial dates: what a source says of a day, kept as said, with its first and its last day.

Written as ISO 8601 and its extensions write them: ``2012-08-08``, ``2012-08``, ``2012``, ``2012-Q3``, ``2012-S1``, a
period ``2009/2013``, and a period with one end not told, ``2002/..`` or ``../2012``. A partial date is never completed:
the cuts count it from its last day, and it is printed as it was said.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

_ONE: Final = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])|S([12])))?", re.ASCII)
_SLASHED: Final = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}", re.ASCII)
_DASHED: Final = re.compile(r"\d{1,2}-\d{1,2}-\d{4}", re.ASCII)
OPEN: Final = ".."


class NotADay(ValueError):
    """Text that is no partial date; ``code`` says which problem it is."""

    def __init__(self, code: str, text: str) -> None:
        """Keep the code of the problem and the text as found."""
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text


class Span(NamedTuple):
    """First and last day of a partial date (``None`` where it is open), and how precise it is."""

    first: date | None
    last: date | None
    precision: str


@lru_cache(maxsize=65536)
def span(text: str) -> Span:
    """Read a partial date.

    >>> span("2012-10").last
    datetime.date(2012, 10, 31)
    >>> span("2002/..").first, span("2002/..").last
    (datetime.date(2002, 1, 1), None)
    """
    start, slash, end = text.partition("/")
    if not slash or _SLASHED.fullmatch(text):
        return _one(text)
    return _period(text, start, end)


def _period(text: str, start: str, end: str) -> Span:
    first = None if start == OPEN else _one(start).first
    last = None if end == OPEN else _one(end).last
    if first is None and last is None:
        raise NotADay("not_a_day", text)
    if first and last and first > last:
        raise NotADay("period_backwards", text)
    return Span(first, last, "period")


def _one(text: str) -> Span:
    match = _ONE.fullmatch(text)
    if match is None:
        raise NotADay("ambiguous_day" if _SLASHED.fullmatch(text) or _DASHED.fullmatch(text) else "not_a_day", text)
    year = int(match[1])
    month, day, quarter, half = (int(part) if part else None for part in match.groups()[1:])
    if quarter:
        return _months(text, year, 3 * quarter - 2, 3, "quarter")
    if half:
        return _months(text, year, 6 * half - 5, 6, "half")
    if month is None:
        return _months(text, year, 1, 12, "year")
    return _months(text, year, month, 1, "month") if day is None else _months(text, year, month, 1, "day", day)


def _months(text: str, year: int, month: int, count: int, precision: str, day: int | None = None) -> Span:  # noqa: PLR0917 - one row of the grammar
    try:
        first = date(year, month, 1 if day is None else day)
        final = month + count - 1
        last = first if day is not None else date(year, final, monthrange(year, final)[1])
    except ValueError as wrong:
        raise NotADay("impossible_day", text) from wrong
    return Span(first, last, precision)


def first_day(text: str | None) -> date | None:
    """Return the first day a partial date may mean; ``None`` where it is open or absent."""
    return span(text).first if text else None


def last_day(text: str | None) -> date | None:
    """Return the last day a partial date may mean; ``None`` where it is open or absent."""
    return span(text).last if text else None
