"""Say of every promise, rule and call what has become of it by the day.

Question: Who undertook what, by when - and on this day, with what was known, was it kept?
Formula: the newest verdict decides, *not kept* only once the last due day has passed, and *kept* after *not kept* is
    kept late. Without a verdict an undertaking with a target is set beside the values of its indicator, verified ones
    first: kept when the newest by the due day reaches the target, kept late when only one within a year after it
    does, broken when that one misses. A rule with a rhythm is set beside its newest count: expected is one at the
    start and one each period since. Else the calendar: to come, due from the first to the last day it may be due,
    then overdue.
Unit: Days; counts or values in the unit of the indicator. A month of a rhythm is 30 days.
Shape: One row per undertaking made and public by then.
Missing: Without a due day, a verdict or a rhythm the state cannot be determined. A value counts only if its whole
    interval reaches or misses the target; on a part, in another unit, without a number or about a day before the
    promise was made it does not count. Where a rule's start was never told, the rhythm runs from the last day on
    which the rule may have been made.
Source: Entries of kinds undertaking, verdict, target, indicator and statement.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="undertakings",
    method=1,
    reads=("undertaking", "verdict", "target", "indicator", "statement"),
    explanation=__doc__ or "",
    ask=asked_in_sql("undertakings"),
    query=sql("undertakings"),
    columns=fields("""
        undertaking | key | The undertaking.
        what | text | What was undertaken.
        kind | code | What sort of undertaking it is.
        made_by | key | Who made it.
        made_by_name | text | Who made it, as written.
        office | text | The office held that day.
        organisation | key | In whose name.
        organisation_name | text | In whose name, as written.
        node | key | The node it belongs to.
        made_on | day | When it was made.
        due_on | day | When it is due, as said.
        due_from | day | The first day on which it may be due.
        due_to | day | The last day on which it may be due.
        state | code | What has become of it (code list undertaking_state).
        computed_from | code | What tells so.
        days_left | days | Days to the last due day, while it is to come or due.
        days_late | days | Days since the last due day when overdue or broken; days from it to the proof when kept late.
        told | unit | The value or count that decides.
        expected | unit | The target, or the count the rhythm demands.
        proof | entry | The verdict or statement that decides.
        proof_on | day | The date that is about.
        entries | entries | The entries behind the row.
    """),
)
