"""What keeping a ledger costs: recording, publishing, proving, verifying, reading a file; each beside the bare work."""

import csv
import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from bilan.config.home import Home, open_home
from bilan.exchange import kind_files
from bilan.ledger import tiles
from bilan.ledger.entries import Draft, read_content
from bilan.ledger.verifier import verify_edition
from bilan.tables import editions

if TYPE_CHECKING:
    from bilan.tables.editions import Edition

BATCH: Final = 10_000
DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
FEW: Final = 200


@dataclass(frozen=True, slots=True)
class Spent:
    """The CPU of our way, that of the bare way, and how many things were done."""

    ours: float
    bare: float
    count: int


def cpu_of(act: Callable[[], object]) -> float:
    """Return the seconds of CPU that an act takes."""
    before = time.process_time()
    act()
    return time.process_time() - before


def said(number: int) -> dict[str, Any]:
    """Tell a statement; its words are as long as those of real ones."""
    day = f"2012-{1 + number % 12:02}-{1 + number % 28:02}"
    return {
        "indicator": f"ind-{number % 130}", "source": f"src-{number % FEW}", "organisation": "org-ministry",
        "value": str(number % 1000), "unit": "projects", "nature": "declared", "about": day, "said_on": day,
        "occasion": "Meeting of the association, Rabat", "occasion_kind": "public", "qualifier": "more_than",
        "quotation": "More than so many projects and services are in operation on this day",
    }  # fmt: skip


def frame() -> Iterator[Draft]:
    """Tell what statements refer to."""

    def draft(kind: str, key: str, **content: object) -> Draft:
        return Draft(read_content(kind, content), key=key)

    for number in range(FEW):
        yield draft("source", f"src-{number}", publisher="Press", source_kind="press", published_on="2012-08-09")
    yield draft("party", "org-ministry", name="Ministry", party_kind="organisation")
    yield draft("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013")
    yield draft("node", "axis", parent="plan", node_kind="axis", name={"en": "Axis"})
    for number in range(130):
        name = {"en": f"Indicator {number}"}
        yield draft(
            "indicator", f"ind-{number}", node="axis", name=name, unit="projects", measure="stock", direction="up"
        )


class Kept:
    """A ledger on SQLite that grows as it is measured; its clock moves on by a minute an act."""

    def __init__(self, folder: Path) -> None:
        """Make it, with what statements refer to."""
        self.folder = folder
        self.home: Home = open_home(folder / "home")
        self.acts, self.next = 0, 0
        self.record(list(frame()))

    def record(self, drafts: list[Draft]) -> None:
        """Record drafts, none of which may be refused."""
        from bilan.acts import recording  # Django must know its home first

        self.acts += 1
        done = recording.record(self.home, drafts, by="bench", at=DAY + timedelta(minutes=self.acts))
        if done.refused or len(done.entries) != len(drafts):
            raise AssertionError(done.findings[:3])

    def say(self, count: int) -> None:
        """Record the next statements in one act, validated from what came in."""
        numbers = range(self.next, self.next + count)
        self.next += count
        self.record([Draft(read_content("statement", said(one)), key=f"st-{one}") for one in numbers])

    def publish(self) -> "Edition":
        """Publish the ledger as it stands."""
        from bilan.acts.publishing import publish  # as above

        return publish(self.home, at=DAY + timedelta(minutes=self.acts))

    def append(self, entries: int) -> tuple[Spent, Spent]:
        """Record so many statements by batches, and a few one by one; beside bare inserts of the same texts."""
        ours = sum(cpu_of(lambda: self.say(BATCH)) for _ in range(entries // BATCH))
        single = sum(cpu_of(lambda: self.say(1)) for _ in range(FEW))
        bare, bare_single = _insert(self.folder / "bare.sqlite", entries)
        return Spent(ours, bare, entries), Spent(single, bare_single, FEW)

    def refresh(self) -> float:
        """Publish again after 100 statements more; return the least CPU of five times."""
        found = []
        for _ in range(5):
            self.say(100)
            found.append(cpu_of(self.publish))
        return min(found)

    def prove(self, count: int) -> float:
        """Make inclusion proofs of entries here and there; return the CPU."""
        edition = editions.open_edition(self.home.editions)
        numbers = random.Random(1).choices(range(edition.size), k=count)
        read = lambda path: file.read_bytes() if (file := edition.folder / path).is_file() else None  # noqa: E731 - what tiles asks for
        return cpu_of(lambda: [tiles.inclusion_proof(number, edition.size, read) for number in numbers])

    def verify(self) -> Spent:
        """Verify an exported edition; beside the bare hashes of its leaves, nodes and files from memory."""
        target = self.folder / "exported"
        edition = editions.export(self.home.editions, None, target)
        ours = min(cpu_of(lambda: _verified(target)) for _ in range(3))
        texts = [path.read_bytes() for path in target.rglob("*") if path.is_file()]
        leaves = [line for path in sorted(target.glob("entries/*")) for line in path.read_bytes().splitlines()]
        return Spent(ours, min(cpu_of(lambda: _hash(leaves, texts)) for _ in range(3)), edition.size)


def _verified(folder: Path) -> None:
    report = verify_edition(folder)
    if not report.ok:
        raise AssertionError(report.findings[:3])


def _hash(leaves: list[bytes], texts: list[bytes]) -> None:
    for leaf in leaves:
        sha256(b"\x00" + leaf).digest()
    node = bytes(64)
    for _ in range(len(leaves) - 1):
        sha256(b"\x01" + node).digest()
    for text in texts:
        sha256(text).digest()


def _insert(path: Path, entries: int) -> tuple[float, float]:
    rows = [
        (one, "statement", f"st-{one}", json.dumps(said(one)), bytes(32), "2026-01-01", "bench")
        for one in range(entries + FEW)
    ]
    insert = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)"
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("PRAGMA journal_mode = WAL")
        con.execute(
            "CREATE TABLE entry (number INTEGER PRIMARY KEY, kind, key, body, leaf_hash, recorded_at, recorded_by)"
        )
        con.execute("CREATE INDEX by_key ON entry (key)")

        def batches() -> None:
            for start in range(0, entries, BATCH):
                con.execute("BEGIN")
                con.executemany(insert, rows[start : start + BATCH])
                con.execute("COMMIT")

        return cpu_of(batches), cpu_of(lambda: [con.execute(insert, row) for row in rows[entries:]])


def load(folder: Path, rows: int) -> Spent:
    """Read a file of statements, every cell checked; beside DuckDB's own reader of CSV into a table."""
    path = folder / "statement.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["key", *said(0)])
        writer.writeheader()
        writer.writerows({"key": f"st-{one}", **said(one)} for one in range(rows))

    def ours() -> None:
        reading = kind_files.read(path)
        if reading.problems or len(reading.steps) != rows:
            raise AssertionError(reading.problems[:3])

    def bare() -> None:
        with duckdb.connect() as con:
            con.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{path}')")  # noqa: S608 - a path of our own

    return Spent(min(cpu_of(ours) for _ in range(2)), min(cpu_of(bare) for _ in range(2)), rows)
