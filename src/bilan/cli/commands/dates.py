"""The two days that a command may be given: what the figures are about, and what a citizen could know."""

from datetime import date
from typing import TYPE_CHECKING

from bilan.cli.door import Door
from bilan.cli.failures import Ends, Failed

if TYPE_CHECKING:
    from bilan.report.days import Days


def days(door: Door, *, as_of: str | None, known_on: str | None) -> "Days":
    """Read the two days; without one for `as_of` it is the day of `known_on`, and without that one it is today."""
    from bilan.report.days import Days

    notes: list[str] = []
    known = read_day(door, known_on, "--known-on", notes) if known_on else door.today
    about = read_day(door, as_of, "--as-of", notes) if as_of else known
    return Days(about, known, tuple(notes))


def read_day(door: Door, text: str, option: str, notes: list[str]) -> date:
    """Read a day; of a month, a quarter or a year take the last day, and say so."""
    from bilan.report.days import NoDay
    from bilan.report.days import read_day as read

    try:
        return read(door, text, notes)
    except NoDay as wrong:
        raise Failed("day", Ends.USAGE, option=option, text=text) from wrong
