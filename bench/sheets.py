"""A spreadsheet of a hundred thousand rows: looked at, submitted, accepted; beside DuckDB's read and the bare append.

Each file is measured in a process of its own (``python -m bench.sheets FOLDER ROWS FORM``), so that its peak of memory
is its own. The bare append is the writer of the ledger with drafts that are ready, ten thousand at a time.
"""

import csv
import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import duckdb

from bench.table import Line, seconds
from bench.upkeep import BATCH, DAY, Kept, cpu_of, said
from bilan.exchange.workbook_writing import Table, write_book
from bilan.ledger.entries import Draft, read_content

ROWS: Final = 100_000
APPEND: Final = "append"
TIMES: Final = 4
MEGABYTES: Final = 500
PIECE: Final = 1 << 20
HEADINGS: Final = ("key", *said(0))


def lines(folder: Path, *, tenth: bool) -> Iterator[Line]:
    """Measure a file of each form."""
    count = ROWS // 10 if tenth else ROWS
    read, append = _read(folder, count), _measured(folder / "bare", count, APPEND)["append"]
    yield Line(f"DuckDB's own read of {count:,} rows of CSV", "", seconds(read))
    yield Line(f"Bare append of {count:,} drafts", "", seconds(append))
    for form in ("csv", "xlsx"):
        told = _measured(folder / form, count, form)
        for what in ("look", "submit", "accept"):
            yield Line(f"{form.upper()}, {count:,} rows: {NAMES[what]}", seconds(told[what]))
        whole, bare = sum(told[what] for what in NAMES), read + append
        yield Line(
            f"{form.upper()}, all of it, beside read and append", seconds(whole), seconds(bare), f"{whole / bare:.2f}",
            str(TIMES), whole <= TIMES * bare,
        )  # fmt: skip
        megabytes = told["peak"]
        kept = megabytes <= MEGABYTES
        yield Line(f"{form.upper()}, peak of memory", f"{megabytes:.0f} MB", budget=f"{MEGABYTES} MB", kept=kept)


NAMES: Final = {"look": "preview of every row", "submit": "submit", "accept": "accept and record"}


def _rows(count: int) -> Iterator[list[str]]:
    return ([f"st-{one}", *said(one).values()] for one in range(count))


def _read(folder: Path, count: int) -> float:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "statement.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *_rows(count)])

    def read() -> None:
        with duckdb.connect() as con:
            con.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{path}')")  # noqa: S608 - a path of our own

    return min(cpu_of(read) for _ in range(3))


def append(folder: Path, count: int) -> dict[str, float]:
    """Record drafts that are ready."""
    kept = Kept(folder)
    drafts = [Draft(read_content("statement", said(one)), key=f"st-{one}") for one in range(count)]
    _settle()
    spent = sum(cpu_of(partial(kept.record, drafts[start : start + BATCH])) for start in range(0, count, BATCH))
    return {"append": spent}


def _settle() -> None:
    """Leave what was imported out of the collections of garbage, as the worker does."""
    gc.collect()
    gc.freeze()


def _measured(folder: Path, count: int, form: str) -> dict[str, float]:
    folder.mkdir()
    line = [sys.executable, "-m", "bench.sheets", str(folder), str(count), form]
    # Writing it is none of what is measured, and takes memory of its own.
    if form != APPEND:
        subprocess.run([*line, "write"], check=True)
    told: dict[str, float] = json.loads(subprocess.run(line, check=True, stdout=subprocess.PIPE).stdout)
    return told


def _written(folder: Path, count: int, form: str) -> Path:
    path = folder / f"statement.{form}"
    if form == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *_rows(count)])
    else:
        with path.open("wb") as book:
            write_book([Table("statement", HEADINGS, _rows(count), numbers=frozenset({"value"}))], book)
    return path


def measure(folder: Path, count: int, form: str) -> dict[str, float]:
    """Take one file all its way; return the CPU of each step, its children included, and the peak of memory."""
    import resource

    kept = Kept(folder)
    from bilan.acts import batches, uploading
    from bilan.acts.access import person
    from bilan.store.desk.models import Account, Batch, Grant

    def enrolled(role: str) -> Account:
        account = Account.objects.create_user(f"{role}@example.org", name=role, signs_as=f"desk/{role}")
        Grant.objects.create(account=account, role=role, given_by="bench", given_at=DAY)
        return account

    officer, verifier = (person(enrolled(role)) for role in ("officer", "verifier"))
    at = DAY + timedelta(days=1)
    with (folder / f"statement.{form}").open("rb") as file:
        batch, _ = uploading.receive(kept.home, officer, file.name, iter(partial(file.read, PIECE), b""), at=at)
    _settle()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = {"look": _spent(partial(uploading.look, kept.home, batch, at=at))}
    batches.confirm(officer, batch, at=at)
    spent["submit"] = _spent(partial(batches.submit, kept.home, officer, batch, at=at))
    done = Batch.objects.get(pk=batch.pk)
    spent["accept"] = _spent(partial(batches.accept, kept.home, verifier, done, at=at + timedelta(hours=1)))
    if done.papers.filter(state="accepted").count() != count:
        raise AssertionError(done.counts)
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # The reader of a workbook is gone before the first row is looked at.
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, before + child)
    return {**spent, "peak": peak / 1_000}


def _spent(act: Callable[[], object]) -> float:
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = cpu_of(act)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure one file, or write it."""
    folder, count, form = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if sys.argv[4:]:
        _written(folder, count, form)
    else:
        print(json.dumps(append(folder, count) if form == APPEND else measure(folder, count, form)))


if __name__ == "__main__":
    main()
