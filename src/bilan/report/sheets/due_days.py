"""Write the due days of undertakings as a calendar (iCalendar, RFC 5545): the same ledger gives the same bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bilan.report import figures
from bilan.report.sheets.undertakings import Promise, gather
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.days import span

SUBJECT: Final = "undertaking"
PRODUCT: Final = "-//Bilan//Undertakings//{language}"
# An appointment knows three states only; what has become of the promise is said in words, and as a category.
STATUS: Final[Mapping[str, str]] = {"abandoned": "CANCELLED", "cannot_determine": "TENTATIVE"}
VERSIONS: Final = """
SELECT key, count(*) AS versions, max(recorded_at) AS recorded_at FROM (
    SELECT key, recorded_at FROM undertaking_known UNION ALL SELECT undertaking, recorded_at FROM verdict_known
) GROUP BY key
"""


@dataclass(frozen=True, slots=True)
class Version:
    """How often something was recorded of an undertaking (the promise itself, verdicts on it), and when last."""

    count: int
    recorded_at: datetime


def calendar(view: View, voice: Voice, link: Callable[[str], str | None]) -> bytes:
    """Return the calendar of the undertakings that have a last due day; `link` gives the address of a page, if any."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT.format(language=voice.language.upper()))
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    name = voice.tell(SUBJECT, "calendar.name", plan=figures.name(view.plan, voice.language) if view.plan else "")
    made.add("name", name)
    made.add("x-wr-calname", name)
    newest = _versions(view)
    for promise in sorted(gather(view).promises, key=lambda one: one.key):
        if promise.row["due_to"]:
            facts = _facts(promise, newest[promise.key], view, voice, link(promise.key))
            made.add_component(_event(facts))
    written: bytes = made.to_ical()
    return written


def _versions(view: View) -> dict[str, Version]:
    found = view.rows(VERSIONS, reads=("undertaking", "verdict"))
    return {row["key"]: Version(row["versions"], row["recorded_at"].replace(tzinfo=UTC)) for row in found}


def _event(facts: Mapping[str, Any]) -> Any:
    from icalendar import Event

    event = Event()
    for name, value in facts.items():
        event.add(name, value)
    return event


def _facts(promise: Promise, version: Version, view: View, voice: Voice, link: str | None) -> dict[str, Any]:
    row, due = promise.row, promise.row["due_to"]
    state = voice.label("undertaking_state", row["state"])
    facts: dict[str, Any] = {
        "uid": f"{promise.key}@{view.session.edition.origin}",
        "dtstamp": version.recorded_at,
        "last-modified": version.recorded_at,
        "sequence": version.count - 1,
        "dtstart": due,
        "dtend": due + timedelta(days=1),
        "summary": voice.tell(SUBJECT, "calendar.summary", what=row["what"], state=state),
        "description": "\n".join(_lines(promise, view, voice, state)),
        "categories": [state],
        "status": STATUS.get(row["state"], "CONFIRMED"),
        "transp": "TRANSPARENT",
    }
    return facts | ({"url": link} if link else {})


def _lines(promise: Promise, view: View, voice: Voice, state: str) -> list[str]:
    row = promise.row
    lines = [voice.tell(SUBJECT, "calendar.state", state=state, as_of=voice.day(view.cut.as_of))]
    if who := row["made_by_name"] or row["organisation_name"]:
        lines.append(voice.tell(SUBJECT, "calendar.who", who=who, made=voice.partial(row["made_on"])))
    if span(row["due_on"]).precision != "day":
        lines.append(
            voice.tell(SUBJECT, "calendar.partial", due=voice.partial(row["due_on"]), day=voice.day(row["due_to"]))
        )
    entries = voice.say("comma").join(str(number) for number in sorted(set(row["entries"])))
    return [*lines, voice.tell(SUBJECT, "calendar.entries", entries=entries)]
