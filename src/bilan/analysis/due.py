"""Say which figures are due, which are late, which came, and how fresh each indicator is.

Question: Of which periods is a figure expected, by when and from whom, and is it there?
Formula: a period lasts as long as the periodicity, the first being the one in which the plan or the first definition
    of the indicator begins; months and years begin with the year, weeks with Monday. Its figure is due on its last day
    and the delay after it, and is to be released the release delay after that. It is there when something declared,
    measured or audited is about a day of the period; of a flow, about the whole period. It is verified when that was
    measured or audited. A thing is fresh when its newest figure is of the last period whose due day has passed, or of
    a later one.
Unit: Days, late ones from the due day on.
Shape: One row per period that has begun, for each indicator as a whole and for each site, service or region with a
    target of its own; one row without a period for what has no rhythm.
Missing: Without a periodicity nothing is expected, and `state` says so; without a delay a figure is due when its period
    ends; without a release delay no day of release is told. Periods that begin after the plan ends, or end after the
    indicator was closed, are not expected. Announced and estimated figures, and those on a part, answer nothing. A
    reason why there is no value answers, unless it is that it was not reported or not due. Late is counted on the
    earlier of the two dates of the question.
Source: Entries of kinds indicator, node, target and statement.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="due",
    method=1,
    reads=("indicator", "node", "target", "statement"),
    explanation=__doc__ or "",
    ask=asked_in_sql("due"),
    query=sql("due"),
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        node | key | The node it measures.
        headline | yes/no | Whether it counts in the progress of its node.
        party | key | Who is to report: who measures it, else who answers for it or for its node.
        owner | key | Who answers for its values.
        measured_by | key | Who measures it.
        verified_by | key | Who verifies its values.
        released_by | key | Who releases its values.
        periodicity | text | How often it is observed.
        about | day | The period, as a date that a figure may be about.
        from_on | day | First day of the period.
        to_on | day | Last day of the period.
        due_on | day | The day by which its figure is due.
        state | code | What has become of it (code list due_state).
        figure_entry | entry | The newest figure on the period.
        missing | code | The reason that was told why there is no value.
        reported_on | day | On which day the first answer was public.
        days_late | days | How long after the due day that was, or how long it has been awaited since.
        release_on | day | The day by which it is to be verified and released.
        release | code | What has become of the release (code list due_release).
        is_last_due | yes/no | Whether it is the last period whose due day has passed.
        newest_on | day | The last day that the newest figure on the thing is about.
        newest_entry | entry | That figure.
        freshness | code | Whether it is of the last period due, or of a later one (code list freshness).
        entries | entries | The indicator, the figures on the period, the newest figure.
    """),
)
