"""The answer of an analysis for programs: as CSV, as JSON, and as a query that anyone can run on the Parquet files."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row
from bilan.analysis.catalogue import CATALOGUE
from bilan.exchange.cells import write_text
from bilan.tables.base import MACROS
from bilan.tables.columns import columns_of
from bilan.tables.session import (
    ABROAD,
    ABROAD_ONLY,
    IN_FORCE,
    KNOWN,
    OF_THE_PLAN,
    TAKEN_BACK,
    Cut,
    gone,
)
from bilan.terms.plain import as_cell

# What every question rests on: the plan, what was taken back, and what is said of others than the plan.
FRAME: Final = ("plan", "withdrawal", "redaction", "party", "statement", "target", "baseline")


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Write rows as CSV: numbers as they were said, days as ISO 8601, texts so that no spreadsheet runs them."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return written.getvalue()


def _cell(value: object) -> str:
    return write_text(value) if isinstance(value, str) else as_cell(value)


def as_object(analysis: Analysis, columns: Sequence[str], rows: Iterable[Row], notes: Iterable[str]) -> dict[str, Any]:
    """Return rows for JSON, with the question that they answer."""
    told = [{name: row[name] for name in columns} for row in rows]
    return {"analysis": analysis.name, "method": analysis.method, "notes": list(notes), "rows": told}


def as_script(analysis: Analysis, days: Cut, *, filled: Iterable[str]) -> str:
    """Return a script for DuckDB that computes an answer again in the folder of a downloaded edition.

    It reads `tables/` there, cuts it by the two dates as a session does, asks what the analysis comes after, and then
    the published query itself. `filled` names the kinds that have a file in the edition.
    """
    needed = [*{one.name: one for one in _before(analysis)}.values(), analysis]
    kinds = dict.fromkeys([*FRAME, *(kind for one in needed for kind in one.reads)])
    parts = [MACROS, "CREATE SCHEMA base;", *_bases(kinds, set(filled)), *_cuts(kinds, days)]
    parts += [f'CREATE TABLE "{one.name}" AS\n{one.query};' for one in needed[:-1]]
    return "\n".join([*parts, f"-- The question itself: {analysis.name}.", f"{analysis.query};", ""])


def _before(analysis: Analysis) -> list[Analysis]:
    """Return the analyses whose answers it reads, in the order in which they are to be asked."""
    return [one for name in analysis.after for one in (*_before(CATALOGUE[name]), CATALOGUE[name])]


def _bases(kinds: Iterable[str], filled: set[str]) -> Iterator[str]:
    """Read each table; one that is empty has no file, and its columns are told."""
    for kind in kinds:
        told = ", ".join(f'NULL::{column.type} AS "{column.name}"' for column in columns_of(kind))
        source = f"SELECT * FROM 'tables/{kind}/*.parquet'" if kind in filled else f"SELECT {told} WHERE false"  # noqa: S608 - our own kinds
        yield f"CREATE VIEW base.{kind} AS {source};"


def _cuts(kinds: Iterable[str], days: Cut) -> Iterator[str]:
    told = {"as_of": days.as_of, "known_on": days.known_on}
    yield f"CREATE TABLE taken_back AS {TAKEN_BACK.format(**told)};"
    yield f"CREATE TABLE abroad AS {ABROAD};"
    yield f"CREATE TABLE abroad_only AS {ABROAD_ONLY};"
    for kind in kinds:
        yield f'CREATE VIEW "{kind}_known" AS {KNOWN.format(kind=kind, **told)};'
        yield f'CREATE TABLE "{kind}_gone" AS {gone(kind).format(kind=kind, **told)};'
        yield f'CREATE TABLE "{kind}" AS {IN_FORCE.format(kind=kind, **told)}{OF_THE_PLAN.get(kind, "")};'
    plan = "(SELECT min(starts_on_from) FROM plan) AS starts_on, (SELECT max(ends_on_to) FROM plan) AS ends_on"
    yield f"CREATE TABLE cut AS SELECT DATE '{days.as_of}' AS as_of, DATE '{days.known_on}' AS known_on, {plan};"
