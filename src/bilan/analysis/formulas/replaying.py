"""Choose the earlier days on which the past is asked again.

Question: On which days is it asked what would have been said then?
Formula: every so many months from the first day of the plan, on the first of the month; where that would be more days
    than may be, as many months further apart as it takes. Or one day, written as the number 20120808.
Unit: months; days.
Missing: Only days before what is known now are asked: of a later one nothing can have come.
"""

from datetime import date
from math import ceil
from typing import Final

# What whoever asks may choose: name, usual number, bounds, meaning.
CHOICES: Final = (
    ("origin", 0, 0, 99991231, "The one day to ask on, written 20120808; 0 for days that follow one another."),
    ("every_months", 6, 1, 120, "Months from one day to the next."),
    ("most", 12, 1, 60, "The most days."),
    ("within_days", 365, 0, 3660, "How far from the due day the figure that decides may be."),
)


def origins(first: date, last: date, *, every_months: int, most: int) -> list[date]:
    """Return days after the first and before the last, evenly spaced.

    >>> [str(day) for day in origins(date(2009, 10, 10), date(2011, 1, 1), every_months=6, most=12)]
    ['2010-04-01', '2010-10-01']
    >>> [str(day) for day in origins(date(2009, 10, 10), date(2011, 1, 1), every_months=6, most=1)]
    ['2010-10-01']
    """
    # The first of the month of the last day is before it, unless it is that day.
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day == 1)
    step = every_months * max(1, ceil(months // every_months / most))
    return [_later(first, count) for count in range(step, months + 1, step)]


def _later(day: date, months: int) -> date:
    """Return the first of the month so many months later: every month has one."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def written(number: float) -> date:
    """Read a day that is written as a number; raises ValueError where there is no such day.

    >>> written(20120808)
    datetime.date(2012, 8, 8)
    """
    return date.fromisoformat(f"{number:.0f}")
