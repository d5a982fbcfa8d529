"""The sheet of entries: what each says, how it stands, what it names and what names it, as an edition holds them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.ledger.canonical import parse_canonical
from bilan.ledger.entries import WITHOUT_KEY
from bilan.ledger.kinds import KINDS
from bilan.ledger.rules import references_of
from bilan.ledger.segments import segments_of
from bilan.report import figures
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.editions import Edition
from bilan.tables.session import IN_MEMORY
from bilan.terms.languages import LANGUAGES, pick

KEYED: Final = tuple(kind for kind in KINDS if kind not in WITHOUT_KEY)
# The fields that say what an entry is about, the most telling first.
ABOUT: Final = (
    "indicator", "subject", "undertaking", "agreement", "service", "pool", "recommendation", "finding", "party",
    "node", "parent",
)  # fmt: skip
NAMING: Final = ("names", "name", "title", "what", "text", "role", "words", "sentence")
PUBLIC: Final = "(public_on IS NULL OR public_on <= $known_on)"


@dataclass(frozen=True, slots=True)
class Held:
    """An entry as an edition holds it: its line, the same decoded, its row in the table of its kind.

    Of a redacted entry the line gives the leaf hash and the number of the redaction, and there is no row.
    """

    number: int
    line: bytes
    leaf: Mapping[str, Any]
    row: Row = field(default_factory=dict)

    @property
    def kind(self) -> str | None:
        """Return its kind, nothing once it is redacted."""
        return self.leaf.get("kind")

    @property
    def key(self) -> str | None:
        """Return its key."""
        return self.leaf.get("key")

    @property
    def content(self) -> Mapping[str, Any]:
        """Return what it says."""
        content: Mapping[str, Any] = self.leaf.get("content", {})
        return content

    @property
    def redacted_by(self) -> int | None:
        """Return the number of its redaction."""
        return self.leaf.get("redacted_by")

    def is_public_on(self, day: date) -> bool:
        """Tell whether a citizen could know it on a day."""
        public = self.row.get("public_on")
        return public is None or public <= day


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of an entry: which entry superseded it, withdrew it or redacted it."""

    replaced_by: int | None = None
    withdrawn_by: int | None = None
    redacted_by: int | None = None

    @property
    def code(self) -> str:
        """Return how it stands, in one word."""
        told = (("redacted", self.redacted_by), ("withdrawn", self.withdrawn_by), ("replaced", self.replaced_by))
        return next((code for code, number in told if number is not None), "in_force")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a key names: its kind, its newest entry, that entry's row, and whether it could be known on the day."""

    key: str
    kind: str
    number: int
    known: bool
    row: Row


Things = Mapping[str, Thing]


@dataclass(frozen=True, slots=True)
class Naming:
    """An entry that names another in one of its fields."""

    number: int
    kind: str
    key: str | None
    field: str
    named: str
    public_on: date | None


def lines_of(edition: Edition, numbers: Iterable[int]) -> dict[int, bytes]:
    """Return the lines of entries by number, from the files that any citizen can download."""
    wanted, found = sorted(set(numbers)), {}
    for start, stop, name in segments_of(edition.files):
        here = {one for one in wanted if start <= one < stop}
        if here:
            with (edition.folder / name).open("rb") as file:
                for number, line in enumerate(islice(file, max(here) - start + 1), start):
                    if number in here:
                        found[number] = line.removesuffix(b"\n")
    return found


def held(view: View, numbers: Iterable[int]) -> list[Held]:
    """Return entries in the order of their numbers."""
    lines = lines_of(view.session.edition, numbers)
    leaves = {number: parse_canonical(line) for number, line in lines.items()}
    of_kind: dict[str, list[int]] = {}
    for number, leaf in leaves.items():
        if "kind" in leaf:
            of_kind.setdefault(leaf["kind"], []).append(number)
    rows = {row["number"]: row for kind, those in of_kind.items() for row in _rows_of(view, kind, those)}
    return [Held(number, lines[number], leaves[number], rows.get(number, {})) for number in sorted(lines)]


def _rows_of(view: View, kind: str, numbers: Sequence[int]) -> list[Row]:
    """Return rows of the table of a kind; what is said without a unit is in the unit of its indicator."""
    # Files and parts of files that lie outside the two numbers are not read.
    where = "number BETWEEN $first AND $last AND number IN (SELECT unnest($numbers))"
    values = {"first": min(numbers), "last": max(numbers), "numbers": list(numbers)}
    rows = view.rows(f'SELECT * FROM base."{kind}" WHERE {where}', values)  # noqa: S608 - our own kinds
    if kind in {"statement", "target", "baseline"}:
        units = _units(view, {row["indicator"] for row in rows if row["indicator"]})
        rows = [{**row, "unit": row.get("unit") or units.get(row["indicator"])} for row in rows]
    return rows


def _units(view: View, indicators: Iterable[str]) -> dict[str, str]:
    query = """SELECT key, arg_max(unit, number) AS unit FROM base.indicator
    WHERE key IN (SELECT unnest($keys)) GROUP BY key"""
    return {row["key"]: row["unit"] for row in view.rows(query, {"keys": sorted(indicators)})}


def standings(view: View, those: Iterable[Held]) -> dict[int, Standing]:
    """Return how entries stand, with what was known on the day."""
    listed = list(those)
    numbers = [one.number for one in listed]
    replaced: dict[int, int] = {}
    for kind in {one.kind for one in listed if one.kind}:
        query = f'SELECT replaces, max(number) AS number FROM base."{kind}" WHERE replaces IN (SELECT unnest($numbers)) AND {PUBLIC} GROUP BY replaces'  # noqa: S608, E501 - our own kinds
        replaced |= {row["replaces"]: row["number"] for row in view.rows(query, _known(view, numbers=numbers))}
    query = f"SELECT entry, max(number) AS number FROM base.withdrawal WHERE entry IN (SELECT unnest($numbers)) AND {PUBLIC} GROUP BY entry"  # noqa: S608, E501 - our own words
    withdrawn = {row["entry"]: row["number"] for row in view.rows(query, _known(view, numbers=numbers))}
    return {
        one.number: Standing(replaced.get(one.number), withdrawn.get(one.number), one.redacted_by) for one in listed
    }


def _known(view: View, **values: Any) -> dict[str, Any]:
    return {**values, "known_on": view.cut.known_on}


def versions(view: View, kind: str, key: str) -> list[int]:
    """Return the numbers of all entries of a key."""
    query = f'SELECT number FROM base."{kind}" WHERE key = $key ORDER BY number'  # noqa: S608 - our own kinds
    return [row["number"] for row in view.rows(query, {"key": key})]


def things(view: View, keys: Iterable[str | None]) -> dict[str, Thing]:
    """Return what keys name: of each the newest entry that was known on the day, else the newest of all."""
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return {}
    every = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, key, number, public_on, counts_on FROM base.\"{kind}\""  # noqa: S608 - our own kinds
        for kind in KEYED
    )
    found = view.rows(
        f"""SELECT kind, key, coalesce(max(number) FILTER (WHERE {PUBLIC}), max(number)) AS number,
            count(*) FILTER (WHERE {PUBLIC} AND (counts_on IS NULL OR counts_on <= $as_of)) > 0 AS known
        FROM {_gathered(view, "entries_of_keys", every)} WHERE key IN (SELECT unnest($keys)) GROUP BY kind, key""",  # noqa: S608 - our own words
        _known(view, keys=wanted, as_of=view.cut.as_of),
    )
    of_kind: dict[str, list[int]] = {}
    for row in found:
        of_kind.setdefault(row["kind"], []).append(row["number"])
    rows = {row["number"]: row for kind, numbers in of_kind.items() for row in _rows_of(view, kind, numbers)}
    return {
        row["key"]: Thing(row["key"], row["kind"], row["number"], row["known"], rows[row["number"]]) for row in found
    }


def near(view: View) -> list[str]:
    """Return every key of the edition, to find those that come close to one that was mistyped."""
    query = " UNION ".join(f'SELECT key FROM base."{kind}"' for kind in KEYED)  # noqa: S608 - our own kinds
    return [row["key"] for row in view.rows(query)]


def named_by(one: Held) -> list[str]:
    """Return the keys that an entry names."""
    values = [one.content.get(name, []) for name, _ in references_of(one.kind)] if one.kind else []
    return [key for value in values for key in ([value] if isinstance(value, str) else value)]


def naming(view: View, keys: Iterable[str]) -> list[Naming]:
    """Return the entries that name keys, in the order of their numbers."""
    wanted = sorted(set(keys))
    if not wanted:
        return []
    every = " UNION ALL ".join(_naming_of(kind, name) for kind in KINDS for name, _ in references_of(kind))
    query = f"SELECT * FROM {_gathered(view, 'naming_of_keys', every)} WHERE named IN (SELECT unnest($keys)) ORDER BY number"  # noqa: S608, E501 - our own words
    return [Naming(**row) for row in view.rows(query, {"keys": wanted})]


def _naming_of(kind: str, name: str) -> str:
    several = KINDS[kind].model_fields[name].default == ()
    one = f'unnest("{name}")' if several else f'"{name}"'
    return (
        f"SELECT number, '{kind}' AS kind, key, '{name}' AS field, {one} AS named, public_on "  # noqa: S608 - our own kinds and fields
        f'FROM base."{kind}"'
    )


def _gathered(view: View, name: str, query: str) -> str:
    """Return what to select from: of an edition that is held in memory, what a query gives is gathered but once."""
    if view.session.edition.size > IN_MEMORY:
        return f"({query})"
    with view.lock:
        view.session.keep(name, query)
    return name


def title_of(voice: Voice, row: Row) -> str:
    """Return what a thing is called, from its row: its name or title, what was undertaken, what was said."""
    for name in NAMING:
        told = {code: row[f"{name}_{code}"] for code in LANGUAGES if row.get(f"{name}_{code}")}
        if told:
            return pick(told, voice.language)
        if row.get(name):
            return str(row[name])
    return str(row.get("publisher") or row.get("key") or "")


def called(voice: Voice, key: str | None, known: Things) -> str:
    """Return the name of what a key names, else the key."""
    return title_of(voice, known[key].row) if key and key in known else key or ""


def headline(voice: Voice, one: Held, known: Things) -> str:
    """Say in a few words what an entry says: of what, and what."""
    if not one.kind:
        return voice.tell("entry", "redacted")
    if one.kind in WITHOUT_KEY:
        return voice.tell("entry", f"headline.{one.kind}", number=one.content["entry"])
    of = next((called(voice, one.content[name], known) for name in ABOUT if name in one.content), "")
    told = _told(voice, one, known)
    return voice.tell("entry", "headline", what=of, told=told) if of and told and of != told else told or of


def _told(voice: Voice, one: Held, known: Things) -> str:
    """Say the value, the verdict or the text of an entry."""
    row = one.row
    match one.kind:
        case "statement" | "cohort" | "contribution" | "benefit" | "target" | "baseline":
            due = voice.tell("entry", "headline.due", day=voice.partial(row["due_on"])) if row.get("due_on") else ""
            told = " ".join(part for part in (figures.value(voice, row), due) if part)
        case "budget" | "transaction":
            told = figures.value(voice, {**row, "value": row["amount"], "unit": row["currency"]})
        case "verdict" | "closure":
            told = voice.label("outcome", row["outcome"])
        case "rating":
            told = voice.label("rating", row["rating"])
        case "need":
            told = called(voice, row["block"], known)
        case "evidence":
            told = str(row["media_type"])
        case "source":
            told = voice.say("comma").join(part for part in (row["publisher"], row["title"]) if part)
        case _:
            told = title_of(voice, row)
    return told


def last_of(view: View, thing: Thing) -> int:
    """Return the entry of a key that is in force on the two dates, else the newest that was known."""
    query = f'SELECT max(number) AS number FROM "{thing.kind}" WHERE key = $key'  # noqa: S608 - our own kinds
    (row,) = view.rows(query, {"key": thing.key}, reads=(thing.kind,))
    return thing.number if row["number"] is None else int(row["number"])


def redaction_of(view: View, one: Held) -> Row | None:
    """Return the row of the redaction that removed the content of an entry."""
    return _one(view, "redaction", one.redacted_by)


def withdrawal_of(view: View, standing: Standing) -> Row | None:
    """Return the row of the withdrawal of an entry."""
    return _one(view, "withdrawal", standing.withdrawn_by)


def _one(view: View, kind: str, number: int | None) -> Row | None:
    rows = view.rows(f"SELECT * FROM base.{kind} WHERE number = $number", {"number": number}) if number else []  # noqa: S608 - our own kinds
    return rows[0] if rows else None


def offices_on(view: View, party: str | None, day: date | None) -> list[Row]:
    """Return the offices that a person held on a day, as far as the ledger knows."""
    if not party or not day:
        return []
    query = """SELECT * FROM office WHERE party = $party AND (held_from IS NULL OR held_from <= $day)
    AND (held_to IS NULL OR held_to >= $day) ORDER BY number"""
    return view.rows(query, {"party": party, "day": day}, reads=("office",))
