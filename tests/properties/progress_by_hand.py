"""Progress worked out by hand from the entries of a small ledger: the judge of the published query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from tests.editions_of import Told

from bilan.terms.days import first_day, last_day
from bilan.terms.numbers import reach

Thing = tuple[str, str | None, str | None]
PLAN_STARTS: Final = date(2009, 12, 31)


@dataclass(frozen=True)
class Figure:
    """A statement, target or baseline with all that is derived from it."""

    number: int
    key: str
    content: Mapping[str, Any]
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    public_on: date | None
    counts_on: date | None

    @property
    def thing(self) -> Thing:
        """What it speaks of."""
        return (self.content["indicator"], self.content.get("subject"), self.content.get("region"))

    @property
    def recency(self) -> tuple[date, date, int]:
        """The order among figures on one thing."""
        return (self.counts_on or date.min, self.public_on or date.max, self.number)


@dataclass(frozen=True)
class Claim:
    """What somebody's figure says of an indicator, perhaps through a rate."""

    figure: Figure
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    from_rate: bool


def _public(told: Told) -> date | None:
    names = ("published_on", "said_on", "set_on")
    days = [last_day(told.content[name]) for name in names if name in told.content]
    if told.kind == "baseline" and not days and told.replaces is None:
        return None
    recorded = date.fromisoformat(told.recorded_on)
    return min(days[0] or recorded, recorded) if days else recorded


def _counts(told: Told, public_on: date | None) -> date | None:
    if told.kind == "baseline" or public_on is None:
        return None
    if told.kind == "target":
        return (last_day(told.content["set_on"]) or public_on) if "set_on" in told.content else None
    if told.content["nature"] == "announced":
        return min(last_day(told.content.get("said_on")) or public_on, public_on)
    return last_day(told.content.get("about")) or public_on


def _figure(number: int, told: Told) -> Figure:
    public_on = _public(told)
    low, high = (Decimal(told.content[name]) if name in told.content else None for name in ("low", "high"))
    value = Decimal(told.content["value"]) if "value" in told.content else None
    if value is not None:
        low, high = reach(value, told.content.get("qualifier"))
    elif {"numerator", "denominator"} <= told.content.keys():
        value = low = high = 100 * Decimal(told.content["numerator"]) / Decimal(told.content["denominator"])
    return Figure(number, told.key or "", told.content, value, low, high, public_on, _counts(told, public_on))


def in_force(entries: Sequence[Told], kind: str, *, as_of: date, known_on: date) -> list[Figure]:
    """Return the figures of a kind that were known, counted and still stood."""
    all_known = [
        (number, told)
        for number, told in enumerate(entries)
        if (_public(told) or date.min) <= known_on and told.kind == kind
    ]
    gone = {told.replaces for _, told in all_known}
    gone |= {
        told.content["entry"]
        for told in entries
        if told.kind == "withdrawal" and (_public(told) or date.max) <= known_on
    }
    found = [_figure(number, told) for number, told in all_known if number not in gone]
    return [one for one in found if one.counts_on is None or one.counts_on <= as_of]


def share_of_way(
    value: Decimal | None, start: Decimal | None, end: Decimal | None, direction: str | None
) -> float | None:
    """Return how much of the way is done."""
    if value is None or start is None or end is None:
        return None
    sign = {"up": 1, "down": -1}.get(direction or "")
    if sign and sign * start >= sign * end:
        return 1.0 if sign * value >= sign * end else 0.0
    return None if start == end else float((value - start) / (end - start))


def path_at(path: Sequence[tuple[date, float]], day: date) -> float | None:
    """Return what a path expects on a day."""
    before = [one for one in path if one[0] <= day]
    if not before:
        return None
    after = path[len(before) :]
    (from_day, share), (to_day, to_share) = before[-1], (after or before[-1:])[0]
    return share if not after else share + (to_share - share) * (day - from_day).days / (to_day - from_day).days


def _claims(
    statements: Iterable[Figure], indicators: Mapping[str, Mapping[str, Any]], nature: str
) -> dict[Thing, list[Claim]]:
    newest: dict[Thing, Figure] = {}
    for one in statements:
        said = one.content
        unit = indicators[said["indicator"]]["unit"]
        on_a_part = said.get("scope_relation") == "part" or (
            said.get("scope_relation") != "whole" and ("sector" in said or "audience" in said)
        )
        counts = said["nature"] == nature and "missing" not in said and (one.low is not None or one.high is not None)
        if (
            "value" not in said
            and {"numerator", "denominator"} <= said.keys()
            and indicators[said["indicator"]]["measure"] != "rate"
        ):
            continue
        if counts and not on_a_part and said.get("unit", unit) == unit:
            newest[one.thing] = max(newest.get(one.thing, one), one, key=lambda each: each.recency)
    found: dict[Thing, list[Claim]] = {}
    for thing, one in newest.items():
        found.setdefault(thing, []).append(Claim(one, one.value, one.low, one.high, from_rate=False))
        numerator = indicators[thing[0]].get("numerator")
        if numerator and "denominator" in one.content:
            total = Decimal(one.content["denominator"])
            shares = [None if each is None else each * total / 100 for each in (one.value, one.low, one.high)]
            if "numerator" in one.content:
                shares = [Decimal(one.content["numerator"])] * 3
            found.setdefault((numerator, *thing[1:]), []).append(
                Claim(one, shares[0], shares[1], shares[2], from_rate=True)
            )
    return found


def _best(claims: list[Claim]) -> Claim | None:
    def rank(one: Claim) -> tuple[Any, ...]:
        return (one.figure.counts_on, not one.from_rate, one.figure.content["nature"] == "audited", one.figure.recency)

    return max(claims, key=rank, default=None)


def progress_by_hand(entries: Sequence[Told], *, as_of: date, known_on: date) -> dict[Thing, dict[str, Any]]:
    """Work out, for every thing, where it stands."""
    indicators = {told.key: told.content for told in entries if told.kind == "indicator" and told.key}
    cut = {"as_of": as_of, "known_on": known_on}
    statements, targets, baselines = (in_force(entries, kind, **cut) for kind in ("statement", "target", "baseline"))
    by_nature = {nature: _claims(statements, indicators, nature) for nature in ("declared", "measured", "audited")}
    superseded = {one.content.get("supersedes") for one in targets if one.content["version"] == "revised"}
    standing = [one for one in targets if _stands(one, indicators, superseded)]
    things = {one.thing for one in standing} | {thing for claims in by_nature.values() for thing in claims}
    things |= {(key, None, None) for key, content in indicators.items() if content.get("headline")}
    return {
        thing: _row(
            indicators[thing[0]],
            declared=_best(by_nature["declared"].get(thing, [])),
            verified=_best(by_nature["measured"].get(thing, []) + by_nature["audited"].get(thing, [])),
            targets=[one for one in standing if one.thing == thing],
            baselines=[one for one in baselines if one.thing == thing and one.value is not None],
            as_of=as_of,
        )
        for thing in things
    }


def _stands(one: Figure, indicators: Mapping[str, Mapping[str, Any]], superseded: set[Any]) -> bool:
    unit = indicators[one.content["indicator"]]["unit"]
    usable = one.content["version"] in {"original", "revised", "interim"} and one.value is not None
    return usable and "scope" not in one.content and one.content.get("unit", unit) == unit and one.key not in superseded


def _row(
    indicator: Mapping[str, Any],
    *,
    declared: Claim | None,
    verified: Claim | None,
    targets: list[Figure],
    baselines: list[Figure],
    as_of: date,
) -> dict[str, Any]:
    final = max(targets, key=lambda one: (last_day(one.content.get("due_on")) or date.min, one.recency), default=None)
    begin = max(baselines, key=lambda one: one.recency, default=None)
    start = begin.value if begin else Decimal(0) if indicator["measure"] == "cumulative" else None
    starts_on = (last_day(begin.content.get("about")) if begin else None) or date(2009, 1, 1)
    earliest = first_day(begin.content.get("about")) if begin else None
    end, direction = final.value if final else None, indicator.get("direction")
    due = last_day(final.content.get("due_on")) if final else None

    def share(value: Decimal | None) -> float | None:
        return share_of_way(value, start, end, direction)

    path: list[tuple[date, float]] = []
    at_start = share(start)
    if at_start is not None and due is not None:
        steps = [(last_day(one.content.get("due_on")) or date.min, share(one.value)) for one in targets]
        inner = [(day, each) for day, each in steps if starts_on < day < due and each is not None]
        path = sorted([*([(starts_on, at_start)] if starts_on < due else []), *inner, (due, 1.0)])

    row: dict[str, Any] = {
        "baseline": start,
        "target": end,
        "target_entry": final.number if final else None,
        "expected_progress": path_at(path, as_of),
    }
    for name, claim in {"declared": declared, "verified": verified}.items():
        counts_on = claim.figure.counts_on if claim else None
        after = counts_on is not None and (earliest is None or counts_on >= earliest)
        row[f"{name}_entry"] = claim.figure.number if claim else None
        row[name] = claim.value if claim else None
        row[f"{name}_progress"] = share(claim.value) if claim and after else None
        row[f"{name}_progress_low"] = share(claim.low) if claim and after else None
        row[f"{name}_progress_high"] = share(claim.high) if claim and after else None
        row[f"expected_when_{name}"] = path_at(path, counts_on) if counts_on else None
    row["cannot"] = _cannot(row, direction)
    return row


def _cannot(row: Mapping[str, Any], direction: str | None) -> str | None:
    if row["declared_progress"] is not None or row["verified_progress"] is not None:
        return None
    if row["declared_entry"] is None and row["verified_entry"] is None:
        return "no_value"
    if row["target"] is None:
        return "no_target"
    if row["baseline"] is None:
        return "no_baseline"
    if row["declared"] is None and row["verified"] is None:
        return "range_only"
    return "no_direction" if row["baseline"] == row["target"] and direction is None else "before_baseline"
