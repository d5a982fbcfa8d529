"""Draw ledgers of any size, the tables of an edition without its entries, straight from DuckDB.

The shape is that of a plan that is followed up for ten years: indicators of several nodes, a fifth of them told by
region, some statements about a sector, values declared, measured, audited or announced, corrections that replace,
withdrawals, and one statement in twenty recorded long after the day it is about. The same size gives the same ledger.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from bilan.tables.columns import columns_of
from bilan.tables.editions import Edition
from bilan.tables.segments import Segment, cut

AS_OF: Final = date(2018, 1, 1)
NODES: Final = 12
FIRST_DAY: Final = "DATE '2010-01-01'"
DAYS: Final = 3650
# One statement in fifty corrects the one 351 before it, which is itself no correction.
CORRECTS: Final = 351


@dataclass(frozen=True, slots=True)
class Shape:
    """How many entries of each kind a ledger has; they are recorded in this order."""

    statements: int

    @property
    def indicators(self) -> int:
        """Return how many indicators there are: a larger ledger is of a larger plan, too."""
        return max(200, self.statements // 1000)

    @property
    def starts(self) -> Mapping[str, tuple[int, int]]:
        """Return the first number of each kind and the number after its last."""
        widths = {
            "plan": 1, "node": NODES, "indicator": self.indicators, "baseline": self.indicators,
            "target": self.indicators, "statement": self.statements, "withdrawal": self.statements // 200,
        }  # fmt: skip
        found, start = {}, 0
        for kind, width in widths.items():
            found[kind] = (start, start + width)
            start += width
        return found


def draw(folder: Path, statements: int) -> Edition:
    """Write the tables of a ledger of so many statements; return the edition to open."""
    shape = Shape(statements)
    size = shape.starts["withdrawal"][1]
    files: dict[str, dict[str, int]] = {}
    with duckdb.connect() as con:
        for kind, segment, query in _queries(shape, cut(size)):
            path = f"tables/{kind}/{segment.name}.parquet"
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            con.execute(f"COPY ({query}) TO '{folder / path}' (FORMAT parquet, COMPRESSION zstd)")
            files[path] = {"bytes": (folder / path).stat().st_size}
    return Edition(folder, f"drawn{statements}", size, bytes(32), "bilan.example/bench", files)


def _queries(shape: Shape, segments: list[Segment]) -> Iterator[tuple[str, Segment, str]]:
    for kind, (start, stop) in shape.starts.items():
        for segment in segments:
            first, last = max(start, segment.start), min(stop, segment.stop)
            if first < last:
                yield kind, segment, _query(shape, kind, first, last)


def _query(shape: Shape, kind: str, first: int, last: int) -> str:
    """Select the rows of a kind from the first number up to the last; what is not drawn is empty."""
    start = shape.starts[kind][0]
    drawn = {"number": "n", "recorded_by": "'bench'", "public_basis": "'recorded'", **DRAWN[kind]}
    columns = ", ".join(
        f'CAST({drawn.get(one.name, "NULL")} AS {one.type}) AS "{one.name}"' for one in columns_of(kind)
    )
    rows = DERIVED.get(kind, "SELECT n, n - {start} AS i FROM range({first}, {last}) t(n)").format(
        start=start, first=first, last=last, indicators=shape.indicators, statements=shape.statements,
        said=shape.starts["statement"][0], day=FIRST_DAY, days=DAYS, corrects=CORRECTS, cut=AS_OF,
    )  # fmt: skip
    return f"SELECT {columns} FROM ({rows}) ORDER BY n"  # noqa: S608 - numbers and our own words


# Indicators grow from 10 to 1,010; every seventh falls from there.
LOW, HIGH = ("CASE WHEN i % 7 = 0 THEN {} ELSE {} END".format(*pair) for pair in ((1010, 10), (10, 1010)))
LONG_AGO: Final = {"recorded_at": "TIMESTAMP '2009-12-01'", "public_on": "DATE '2009-12-01'"}
ALWAYS: Final = {"recorded_at": "TIMESTAMP '2009-12-01'", "public_basis": "'frame'"}
# 2009-12-01 is day 14579 of the epoch (see `bilan.tables.derive.recency`).
RECENCY_LONG_AGO: Final = "(14579::BIGINT << 31) | n"
DRAWN: Final[Mapping[str, Mapping[str, str]]] = {
    "plan": {
        **ALWAYS, "key": "'plan'", "name_en": "'A drawn plan'", "starts_on": "'2010'", "starts_on_from": "'2010-01-01'",
        "starts_on_to": "'2010-12-31'", "ends_on": "'2019'", "ends_on_from": "'2019-01-01'",
        "ends_on_to": "'2019-12-31'",
    },
    "node": {**ALWAYS, "key": "'axis-' || i", "parent": "'plan'", "node_kind": "'axis'", "name_en": "'Axis ' || i"},
    "indicator": {
        **ALWAYS, "key": "'ind-' || i", "node": f"'axis-' || i % {NODES}", "name_en": "'Indicator ' || i",
        "unit": "'projects'", "measure": "'stock'", "direction": "CASE WHEN i % 7 = 0 THEN 'down' ELSE 'up' END",
        "headline": "i % 3 = 0", "periodicity": "'P1Y'",
    },
    "baseline": {
        **LONG_AGO, "key": "'base-' || i", "indicator": "'ind-' || i", "reading": LOW, "reach_low": LOW,
        "reach_high": LOW, "value": LOW, "recency": RECENCY_LONG_AGO, "about": "'2005'", "about_from": "'2005-01-01'",
        "about_to": "'2005-12-31'",
    },
    "target": {
        **LONG_AGO, "key": "'tgt-' || i", "indicator": "'ind-' || i", "reading": HIGH, "reach_low": HIGH,
        "reach_high": HIGH, "value": HIGH, "unit": "'projects'", "recency": RECENCY_LONG_AGO, "due_on": "'2019'",
        "due_on_from": "'2019-01-01'", "due_on_to": "'2019-12-31'", "set_on": "'2009-12-01'",
        "set_on_from": "'2009-12-01'", "set_on_to": "'2009-12-01'", "version": "'original'",
    },
    "withdrawal": {
        "recorded_at": "public_on", "public_on": "public_on", "entry": "taken", "reason": "'error'",
    },
    "statement": {
        "recorded_at": "recorded_on", "key": "'st-' || first_said", "replaces": "replaced", "public_on": "public_on",
        "counts_on": "counts_on", "reading": "reading", "reach_low": "reading",
        "reach_high": "CASE WHEN (h >> 5) % 10 = 0 THEN NULL ELSE reading END",
        "qualifier": "CASE WHEN (h >> 5) % 10 = 0 THEN 'at_least' END", "value": "reading", "unit": "'projects'",
        "recency": "(date_diff('day', DATE '1970-01-01', counts_on) << 47)"
                   " | (date_diff('day', DATE '1970-01-01', public_on) << 31) | n",
        "indicator": "'ind-' || indicator",
        "region": "CASE WHEN indicator % 5 = 0 AND (h >> 36) % 3 > 0 THEN 'MA-' || (1 + (h >> 40) % 12) END",
        "sector": "CASE WHEN (h >> 30) % 11 = 0 THEN 'health' END", "about": "strftime(counts_on, '%Y-%m-%d')",
        "about_from": "counts_on", "about_to": "counts_on",
        "nature": "CASE WHEN h % 100 < 70 THEN 'declared' WHEN h % 100 < 85 THEN 'measured'"
                  " WHEN h % 100 < 95 THEN 'audited' ELSE 'announced' END",
        "published_on": "strftime(public_on, '%Y-%m-%d')", "published_on_from": "public_on",
        "published_on_to": "public_on",
        "quotation": "'So many projects are in service, as was told on day ' || h % 999",
    },
}  # fmt: skip
DERIVED: Final[Mapping[str, str]] = {
    "withdrawal": """
        SELECT n, {said} + 200 * (n - {start}) + 33 AS taken,
               {day} + ({days} * (n - {start}) // greatest({statements} // 200, 1) + 30)::INTEGER AS public_on
        FROM range({first}, {last}) t(n)""",
    # `h` is drawn from the number under which the thing was first said: a correction is about the same thing.
    "statement": """
        SELECT *, recorded_on - (h % 10)::INTEGER AS public_on, ((h >> 20) % {indicators})::BIGINT AS indicator,
               first_on - (20 + h % 70 + CASE WHEN (h >> 10) % 20 = 0 THEN 180 + (h >> 15) % 700 ELSE 0 END)::INTEGER
               AS counts_on, 10 + 1000 * i // {statements} + hash(i) % 100 AS reading
        FROM (SELECT *, {day} + ({days} * i // {statements})::INTEGER AS recorded_on,
                     (hash(first_said) // 8)::BIGINT AS h,
                     {day} + ({days} * first_said // {statements})::INTEGER AS first_on,
                     CASE WHEN first_said < i THEN {said} + first_said END AS replaced
              FROM (SELECT n, i, i - CASE WHEN i % 50 = 7 AND i >= {corrects} THEN {corrects} ELSE 0 END AS first_said
                    FROM (SELECT n, n - {start} AS i FROM range({first}, {last}) t(n))))""",
}
