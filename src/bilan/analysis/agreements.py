"""Say of every agreement how much of what was due under it was kept on time, and how much of that is known.

Question: Of what the parties to an agreement owed each other by the day, how much was kept on time, late, broken -
    and of how much is that known? Was what was promised paid, and were the jobs promised seen?
Formula: share = weight of the obligations kept on time over the weight of those that were due and whose outcome is
    known; each weighs one where no sister declares a weight. Interval: that of Wilson of 95 percent on the effective
    number of known ones, which is their number where all weigh the same. Bounds: the share if all of the unknown ones
    were broken, and if all were kept. Outer bounds: both together. The conclusion holds when all that was due was
    kept on time, and does not hold as soon as one was late or broken. Paid is the total of `spending`, jobs the
    newest figure on the agreement, verified ones first, each set beside what was promised.
Unit: Counts; shares of 1; money in whole units of the currency of the agreement; penalties in one currency.
Shape: One row per agreement signed and public by then, in the order of signing; one row without an agreement where
    there is none.
Missing: What is not due is no case; without a due day nothing is. What is overdue without a word is unknown, neither
    kept nor broken: it widens the bounds and leaves the interval alone. Where sisters declare weights, one without is
    left out of the share and counted as weightless. Figures of what was paid that may be the same money are not added
    but counted. Jobs announced for days to come, of a part, or told by several sides are not taken. Penalties in
    several currencies are not added. Nothing that is not told is zero.
Source: The answers of `obligations` and `spending`; entries of kinds agreement, amendment, statement, indicator and
    benefit. Formulas of `intervals` and `keeping`.
"""

from typing import Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas.intervals import Weighted
from bilan.analysis.formulas.keeping import Kept, is_kept
from bilan.tables.session import Session

CONCLUSIONS: Final = {True: "holds", False: "does_not_hold", None: "cannot_determine"}
HELPERS: Final = frozenset({"is_weighted", "good", "bad", "open", "squares_known", "squares_unknown"})


def ask(session: Session) -> list[Row]:
    """Measure the agreements of the session."""
    return [measured(row) for row in session.rows(sql("agreements"))] or [_nothing()]


def measured(row: Row) -> Row:
    """Return the row of an agreement from what it counts."""
    kept = Kept(row["kept_on_time"], row["late"], row["broken"], row["unknown"], _weights(row))
    conclusion = CONCLUSIONS[is_kept(kept)]
    needed = list(_needed(row, kept)) if conclusion == "cannot_determine" else []
    facts = {name: value for name, value in row.items() if name not in HELPERS}
    return _ordered(
        {**facts, **kept.columns, "weighted": row["is_weighted"], "conclusion": conclusion, "needed": needed}
    )


def _weights(row: Row) -> Weighted | None:
    if not row["is_weighted"]:
        return None
    return Weighted(row["good"], row["bad"], row["open"], row["squares_known"], row["squares_unknown"])


def _needed(row: Row, kept: Kept) -> list[str]:
    """Name what a conclusion lacks: that something was owed by a day, that this day comes, what became of it."""
    if kept.due:
        return ["keeping"]
    return ["first_due"] if row["to_come"] else ["obligations"]


def _nothing() -> Row:
    """Return the row of a plan that tells of no agreement."""
    empty: Row = dict.fromkeys(one.name for one in ANALYSIS.columns)
    counts = {one.name: 0 for one in ANALYSIS.columns if one.unit == "count" and one.name != "failures"}
    return {**empty, **counts, "conclusion": "cannot_determine", "needed": ["agreements"], "entries": []}


def _ordered(row: Row) -> Row:
    return {one.name: row[one.name] for one in ANALYSIS.columns}


ANALYSIS: Final = Analysis(
    name="agreements",
    method=1,
    reads=("agreement", "obligation", "amendment", "statement", "indicator", "benefit"),
    after=("obligations", "spending"),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        agreement | key | The agreement.
        agreement_kind | code | What sort of agreement it is.
        partner_country | code | Country of its partner (ISO 3166-1).
        signed_on | day | When it was signed.
        ends_on | day | When it ends.
        node | key | The node it serves.
        obligations | count | Obligations recorded under it, risks aside.
        undated | count | Of these, those without a last due day.
        to_come | count | Those whose last due day has not passed.
        due | count | Those whose last due day has passed.
        known | count | Of what was due: whose outcome is known.
        verified | count | Of these, whose outcome somebody else looked at (measured or audited).
        kept_on_time | count | Kept by the due day.
        kept_verified | count | Of these, those of which somebody else than a party says so.
        late | count | Kept, but later.
        broken | count | Not kept.
        unknown | count | Of which nothing tells what became of them.
        moved | count | Of what was due: whose due day had been moved later.
        weighted | yes/no | Whether weights were declared; else each weighs one.
        weightless | count | Of what was due: left out of the share for want of a weight.
        share | share | Share of what was due and is known that was kept on time.
        share_low | share | Lower end of its interval.
        share_high | share | Upper end of its interval.
        bound_low | share | The share if all unknown ones were broken.
        bound_high | share | The share if all unknown ones were kept on time.
        outer_low | share | Lower end, whatever the unknown ones are.
        outer_high | share | Upper end, whatever the unknown ones are.
        longest_delay | days | Days by which the latest of those kept late was late.
        amount | currency | Amount agreed.
        currency | code | Its currency (ISO 4217).
        paid | currency | What was paid on the agreement by then.
        paid_currency | code | Its currency (ISO 4217; code list currency).
        paid_low | currency | Its lower bound.
        paid_high | currency | Its upper bound.
        paid_flow | code | What sort of flow that is (code list money_flow).
        paid_nature | code | Of which nature it is.
        paid_on | day | The day up to which it flowed.
        paid_otherwise | count | Other figures of what was paid, not added.
        paid_share | share | Share of the amount agreed that was paid.
        paid_share_low | share | Its lower bound.
        paid_share_high | share | Its upper bound.
        promised_jobs | number | Jobs promised.
        jobs | number | Jobs seen or told since.
        jobs_nature | code | Of which nature that figure is.
        jobs_on | day | The date it is about.
        jobs_share | share | Jobs seen over jobs promised.
        jobs_share_low | share | Its lower bound.
        jobs_share_high | share | Its upper bound.
        amendments | count | Amendments decided by then.
        without_reason | count | Of these, those without a reason.
        risks | count | Risks that its parties bear.
        failures | count | How many times a service level was missed; empty when not told.
        penalty_currency | code | Currency of the penalties (ISO 4217; code list currency).
        penalty_expected | currency | Penalties contracted for these failures.
        penalty_imposed | currency | Penalties imposed.
        penalty_paid | currency | Penalties paid.
        penalty_currencies | count | Currencies the penalties are in; with more than one they are not added.
        conclusion | code | Whether all that was due was kept on time.
        needed | codes | What is missing to say so.
        entries | entries | The agreement, its obligations and amendments, the payments and the figure of jobs.
    """),
)
