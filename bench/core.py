"""The core question, asked of an edition: by Bilan, and by the SQL that one would write by hand."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb

from bench.ledgers import AS_OF
from bilan.analysis import catalogue, progress
from bilan.tables import session
from bilan.tables.editions import Edition

KINDS: Final = ("statement", "withdrawal", "target", "baseline", "indicator")
SHARED: Final = (
    "indicator", "region", "baseline", "target", "declared", "declared_entry", "verified", "verified_entry",
    "declared_progress", "verified_progress",
)  # fmt: skip

Answer = list[tuple[Any, ...]]


@cache
def by_hand() -> str:
    """Return the query that one would write by hand."""
    return (Path(__file__).parent / "core.sql").read_text(encoding="utf-8")


def opened(edition: Edition) -> session.Session:
    """Open an edition as if for the first time in this process."""
    session._base.cache_clear()  # noqa: SLF001 - a session that finds its tables open would be no fair comparison
    return session.open_session(edition, as_of=AS_OF, known_on=AS_OF)


def ask_progress(edition: Edition) -> list[dict[str, Any]]:
    """Open an edition and ask for progress."""
    return catalogue.ask(opened(edition), "progress").rows


def ask_shared(edition: Edition) -> Answer:
    """Open an edition, make the answer of progress, and fetch of it only the columns that both answers have."""
    asked = opened(edition)
    asked.need(progress.ANALYSIS.reads)
    asked.keep("progress", progress.ANALYSIS.query or "")
    columns = ", ".join("coalesce(region, '')" if name == "region" else name for name in SHARED)
    return asked.con.execute(f"SELECT {columns} FROM progress").fetchall()  # noqa: S608 - our own names


def ask_by_hand(edition: Edition) -> Answer:
    """Open the same Parquet files and ask by hand."""
    with duckdb.connect() as con:
        for kind in KINDS:
            files = [str(path) for path in edition.paths_of(kind)]
            con.execute(f"CREATE VIEW {kind} AS SELECT * FROM read_parquet({files})")  # noqa: S608 - paths of our own
        return con.execute(by_hand()).fetchall()


def comparable(rows: Answer) -> list[tuple[object, ...]]:
    """Return an answer in one order and one type of number, whichever engine gave it."""
    return sorted(
        tuple(one if one is None or isinstance(one, str) else round(float(one), 9) for one in row) for row in rows
    )
