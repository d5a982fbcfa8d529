"""Say on which stated figure the gain of an agreement hangs, and at which value of it the conclusion turns.

Question: Of all that was stated of an agreement, which figure moves the smallest gain of any side most, and how far
    would it have to be from what was stated for every side to gain, or no longer to?
Formula: the smallest gain of any side, every other figure at its middle, with this one at its low and at its high end;
    swing is the distance of the two. The gain of a side is linear in each figure: the value at which it is zero solves
    a linear equation, exactly; the nearest such value below and above the middle at which the sign of the smallest gain
    changes is told. At that value itself the gain is zero, which is none. Values below zero there are none.
Unit: Money in whole units of the currency of the account; the figure in its own unit.
Shape: One row per figure that counts, per worth and per rate of exchange, the largest swing first within an agreement;
    an exact figure has no swing and yet may turn the conclusion. One row without a figure where an account is
    incomplete, and one without an agreement where there is none.
Missing: Where a side lacks a figure nothing is told but what is missing. An end that was never told has no result.
Source: The answer of `colocation_account`. Formulas of `gain` and `accounts`.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.analysis.formulas import gain
from bilan.analysis.formulas.accounts import Account, accounts
from bilan.analysis.formulas.gain import Centre, Flip, Spread
from bilan.tables.session import Session
from bilan.terms.codes import code_list


def ask(
    session: Session,  # noqa: ARG001 - all it reads are the rows of the account
    answers: Mapping[str, list[Row]],
) -> list[Row]:
    """Turn every figure of the accounts."""
    found = [row for one in accounts(answers["colocation_account"]) for row in turned(one)]
    return found or [_row(needed=["gain_agreement", *(f"gain_{what}" for what in code_list("gain_line"))], entries=[])]


def turned(one: Account) -> list[Row]:
    """Return the rows of an account: every unknown at either end, and where it turns the conclusion."""
    rows = [row for side in one.sides for row in side.rows]
    facts = {"agreement": one.agreement, "currency": rows[0]["currency"]}
    if not one.is_complete:
        behind = sorted({number for row in rows for number in row["entries"]})
        return [_row(**facts, needed=one.needed, entries=behind)]
    at, origins = gain.centre(one.lines(), one.spreads), _origins(one)
    found = []
    for name, spread in at.spreads.items():
        told = {**_stated(spread), **_gains(at, name), **_turning(gain.flip(at, name), spread)}
        found.append(_row(**facts, **origins[name], **told, needed=[]))
    return sorted(found, key=_place)


def _stated(one: Spread) -> Row:
    return {"low": _number(one.low), "middle": float(one.middle), "high": _number(one.high)}


def _gains(at: Centre, name: str) -> Row:
    spread = at.spreads[name]
    low, high = (None if end is None else at.at(name, end) for end in (spread.low, spread.high))
    swing = None if low is None or high is None else abs(float(high - low))
    return {"gain_low": _number(low), "gain": float(at.smallest), "gain_high": _number(high), "swing": swing}


def _turning(flip: Flip, stated: Spread) -> Row:
    within = flip.is_within(stated)
    return {"flip_below": _number(flip.below), "flip_above": _number(flip.above), "flips_within": within}


def _place(row: Row) -> tuple[object, ...]:
    """Order rows by swing, the largest first; those without an end after all others."""
    return (row["swing"] is None, -(row["swing"] or 0), row["figure"], row["part"])


def _origins(one: Account) -> dict[str, Row]:
    """Say of every unknown which entry states it, of which side, and whether it is the quantity, a worth or a rate."""
    numbers = {row["figure"]: row["entries"][0] for side in one.sides for row in side.rows if row["figure"]}
    found: dict[str, Row] = {}
    for side in one.sides:
        for row, line in zip(side.used, side.lines, strict=True):
            facts = {"side": side.name, "part": "quantity", "figure": row["figure"], "entries": row["entries"][:1]}
            told = {name: row[name] for name in ("what", "flow", "scenario", "unit", "nature")}
            found[line.quantity] = {**facts, **told}
            if line.worth:
                of = row["worth_of"]
                worth = {"part": "worth", "figure": of, "unit": row["stated_currency"], "entries": [numbers[of]]}
                found[line.worth] = {**facts, "what": row["what"], **worth}
            if line.rate:
                rate = {"part": "rate", "figure": line.rate, "what": row["stated_currency"], "unit": row["currency"]}
                found[line.rate] = {**rate, "entries": row["entries"][1:]}
    return found


def _number(bound: Fraction | None) -> float | None:
    return None if bound is None else float(bound)


def _row(**found: Any) -> Row:
    """Return a row with every column; what was not found is empty."""
    return {one.name: found.get(one.name) for one in ANALYSIS.columns}


ANALYSIS: Final = Analysis(
    name="colocation_tornado",
    method=1,
    reads=(),
    given=("colocation_account",),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        agreement | key | The agreement; empty where none has an account.
        side | text | The side the figure is of; empty for a rate of exchange.
        part | code | Whether it is a quantity, what one is worth, or a rate (code list figure_part).
        figure | key | The entry that states it.
        what | text | Of what; for a rate, the currency.
        flow | code | Whether the side gives it (contribution) or gets it (benefit).
        scenario | code | With the agreement, or without it; empty for a worth or a rate.
        nature | code | Of which nature the figure is.
        unit | text | Its unit.
        low | unit | Its lower bound; empty when none was told.
        middle | unit | Its middle: the number told, else the middle of the range.
        high | unit | Its upper bound; empty when none was told.
        currency | code | The currency of the account (ISO 4217).
        gain_low | currency | The smallest gain of any side with the figure at its lower bound, the rest at its middle.
        gain | currency | The smallest gain of any side with everything at its middle.
        gain_high | currency | The smallest gain of any side with the figure at its upper bound.
        swing | currency | How far these two are apart.
        flip_below | unit | The nearest value below the middle at which the conclusion turns; empty when there is none.
        flip_above | unit | The nearest value above the middle at which the conclusion turns; empty when there is none.
        flips_within | yes/no | Whether either lies inside the stated range.
        needed | codes | What is missing to tell so.
        entries | entries | The entry that states it; where something is missing, those of the account.
    """),
)
