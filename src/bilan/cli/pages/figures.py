"""How a figure is written: with its qualifier and unit, its nature, its date and its entry; and lines of columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from bilan.cli.door import Door
from bilan.cli.text import Text
from bilan.tables.session import Session
from bilan.terms import printed
from bilan.terms.languages import pick
from bilan.terms.units import printed_unit

Names = Mapping[str, Mapping[str, Any]]
NAMED: Final = ("plan", "node", "indicator")
# So many entries are named one by one; of more, their number is told.
NAMED_ENTRIES: Final = 6


def names_of(session: Session) -> Names:
    """Return the names of plan, nodes, indicators and parties by key; a party may be named only as it was written."""
    session.need([*NAMED, "party"])
    names = [f"SELECT key, name_fr, name_ar, name_en FROM {kind}" for kind in NAMED]  # noqa: S608 - our own kinds
    party = "SELECT key, coalesce(names_fr, name), coalesce(names_ar, name), coalesce(names_en, name) FROM party"
    return {row["key"]: row for row in session.rows(" UNION ALL ".join([*names, party]))}


def sources_of(session: Session) -> Names:
    """Return publisher and title of the sources by key."""
    session.need(["source"])
    return {row["key"]: row for row in session.rows("SELECT key, publisher, title FROM source")}


def name(row: Mapping[str, Any], language: str) -> str:
    """Return the name of a row that has one a language."""
    return pick({code: row[f"name_{code}"] for code in ("fr", "ar", "en") if row.get(f"name_{code}")}, language)


def name_of(door: Door, key: str | None, names: Names) -> str:
    """Return the name under a key, or the key."""
    return (name(names[key], door.language) if key and key in names else "") or key or ""


def item(door: Door, row: Mapping[str, Any], names: Names) -> str:
    """Name a node with the level of the tree it stands on."""
    said = name_of(door, row["item"], names)
    return said if row["kind"] in {"plan", "indicator"} else f"{door.label('node_kind', row['kind'])} · {said}"


def columns(cells: Iterable[str], widths: Sequence[int], *, style: str = "") -> Text:
    """Put cells side by side, each at the end of its width."""
    aligned = (
        " " * max(1, width - cell_len(cell)) + printed.beside(cell) for cell, width in zip(cells, widths, strict=True)
    )
    return Text("".join(aligned), style=style, no_wrap=True, overflow="ellipsis")


def hanging(text: Text, sign: str = "•") -> RenderableType:
    """Let the lines of a paragraph hang under its first."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(f"  {sign}", text)
    return grid


def indented(text: Text, by: int = 2) -> RenderableType:
    """Indent a paragraph."""
    return Padding(text, (0, 0, 0, by), expand=False)


def cut(door: Door, session: Session) -> str:
    """Say both days of a session."""
    about, known = (printed.day(one, door.language) for one in (session.cut.as_of, session.cut.known_on))
    return door.say("cut.same", day=about) if about == known else door.say("cut", as_of=about, known_on=known)


def value(door: Door, row: Mapping[str, Any]) -> str:
    """Write what was said, its qualifier kept; what is missing is told with the reason."""
    if row.get("missing"):
        return f"{printed.UNKNOWN} ({door.label('missing', row['missing'])})"
    said = _number(door, row)
    if said is None:
        return str(row.get("words") or (door.label("ladder", row.get("rung")) or printed.UNKNOWN))
    unit = unit_of(door, row.get("unit")) if row.get("unit") != "rank" else ""
    over = row.get("denominator")
    whole = door.say("of_whole", whole=printed.number(trimmed(over), door.language)) if over is not None else ""
    if unit.startswith("%"):  # French alone sets it apart
        said, unit = door.say("percent", number=said, unit=unit), ""
    return " ".join(part for part in (said, unit, whole) if part)


def _number(door: Door, row: Mapping[str, Any]) -> str | None:
    qualifier = row.get("qualifier")
    low, high = (trimmed(row.get(name)) for name in ("low", "high"))
    number = trimmed(row.get("value", row.get("reading")))
    how = f"{door.label('qualifier', qualifier)} " if qualifier not in {None, "exact", "range"} else ""
    if number is not None and row.get("unit") == "rank":
        return f"{door.label('unit', 'rank')} {how}{printed.number(number, door.language)}"
    if number is not None:
        return f"{how}{printed.number(number, door.language)}"
    if low is not None and high is not None:
        texts = {"low": printed.number(low, door.language), "high": printed.number(high, door.language)}
        return door.say("between", **texts)
    return None


def unit_of(door: Door, unit: str | None) -> str:
    """Write a unit in the reader's language where the code list has it, else as it was said."""
    return "" if unit is None or unit == "qualitative" else printed_unit(unit, door.language)


def trimmed(number: Decimal | None) -> Decimal | None:
    """Take the zeros off that a column adds to what was said."""
    if number is None:
        return None
    short = number.normalize()
    return short.quantize(Decimal(1)) if int(short.as_tuple().exponent) > 0 else short


def statement(door: Door, row: Mapping[str, Any]) -> Text:
    """Write a statement: what, how much, its nature, who, when, and its entry."""
    what = name(row, door.language) or row.get("indicator") or ""
    who = row.get("speaker_name") or row.get("organisation_name")
    said = Text(f"{what}{door.say('colon')} ").append(value(door, row), style="bold")
    about = door.say("about_day", day=printed.partial(row["about"], door.language)) if row.get("about") else ""
    told = [about, door.label("nature", row["nature"]), who, said_on(door, row), number(door, row["number"])]
    return said.append(" · " + " · ".join(str(one) for one in told if one), style="dim")


def said_on(door: Door, row: Mapping[str, Any]) -> str:
    """Say when a statement was made and by when it was public, once where both are one day."""
    said, public = row.get("said_on"), row.get("public_on")
    when = printed.partial(said, door.language) if said else ""
    if public is None or str(said) == str(public):
        return when
    seen = door.say("public_day", day=printed.day(public, door.language))
    return door.say("comma").join(part for part in (when, seen) if part)


def completion(door: Door, row: Mapping[str, Any]) -> Text:
    """Write the rate at which an auditor said a node was done."""
    rate = _number(door, {**row, "value": row["reading"]}) or printed.UNKNOWN
    whole = f" {row['denominator_words']}" if row.get("denominator_words") else ""
    nature = door.label("nature", row["nature"])
    about = door.say("about_day", day=printed.partial(row["about"], door.language))
    public = door.say(
        "public_day", day=printed.partial(row.get("published_on") or str(row["public_on"]), door.language)
    )
    said = Text(f"{nature}{door.say('colon')} ").append(
        f"{door.say('percent', number=rate, unit='%')}{whole}", style="bold"
    )
    return said.append(f" · {about} · {public} · {number(door, row['number'])}", style="dim")


def undertaking(door: Door, row: Mapping[str, Any]) -> Text:
    """Write an undertaking: what, who, when due, its state."""
    due = door.say("due_day", day=printed.partial(row["due_on"], door.language)) if row.get("due_on") else ""
    state = door.label("undertaking_state", row.get("state"))
    who = row.get("made_by_name") or row.get("organisation_name")
    told = [state, due, who, entries(door, row.get("entries", ())[:1]).strip(" ·")]
    return Text(str(row.get("what"))).append(" · " + " · ".join(str(one) for one in told if one), style="dim")


def number(door: Door, entry: int) -> str:
    """Write the number of an entry."""
    return door.say("entry_number", number=entry)


def entries(door: Door, numbers: Sequence[int]) -> str:
    """Name the entries behind something, or tell how many there are."""
    if not numbers:
        return ""
    if len(numbers) > NAMED_ENTRIES:
        return f" · {door.say('entries_count', count=printed.number(len(numbers), door.language))}"
    return f" · {door.say('entry_number', number=', '.join(map(str, numbers)))}"


def shown(door: Door, given: object) -> str:
    """Write a value of an alert or a table for a reader."""
    match given:
        case None:
            text = printed.UNKNOWN
        case bool():
            text = door.say("yes" if given else "no")
        case Decimal() | int():
            text = printed.number(trimmed(Decimal(given)), door.language)
        case float():
            text = printed.number(trimmed(Decimal(str(round(given, 4)))), door.language)
        case date():
            text = printed.day(given, door.language)
        case list() | tuple():
            text = door.say("comma").join(shown(door, one) for one in given)
        case _:
            text = str(given)
    return text


def state(session: Session) -> dict[str, Any]:
    """Return what an answer was computed from: the edition and both days."""
    edition, days = session.edition, session.cut
    made_from = {"edition": edition.name, "root": edition.root.hex(), "size": edition.size, "origin": edition.origin}
    return {"as_of": days.as_of, "known_on": days.known_on, **made_from}


def foot(door: Door, session: Session) -> Iterator[Text]:
    """Say which state of the ledger gave the figures."""
    edition = session.edition
    size = printed.number(edition.size, door.language)
    yield Text(door.say("foot", edition=edition.name, size=size, origin=edition.origin), style="dim")
