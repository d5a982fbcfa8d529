"""The two days of a question: what the figures are about, and what a citizen could know; read as people write them."""

from dataclasses import dataclass
from datetime import date

from bilan.report.voice import Voice
from bilan.terms.days import NotADay, span


class NoDay(ValueError):
    """A text names no day, or one without an end; keeps the text."""

    def __init__(self, text: str) -> None:
        """Keep the text."""
        super().__init__(f"no day: {text!r}")
        self.text = text


@dataclass(frozen=True, slots=True)
class Days:
    """The two days, and what was made of those that were given in part."""

    as_of: date
    known_on: date
    notes: tuple[str, ...] = ()


def read_days(voice: Voice, *, as_of: str | None, known_on: str | None, today: date) -> Days:
    """Read the two days; without one for `as_of` it is the day of `known_on`, and without that one it is today."""
    notes: list[str] = []
    known = read_day(voice, known_on, notes) if known_on else today
    about = read_day(voice, as_of, notes) if as_of else known
    return Days(about, known, tuple(notes))


def read_day(voice: Voice, text: str, notes: list[str]) -> date:
    """Read a day; of a month, a quarter or a year take the last day, and note it."""
    try:
        read = span(text)
    except NotADay as wrong:
        raise NoDay(text) from wrong
    if read.last is None:
        raise NoDay(text)
    if read.precision != "day":
        notes.append(voice.say("partial_day", text=text, day=voice.day(read.last)))
    return read.last
