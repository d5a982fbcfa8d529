"""Compute printed rates again from the numbers printed with them.

Question: Does a rate that was printed follow from the number and the total beside it, and a printed progress from the
    value, the baseline and the target of the same publication?
Formula: rate = 100 * numerator / denominator; progress = 100 * (value - baseline) / (target - baseline), to the final
    target. A rate follows when the computed one, rounded or cut at the last digit printed, is the same, anywhere within
    the reach of a qualified number. A progress follows within the rounding of the decimals printed with it; also, so
    marked, when held within 0 and 100, when the target was already passed at the start, or as a share of the target.
Unit: Percent.
Shape: One row per printed rate or progress.
Missing: Where a number, baseline or target is absent, or target and baseline are equal, the outcome is `cannot`.
    Baselines and targets are those in force.
Source: Entries of kinds indicator, statement, baseline and target.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="rates",
    method=1,
    reads=("indicator", "baseline", "target", "statement"),
    explanation=__doc__ or "",
    ask=asked_in_sql("rates"),
    query=sql("rates"),
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        what | code | Whether a rate of a total or progress to a target was printed (code list printed).
        said | percent | As printed.
        computed | percent | As computed from the numbers beside it; not clamped.
        difference | points | Printed less computed.
        outcome | code | Whether it follows (code list rate_outcome).
        value | unit | The number it is computed from.
        denominator | unit | The total.
        baseline | unit | The baseline, of a progress.
        target | unit | The final target, of a progress.
        entry | entry | The statement.
        entries | entries | The entries behind the row.
    """),
)
