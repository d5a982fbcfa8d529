"""Say where each indicator stands on its way from baseline to target, as declared and as verified.

Question: How much of the way has been done, who says so, how much of it is verified, and how much was expected by now?
Formula: progress = (value - baseline) / (target - baseline), whichever way is better; 1 while a target passed at the
    start still holds. Declared is the newest declared value; verified the newest audited or measured one, the audited
    first on one date. The planned path runs straight from the baseline through interim targets to the final one, and
    stays there; where the target was passed at the start, it expects 1 all along.
Unit: Progress as a share (1 is the target; not clamped); values in the unit of the indicator.
Shape: One row per indicator, and per site, service or region that has its own statements or targets.
Missing: Nothing is filled in. A value, baseline or target that is absent leaves progress empty and `cannot` says why;
    what accumulates starts from nothing unless a baseline was told. Statements on a part (a sector or an audience is
    one), in another unit, or about a day before the baseline do not count. A target without a due day has no path. A
    rate told with its denominator also gives its numerator, so marked.
Source: Entries of kinds indicator, baseline, target and statement.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="progress",
    method=1,
    reads=("indicator", "baseline", "target", "statement"),
    explanation=__doc__ or "",
    ask=asked_in_sql("progress"),
    query=sql("progress"),
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        node | key | The node it measures.
        headline | yes/no | Whether it counts in the progress of its node.
        weight | number | Declared weight among its sisters.
        unit | text | Unit of its values.
        measure | code | What sort of quantity it is.
        direction | code | Which way is better.
        baseline | unit | Where it started.
        baseline_qualifier | code | How exactly that was said.
        baseline_about | day | The date of the baseline.
        baseline_entry | entry | The baseline, when one was told.
        target | unit | What it should reach.
        target_qualifier | code | How exactly that was said.
        target_due | day | By when.
        target_version | code | Which version of the target is in force.
        target_entry | entry | The target.
        path_starts_on | day | Last day the baseline is about, else first day of the plan.
        path_ends_on | day | Last day on which the target is due.
        declared | unit | Newest declared value.
        declared_low | unit | Its lower bound.
        declared_high | unit | Its upper bound.
        declared_qualifier | code | How exactly it was said.
        declared_about | day | The date it is about.
        declared_counts_on | day | The day from which it counts.
        declared_public_on | day | The day by which it was public.
        declared_entry | entry | The statement.
        declared_from_rate | key | The rate it was worked out from, if it was.
        verified | unit | Newest audited or measured value.
        verified_low | unit | Its lower bound.
        verified_high | unit | Its upper bound.
        verified_qualifier | code | How exactly it was said.
        verified_nature | code | Audited or measured.
        verified_about | day | The date it is about.
        verified_counts_on | day | The day from which it counts.
        verified_public_on | day | The day by which it was public.
        verified_entry | entry | The statement.
        verified_from_rate | key | The rate it was worked out from, if it was.
        declared_progress | share | Declared progress, not clamped.
        declared_progress_low | share | Progress at the lower bound of the declared value.
        declared_progress_high | share | Progress at the upper bound of the declared value.
        verified_progress | share | Verified progress, not clamped.
        verified_progress_low | share | Progress at the lower bound of the verified value.
        verified_progress_high | share | Progress at the upper bound of the verified value.
        expected_progress | share | Progress the planned path expects on the day.
        expected_when_declared | share | Progress it expects on the date the declared value is about.
        expected_when_verified | share | Progress it expects on the date the verified value is about.
        declared_planned_on | day | First day on which it expects the declared progress.
        verified_planned_on | day | First day on which it expects the verified progress.
        gap | unit | What is left to the target from the verified, else the declared value.
        age_days | days | Age of the verified, else of the declared value.
        verified_is_stale | yes/no | Whether it is older than its period and delay (a year when not told).
        cannot | code | Why there is no progress.
        entries | entries | The entries behind the row.
    """),
)
