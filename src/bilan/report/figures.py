"""How a figure is written: with its qualifier and unit; how things are called; what an answer was computed from."""

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bilan.report.voice import Voice
from bilan.tables.session import Cut, Session
from bilan.terms import printed
from bilan.terms.languages import pick
from bilan.terms.units import printed_unit

Names = Mapping[str, Mapping[str, Any]]
NAMED: Final = ("plan", "node", "indicator")
# From this power of ten on, what was computed is written without a fraction.
THOUSANDS: Final = 3


def names_of(session: Session) -> Names:
    """Return the names of plan, nodes, indicators and parties by key; a party may be named only as it was written."""
    session.need([*NAMED, "party"])
    names = [f"SELECT key, name_fr, name_ar, name_en FROM {kind}" for kind in NAMED]  # noqa: S608 - our own kinds
    party = "SELECT key, coalesce(names_fr, name), coalesce(names_ar, name), coalesce(names_en, name) FROM party"
    return {row["key"]: row for row in session.rows(" UNION ALL ".join([*names, party]))}


def sources_of(session: Session) -> Names:
    """Return publisher, title, language and day of the sources by key."""
    session.need(["source"])
    query = "SELECT key, publisher, title, language, published_on FROM source"
    return {row["key"]: row for row in session.rows(query)}


def name(row: Mapping[str, Any], language: str) -> str:
    """Return the name of a row that has one a language."""
    return pick({code: row[f"name_{code}"] for code in ("fr", "ar", "en") if row.get(f"name_{code}")}, language)


def name_of(voice: Voice, key: str | None, names: Names) -> str:
    """Return the name under a key, or the key."""
    return (name(names[key], voice.language) if key and key in names else "") or key or ""


def item(voice: Voice, row: Mapping[str, Any], names: Names) -> str:
    """Name a node with the level of the tree it stands on."""
    said = name_of(voice, row["item"], names)
    return said if row["kind"] in {"plan", "indicator"} else f"{voice.label('node_kind', row['kind'])} · {said}"


def cut(voice: Voice, days: Cut) -> str:
    """Say both days of a cut."""
    about, known = voice.day(days.as_of), voice.day(days.known_on)
    return voice.say("cut.same", day=about) if about == known else voice.say("cut", as_of=about, known_on=known)


def value(voice: Voice, row: Mapping[str, Any]) -> str:
    """Write what was said, its qualifier kept; what is missing is told with the reason."""
    if row.get("missing"):
        return f"{printed.UNKNOWN} ({voice.label('missing', row['missing'])})"
    said = reading(voice, row)
    if said is None:
        return str(row.get("words") or (voice.label("ladder", row.get("rung")) or printed.UNKNOWN))
    unit = unit_of(voice, row.get("unit")) if row.get("unit") != "rank" else ""
    over = row.get("denominator")
    whole = voice.say("of_whole", whole=voice.number(trimmed(over))) if over is not None else ""
    if unit.startswith("%"):  # French alone sets it apart
        said, unit = voice.say("percent", number=said, unit=unit), ""
    return " ".join(part for part in (said, unit, whole) if part)


def reading(voice: Voice, row: Mapping[str, Any]) -> str | None:
    """Write the number or range that was said, its qualifier kept; nothing where there is none."""
    qualifier = row.get("qualifier")
    low, high = (trimmed(row.get(name)) for name in ("low", "high"))
    number = trimmed(row.get("value", row.get("reading")))
    how = f"{voice.label('qualifier', qualifier)} " if qualifier not in {None, "exact", "range"} else ""
    if number is not None and row.get("unit") == "rank":
        return f"{voice.label('unit', 'rank')} {how}{voice.number(number)}"
    if number is not None:
        return f"{how}{voice.number(number)}"
    if low is not None and high is not None:
        texts = {"low": voice.number(low), "high": voice.number(high)}
        return voice.say("between", **texts)
    return None


def unit_of(voice: Voice, unit: str | None) -> str:
    """Write a unit in the reader's language where the code list has it, else as it was said."""
    return "" if unit is None or unit == "qualitative" else printed_unit(unit, voice.language)


def trimmed(number: Decimal | None) -> Decimal | None:
    """Take the zeros off that a column adds to what was said."""
    if number is None:
        return None
    short = number.normalize()
    return short.quantize(Decimal(1)) if int(short.as_tuple().exponent) > 0 else short


def said_on(voice: Voice, row: Mapping[str, Any]) -> str:
    """Say when a statement was made and by when it was public, once where both are one day."""
    said, public = row.get("said_on"), row.get("public_on")
    when = voice.partial(said) if said else ""
    if public is None or str(said) == str(public):
        return when
    seen = voice.say("public_day", day=voice.day(public))
    return voice.say("comma").join(part for part in (when, seen) if part)


def rounded(given: float) -> float:
    """Round what was computed to what a reader can use: thousands whole, units to hundredths, less to three digits.

    >>> rounded(2125693.5707), rounded(12.3456), rounded(0.00123456), rounded(0.0)
    (2125694.0, 12.35, 0.00123, 0.0)
    """
    if not given or not math.isfinite(given):
        return given
    size = math.floor(math.log10(abs(given)))
    return round(given, 0 if size >= THOUSANDS else 2 if size >= 0 else 2 - size)


def shown(voice: Voice, given: object) -> str:
    """Write a value of an alert or a table for a reader."""
    match given:
        case None:
            text = printed.UNKNOWN
        case bool():
            text = voice.say("yes" if given else "no")
        case Decimal() | int():
            text = printed.number(trimmed(Decimal(given)), voice.language)
        case float():
            text = printed.number(trimmed(Decimal(str(rounded(given)))), voice.language)
        case date():
            text = voice.day(given)
        case list() | tuple():
            text = voice.say("comma").join(shown(voice, one) for one in given)
        case _:
            text = str(given)
    return text


def state(session: Session) -> dict[str, Any]:
    """Return what an answer was computed from: the edition and both days."""
    edition, days = session.edition, session.cut
    made_from = {"edition": edition.name, "root": edition.root.hex(), "size": edition.size, "origin": edition.origin}
    return {"as_of": days.as_of, "known_on": days.known_on, **made_from}
