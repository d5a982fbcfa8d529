"""Say a course in a sentence, and tell it as a table."""

from collections.abc import Iterator
from datetime import date

from bilan.report.marks.courses import Aim, Course, Point, final, in_force, newest, others
from bilan.report.marks.scales import day_text
from bilan.report.voice import Voice
from bilan.terms import printed

HEADS = ("date", "nature", "value", "who", "entry")
Line = tuple[date, tuple[str, ...]]


def sentence(one: Course, voice: Voice, what: str) -> str:
    """Say what a course shows: where it started, the newest values, the target, what was moved."""
    return " ".join([f"{what}.", *_said(one, voice)])


def when(point: Point, voice: Voice) -> str:
    """Write the date of a point as precisely as it was told."""
    return point.when or day_text(point.on, voice.language)


def _said(one: Course, voice: Voice) -> Iterator[str]:
    if one.start:
        yield _value("start", one.start, voice)
    yield from _newest(one, voice)
    for nature in ("estimated", "announced"):
        count = sum(point.nature == nature for point in others(one))
        if count:
            yield voice.tell("marks", f"course.{nature}", count=voice.number(count))
    yield from _aimed(one, voice)
    for broken in one.breaks:
        yield voice.tell("marks", "course.break", label=broken.label, day=day_text(broken.on, voice.language))
    for ahead in (one.forecast, one.beside):
        if ahead:
            yield f"{voice.say('comma').join(ahead.words)}."
    if one.lower_is_better:
        yield voice.tell("marks", "course.lower")


def _newest(one: Course, voice: Voice) -> Iterator[str]:
    if not one.points:
        yield voice.tell("marks", "course.nothing_on", day=voice.day(one.as_of))
        return
    for name in ("verified", "declared"):
        found = newest(one, name)
        yield _value(name, found, voice) if found else voice.tell("marks", f"course.no_{name}")


def _value(name: str, point: Point, voice: Voice) -> str:
    return voice.tell("marks", f"course.{name}", value=point.label, day=when(point, voice))


def _aimed(one: Course, voice: Voice) -> Iterator[str]:
    aim = final(one)
    if aim is None:
        yield voice.tell("marks", "course.no_target")
    elif aim.due:
        yield voice.tell("marks", "course.target", value=aim.label, day=day_text(aim.due, voice.language))
    else:
        yield voice.tell("marks", "course.target_no_day", value=aim.label)
    for gone in (each for each in one.aims if each.superseded):
        yield voice.tell("marks", "course.superseded", value=gone.label)


def rows(one: Course, voice: Voice) -> tuple[tuple[str, ...], ...]:
    """Tell all that is drawn, in the order of its days."""
    lines = [*_points(one, voice), *_aims(one, voice), *_rest(one, voice)]
    return tuple(row for _, row in sorted(lines, key=lambda line: line[0]))


def _points(one: Course, voice: Voice) -> Iterator[Line]:
    if one.start:
        yield one.start.on, _told(one.start, voice.tell("marks", "nature.start"), voice)
    for point in one.points:
        nature = voice.label("nature", point.nature)
        told = voice.tell("marks", "nature.inferred", nature=nature) if point.inferred else nature
        yield point.on, _told(point, told, voice)


def _told(point: Point, nature: str, voice: Voice) -> tuple[str, ...]:
    return when(point, voice), nature, point.label, point.who, voice.number(point.entry)


def _aims(one: Course, voice: Voice) -> Iterator[Line]:
    last = final(one)
    for aim in (*in_force(one), *(each for each in one.aims if each.superseded)):
        kind = _kind(aim, is_last=aim is last)
        due = day_text(aim.due, voice.language) if aim.due else printed.UNKNOWN
        told = (due, voice.tell("marks", f"nature.{kind}"), aim.label, printed.UNKNOWN, voice.number(aim.entry))
        yield aim.due or date.max, told


def _kind(aim: Aim, *, is_last: bool) -> str:
    if aim.superseded:
        return "superseded"
    return "target" if is_last or aim.due is None else "interim"


def _rest(one: Course, voice: Voice) -> Iterator[Line]:
    none = printed.UNKNOWN
    for found in one.breaks:
        told = (day_text(found.on, voice.language), voice.tell("marks", "nature.break"), found.label, none, none)
        yield found.on, told
    ends = ((one.forecast, one.forecast and one.forecast.days[-1]), (one.beside, one.beside and one.beside.on))
    for ahead, day in ends:
        if ahead and day:
            words = voice.say("comma").join(ahead.words)
            yield day, (day_text(day, voice.language), voice.tell("marks", "nature.forecast"), words, none, none)
