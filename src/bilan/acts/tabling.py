"""The tables of an edition, cut by two days, in every form: rows, what Bilan loads, lines of JSON, Parquet."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.exchange import export
from bilan.ledger.entries import Entry
from bilan.report.view import View
from bilan.tables.editions import Edition
from bilan.terms.plain import as_json

# So many rows are held at a time.
AT_ONCE: Final = 5_000
MEGABYTE: Final = 1 << 20


def page_of(view: View, kind: str, *, after: int | None, limit: int) -> list[Row]:
    """Return the rows of a kind in the order of their numbers, those after a number, no more than a limit."""
    where = "" if after is None else f"WHERE number > {after:d}"
    return view.rows(f"SELECT * FROM {kind} {where} ORDER BY number LIMIT {limit:d}", reads=(kind,))  # noqa: S608 - one of our own kinds


def rows(view: View, kind: str) -> Iterator[Row]:
    """Give all rows of a kind, page after page."""
    after: int | None = None
    while page := page_of(view, kind, after=after, limit=AT_ONCE):
        yield from page
        after = page[-1]["number"]


def as_ndjson(view: View, kind: str) -> Iterator[bytes]:
    """Give the rows of a kind as lines of JSON."""
    for row in rows(view, kind):
        yield json.dumps(row, ensure_ascii=False, default=as_json).encode() + b"\n"


def as_csv(view: View, kind: str) -> Iterator[bytes]:
    """Give the entries of a kind that are in force as the file that Bilan loads, a batch of lines at a time."""
    numbers = view.rows(f"SELECT number FROM {kind} ORDER BY number", reads=(kind,))  # noqa: S608 - one of our own kinds
    told = lines(view.session.edition, (row["number"] for row in numbers))
    yield from batched(text.encode() for text in export.lines(kind, (Entry.from_leaf(line) for line in told)))


def as_parquet(view: View, kind: str) -> Iterator[bytes]:
    """Give the rows of a kind as a file of Parquet."""
    with TemporaryDirectory(prefix="bilan-") as folder:
        path = Path(folder) / f"{kind}.parquet"
        with view.lock:
            view.session.need((kind,))
            rows_of = f"SELECT * FROM {kind} ORDER BY number"  # noqa: S608 - one of our own kinds
            view.session.con.execute(f"COPY ({rows_of}) TO '{path}' (FORMAT parquet)")
        with path.open("rb") as file:
            yield from iter(lambda: file.read(MEGABYTE), b"")


FORMS: Final[Mapping[str, Callable[[View, str], Iterator[bytes]]]] = {
    "ndjson": as_ndjson,
    "csv": as_csv,
    "parquet": as_parquet,
}


def batched(pieces: Iterable[bytes], most: int = MEGABYTE // 8) -> Iterator[bytes]:
    """Put small pieces together, so that each that is sent is worth it."""
    held, size = list[bytes](), 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= most:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def lines(edition: Edition, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Give the entries of these numbers, which come in order, as their lines hold them."""
    wanted = iter(numbers)
    number = next(wanted, None)
    for path in sorted(one for one in edition.files if one.startswith("entries/")):
        start, stop = (int(part) for part in PurePath(path).stem.split("-"))
        if number is None or number >= stop:
            continue
        with (edition.folder / path).open("rb") as file:
            for at, line in enumerate(file, start):
                if at == number:
                    yield json.loads(line)
                    number = next(wanted, None)
                if number is None or number >= stop:
                    break
