"""The columns of the table of a kind, as they follow from its class.

A partial date becomes three columns (as said, first day, last day), a label one a language, an exact number a
`DECIMAL(38, 18)`. To these are added the columns of the envelope, and those that are derived for every reader in one
place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic.fields import FieldInfo

from bilan.ledger.fields import IsDay, IsExact, IsLabel
from bilan.ledger.kinds import KINDS
from bilan.terms.languages import LANGUAGES

EXACT: Final = "DECIMAL(38, 18)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, DuckDB type, meaning, and the field of the kind it is made from (none when derived)."""

    name: str
    type: str
    meaning: str
    field: str | None = None


ENVELOPE: Final = (
    Column("number", "BIGINT", "Number of the entry; also its place in the log."),
    Column("recorded_at", "TIMESTAMP", "Instant at which it was recorded (universal time)."),
    Column("recorded_by", "VARCHAR", "Who recorded it."),
    Column("accepted_by", "VARCHAR", "Who verified and accepted it; empty where nobody else did."),
    Column("key", "VARCHAR", "Permanent identifier in the plan's name space."),
    Column("replaces", "BIGINT", "Number of the entry of the same kind and key that it supersedes."),
    Column(
        "public_on",
        "DATE",
        "Day by which a citizen could know it, where `known_on` cuts; empty for what frames the plan.",
    ),
    Column("public_basis", "VARCHAR", "How that day was derived (code list public_basis)."),
    Column("counts_on", "DATE", "Day from which it counts for `as_of`; empty when it always does."),
)
NUMERIC: Final = (
    Column(
        "reading", EXACT, "The number it stands for: value, numerator over denominator in percent, or rank of the rung."
    ),
    Column("reach_low", EXACT, "Lower bound of that number given its qualifier; empty when none was said."),
    Column("reach_high", EXACT, "Upper bound of that number given its qualifier; empty when none was said."),
)
RECENCY: Final = Column(
    "recency", "BIGINT", "Order among entries on one thing: counts_on, then public_on, then number (16 + 16 + 31 bits)."
)
WITH_NUMBERS: Final = frozenset({"statement", "target", "baseline", "budget", "transaction"})


def derived(kind: str) -> tuple[Column, ...]:
    """Return the columns that are derived for a kind beyond the envelope."""
    return (*NUMERIC, RECENCY) if kind in WITH_NUMBERS else ()


@cache
def columns_of(kind: str) -> tuple[Column, ...]:
    """Return all columns of the table of a kind, in their published order."""
    own = [column for name, field in KINDS[kind].model_fields.items() for column in _columns(name, field)]
    return (*ENVELOPE, *derived(kind), *own)


def _columns(name: str, field: FieldInfo) -> Iterator[Column]:
    meaning, marks = field.description or "", list(_marks(field.annotation, field.metadata))
    if any(isinstance(mark, IsDay) for mark in marks):
        yield Column(name, "VARCHAR", f"{meaning} As said.", name)
        yield Column(f"{name}_from", "DATE", f"{meaning} First day it may mean.", name)
        yield Column(f"{name}_to", "DATE", f"{meaning} Last day it may mean.", name)
    elif any(isinstance(mark, IsLabel) for mark in marks):
        yield from (Column(f"{name}_{language}", "VARCHAR", f"{meaning} ({language})", name) for language in LANGUAGES)
    elif any(isinstance(mark, IsExact) for mark in marks):
        yield Column(name, EXACT, meaning, name)
    else:
        yield Column(name, _plain(field.annotation), meaning, name)


def _marks(annotation: object, metadata: list[Any]) -> Iterator[object]:
    yield from metadata
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    if get_origin(annotation) is not tuple:
        for inner in get_args(annotation):
            yield from _marks(inner, [])


def _plain(annotation: object) -> str:
    if get_origin(annotation) is tuple:
        return "VARCHAR[]"
    inside = {annotation, *get_args(annotation)}
    if bool in inside:
        return "BOOLEAN"
    return (
        "BIGINT"
        if int in inside or any(get_origin(one) is Annotated and get_args(one)[0] is int for one in inside)
        else "VARCHAR"
    )
