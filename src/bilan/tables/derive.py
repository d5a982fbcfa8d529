"""From entries to rows: the one place where the public day, the cuts and the reach of a number are derived.

Everything here is derived when a row is made and never again: a table of N+1 entries is the table of N entries and more
rows. The public day of a statement rests on its source as it was known when the statement was recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from typing import Any, Final

from bilan.tables.columns import WITH_NUMBERS, columns_of
from bilan.terms.codes import code_list
from bilan.terms.days import first_day, last_day, span
from bilan.terms.languages import LANGUAGES
from bilan.terms.numbers import PART_DIGITS, WHOLE_DIGITS, reach

Content = Mapping[str, Any]
Row = dict[str, Any]
SourceDay = Callable[[str], date | None]

# The field that says from which day an entry counts for `as_of`; kinds that are not here always count.
COUNTS: Final[Mapping[str, str]] = {
    "statement": "about",
    "rating": "about",
    "verdict": "about",
    "transaction": "about",
    "contribution": "about",
    "benefit": "about",
    "cohort": "about",
    "finding": "about",
    "target": "set_on",
    "undertaking": "made_on",
    "agreement": "signed_on",
    "amendment": "decided_on",
}
# What frames the plan is always known in its first version; a later one, and what came in by a decision, from the day
# of the decision, else from the day it is in force, or was recorded.
FRAME: Final = frozenset({
    "party", "office", "plan", "node", "milestone", "indicator", "service", "building_block", "need", "site",
    "skill_pool",
})  # fmt: skip
# A day that is public in itself, for kinds that have no publication: setting a target, making a promise, signing.
SAID: Final = ("said_on", "set_on", "made_on", "signed_on", "decided_on")
EPOCH: Final = date(1970, 1, 1)
NUMBERS: Final = ("value", "amount", "low", "high", "numerator", "denominator")
SMALLEST: Final = Decimal(1).scaleb(-PART_DIGITS)
TOO_LARGE: Final = Decimal(10) ** WHOLE_DIGITS


@dataclass(frozen=True, slots=True)
class Public:
    """The last day on which an entry first became public, and on what that rests."""

    on: date | None
    basis: str

    def by(self, day: date) -> date:
        """Return the day, or another where there is none."""
        return self.on or day


def public_day(leaf: Mapping[str, Any], *, recorded_on: date, source_day: SourceDay) -> Public:
    """Derive when a citizen could know an entry.

    The publication given with it; else the day of a public occasion, or on which a target was set; else the later of
    the day it was said and the day its source was published; else, undated, the day it was recorded. A partial date
    counts from its last day, but no entry was public later than it was recorded. What frames the plan is always known.
    """
    kind, content = leaf["kind"], leaf["content"]
    if kind in FRAME:
        return _frame(content, recorded_on) if _came_later(leaf) else Public(None, "frame")
    found = _public(content, source_day)
    if found is None:
        return Public(None, "frame") if _by_definition(leaf) else Public(recorded_on, "recorded")
    return Public(min(found.by(recorded_on), recorded_on), found.basis)


def _came_later(leaf: Mapping[str, Any]) -> bool:
    """Tell whether an entry of the frame is not what the plan began with: a later version, or decided on since."""
    return "replaces" in leaf or "decided_on" in leaf["content"]


def _frame(content: Content, recorded_on: date) -> Public:
    day = last_day(content.get("decided_on")) or first_day(content.get("in_force_on"))
    return Public(min(day, recorded_on) if day else recorded_on, "frame")


def _by_definition(leaf: Mapping[str, Any]) -> bool:
    """Tell whether a baseline rests on no source: what is counted from the start of a programme starts from nothing."""
    return leaf["kind"] == "baseline" and "source" not in leaf["content"] and "replaces" not in leaf


def _public(content: Content, source_day: SourceDay) -> Public | None:
    if published := last_day(content.get("published_on")):
        return Public(published, "source" if "source_kind" in content else "statement")
    said = next((last_day(content[name]) for name in SAID if name in content), None)
    if said and "set_on" in content:
        return Public(said, "set")
    if said and content.get("occasion_kind") == "public":
        return Public(said, "occasion")
    source = source_day(content["source"]) if "source" in content else None
    if source and (said is None or source >= said):
        return Public(source, "source")
    return Public(said, "said") if said else None


def counts_day(kind: str, content: Content, public_on: date) -> date | None:
    """Derive from which day an entry counts for `as_of`.

    A value counts from the last day it is about; what is announced counts from the day it was said, for it speaks of
    days to come. An open or unknown date is no later than the day the entry was public. A stay counts from its first
    day, for what became of it is dated in it.
    """
    field = COUNTS.get(kind)
    if field is None:
        return None
    if content.get("nature") == "announced":
        return min(last_day(content.get("said_on")) or public_on, public_on)
    if field not in content:
        return (last_day(content.get("entered_on")) or public_on) if field == "about" else None
    return last_day(content[field]) or public_on


def _in_force(leaf: Mapping[str, Any]) -> date | None:
    """Return from which day a version of what frames the plan counts; what the plan began with counts always."""
    return first_day(leaf["content"].get("in_force_on")) if _came_later(leaf) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """The number an entry stands for, and between which bounds."""

    number: Decimal | None
    low: Decimal | None
    high: Decimal | None


def reading_of(content: Content) -> Reading:
    """Derive the number an entry stands for, its qualifier carried through as an interval."""
    exact = {name: Decimal(content[name]) for name in NUMBERS if name in content}
    if "rung" in content:
        rank = Decimal(code_list("ladder")[content["rung"]].more["rank"])
        return Reading(rank, rank, rank)
    value = exact.get("value", exact.get("amount"))
    if value is not None:
        bounds = reach(value, content.get("qualifier"))
        return Reading(value, _held(bounds.low), _held(bounds.high))
    if "numerator" in exact and "denominator" in exact:
        with localcontext(prec=2 * (WHOLE_DIGITS + PART_DIGITS)):
            share = _held((100 * exact["numerator"] / exact["denominator"]).quantize(SMALLEST))
        return Reading(share, share, share)
    return Reading(None, exact.get("low"), exact.get("high"))


def _held(number: Decimal | None) -> Decimal | None:
    """Return a number that was worked out, none when a column cannot hold it."""
    return None if number is None or abs(number) >= TOO_LARGE else number


def recency(counts_on: date | None, public_on: date, number: int) -> int:
    """Pack the order among entries on one thing: counts_on, then public_on, then number."""
    counted = min(max((counts_on - EPOCH).days, 0), 0xFFFF) if counts_on else 0
    public = min(max((public_on - EPOCH).days, 0), 0xFFFF)
    return (counted << 47) | (public << 31) | (number & 0x7FFFFFFF)


def row_of(leaf: Mapping[str, Any], *, source_day: SourceDay) -> Row:
    """Make the row of an entry from its decoded leaf."""
    kind, content = leaf["kind"], leaf["content"]
    recorded_on = date.fromisoformat(leaf["recorded_at"][:10])
    public = public_day(leaf, recorded_on=recorded_on, source_day=source_day)
    counts = _in_force(leaf) if kind in FRAME else counts_day(kind, content, public.by(recorded_on))
    row: Row = {
        "number": leaf["number"],
        "recorded_at": leaf["recorded_at"][:19],
        "recorded_by": leaf["recorded_by"],
        "accepted_by": leaf.get("accepted_by"),
        "key": leaf.get("key"),
        "replaces": leaf.get("replaces"),
        "public_on": public.on.isoformat() if public.on else None,
        "public_basis": public.basis,
        "counts_on": counts.isoformat() if counts else None,
    }
    if kind in WITH_NUMBERS:
        read = reading_of(content)
        row |= {"reading": _text(read.number), "reach_low": _text(read.low), "reach_high": _text(read.high)}
        row["recency"] = recency(counts, public.by(recorded_on), leaf["number"])
    for name, value in content.items():
        _spread(row, _shape(kind, name), name, value)
    return row


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


@cache
def _shape(kind: str, name: str) -> str:
    names = [column.name for column in columns_of(kind) if column.field == name]
    if f"{name}_from" in names:
        return "day"
    return "label" if names == [f"{name}_{language}" for language in LANGUAGES] else "plain"


def _spread(row: Row, shape: str, name: str, value: Any) -> None:
    if shape == "label":
        row |= {f"{name}_{language}": text for language, text in value.items()}
        return
    row[name] = value
    if shape == "day":
        first, last, _ = span(value)
        row[f"{name}_from"] = first.isoformat() if first else None
        row[f"{name}_to"] = last.isoformat() if last else None
