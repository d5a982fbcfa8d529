"""Segments: how a table that only grows is cut into files that never change.

A log of N entries is cut into runs of 2^20, 2^16, 2^12 and 2^8 entries and a tail. The cut depends on N alone, so a
table built from nothing and one grown entry by entry are the same files; growing rewrites the tail, and rarely more.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb

from bilan.tables.columns import columns_of
from bilan.tables.derive import Row, SourceDay, row_of

LARGEST_ROW: Final = 2**20
SIZES: Final = (2**20, 2**16, 2**12, 2**8)
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
Lines = Callable[[int, int], Iterable[bytes]]


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A run of entries, from `start` up to but not including `stop`."""

    start: int
    stop: int

    @property
    def name(self) -> str:
        """Return the stem of its files.

        >>> Segment(0, 256).name
        '0000000000-0000000256'
        """
        return f"{self.start:010}-{self.stop:010}"


def cut(size: int) -> list[Segment]:
    """Cut a log of `size` entries into segments.

    >>> [(one.start, one.stop) for one in cut(5000)]
    [(0, 4096), (4096, 4352), (4352, 4608), (4608, 4864), (4864, 5000)]
    """
    found, start = [], 0
    for width in SIZES:
        while start + width <= size:
            found.append(Segment(start, start + width))
            start += width
    return [*found, Segment(start, size)] if start < size else found


def rows_by_kind(lines: Iterable[bytes], source_day: SourceDay) -> dict[str, list[Row]]:
    """Derive the rows of entry lines, by kind; a redacted entry has no row."""
    rows: dict[str, list[Row]] = {}
    for line in lines:
        leaf = json.loads(line)
        if "kind" in leaf:
            rows.setdefault(leaf["kind"], []).append(row_of(leaf, source_day=source_day))
    return rows


def write_parquet(kind: str, rows: Iterable[Row], path: Path, con: duckdb.DuckDBPyConnection) -> None:
    """Write rows as one Parquet file, the same bytes for the same rows.

    The rows pass through JSON, which DuckDB reads in its own threads; exact numbers stay text until they are `DECIMAL`.
    """
    columns = columns_of(kind)
    passage = path.with_suffix(".ndjson")
    passage.write_text("\n".join(_encode(row) for row in rows), encoding="utf-8")
    types = ", ".join(f"'{column.name}': '{column.type}'" for column in columns)
    how = f"format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = {LARGEST_ROW}"
    source = f"read_json({_text(passage)}, {how})"
    con.execute(f"COPY (SELECT * FROM {source} ORDER BY number) TO {_text(path)} (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608 - names of our own columns and paths
    passage.unlink()


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def days_of_sources(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, date | None]]:
    """Return the last day of publication of each source among rows of that kind."""
    for row in rows:
        last = row.get("published_on_to")
        yield row["key"], date.fromisoformat(last) if isinstance(last, str) else last
