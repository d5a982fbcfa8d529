"""The sheet of people: who speaks, with which interest, and what became of what each said and undertook."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.timeline import Moment, timeline
from bilan.report.sheets import entries as sheet
from bilan.report.sheets.entries import Naming
from bilan.report.sheets.sources import Carried, said_of
from bilan.report.view import View
from bilan.report.voice import Voice

NATURES: Final = ("audited", "measured", "declared", "estimated", "announced")
KINDS: Final = ("organisation", "person", "state")
COMPARED: Final = "SELECT key FROM abroad WHERE key IN (SELECT subject FROM statement_known WHERE subject IS NOT NULL)"
SPOKEN: Final = "speaker = $key OR organisation = $key"
# Fields that say that a party speaks or promises: those entries are read one by one, not only counted.
READ: Final = frozenset({("statement", "speaker"), ("statement", "organisation"), ("undertaking", "made_by"),
                         ("undertaking", "organisation"), ("office", "party"), ("office", "organisation"),
                         ("agreement", "parties"), ("finding", "auditor")})  # fmt: skip
DAY: Final = timedelta(days=1)
# So many moments can be told apart in one drawing.
MOST: Final = 16


@dataclass(frozen=True, slots=True)
class Speaker:
    """A party in the list: its row, what it said by nature, what the analyses tell of that.

    `candour` is the row of that analysis, `opposed` are its statements that stand in a contradiction.
    """

    row: Row
    said: tuple[int, ...]
    natures: tuple[tuple[str, tuple[int, ...]], ...]
    candour: Row | None
    opposed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A voice that the ledger has only as it was written, without a party of its own."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Entries of a kind that name a party in a field."""

    kind: str
    field: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A party: what it is, which offices it held or has, what it said, undertook and signed, and where it is named."""

    speaker: Speaker
    offices: tuple[Row, ...]
    members: tuple[Row, ...]
    said: tuple[Carried, ...]
    undertaken: tuple[Carried, ...]
    agreements: tuple[Row, ...]
    found: tuple[Carried, ...]
    named: tuple[Named, ...]


def speakers(view: View) -> list[Speaker]:
    """List the parties, those that said the most first; not the countries that are only compared with."""
    compared = {row["key"] for row in view.rows(COMPARED, reads=("statement",))}
    listed = (one for one in _speakers(view) if one.said or one.row["key"] not in compared)
    return sorted(listed, key=lambda one: (-len(one.said), one.row["name"]))


def _speakers(view: View, key: str | None = None) -> Iterator[Speaker]:
    parties = view.rows("SELECT * FROM party WHERE $key IS NULL OR key = $key", {"key": key}, reads=("party",))
    spoken: dict[str, list[Row]] = {}
    query = "SELECT number, nature, speaker, organisation FROM statement ORDER BY number"
    for row in view.rows(query, reads=("statement",)):
        for party in {row["speaker"], row["organisation"]} - {None}:
            spoken.setdefault(party, []).append(row)
    candour = {row["party"]: row for row in view.ask("candour") if row["party"] and row["told_by"] != "all"}
    opposed = _opposed(view)
    for party in parties:
        rows = spoken.get(party["key"], [])
        natures = ((nature, tuple(row["number"] for row in rows if row["nature"] == nature)) for nature in NATURES)
        yield Speaker(
            row=party,
            said=tuple(row["number"] for row in rows),
            natures=tuple((nature, numbers) for nature, numbers in natures if numbers),
            candour=candour.get(party["key"]),
            opposed=tuple(row["number"] for row in rows if row["number"] in opposed),
        )


def _opposed(view: View) -> set[int]:
    """Return the statements that stand in a contradiction; two figures that agree within their words do not."""
    rows = [row for row in view.ask("contradictions") if row["beyond"] is not False]
    return {number for row in rows for number in (row["entry"], row["other_entry"]) if number is not None}


def unlisted(view: View) -> list[Unlisted]:
    """List the voices that are known only as they were written, those that said the most first."""
    query = """SELECT coalesce(organisation_name, speaker_name) AS name, list(number ORDER BY number) AS numbers
    FROM statement WHERE speaker IS NULL AND organisation IS NULL
    AND coalesce(organisation_name, speaker_name) IS NOT NULL GROUP BY ALL ORDER BY len(numbers) DESC, name"""
    return [Unlisted(row["name"], tuple(row["numbers"])) for row in view.rows(query, reads=("statement",))]


def party(view: View, key: str) -> Sheet | None:
    """Gather all that is known of a party."""
    speaker = next(_speakers(view, key), None)
    if speaker is None:
        return None
    undertakings = _numbers(view, "undertaking", "made_by = $key OR organisation = $key", key)
    return Sheet(
        speaker,
        offices=_offices(view, "party", key),
        members=_offices(view, "organisation", key),
        said=_carried(view, _numbers(view, "statement", SPOKEN, key)),
        undertaken=_carried(view, undertakings),
        agreements=tuple(_rows(view, "agreement", "list_contains(parties, $key)", key, "signed_on_from, number")),
        found=_carried(view, _numbers(view, "finding", "auditor = $key", key)),
        named=tuple(_named(view, key)),
    )


def _offices(view: View, field: str, key: str) -> tuple[Row, ...]:
    """Return the offices of a person or an organisation that had begun by the day: nobody knew the later ones yet."""
    rows = _rows(view, "office", f"{field} = $key", key, "held_from NULLS LAST, number")
    return tuple(row for row in rows if row["held_from"] is None or row["held_from"] <= view.cut.known_on)


def _rows(view: View, kind: str, where: str, key: str, order: str = "number") -> list[Row]:
    query = f"SELECT * FROM {kind} WHERE {where} ORDER BY {order}"  # noqa: S608 - our own conditions
    return view.rows(query, {"key": key}, reads=(kind,))


def _numbers(view: View, kind: str, where: str, key: str) -> list[int]:
    return [row["number"] for row in _rows(view, kind, where, key)]


def _carried(view: View, numbers: list[int]) -> tuple[Carried, ...]:
    """Return what was said, the latest first."""
    found = said_of(view, sheet.held(view, numbers))
    return tuple(sorted(found, key=lambda each: (each.one.row["public_on"] or date.min, each.one.number), reverse=True))


def _named(view: View, key: str) -> Iterator[Named]:
    """Give the entries that name a party besides those that are read one by one, by kind and field."""
    counted: dict[tuple[str, str], list[int]] = {}
    for each in sheet.naming(view, [key]):
        if _counts(each, view.cut.known_on):
            counted.setdefault((each.kind, each.field), []).append(each.number)
    for (kind, field), numbers in sorted(counted.items()):
        yield Named(kind, field, tuple(numbers))


def _counts(each: Naming, day: date) -> bool:
    return (each.kind, each.field) not in READ and (each.public_on is None or each.public_on <= day)


def drawn(view: View, of: Sheet, voice: Voice, href: Callable[[Row], str], what: str) -> Drawn | None:
    """Draw the offices held and the undertakings made, of an organisation who held an office in it.

    Nothing where no day is known, and no undertakings where there are too many to be seen.
    """
    rows = [(row, "held", row["role"], "office") for row in of.offices]
    rows += [(row, "held", _holder(view, voice, row), "office") for row in of.members]
    promises = [(each.one.row, "made_on", each.one.row["what"], "undertaking") for each in of.undertaken]
    rows += promises if len(rows) + len(promises) <= MOST else []
    moments = [_moment(row, day, text, kind, href(row)) for row, day, text, kind in rows if row[f"{day}_from"]]
    if not moments:
        return None
    days = [day for one in moments for day in (one.on, one.until) if day] + [view.cut.as_of]
    starts = view.plan.get("starts_on_from")
    begins, ends = min([*days, *([starts] if starts else [])]), max(days)
    return timeline(moments, voice, begins=begins, ends=ends + DAY, as_of=view.cut.as_of, what=what)


def _holder(view: View, voice: Voice, row: Row) -> str:
    name = figures.name_of(voice, row["party"], view.names)
    return f"{name} ({row['role']})"


def _moment(row: Row, day: str, text: str, kind: str, href: str) -> Moment:
    lasts = kind == "office"
    precise = row[f"{day}_from"] == row[f"{day}_to"]
    return Moment(row[f"{day}_from"], row[f"{day}_to"] if lasts else None, text, kind, href, precise)
