"""The tables of an edition as its files hold them, before any cut: each is made when a question first names it.

To start a DuckDB takes longer than to answer most questions of a small plan. So the editions that are held in memory
share one, in which each has a catalogue of its own; of a larger one, which is read from its files, several threads
read, and it has one to itself.
"""

import re
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Final

import duckdb

from bilan.tables.columns import columns_of

Files = tuple[tuple[str, str], ...]
# Of each kind what its entries are made to be, and the files that hold them.
Tables = tuple[tuple[str, str, Files], ...]

# With quotation marks or without.
NAMED: Final = re.compile(r'\bbase\."?(\w+)"?')
MACROS: Final = (Path(__file__).parent / "macros.sql").read_text(encoding="utf-8")
_NUMBERS: Final = count()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Base:
    """The tables of an edition; `path` is where names that are not told in full are looked for."""

    con: duckdb.DuckDBPyConnection
    path: str
    tables: Mapping[str, tuple[str, Files]]
    made: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of its own, for one session."""
        con = self.con.cursor()
        con.execute(f"SET search_path = '{self.path}'")
        return con

    def is_empty(self, kind: str) -> bool:
        """Tell whether an edition has no file of a kind."""
        return not self.tables[kind][1]

    def need(self, query: str) -> None:
        """Make the tables that a query names, those that do not stand yet."""
        if wanted := set(NAMED.findall(query)) & self.tables.keys() - self.made:
            with self.lock:
                for kind in wanted - self.made:
                    self.con.execute(_making(kind, *self.tables[kind]))
                    self.made.add(kind)


def open_base(tables: Tables) -> Base:
    """Open the tables of an edition; what was opened before and nobody holds any longer is given back."""
    named = {kind: (what, files) for kind, what, files in tables}
    if any(what == "VIEW" for _, what, _ in tables):
        con = duckdb.connect()
        # Each question would else read the foot of every file again.
        con.execute(f"SET parquet_metadata_cache = true; CREATE SCHEMA base; {MACROS}")
        return Base(con, "memory.main", named)
    return _shared().open(named)


@dataclass(frozen=True, slots=True)
class _Shared:
    """The DuckDB of all editions that are held in memory: one thread is quicker there than several."""

    con: duckdb.DuckDBPyConnection
    open_now: dict[str, "weakref.ref[Base]"] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def open(self, tables: Mapping[str, tuple[str, Files]]) -> Base:
        name = f"edition_{next(_NUMBERS)}"
        with self.lock:
            self._leave(old for old, base in list(self.open_now.items()) if base() is None)
            base = Base(self.con.cursor(), f"{name}.main,memory.main", tables)
            base.con.execute(f"ATTACH ':memory:' AS {name}; CREATE SCHEMA {name}.base; SET search_path = '{base.path}'")
            self.open_now[name] = weakref.ref(base)
        return base

    def _leave(self, names: Iterable[str]) -> None:
        for name in names:
            self.con.execute(f"DETACH {name}")
            del self.open_now[name]


@cache
def _shared() -> _Shared:
    # No copy of a file outlives the edition that it was read for: its content may be taken out by a redaction.
    con = duckdb.connect(config={"threads": 1, "enable_external_file_cache": False})
    con.execute(MACROS)
    return _Shared(con)


def _making(kind: str, what: str, files: Files) -> str:
    if files:
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path, _ in files)
        return f"CREATE {what} base.{kind} AS SELECT * FROM read_parquet([{listed}])"  # noqa: S608 - paths of an edition, quoted
    columns = ", ".join(f'"{column.name}" {column.type}' for column in columns_of(kind))
    return f"CREATE TABLE base.{kind} ({columns})"
