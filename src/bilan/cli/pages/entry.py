"""One entry: all it says, what refers to it, what came of it, its leaf hash and the proof that the log has it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from rich.console import Group
from rich.table import Table

from bilan.acts.seen import Seen
from bilan.cli.door import Door
from bilan.cli.pages import figures
from bilan.cli.text import Text
from bilan.exchange.columns import field_types
from bilan.ledger.canonical import base64_text
from bilan.ledger.entries import Entry
from bilan.ledger.fields import InList, IsDay, IsExact
from bilan.report import figures as written
from bilan.terms import printed
from bilan.terms.languages import pick

MOST: Final = 12


def page(door: Door, seen: Seen, named: list[dict[str, Any]]) -> Group:
    """Return the page of an entry."""
    one = seen.entry
    kind = door.label("kind", one.kind) if one else door.say("entry.redacted")
    head = Text(f"{door.say('entry_number', number=seen.number)} · {kind}", style="bold").append(f" · {seen.key or ''}")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", max_width=24)
    table.add_column(overflow="fold")
    for name, value in _said(door, seen):
        table.add_row(name, Text(value))
    return Group(head, Text(), table, Text(), *_named(door, named), *_proof(door, seen))


def _said(door: Door, seen: Seen) -> Iterator[tuple[str, str]]:
    one = seen.entry
    if one:
        types = field_types(one.kind)
        order = [name for name in types if name in one.content]
        yield from ((name, _field(door, seen, types[name].marks, one.content[name])) for name in order)
        at = printed.day(one.recorded_at.date(), door.language)
        yield door.say("entry.recorded"), f"{at} · {one.recorded_by}"
        if one.accepted_by:
            yield door.say("entry.accepted"), one.accepted_by
    before = [number for number in seen.versions if number < seen.number]
    after = [number for number in seen.versions if number > seen.number]
    for code, numbers in (("entry.before", before), ("entry.after", after)):
        if numbers:
            yield door.say(code), door.say("entry_number", number=", ".join(map(str, numbers)))
    for number, kind in seen.ended_by:
        yield door.label("kind", kind), door.say("entry_number", number=number)


def _field(door: Door, seen: Seen, marks: tuple[object, ...], value: Any) -> str:
    """Write a field; what it names by key is called by its name besides."""
    if isinstance(value, list):
        return "; ".join(_field(door, seen, marks, one) for one in value)
    text = _value(door, marks, value)
    return f"{text} · {_called(door, seen.refers[value])}" if isinstance(value, str) and value in seen.refers else text


def _called(door: Door, entry: Entry) -> str:
    """Return what an entry is called, and where a source was read."""
    said = entry.content
    name = said.get("names") or said.get("name") or said.get("title") or said.get("what")
    told = [pick(dict(name), door.language) if isinstance(name, Mapping) else name, said.get("publisher")]
    day = printed.partial(said["published_on"], door.language) if "published_on" in said else None
    return door.say("comma").join(str(one) for one in (*told, day, said.get("url")) if one)


def _value(door: Door, marks: tuple[object, ...], value: Any) -> str:
    """Write the value of a field as its marks ask for."""
    if isinstance(value, Mapping):
        return pick(dict(value), door.language)
    listed = next((mark.name for mark in marks if isinstance(mark, InList)), None)
    if listed:
        return f"{door.label(listed, value)} ({value})"
    if any(isinstance(mark, IsDay) for mark in marks):
        return printed.partial(value, door.language)
    exact = any(isinstance(mark, IsExact) for mark in marks)
    return printed.number(Decimal(value), door.language) if exact else written.shown(door, value)


def _named(door: Door, named: list[dict[str, Any]]) -> Iterator[Any]:
    if not named:
        return
    yield Text(door.say("entry.named_by", count=door.number(len(named))), style="bold")
    for row in named[:MOST]:
        kind = door.label("kind", row["kind"])
        number = door.say("entry_number", number=row["number"])
        yield figures.hanging(Text(f"{kind} {row['key'] or ''} · {row['field']} · {number}"))
    if len(named) > MOST:
        yield Text(f"    {door.say('more', count=door.number(len(named) - MOST))}", style="dim")
    yield Text()


def _proof(door: Door, seen: Seen) -> Iterator[Text]:
    yield Text(f"{door.say('entry.leaf_hash')} {base64_text(seen.leaf_hash)}", style="dim")
    if seen.entry is None:
        yield Text(door.say("entry.leaf_left"), style="dim")
    elif seen.size is None:
        yield Text(door.say("entry.not_published"), style="dim")
    else:
        steps = door.number(len(seen.proof))
        said = door.say("entry.proof", steps=steps, size=door.number(seen.size), number=seen.number)
        yield Text(said, style="dim")
