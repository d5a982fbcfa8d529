"""List the stays of tenants: how long each was watched, and how it ended.

Question: Which tenants entered an incubator together, how many days were they seen there, and how did they leave?
Formula: days = day of the end - day of entry. The end is the exit, else the day they were last seen; neither is later
    than the day of the figures. Failed is the end that counts as such; graduated, moved and acquired are exits, and no
    failure.
Unit: Firms; days.
Shape: One row per group that entered together and had the same fate, by incubator (or by pool, where none is named).
Missing: A partial date counts from its last day, as everywhere; what it may mean at the shortest and at the longest
    stands in columns of its own. A stay of which the entry, or the end, is not known is kept in the list, has no days,
    and says why in `left_out`. An exit without a reason is *unknown*, neither a failure nor a success.
Source: Entries of kinds skill_pool (with its site) and cohort.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="cohorts_stays",
    method=1,
    reads=("skill_pool", "cohort"),
    explanation=__doc__ or "",
    ask=asked_in_sql("cohorts_stays"),
    query=sql("cohorts_stays"),
    columns=fields("""
        site | key | The incubator, or the pool where none is named.
        pool | key | The pool that holds them.
        firms | count | How many entered together.
        qualifier | code | How exactly that was said.
        entered_on | day | When they entered, as said.
        ended_on | day | The last day of their stay that counts: exit, or last seen.
        end | code | How they left (code list exit); empty while they are there.
        days | days | Days from entry to end.
        days_shortest | days | The same, partial dates read as short as they may be.
        days_longest | days | The same, partial dates read as long as they may be.
        nature | code | Of which nature the figure is.
        public_on | day | The day by which it was public.
        left_out | code | Why the stay cannot be measured (code list stay).
        entries | entries | The entries behind the row.
    """),
)
