"""Read what was told of blocks, needs and money into a case, and name everything that does not fit into it.

Question: Which of the figures told can a plan be computed from, and why not from the others?
Formula: the currency is the plan's, else the one most entries name. The years are those for which money is told, else
    those of the plan. Of the money for one subject, scope and period the newest revised amount counts, else the first
    planned one; amounts for one period add up unless one subject lies within the other. A block takes the told years to
    build, rounded up. A need is due by the end of the last year that ends no later than its day.
Units: whole units of the currency; whole years.
Errors: none; each thing left out, or counted without a figure, is a finding.
Source: our rules; the years of a budget are those its period touches.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from bilan.analysis.formulas.pooling import Block, Case, Cost, Money, Need, circles

Row = Mapping[str, Any]
DECEMBER: Final = (12, 31)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something told that a plan cannot use, or a figure that it has to do without."""

    code: str
    subject: str | None = None
    others: tuple[str, ...] = ()
    amount: float | None = None
    year: int | None = None
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """The rows that were told: blocks, needs, money for shared blocks; what lies within what; the plan's own facts."""

    blocks: Sequence[Row]
    needs: Sequence[Row]
    money: Sequence[Row]
    within: Mapping[str, str | None]
    currency: str | None
    first: int | None
    last: int | None


@dataclass(slots=True)
class Read:
    """A case, in its currency, and what was found on the way."""

    currency: str
    findings: list[Finding] = field(default_factory=list)
    case: Case = field(default_factory=lambda: Case((), (), (), 0, -1))
    money: tuple[Row, ...] = ()

    def note(self, code: str, row: Row, *others: str, amount: float | None = None) -> None:
        """Note a finding on an entry."""
        self.findings.append(Finding(code, row["key"], others, amount, entries=(row["number"],)))

    @property
    def is_at_most(self) -> bool:
        """Tell whether a cost that was not told would make the saving smaller."""
        return any(one.code in {"no_running_cost", "no_joining_cost"} for one in self.findings)


def read(told: Told) -> Read:
    """Read a case from what was told."""
    found = Read(told.currency or _most_named((*told.blocks, *told.needs, *told.money)))
    found.money, money = _money(found, told)
    first, last = _years(told, money)
    if not money:
        found.findings.append(Finding("no_money_told"))
    if first is None or last is None:
        found.findings.append(Finding("no_years"))
        return found
    rows = {row["key"]: row for row in told.blocks}
    blocks = _standing(found, list(_blocks(found, told.blocks)), rows)
    needs = list(_needs(found, told, {one.key for one in blocks}))
    found.case = Case(blocks, needs, money, first, last)
    for one in blocks:
        if not found.case.starts(one):
            found.note("takes_too_long", rows[one.key])
    return found


def _most_named(rows: Iterable[Row]) -> str:
    counts = Counter(row["currency"] for row in rows if row["currency"])
    return min(counts, key=lambda one: (-counts[one], one), default="")


def _years(told: Told, money: Sequence[Money]) -> tuple[int | None, int | None]:
    if money:
        return min(one.first for one in money), max(one.last for one in money)
    return told.first, told.last


def _cost(found: Read, row: Row, missing: str) -> Cost | None:
    """Read the cost of a block or a need; note why there is none."""
    names = ("cost", "cost_low", "cost_high")
    told = [None if row[name] is None else float(row[name]) for name in names]
    if all(one is None for one in told):
        found.note(missing, row)
        return None
    if row["currency"] and row["currency"] != found.currency:
        found.note("other_currency", row)
        return None
    cost = Cost.told(*told)
    others = [row.get(name) for name in ("yearly_cost", "joining_cost", "build_years")]
    if cost is None and told[0] is None and None in told[1:]:
        found.note("half_a_range", row)
        return None
    if cost is None or any(one is not None and one < 0 for one in others):
        found.note("makes_no_sense", row)
        return None
    return cost


def _blocks(found: Read, rows: Sequence[Row]) -> Iterator[Block]:
    for row in sorted(rows, key=lambda one: one["key"]):
        cost = _cost(found, row, "no_block_cost")
        if cost is None:
            continue
        if row["yearly_cost"] is None:
            found.note("no_running_cost", row)
        if row["build_years"] is None:
            found.note("no_build_years", row)
        years = 1 if row["build_years"] is None else math.ceil(row["build_years"])
        yield Block(row["key"], cost, float(row["yearly_cost"] or 0), years, tuple(sorted(row["rests_on"] or ())))


def _standing(found: Read, blocks: list[Block], rows: Mapping[str, Row]) -> list[Block]:
    """Leave out blocks in circles, and those that rest on a block that is left out."""
    for circle in circles({one.key: one.rests_on for one in blocks}):
        entries = tuple(rows[key]["number"] for key in circle)
        found.findings.append(Finding("circle", circle[0], circle[1:] or circle, entries=entries))
    turning = {key for one in found.findings if one.code == "circle" for key in (str(one.subject), *one.others)}
    left = [one for one in blocks if one.key not in turning]
    while loose := [one for one in left if not set(one.rests_on) <= {other.key for other in left}]:
        for one in loose:
            found.note("rests_on_left_out", rows[one.key], *sorted(set(one.rests_on) - {other.key for other in left}))
        left = [one for one in left if one not in loose]
    return left


def _needs(found: Read, told: Told, blocks: set[str]) -> Iterator[Need]:
    known = {row["key"] for row in told.blocks}
    seen: dict[tuple[str, str], str] = {}
    for row in sorted(told.needs, key=lambda one: one["key"]):
        pair = (row["service"], row["block"])
        if row["block"] not in known:
            found.note("need_of_no_block", row, row["block"])
        elif row["service_number"] is None:
            found.note("need_of_no_service", row, row["service"])
        elif pair in seen:
            found.note("need_told_twice", row, seen[pair])
        elif cost := _cost(found, row, "no_alone_cost"):
            seen[pair] = row["key"]
            if row["block"] not in blocks:
                continue
            if row["joining_cost"] is None:
                found.note("no_joining_cost", row)
            yield Need(row["key"], row["block"], cost, float(row["joining_cost"] or 0), due_year(row["due_on_to"]))


def due_year(due_on: date | None) -> int | None:
    """Return the last year that ends no later than a day.

    >>> due_year(date(2013, 12, 31)), due_year(date(2013, 6, 30)), due_year(None)
    (2013, 2012, None)
    """
    if due_on is None:
        return None
    return due_on.year if (due_on.month, due_on.day) == DECEMBER else due_on.year - 1


def _money(found: Read, told: Told) -> tuple[tuple[Row, ...], list[Money]]:
    """Return the amounts that count: those in force, in the currency, that are no part of another."""
    rows = list(_in_force(list(_usable(found, told))))
    spans = {(row["subject"], _span(row, told)) for row in rows}
    used = []
    for row in rows:
        above = [one for one in _above(row["subject"], told.within) if (one, _span(row, told)) in spans]
        if above:
            found.note("money_within_money", row, above[0])
        else:
            used.append(row)
    sums: dict[tuple[int, int], float] = {}
    for row in used:
        span = _span(row, told)
        sums[span] = sums.get(span, 0.0) + float(row["amount"])
    return tuple(used), [Money(first, last, amount) for (first, last), amount in sorted(sums.items())]


def _usable(found: Read, told: Told) -> Iterator[Row]:
    for row in told.money:
        if row["amount"] is None:
            found.note("money_without_amount", row)
        elif row["amount"] < 0:
            found.note("makes_no_sense", row)
        elif row["currency"] and row["currency"] != found.currency:
            found.note("other_currency", row)
        elif None in _span(row, told):
            found.note("money_without_years", row)
        else:
            yield row


def _span(row: Row, told: Told) -> tuple[Any, Any]:
    first, last = row["period_from"], row["period_to"]
    return (first.year if first else told.first, last.year if last else told.last)


def _in_force(rows: Sequence[Row]) -> Iterator[Row]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in sorted(rows, key=lambda one: (one["said_on_to"] or date.min, one["number"])):
        groups.setdefault((row["subject"], row["scope"], row["period_from"], row["period_to"]), []).append(row)
    for told in groups.values():
        revised = [row for row in told if row["money_version"] == "revised"]
        yield revised[-1] if revised else told[0]


def _above(key: str, within: Mapping[str, str | None]) -> Iterator[str]:
    seen = {key}
    above = within.get(key)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = within.get(above)
