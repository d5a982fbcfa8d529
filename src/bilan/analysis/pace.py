"""Set the speed that was shown beside the speed that is needed. Arithmetic, not a forecast.

Question: How fast has each indicator moved since its baseline, how fast must it move to reach its target in time, how
    far is it ahead of the planned path or behind - and when would it arrive if it went on as before?
Formula: speed = (value - baseline) / years between their dates; needed = (target - value) / years from the date of
    the value to the last day on which the target is due; ratio = speed / needed. Ahead is progress less what the
    planned path expects, on the date the value is about and on the day of the question; in days, the day on which the
    path expects that progress less those same two days. Arrival = date of the value + (target - value) / speed.
Unit: Unit of the indicator per year of 365.25 days; shares per year; days, negative when behind.
Shape: One row per indicator, and per site, service or region with progress of its own, as declared and as verified.
Missing: Nothing is filled in: `cannot` says why there is no speed. A flow is compared with a baseline over as long a
    period, else not at all. Needed and ratio are empty once the due day has passed or the target is reached; the day
    of arrival is empty when the speed leads away from the target or the day is more than a century off. An indicator
    that has reached its target is never told to be behind, for the day on which it arrived is not known.
Source: The answer of `progress`; entries of kinds baseline and statement.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="pace",
    method=1,
    reads=("baseline", "statement"),
    after=("progress",),
    explanation=__doc__ or "",
    ask=asked_in_sql("pace"),
    query=sql("pace"),
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        headline | yes/no | Whether it counts in the progress of its node.
        told_as | code | Declared or verified.
        unit | text | Unit of its values.
        value | unit | Newest value.
        about | day | The date it is about.
        counts_on | day | The last day of that date.
        progress | share | Progress it stands for, not clamped.
        from_on | day | The day from which its speed is measured.
        due_on | day | The last day on which the target is due.
        reached | yes/no | Whether the target is reached.
        speed | unit per year | Speed shown since the baseline.
        speed_needed | unit per year | Speed needed from the value to the target.
        progress_per_year | share per year | Speed shown, as progress.
        progress_per_year_low | share per year | The same if the value is at its worse bound.
        progress_per_year_high | share per year | The same if the value is at its better bound.
        ratio | ratio | Speed shown over speed needed; below 1 is too slow.
        expected_then | share | Progress the planned path expects on the date of the value.
        ahead_then | share | Progress less that; negative is behind.
        ahead_now | share | Progress less what is expected on the day of the question.
        days_ahead_then | days | By how many days the value was ahead of the path on its date.
        days_ahead_now | days | By how many days it is ahead on the day of the question.
        arrives_on | day | When it would arrive, in a straight line.
        days_late | days | How long after the due day that would be; negative before it.
        cannot | code | Why there is no speed.
        entries | entries | The entries behind the row.
    """),
)
