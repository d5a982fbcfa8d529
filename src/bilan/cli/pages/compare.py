"""What changed between two days: what was said, moved or replaced, by whom, and with which reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from rich.console import Group, RenderableType

from bilan.analysis import catalogue
from bilan.analysis.asking import Row
from bilan.analysis.changes import changes
from bilan.cli.door import Door
from bilan.cli.pages import figures
from bilan.cli.text import Text
from bilan.report import figures as written
from bilan.tables.session import Session
from bilan.terms import printed

# What moved first, then what is no longer what it was, then what is new.
ORDER: Final = ("moved", "replaced", "no_longer", "restated", "said")


@dataclass(frozen=True, slots=True)
class Told:
    """What changed, and the undertakings whose state did."""

    before: Session
    after: Session
    rows: list[Row]
    states: list[Row]


def look(before: Session, after: Session) -> Told:
    """Compare two cuts of one edition."""
    return Told(before, after, changes(before, after), list(_states(before, after)))


def _states(before: Session, after: Session) -> Iterator[Row]:
    if "undertakings" not in catalogue.CATALOGUE:
        return
    was = {row["undertaking"]: row["state"] for row in catalogue.ask(before, "undertakings").rows}
    for row in catalogue.ask(after, "undertakings").rows:
        if row["undertaking"] in was and was[row["undertaking"]] != row["state"]:
            yield {**row, "state_before": was[row["undertaking"]]}


def answer(told: Told, notes: Iterable[str]) -> dict[str, Any]:
    """Return the comparison for programs."""
    states = [written.state(one) for one in (told.before, told.after)]
    return {
        "before": states[0],
        "after": states[1],
        "notes": list(notes),
        "changes": told.rows,
        "undertakings": told.states,
    }


def page(door: Door, told: Told, notes: Iterable[str]) -> Group:
    """Return the page of a comparison."""
    days = [printed.day(one.cut.known_on, door.language) for one in (told.before, told.after)]
    parts: list[RenderableType] = [Text(door.say("compare.title", before=days[0], after=days[1]), style="bold")]
    parts += [Text(note, style="italic") for note in notes]
    names = written.names_of(told.after)
    sources = written.sources_of(told.after)
    for change in ORDER:
        rows = [row for row in told.rows if row["change"] == change]
        parts += _section(door, f"compare.{change}", (_change(door, row, names, sources) for row in rows))
    parts += _section(door, "compare.states", (_state(door, row) for row in told.states))
    if not told.rows and not told.states:
        parts.append(Text(door.say("compare.nothing")))
    return Group(*parts, Text(), *figures.foot(door, told.after))


def _section(door: Door, code: str, lines: Iterable[Text]) -> list[RenderableType]:
    found = list(lines)
    head = Text(door.say(code, count=door.number(len(found))), style="bold")
    return [Text(), head, *(figures.hanging(one) for one in found)] if found else []


def _change(door: Door, row: Row, names: written.Names, sources: written.Names) -> Text:
    what = written.name_of(door, row["indicator"] or row["subject"], names) or door.label("kind", row["kind"])
    said = Text(f"{what}{door.say('colon')} ")
    if row["before"] is not None or row["before_due"] is not None:
        said.append(_told(door, row, "before"), style="strike" if row["change"] == "no_longer" else "")
        said.append(" → " if row["now"] is not None else "")
    said.append(_told(door, row, "now") if row["change"] != "no_longer" else "", style="bold")
    reason = ""
    if row["change"] == "moved":
        reason = row["reason"] or door.say("compare.no_reason")
    kind = door.label("nature", row["nature"]) or door.label("kind", row["kind"])
    source = sources.get(row["source"], {}).get("publisher")
    public = printed.day(row["public_on"], door.language) if row["public_on"] else ""
    told = [reason, kind, row["who"], source if source != row["who"] else "", public]
    said.append(" · " + " · ".join(str(one) for one in told if one), style="dim")
    return said.append(figures.entries(door, row["entries"]), style="dim")


def _told(door: Door, row: Row, when: str) -> str:
    """Write the value of a change, its due day beside it when it has one."""
    value = row[when]
    if value is None:
        return printed.UNKNOWN
    if row["kind"] == "verdict":
        return door.label("outcome", value)
    due = row["now_due" if when == "now" else "before_due"]
    until = f" ({door.say('due_day', day=printed.partial(due, door.language))})" if due else ""
    qualifier = row["qualifier" if when == "now" else "before_qualifier"]
    return f"{_amount(door, str(value), unit=row['unit'], qualifier=qualifier)}{until}"


def _amount(door: Door, value: str, *, unit: str | None, qualifier: str | None) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:  # words, or the reason why there is no value
        return door.label("missing", value)
    return written.value(door, {"value": number, "qualifier": qualifier, "unit": unit})


def _state(door: Door, row: Row) -> Text:
    states = [door.label("undertaking_state", row[name]) for name in ("state_before", "state")]
    said = Text(f"{row['what']}{door.say('colon')} ").append(f"{states[0]} → ").append(states[1], style="bold")
    who = row.get("made_by_name") or row.get("organisation_name")
    due = door.say("due_day", day=printed.partial(row["due_on"], door.language)) if row.get("due_on") else ""
    said.append("".join(f" · {one}" for one in (who, due) if one), style="dim")
    return said.append(figures.entries(door, row["entries"]), style="dim")
