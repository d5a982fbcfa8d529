"""Scales: where a day and a value stand in a drawing, and the ticks that tell so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor, log10
from typing import Final

from bilan.report.marks import palette
from bilan.report.marks.drawing import breadth, element, line, path, words
from bilan.report.voice import Voice
from bilan.terms import printed

COMPACT_FROM: Final = 1_000_000
FEW_DAYS: Final = 560  # up to here months are told, beyond years
MONTHS: Final = (1, 2, 3, 6)


@lru_cache(maxsize=4096)
def day_text(day: date, language: str) -> str:
    """Write a day, shortly; pages draw the same days again and again."""
    return printed.short_day(day, language)


@lru_cache(maxsize=4096)
def short(value: float, language: str) -> str:
    r"""Write a round number shortly.

    >>> short(16_300_000, "fr"), short(2500, "en"), short(0.5, "fr")
    ('16,3\xa0M', '2,500', '0,5')
    """
    if abs(value) < COMPACT_FROM:
        return printed.number(Decimal(repr(round(value, 6))).normalize() + 0, language)
    from babel.numbers import format_compact_decimal

    return format_compact_decimal(value, locale=printed.LOCALES[language], fraction_digits=2)


@lru_cache(maxsize=512)
def month_text(month: date, language: str) -> str:
    """Write a month with its year, shortly."""
    from babel.dates import format_date

    return format_date(month, "MMM y", locale=printed.LOCALES[language])


@dataclass(frozen=True, slots=True)
class Days:
    """Days along a drawing, which run from left to right in every language."""

    first: date
    last: date
    start: float
    end: float

    def x(self, day: date) -> float:
        """Return where a day stands; one outside stands at the edge."""
        span = max(1, (self.last - self.first).days)
        share = (day - self.first).days / span
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def holds(self, day: date) -> bool:
        """Tell whether a day is within the drawing."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Values:
    """Values from the bottom of a drawing to its top."""

    low: float
    high: float
    step: float
    bottom: float
    top: float

    def y(self, value: float) -> float:
        """Return where a value stands."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def ticks(self) -> list[float]:
        """Return the round values that are told."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]


def nice(low: float, high: float, *, parts: int = 5) -> tuple[float, float, float]:
    """Return round bounds about two values and a round step between them.

    >>> nice(0, 89), nice(0, 0), nice(-3, 12)
    ((0.0, 100.0, 20.0), (0.0, 1.0, 0.5), (-5.0, 15.0, 5.0))
    """
    if high <= low:
        high = low + (abs(low) or 1.0)
        parts = 2
    rough = (high - low) / parts
    power = 10.0 ** floor(log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * 0.999)
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step


def values_of(given: list[float], *, bottom: float, top: float) -> Values:
    """Return the scale of some values; it begins at nothing, so that no difference looks larger than it is."""
    low, high, step = nice(min(0.0, *given) if given else 0.0, max(0.0, *given) if given else 1.0)
    return Values(low, high, step, bottom, top)


def day_ticks(days: Days, y: float, voice: Voice) -> Iterator[str]:
    """Draw the years below a drawing; of a short time the months."""
    if (days.last - days.first).days <= FEW_DAYS:
        yield from _months(days, y, voice)
    else:
        yield from _years(days, y)


def _years(days: Days, y: float) -> Iterator[str]:
    usual = 366 * (days.end - days.start) / max(1, (days.last - days.first).days)
    every = ceil(44 / usual)
    for year in range(days.first.year, days.last.year + 1):
        begins, ends = date(year, 1, 1), date(year, 12, 31)
        if days.holds(begins):
            yield line(days.x(begins), y, days.x(begins), y + 5, stroke=palette.RULE)
        start, end = days.x(begins), days.x(ends)
        if (year - days.last.year) % every == 0 and end - start > min(34.0, usual * 0.7):
            yield words(str(year), (start + end) / 2, y + 21, text_anchor="middle", fill=palette.INK_2)


def _months(days: Days, y: float, voice: Voice) -> Iterator[str]:
    count = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1
    room = (days.end - days.start) / 90
    every = next((one for one in MONTHS if count / one <= room), 12)
    for place in range(count):
        years, month = divmod(days.first.month - 1 + place, 12)
        begins = date(days.first.year + years, month + 1, 1)
        if month % every == 0 and days.holds(begins):
            x = days.x(begins)
            yield line(x, y, x, y + 5, stroke=palette.RULE)
            side = "start" if x < days.start + 30 else "end" if x > days.end - 30 else "middle"
            yield words(month_text(begins, voice.language), x, y + 21, text_anchor=side, fill=palette.INK_2)


def value_grid(values: Values, left: float, right: float, voice: Voice, *, hide_zero: bool = False) -> Iterator[str]:
    """Draw a line a round value, its number at the start of the line."""
    for value in values.ticks():
        y = values.y(value)
        yield line(left, y, right, y, stroke=palette.RULE if value == 0 else palette.GRID)
        if value or not hide_zero:
            told = short(value, voice.language)
            yield words(told, left - 8, y + 4.5, text_anchor="end", fill=palette.INK_3, font_size=13)


def as_of_line(days: Days, day: date, top: float, bottom: float, voice: Voice) -> Iterator[str]:
    """Draw the day a drawing stands at; a day outside is told at the edge beyond which it lies, with an arrow."""
    x, told = days.x(day), day_text(day, voice.language)
    half, edge = breadth(told, 13) / 2, 0.0 if days.holds(day) else 14.0
    middle = clamp(x, days.start + half + edge, max(days.end - half - edge, days.start + half + edge))
    yield words(told, middle, top - 6, text_anchor="middle", fill=palette.INK_2, font_size=13)
    if days.holds(day):
        yield line(x, top, x, bottom, stroke=palette.INK_2)
    else:
        outwards = 1 if day > days.last else -1
        tip = (x, top - 10)
        arrow = path((x - 10 * outwards, top - 10), tip, (x - 4 * outwards, top - 14)) + path(
            tip, (x - 4 * outwards, top - 6)
        )
        yield element("path", d=arrow, fill="none", stroke=palette.INK_2)


def clamp(value: float, low: float, high: float) -> float:
    """Keep a value between two others.

    >>> clamp(1.4, 0, 1.12)
    1.12
    """
    return min(max(value, low), high)


def frame(x: float, y: float, width: float, height: float, **attributes: str | float | None) -> str:
    """Draw a rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, **attributes)
