"""What changed between two days: what was said, moved or replaced, by whom, and with which reason."""

from collections.abc import Iterable

from rich.console import Group, RenderableType

from bilan.acts.answering import Compared
from bilan.analysis.asking import Row
from bilan.cli.door import Door
from bilan.cli.pages import figures
from bilan.cli.text import Text
from bilan.report import figures as written
from bilan.report.sheets import compare as sheet
from bilan.terms import printed


def page(door: Door, told: Compared, notes: Iterable[str]) -> Group:
    """Return the page of a comparison."""
    days = [printed.day(one.cut.known_on, door.language) for one in (told.before, told.after)]
    parts: list[RenderableType] = [Text(door.say("compare.title", before=days[0], after=days[1]), style="bold")]
    parts += [Text(note, style="italic") for note in notes]
    names = written.names_of(told.after)
    sources = written.sources_of(told.after)
    for change in sheet.ORDER:
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
        said.append(sheet.value(door, row, "before"), style="strike" if row["change"] == "no_longer" else "")
        said.append(" → " if row["now"] is not None else "")
    said.append(sheet.value(door, row, "now") if row["change"] != "no_longer" else "", style="bold")
    reason = ""
    if row["change"] == "moved":
        reason = row["reason"] or door.say("compare.no_reason")
    kind = door.label("nature", row["nature"]) or door.label("kind", row["kind"])
    source = sources.get(row["source"], {}).get("publisher")
    public = printed.day(row["public_on"], door.language) if row["public_on"] else ""
    told = [reason, kind, row["who"], source if source != row["who"] else "", public]
    said.append(" · " + " · ".join(str(one) for one in told if one), style="dim")
    return said.append(figures.entries(door, row["entries"]), style="dim")


def _state(door: Door, row: Row) -> Text:
    states = [door.label("undertaking_state", row[name]) for name in ("state_before", "state")]
    said = Text(f"{row['what']}{door.say('colon')} ").append(f"{states[0]} → ").append(states[1], style="bold")
    who = row.get("made_by_name") or row.get("organisation_name")
    due = door.say("due_day", day=printed.partial(row["due_on"], door.language)) if row.get("due_on") else ""
    said.append("".join(f" · {one}" for one in (who, due) if one), style="dim")
    return said.append(figures.entries(door, row["entries"]), style="dim")
