"""The sheet of sources: which there are, and what one carries, each thing with what the ledger has beside it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.ledger.kinds import KINDS
from bilan.report.sheets import beside
from bilan.report.sheets import entries as sheet
from bilan.report.sheets.beside import Became
from bilan.report.sheets.entries import PUBLIC, Held, Standing
from bilan.report.view import View

SOURCED: Final = tuple(kind for kind, its in KINDS.items() if "source" in its.model_fields)
# What names a thing and asserts nothing that could turn out otherwise.
FRAME: Final = frozenset({"party", "office", "plan", "node", "indicator", "service", "building_block", "need", "site",
                          "skill_pool", "evidence", "source"})  # fmt: skip
# What stands beside these is told by an analysis.
JUDGED: Final = frozenset({"statement", "undertaking"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A source in the list: its row, the entries it carries that were known, and whether it was public by then."""

    row: Row
    numbers: tuple[int, ...]
    later: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """Something that a source carries: the entry, how it stands, what became of it.

    `others` are entries of other sources on the same indicator, `named` the entries that name this one.
    """

    one: Held
    standing: Standing
    became: Became
    others: tuple[int, ...]
    named: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A source, read: what it says in its order, what it names besides, and how much of it is public only later."""

    row: Row
    later: bool
    said: tuple[Carried, ...]
    frame: tuple[Held, ...]
    to_come: int

    @property
    def counts(self) -> Counter[str]:
        """Count what it says by what became of it."""
        return Counter(each.became.code for each in self.said)


def listed(view: View) -> list[Listed]:
    """List the sources that were public by the day or carry what was, the newest first."""
    carried = " UNION ALL ".join(
        f'SELECT source, number, public_on FROM base."{kind}" WHERE source IS NOT NULL AND {PUBLIC}'  # noqa: S608 - our own kinds
        for kind in SOURCED
    )
    rows = view.rows(
        f"""WITH carried AS ({carried}), newest AS (
            SELECT key, coalesce(max(number) FILTER (WHERE {PUBLIC}), max(number)) AS number FROM base.source GROUP BY key)
        SELECT s.*, coalesce((SELECT list(c.number ORDER BY c.number) FROM carried c WHERE c.source = s.key), []) AS numbers,
            (SELECT count(c.public_on) FROM carried c WHERE c.source = s.key) AS dated
        FROM base.source s JOIN newest USING (number) ORDER BY s.published_on_to DESC NULLS LAST, s.number DESC""",  # noqa: S608, E501 - our own kinds
        {"known_on": view.cut.known_on},
    )
    found = [Listed(row, tuple(row["numbers"]), _later(view, row)) for row in rows]
    return [one for one in found if one.row["dated"] or not one.later]


def _later(view: View, row: Row) -> bool:
    return row["public_on"] is not None and row["public_on"] > view.cut.known_on


def reading(view: View, key: str) -> Reading | None:
    """Read a source: what it carries, in its own order, with what the ledger has beside each."""
    thing = sheet.things(view, [key]).get(key)
    if thing is None or thing.kind != "source":
        return None
    every = _carried(view, key)
    known = [one for one in every if one.is_public_on(view.cut.known_on)]
    said = tuple(said_of(view, [one for one in known if one.kind not in FRAME]))
    frame = tuple(one for one in known if one.kind in FRAME)
    return Reading(thing.row, _later(view, thing.row), said, frame, len(every) - len(known))


def _carried(view: View, key: str) -> list[Held]:
    """Return the entries that rest on a source, in the order of their places in it, then of their numbers."""
    query = " UNION ALL ".join(f'SELECT number FROM base."{kind}" WHERE source = $key' for kind in SOURCED)  # noqa: S608 - our own kinds
    numbers = [row["number"] for row in view.rows(query, {"key": key})]
    return sorted(sheet.held(view, numbers), key=lambda one: (place(one.row.get("locator")), one.number))


def place(locator: str | None) -> tuple[tuple[int, str], ...]:
    """Return where a place in a source comes, the numbers in it compared as numbers.

    >>> place("p. 9") < place("p. 17") < place(None)
    True
    """
    if not locator:
        return ((1, ""),)
    parts = re.split(r"(\d+)", locator)
    return ((0, ""), *((int(part), "") if part.isdigit() else (0, part) for part in parts))


def said_of(view: View, those: Iterable[Held]) -> Iterable[Carried]:
    """Give things that were said with what became of them."""
    said = list(those)
    standings, known = sheet.standings(view, said), beside.answers(view)
    others = _others(view, {one.row["indicator"] for one in said if one.row.get("indicator")})
    named: dict[str, list[int]] = {}
    for naming in sheet.naming(view, {one.key for one in said if one.key}):
        if naming.public_on is None or naming.public_on <= view.cut.known_on:
            named.setdefault(naming.named, []).append(naming.number)
    for one in said:
        on_it = others.get(one.row.get("indicator") or "", {})
        elsewhere = [number for number, source in on_it.items() if source != one.row["source"]]
        became = beside.became(one, known) if one.kind in JUDGED else beside.Became("told")
        yield Carried(one, standings[one.number], became, tuple(elsewhere), tuple(named.get(one.key or "", ())))


def _others(view: View, indicators: Iterable[str]) -> dict[str, dict[int, str | None]]:
    """Return the statements known of indicators, by indicator, each with its source."""
    query = """SELECT indicator, number, source FROM statement_known
    WHERE indicator IN (SELECT unnest($keys)) ORDER BY number"""
    found: dict[str, dict[int, str | None]] = {}
    for row in view.rows(query, {"keys": sorted(indicators)}, reads=("statement",)):
        found.setdefault(row["indicator"], {})[row["number"]] = row["source"]
    return found
