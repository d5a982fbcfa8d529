"""Make the tables that a reporting officer fills in: what is due from them, or what the ledger says of their part."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from django.db.models import QuerySet

from bilan.acts.access import Forbidden, Person
from bilan.acts.concerns import place_of
from bilan.acts.expected import WAITING, expected
from bilan.acts.row_looking import problem_of
from bilan.analysis.asking import Row as Due
from bilan.exchange import columns as of
from bilan.exchange.columns import field_types, headings_of
from bilan.exchange.export import cells_of
from bilan.exchange.workbook_writing import Table, harmless
from bilan.ledger.fields import InList, IsDay, IsExact
from bilan.report.figures import name_of
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.store import reading
from bilan.store.desk.models import Batch, Row
from bilan.terms.codes import code_list
from bilan.terms.languages import pick
from bilan.terms.words import catalogue, say

KIND: Final = "statement"
# What somebody who reports is asked for, in this order; any other column of the kind may be added.
ASKED: Final = (
    "key", "indicator", "# name", "subject", "region", "about", "value", "low", "high", "qualifier", "unit", "missing",
    "nature", "said_on", "organisation", "speaker_name", "source", "locator", "quotation", "note",
)  # fmt: skip
FEW: Final = 60
SLUG: Final = re.compile(r"[^a-z0-9]+")
KEY_LONGEST: Final = 96
PROBLEM: Final = "# problem"


def template(person: Person, view: View, voice: Voice) -> list[Table]:
    """Return a workbook to be filled in: a row for each figure that is due, and what each column means."""
    person.demand("upload")
    units = {row["key"]: row["unit"] for row in view.rows("SELECT key, unit FROM indicator", reads=("indicator",))}
    due = expected(person, view, "upload", WAITING)
    rows = [_row(person, one, unit=units.get(one["indicator"]), name=_name(view, voice, one)) for one in due]
    typed = of_mark(KIND, IsDay) | {"key"}
    table = Table(KIND, ASKED, rows, _choices(ASKED), of_mark(KIND, IsExact), typed)
    return [table, _explained(voice), _indicators(person, view, voice, units)]


def _indicators(person: Person, view: View, voice: Voice, units: Mapping[str, str]) -> Table:
    """List all indicators within reach, due or not, to be copied from; a remark too."""
    every = {one["indicator"]: one for one in expected(person, view, "upload")}
    heads = [voice.tell("desk_uploads", f"sheet.{one}") for one in ("indicator", "name", "unit")]
    rows = [[key, _name(view, voice, one), units.get(key) or ""] for key, one in every.items()]
    return Table(f"_{voice.tell('desk_uploads', 'sheet.indicators')}", heads, rows)


def _name(view: View, voice: Voice, due: Due) -> str:
    return harmless(name_of(voice, due["indicator"], view.names))


def _row(person: Person, due: Due, *, unit: str | None, name: str) -> list[str]:
    told = {heading: due[heading] for heading in ("indicator", "subject", "region", "about")}
    cells = {**told, "key": key_for(person, due), "organisation": due["party"], "unit": unit, "# name": name}
    return [cells.get(heading) or "" for heading in ASKED]


def key_for(person: Person, due: Due) -> str:
    """Return a key for the figure that a party tells of a period: told again, it replaces what was told first."""
    told = (due["indicator"].removeprefix("ind-"), due["subject"], due["region"], due["about"], person.account.party)
    parts = [SLUG.sub("-", str(one).lower()).strip("-") for one in told if one]
    return "-".join(["st", *parts])[:KEY_LONGEST].rstrip("-")


def of_mark(kind: str, mark: type) -> frozenset[str]:
    """Return the columns of a kind whose values are of one sort."""
    return frozenset(
        name for name, held in field_types(kind).items() if any(isinstance(one, mark) for one in held.marks)
    )


def _choices(headings: tuple[str, ...]) -> Mapping[str, list[str]]:
    """Return the codes of the columns that have few."""
    lists = {
        name: [*code_list(mark.name)]
        for name, held in field_types(KIND).items()
        for mark in held.marks
        if isinstance(mark, InList)
    }
    return {name: lists[name] for name in headings if name in lists and len(lists[name]) <= FEW}


def _explained(voice: Voice) -> Table:
    """Say of each column what it holds; the sheet is no table of entries, and is passed over when it comes back."""
    heads = [voice.tell("desk_uploads", f"sheet.{one}") for one in ("column", "meaning", "codes")]
    codes = _choices(ASKED)
    rows = [[one, _meaning(voice, one), ", ".join(codes.get(one, ()))] for one in ASKED]
    return Table(f"_{voice.tell('desk_uploads', 'sheet.title')}", heads, rows)


def _meaning(voice: Voice, heading: str) -> str:
    words = catalogue("fields")
    told = words.get(f"{KIND}.{heading}") or words.get(heading)
    if told and heading in field_types(KIND):
        return pick(dict(told), voice.language)
    return voice.tell("desk_uploads", f"sheet.{heading.removeprefix('# ')}")


def present(person: Person, kind: str) -> Table:
    """Return what the ledger says now, of one kind and within reach, as it can be changed and sent back.

    `replaces` gives the number of each entry: what the ledger has moved on from since is refused, not overwritten.
    """
    person.demand("upload")
    headings = [one for one in headings_of(kind) if one != of.NUMBER]
    return Table(kind, headings, _present(person, kind, headings), {}, of_mark(kind, IsExact), of_mark(kind, IsDay))


def _present(person: Person, kind: str, headings: list[str]) -> Iterator[list[str]]:
    for entry in reading.live(kind):
        cells = cells_of(kind, entry.content)
        where = place_of(cells, person.account)
        try:
            person.demand_at("upload", party=where.party, node=where.node, region=where.region)
        except Forbidden:
            continue
        whole = {**cells, of.KEY: entry.key or "", of.REPLACES: str(entry.number)}
        yield [whole.get(heading, "") for heading in headings]


def problems(batch: Batch, language: str) -> list[Table]:
    """Return the rows of a file that have a problem, by kind, each with what is wrong: to be mended and sent again."""
    found = Row.objects.filter(batch=batch, effect="problem").order_by("kind", "turn")
    kinds = found.order_by("kind").values_list("kind", flat=True).distinct()
    return [_problems_of(kind, found.filter(kind=kind), language) for kind in kinds if kind]


def _problems_of(kind: str, found: QuerySet[Row], language: str) -> Table:
    rows = list(found)
    used = {name for one in rows for name in one.cells}
    headings = [of.KEY, *(one for one in headings_of(kind) if one in used), PROBLEM]
    told = [_told(one, headings, language) for one in rows]
    return Table(kind, headings, told, {}, frozenset(), of_mark(kind, IsDay))


def _told(one: Row, headings: list[str], language: str) -> list[str]:
    wrong = [problem_of(told, "", None) for told in one.problems]
    said = " · ".join(
        f"{problem.place.column}: {say(problem.code, language, subject='problems', **problem.values)}"
        if problem.place.column
        else say(problem.code, language, subject="problems", **problem.values)
        for problem in wrong
    )
    cells = {**one.cells, of.KEY: one.key or "", PROBLEM: f"{one.sheet}:{one.row} {said}"}
    return [harmless(cells.get(heading, "")) for heading in headings]
