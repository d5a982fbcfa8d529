"""The two days that a command may be given: what the figures are about, and what a citizen could know."""

from dataclasses import dataclass
from datetime import date

from bilan.cli.door import Door
from bilan.cli.failures import Ends, Failed


@dataclass(frozen=True, slots=True)
class Days:
    """The two days, and what was made of those that were given in part."""

    as_of: date
    known_on: date
    notes: tuple[str, ...]


def days(door: Door, *, as_of: str | None, known_on: str | None) -> Days:
    """Read the two days; without one for `as_of` it is the day of `known_on`, and without that one it is today."""
    notes: list[str] = []
    known = read_day(door, known_on, "--known-on", notes) if known_on else door.today
    about = read_day(door, as_of, "--as-of", notes) if as_of else known
    return Days(about, known, tuple(notes))


def read_day(door: Door, text: str, option: str, notes: list[str]) -> date:
    """Read a day; of a month, a quarter or a year take the last day, and say so."""
    from bilan.terms import printed
    from bilan.terms.days import NotADay, span

    try:
        read = span(text)
    except NotADay as wrong:
        raise Failed("day", Ends.USAGE, option=option, text=text) from wrong
    if read.last is None:
        raise Failed("day", Ends.USAGE, option=option, text=text)
    if read.precision != "day":
        notes.append(door.say("partial_day", text=text, day=printed.day(read.last, door.language)))
    return read.last
