"""Datasette on the statements of an edition, where it can be installed: in an environment of its own."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from bench import serving

if TYPE_CHECKING:
    from bilan.tables.editions import Edition

ROOT: Final = Path(__file__).parents[1]
PINNED: Final = ROOT / "requirements" / "bench.txt"
# What a line of the list of entries tells.
COLUMNS: Final = (
    "number, key, indicator, subject, value, unit, nature, about, said_on, public_on, organisation, quotation"
)
A_PAGE: Final = 50


def page(after: int) -> str:
    """Return the address of the fifty statements after a number."""
    return f"/entries/statement?_next={after}&_size={A_PAGE}"


@contextmanager
def datasette(edition: "Edition", folder: Path) -> "Iterator[serving.Server | None]":
    """Serve the statements of an edition with Datasette; nothing where it cannot be installed."""
    python = _installed(folder / "rival")
    if python is None:
        yield None
        return
    path, port = folder / "entries.db", serving.free_port()
    _write(edition, path)
    line = [
        str(python),
        "-m",
        "datasette",
        "serve",
        "--host",
        serving.HERE,
        "--port",
        str(port),
        "--immutable",
        str(path),
    ]
    with serving.running(line, port, at="/-/versions.json") as server:
        yield server


def _installed(folder: Path) -> Path | None:
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    lines = ([sys.executable, "-m", "venv", str(folder)], [*pip, "-r", str(PINNED)])
    done = all(subprocess.run(line, check=False, stdout=sys.stderr).returncode == 0 for line in lines)
    return python if done else None


def _write(edition: "Edition", path: Path) -> None:
    with closing(sqlite3.connect(path)) as con, duckdb.connect() as read:
        con.execute(f"CREATE TABLE statement ({COLUMNS.replace('number', 'number INTEGER PRIMARY KEY', 1)})")
        texts = ", ".join(f"{one}::VARCHAR" for one in COLUMNS.split(", ")[1:])
        files = [str(one) for one in edition.paths_of("statement")]
        done = read.execute(f"SELECT number, {texts} FROM read_parquet({files})")  # noqa: S608 - paths and words of our own
        marks = ", ".join("?" for _ in COLUMNS.split(", "))
        while rows := done.fetchmany(50_000):
            con.executemany(f"INSERT INTO statement VALUES ({marks})", rows)  # noqa: S608 - as above
        con.commit()
