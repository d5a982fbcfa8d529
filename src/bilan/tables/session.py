"""A session: the tables of an edition, cut by two dates before any analysis sees a row.

For each kind there are two views. ``statement_known`` holds every version that a citizen could know on `known_on`;
``statement`` is the one in force: of those, what no later version has superseded, no withdrawal has taken back, and
what counts by `as_of`. Analyses read these views and nothing else.

What is said of states and groups of states (``abroad``) is no statement on the plan: it is in ``statement_known``, for
those who compare, and not in ``statement``; indicators of which nothing else is said are not in ``indicator``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

import duckdb

from bilan.ledger.kinds import KINDS
from bilan.tables.base import NAMED, Base, Tables, open_base
from bilan.tables.columns import columns_of
from bilan.tables.editions import SCHEMA, Edition

# Up to this many entries a table, and what is in force of it, is kept in memory; beyond, DuckDB reads only the columns
# it needs from Parquet. In an edition of no more entries, one thread is quicker than several.
IN_MEMORY: Final = 100_000

KNOWN: Final = "SELECT * FROM base.{kind} WHERE public_on IS NULL OR public_on <= DATE '{known_on}'"
IN_FORCE: Final = """SELECT * FROM {kind}_known
WHERE (counts_on IS NULL OR counts_on <= DATE '{as_of}') AND number NOT IN (SELECT number FROM {kind}_gone)"""
# NOT IN over a list without NULL: DuckDB then hashes the few superseded numbers, not the many entries.
GONE: Final = """SELECT replaces AS number FROM base.{kind}
WHERE replaces IS NOT NULL AND (public_on IS NULL OR public_on <= DATE '{known_on}')
UNION ALL SELECT number FROM taken_back"""
NOTHING_GONE: Final = "SELECT number FROM taken_back WHERE false"
# The tree of the plan was another on other days: of each node and indicator the newest version that counts by `as_of`
# is in force, and the one before it until then.
BY_DAY: Final = frozenset({"node", "indicator"})
GONE_BY_DAY: Final = """SELECT number FROM base.{kind} WHERE number NOT IN (
    SELECT max(number) FROM base.{kind} WHERE (public_on IS NULL OR public_on <= DATE '{known_on}')
    AND (counts_on IS NULL OR counts_on <= DATE '{as_of}') GROUP BY key)
UNION ALL SELECT number FROM taken_back"""
# Of these kinds only what is of the plan is in force: see decision 0012.
OF_THE_PLAN: Final[Mapping[str, str]] = {
    "statement": " AND (subject IS NULL OR subject NOT IN (SELECT key FROM abroad))",
    "indicator": " AND key NOT IN (SELECT indicator FROM abroad_only)",
}
ABROAD: Final = "SELECT key FROM base.party WHERE key IS NOT NULL AND party_kind IN ('state', 'group')"
ABROAD_ONLY: Final = """SELECT indicator FROM base.statement
WHERE indicator IS NOT NULL AND subject IN (SELECT key FROM abroad)
EXCEPT (SELECT indicator FROM base.statement WHERE subject IS NULL OR subject NOT IN (SELECT key FROM abroad)
        UNION ALL SELECT indicator FROM base.target UNION ALL SELECT indicator FROM base.baseline)"""
TAKEN_BACK: Final = """SELECT entry AS number FROM base.withdrawal WHERE public_on <= DATE '{known_on}'
UNION ALL SELECT replaced FROM base.redaction WHERE replaced IS NOT NULL"""

ALONE: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {}


class EditionOutdated(Exception):
    """An edition has the tables of another version of Bilan; `name` is the edition's."""

    def __init__(self, name: str) -> None:
        """Keep the name, and say what to do."""
        super().__init__(f"the tables of edition {name} are of another version: build the edition again")
        self.name = name


@dataclass(frozen=True, slots=True)
class Cut:
    """The two dates: what the figures are about, and what a citizen could know."""

    as_of: date
    known_on: date


@dataclass(frozen=True, slots=True)
class Session:
    """The tables of an edition, cut; `made` names what stands already, `beside` the kinds with rows beside it."""

    base: Base
    con: duckdb.DuckDBPyConnection
    edition: Edition
    cut: Cut
    made: set[str] = field(default_factory=set)
    beside: frozenset[str] = frozenset()

    def need(self, kinds: Iterable[str]) -> None:
        """Make the views of these kinds, those that do not stand yet."""
        for kind in kinds:
            if kind not in self.made:
                for what, name, query in self._views(kind):
                    self.con.execute(f'CREATE TEMP {what} "{name}" AS {self._ready(query)}')
                self.made.add(kind)

    def keep(self, name: str, query: str) -> None:
        """Keep the answer of a query as a table of this session."""
        if name not in self.made:
            self.con.execute(f'CREATE TEMP TABLE "{name}" AS {self._ready(query)}')
            self.made.add(name)

    def hold_beside(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Let rows of a kind stand beside those of the edition, before any view of it is made."""
        columns = columns_of(kind)
        cells = ", ".join(f"CAST(? AS {column.type})" for column in columns)
        self.base.need(f"base.{kind}")
        self.con.execute(f'CREATE TEMP TABLE "{kind}_beside" AS SELECT * FROM base.{kind} LIMIT 0')  # noqa: S608 - our own kinds
        self.con.executemany(
            f'INSERT INTO "{kind}_beside" VALUES ({cells})',  # noqa: S608 - types of our own columns
            [[row.get(column.name) for column in columns] for row in rows],
        )
        both = f'SELECT * FROM base.{kind} UNION ALL SELECT * FROM "{kind}_beside"'  # noqa: S608 - our own kinds
        self.con.execute(f'CREATE TEMP VIEW "{kind}_all" AS {both}')

    def _ready(self, query: str) -> str:
        """Return a query with what stands beside, once the tables that it names are made."""
        self.base.need(query)
        return NAMED.sub(lambda found: f'"{found[1]}_all"' if found[1] in self.beside else found[0], query)

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a query, as dictionaries."""
        self.base.need(query)
        done = self.con.execute(query, values) if values else self.con.execute(query)
        names = [column[0] for column in done.description or ()]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]

    def _views(self, kind: str) -> Iterator[tuple[str, str, str]]:
        told = {"kind": kind, "as_of": self.cut.as_of, "known_on": self.cut.known_on}
        yield "VIEW", f"{kind}_known", KNOWN.format(**told)
        if kind not in self.beside and self.base.is_empty(kind):  # a plan uses few of the kinds there are
            yield "VIEW", f"{kind}_gone", NOTHING_GONE
            yield "VIEW", kind, f"SELECT * FROM {kind}_known"  # noqa: S608 - our own kinds
            return
        yield "TABLE", f"{kind}_gone", gone(kind).format(**told)
        if kind == "indicator":
            yield "TABLE", "abroad_only", ABROAD_ONLY
        yield _what(self.edition, kind), kind, IN_FORCE.format(**told) + OF_THE_PLAN.get(kind, "")


def gone(kind: str) -> str:
    """Return the query for the entries of a kind that another one has superseded, or that were taken back."""
    return GONE_BY_DAY if kind in BY_DAY else GONE


def _what(edition: Edition, kind: str) -> str:
    """Say what the entries of a kind are made to be; where nobody counted its rows, it may have all of them."""
    told = (facts for path, facts in edition.files.items() if path.startswith(f"tables/{kind}/"))
    rows = sum(int(facts.get("rows", edition.size)) for facts in told)
    return "TABLE" if rows <= IN_MEMORY else "VIEW"


def _tables(edition: Edition) -> Tables:
    """Return each table with its files and their digests: after a redaction, other files bear the same names."""
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    for path, facts in edition.files.items():
        room, _, rest = path.partition("/")
        if room == "tables" and (kind := rest.partition("/")[0]) in found:
            found[kind].append((f"{edition.folder}/{path}", str(facts.get("sha256"))))
    return tuple((kind, _what(edition, kind), tuple(listed)) for kind, listed in found.items())


def open_session(
    edition: Edition, *, as_of: date, known_on: date, beside: Mapping[str, Sequence[Mapping[str, Any]]] = ALONE
) -> Session:
    """Open the tables of an edition as of a day, as known on a day; with the rows `beside` it, as if it had them."""
    if edition.schema != SCHEMA:
        raise EditionOutdated(edition.name)
    base = _base(_tables(edition))
    session = Session(base, base.cursor(), edition, Cut(as_of, known_on), beside=frozenset(beside))
    for kind, rows in beside.items():
        session.hold_beside(kind, rows)
    session.keep("taken_back", TAKEN_BACK.format(known_on=known_on))
    session.keep("abroad", ABROAD)
    plan = "(SELECT min(starts_on_from) FROM plan) AS starts_on, (SELECT max(ends_on_to) FROM plan) AS ends_on"
    session.need(["plan"])
    session.keep("cut", f"SELECT DATE '{as_of}' AS as_of, DATE '{known_on}' AS known_on, {plan}")
    return session


# So many editions stay open of those that nobody asks at the moment.
_base: Final = lru_cache(maxsize=4)(open_base)
