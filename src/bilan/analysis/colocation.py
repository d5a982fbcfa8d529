"""Say how much each side of an agreement gains over what it would have had without it, and how sure that is.

Question: Is the agreement a gain for every side of it: how much does each gain, how sure is it, and how is the gain
    divided?
Formula: gain of a side = (what it gets - what it gives) with the agreement, less the same without it, each as stated;
    `colocation_account` says which figures count. Draws: a number told with a range is triangular, a range alone
    uniform, an exact number a point, all independent; what one is worth and a rate of exchange are drawn once for all
    figures that share them (PCG64, the seed chosen and the key of the agreement). Low and high are the exact bounds,
    over all corners. The share of a side is its gain over that of all, in the draws in which every side gains. The
    conclusion, a gain for every side, holds when each lower bound is above zero, and does not hold when an upper bound
    is not; else it holds when the probability that every side gains, less two standard errors, is at least `sure`, and
    does not hold when that probability and two standard errors are at most 1 - `sure`.
Unit: Money in whole units of the currency of the account; probabilities and shares of 1.
Shape: One row per agreement for all its sides together (the smallest gain of any side), then one per side. One row
    without an agreement where there is no account.
Missing: What would have come anyway is stated or the gain cannot be determined: each line needs its figure without the
    agreement. Where only that is missing the gain is shown as gross, and bears no probability. A bound that was never
    told leaves the gain without a distribution. Figures that do not count are counted; `nature` is the weakest of those
    that do.
Source: The answer of `colocation_account`. Formulas of `gain` and `accounts`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import isfinite
from typing import Any, Final

from bilan.analysis.asking import Analysis, Option, Row, fields
from bilan.analysis.formulas import gain
from bilan.analysis.formulas.accounts import Account, Side, accounts, weakest
from bilan.analysis.formulas.gain import Bound, Draws, Simulated
from bilan.tables.session import Session
from bilan.terms.codes import code_list

Ends = tuple[Bound, Bound]
QUANTILES: Final = ("gain_p5", "gain_p25", "gain_p50", "gain_p75", "gain_p95")


def ask(
    session: Session,  # noqa: ARG001 - all it reads are the rows of the account
    answers: Mapping[str, list[Row]],
    seed: float,
    draws: float,
    sure: float,
) -> list[Row]:
    """Compute the gains of the accounts."""
    rows = answers["colocation_account"]
    found = [row for one in accounts(rows) for row in gains(one, seed=int(seed), draws=int(draws), sure=sure)]
    return found or [_row(needed=["gain_agreement", *(f"gain_{what}" for what in code_list("gain_line"))], entries=[])]


def gains(one: Account, *, seed: int, draws: int, sure: float) -> list[Row]:
    """Return the rows of an account: all sides together, then each."""
    measured = _measured(one, seed, draws)
    rows = [_row(**_facts((side,)), **_side(side, measured, sure), side=side.name) for side in one.sides]
    return [_row(**_facts(one.sides), **_together(one, measured, sure)), *rows]


@dataclass(frozen=True, slots=True)
class Measured:
    """The gain of each side that can be told, at the middles and between bounds; and the draws of all of them."""

    middles: Mapping[str, Fraction]
    ends: Mapping[str, Ends]
    simulated: Simulated | None
    shares: Mapping[str, Draws]
    is_open: bool


def _measured(one: Account, seed: int, draws: int) -> Measured:
    """Measure the lines of each side: all of them where it is complete, else those with the agreement."""
    spreads = one.spreads
    lines = {side.name: side.lines if side.is_complete else side.gross for side in one.sides}
    is_open = not all(found.is_closed for found in spreads.values())
    simulated = None
    if one.is_complete and not is_open:
        own = int.from_bytes(sha256(one.agreement.encode()).digest()[:8], "big")
        simulated = gain.simulate(lines, spreads, (seed, own), draws)
    return Measured(
        middles=gain.centre(lines, spreads).gains,
        ends={side: gain.bounds(own_lines, spreads) for side, own_lines in lines.items()},
        simulated=simulated,
        shares=simulated.shares() if simulated else {},
        is_open=is_open,
    )


def _facts(sides: Iterable[Side]) -> Row:
    """Return what is counted of the figures of one or all sides."""
    rows = [row for side in sides for row in side.rows]
    used = [row for row in rows if row["state"] == "used"]
    left = [row for row in rows if row["state"] not in {"used", "missing"}]
    return {
        **{name: rows[0][name] for name in ("agreement", "agreement_kind", "currency")},
        "figures": len(used),
        "figures_needed": len(used) + sum(bool(row["needed"]) for row in rows),
        "left_out": len(left),
        "left_out_why": sorted({row["state"] for row in left}),
        "nature": weakest(used),
        "entries": sorted({number for row in used or rows for number in row["entries"]}),
    }


def _side(side: Side, measured: Measured, sure: float) -> Row:
    """Return the gain of a side: net where all is stated, gross where only the other scenario is missing."""
    name = side.name
    found = {"gain": float(measured.middles[name]), **_ends(measured.ends[name])}
    if not side.is_complete:
        return {"needed": side.needed, **({"basis": "gross", **found} if side.gross else {})}
    draws = measured.simulated.gains[name] if measured.simulated else None
    judged = _judged([measured.ends[name]], draws, sure, is_open=measured.is_open)
    return {"basis": "net", **found, **judged, **_shares(measured.shares.get(name))}


def _together(one: Account, measured: Measured, sure: float) -> Row:
    """Return the smallest gain of any side, and whether every side gains."""
    if not one.is_complete:
        return {"needed": one.needed}
    ends = list(measured.ends.values())
    smallest = (min(low for low, _ in ends), min(high for _, high in ends))
    found = {"basis": "net", "gain": float(min(measured.middles.values())), **_ends(smallest)}
    draws = measured.simulated.smallest if measured.simulated else None
    return {**found, **_judged(ends, draws, sure, is_open=measured.is_open)}


def _ends(ends: Ends) -> Row:
    named = zip(("low", "high"), ends, strict=True)
    return {f"gain_{name}": float(end) if isfinite(end) else None for name, end in named}


def _judged(ends: Sequence[Ends], draws: Draws | None, sure: float, *, is_open: bool) -> Row:
    """Return the distribution of a gain, the probability that it is one, and the conclusion."""
    chance = None if draws is None else gain.chance_of(draws > 0)
    conclusion = gain.conclusion(ends, chance, sure)
    needed = [] if conclusion else ["gain_bounds" if is_open else "gain_narrower"]
    told: Row = {"conclusion": conclusion or "cannot_determine", "needed": needed}
    if draws is None or chance is None:
        return told
    quantiles = dict(zip(QUANTILES, gain.quantiles(draws), strict=True))
    return {**told, **quantiles, "draws": len(draws), "probability": chance.value, "probability_error": chance.error}


def _shares(shares: Draws | None) -> Row:
    """Return how large a part of the whole gain is that of a side, over the draws in which every side gains."""
    if shares is None or not shares.size:
        return {"divided": None if shares is None else 0}
    low, _, middle, _, high = gain.quantiles(shares)
    return {"divided": int(shares.size), "share_p5": low, "share_p50": middle, "share_p95": high}


def _row(**found: Any) -> Row:
    """Return a row with every column; what was not found is empty."""
    usual = {"conclusion": "cannot_determine", "figures": 0, "figures_needed": 0, "left_out": 0, "left_out_why": []}
    return {one.name: found.get(one.name, usual.get(one.name)) for one in ANALYSIS.columns}


ANALYSIS: Final = Analysis(
    name="colocation",
    method=1,
    reads=(),
    given=("colocation_account",),
    options=(
        Option("seed", 2013, 0, 2**32 - 1, "Seed of the draws."),
        Option("draws", 20_000, 100, 200_000, "How many draws."),
        Option("sure", 0.95, 0.5, 0.999, "Probability from which the conclusion is given."),
    ),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        agreement | key | The agreement; empty where none has an account.
        agreement_kind | code | What sort of agreement it is.
        side | text | The side; empty for all of them together (the smallest gain of any side).
        currency | code | The currency of the account (ISO 4217).
        basis | code | Net of what would have come anyway, or gross where that was never stated (code list gain_basis).
        gain | currency | The gain with every figure at its middle.
        gain_p5 | currency | The gain that one draw in twenty stays below.
        gain_p25 | currency | The gain that one draw in four stays below.
        gain_p50 | currency | The gain in the middle of the draws.
        gain_p75 | currency | The gain that three draws in four stay below.
        gain_p95 | currency | The gain that nineteen draws in twenty stay below.
        gain_low | currency | The exact least gain within what is stated; empty when open.
        gain_high | currency | The exact largest gain within what is stated; empty when open.
        draws | count | Draws made; one where every figure is exact.
        probability | share | Probability that the side gains; in the row of all, that every side gains.
        probability_error | share | Its standard error, from the number of draws.
        divided | count | Draws in which every side gains, over which the gain is divided.
        share_p5 | share | Share of the side in the whole gain: one draw in twenty stays below.
        share_p50 | share | Share of the side in the whole gain, in the middle of these draws.
        share_p95 | share | Share of the side in the whole gain: nineteen draws in twenty stay below.
        figures | count | Figures that count.
        figures_needed | count | Figures that count, and those that would be needed and are missing or do not count.
        left_out | count | Figures that were stated and do not count.
        left_out_why | codes | Why they do not (code list figure_state).
        nature | code | The weakest nature of the figures that count.
        conclusion | code | Whether the side gains; in the row of all, whether every side gains.
        needed | codes | What is missing to say so.
        entries | entries | The entries of the figures that count; where there is none, the agreement.
    """),
)
