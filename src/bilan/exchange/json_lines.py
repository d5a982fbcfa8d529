"""Lines of JSON, one object a line: read one by one within a limit, each field with its place.

What a line cannot be read for is one problem, located by line and field; the lines after it are read all the same.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite, nan
from typing import Any, BinaryIO, Final

from bilan.terms.days import NotADay, span
from bilan.terms.problems import Place, Problem

MOST_BYTES: Final = 64_000_000
SHOWN: Final = 80

Answer = Mapping[str, Any]


class Unfit(Exception):
    """A line cannot be answered; the problem says why, and at which field."""

    def __init__(self, code: str, field: str | None = None, at: int | None = None, /, **values: str) -> None:
        """Keep the problem, with the field or the character; whoever reads the lines adds the number of the line."""
        super().__init__(code)
        self.problem = Problem(code, Place(column=field, character=at), values)


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that could not be answered: its id, where it told one, and the problem."""

    id: Any
    problem: Problem


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number, as it was sent."""

    number: int
    sent: bytes
    whole: bool = True


def lines_of(stream: BinaryIO, most: int = MOST_BYTES) -> Iterator[Line]:
    """Give the lines of a stream as they come, those without a word left out; no more than `most` bytes are held."""
    number = 0
    while sent := stream.readline(most + 1):
        number += 1
        whole = len(sent) <= most
        if not whole:
            _skip(stream, sent, most)
        if sent.strip(b"\xef\xbb\xbf \t\r\n"):
            yield Line(number, sent if whole else b"", whole)


def _skip(stream: BinaryIO, sent: bytes, most: int) -> None:
    while sent and not sent.endswith(b"\n"):
        sent = stream.readline(most)


def object_of(line: Line) -> "Fields":
    """Read the one object of a line."""
    if not line.whole:
        raise Unfit("line_too_long", most=str(MOST_BYTES // 1_000_000))
    try:
        told = json.loads(line.sent.rstrip().decode("utf-8-sig"))
    except json.JSONDecodeError as wrong:
        raise Unfit("line_not_json", None, wrong.pos + 1, reason=wrong.msg) from wrong
    except (ValueError, RecursionError) as wrong:
        raise Unfit("line_not_json", reason=str(wrong)[:SHOWN]) from wrong
    if not isinstance(told, dict):
        raise Unfit("line_not_an_object", value=_shown(told))
    return Fields(told)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an object, and where it stands in its line."""

    told: Mapping[str, Any]
    place: str = ""

    def at(self, name: str) -> str:
        """Return the place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def given(self, name: str) -> bool:
        """Tell whether a field says anything; null says nothing."""
        return self.told.get(name) is not None

    def value(self, name: str) -> Any:
        """Return what a field says, which must be something."""
        if not self.given(name):
            raise Unfit("line_field_missing", self.at(name))
        return self.told[name]

    def name(self, name: str) -> str:
        """Return a name: a text, or a whole number that stands for one."""
        value = self.value(name)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return str(value)
        raise Unfit("not_a_text", self.at(name), value=_shown(value))

    def choice(self, name: str, choices: Sequence[str], *, usual: str | None = None) -> str:
        """Return one of some words; where none is given, the usual one, if there is one."""
        if usual and not self.given(name):
            return usual
        value = self.value(name)
        if value in choices:
            return str(value)
        raise Unfit("line_choice_unknown", self.at(name), value=_shown(value), choices=", ".join(choices))

    def number(self, name: str) -> float:
        """Return a finite number."""
        found = figure(self.value(name), self.at(name))
        if isfinite(found):
            return found
        raise Unfit("line_number_wanted", self.at(name), value=_shown(self.told[name]))

    def day(self, name: str) -> date:
        """Return a day; of a date told in part, its last."""
        return day_of(self.value(name), self.at(name))

    def days(self, name: str) -> Iterator[date]:
        """Give the days of a list of dates."""
        for number, told in enumerate(self.members(name)):
            yield day_of(told, f"{self.at(name)}[{number}]")

    def members(self, name: str) -> list[Any]:
        """Return the members of a list."""
        return _list(self.value(name), self.at(name))

    def objects(self, name: str) -> Iterator["Fields"]:
        """Give the objects of a list."""
        for number, told in enumerate(self.members(name)):
            place = f"{self.at(name)}[{number}]"
            if not isinstance(told, dict):
                raise Unfit("line_not_an_object", place, value=_shown(told))
            yield Fields(told, place)

    def inner(self, name: str) -> "Fields":
        """Return an object within the object."""
        value = self.value(name)
        if isinstance(value, dict):
            return Fields(value, self.at(name))
        raise Unfit("line_not_an_object", self.at(name), value=_shown(value))

    def dated(self, name: str) -> list[tuple[date, float]]:
        """Return a list of pairs of a date and a number; where no number was told it is NaN."""
        place = self.at(name)
        return [_pair(one, place, number) for number, one in enumerate(self.members(name))]


def answers(stream: BinaryIO, answer: Callable[[Fields], Answer | None]) -> Iterator[str | Refused]:
    """Answer the lines of a stream as they come, in JSON; one that cannot be is refused, and the others are answered.

    The answers hold nothing but ASCII: so they are the same in the encoding of every terminal.
    """
    for line in lines_of(stream):
        found = _answer(line, answer)
        if found is not None:
            yield found


def _answer(line: Line, answer: Callable[[Fields], Answer | None]) -> str | Refused | None:
    fields = Fields({})
    try:
        fields = object_of(line)
        told = answer(fields)
        return json.dumps(told, allow_nan=False) if told is not None else None
    except Unfit as unfit:
        problem = unfit.problem
    except Exception as error:  # noqa: BLE001 - the last resort: the other lines are answered, whatever happened
        problem = Problem("line_unforeseen", values={"name": type(error).__name__, "why": str(error)})
    return Refused(fields.told.get("id"), problem.at(row=line.number))


def day_of(value: object, place: str) -> date:
    """Read a date; of one told in part, as ``2012-10`` or ``2012``, the last day.

    >>> day_of("2012-10", "as_of")
    datetime.date(2012, 10, 31)
    """
    if not isinstance(value, str):
        raise Unfit("not_a_day", place, value=_shown(value))
    try:
        last = span(value).last
    except NotADay as wrong:
        code = "not_a_day" if wrong.code == "ambiguous_day" else wrong.code
        raise Unfit(code, place, value=_shown(value)) from wrong
    if last is None:
        raise Unfit("not_a_day", place, value=_shown(value))
    return last


def figure(value: object, place: str) -> float:
    """Read a number; null, like NaN, says none."""
    if value is None:
        return nan
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Unfit("line_number_wanted", place, value=_shown(value))
    try:
        return float(value)
    except OverflowError as wrong:
        raise Unfit("line_number_wanted", place, value=_shown(value)) from wrong


def _pair(one: object, place: str, number: int) -> tuple[date, float]:
    match one:
        case [day, value]:
            return day_of(day, f"{place}[{number}][0]"), figure(value, f"{place}[{number}][1]")
    raise Unfit("line_not_a_pair", f"{place}[{number}]", value=_shown(one))


def _list(value: object, place: str) -> list[Any]:
    if isinstance(value, list):
        return value
    raise Unfit("not_a_list", place, value=_shown(value))


def _shown(value: object) -> str:
    """Write a value as JSON does, cut to what a message can hold."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text[:SHOWN] + "…" if len(text) > SHOWN else text
