"""Say what is missing or unsure about each indicator, as an auditor would ask.

Question: Which indicators have no definition, owner, baseline, target, observation or verified observation, and whose
    entries are undated, uncertain, unsigned, unsourced, in another unit, in words without a scale, or recorded late?
Formula: none: each gap is a test of what is in force. A baseline is asked of what has a better direction and does not
    accumulate, a target of what has a better direction. Announcements are no observations; a verified rate of a told
    total verifies its numerator too. Late is a year after it was said; overdue is a newest value older than its period
    and delay.
Unit: Numbers of entries.
Shape: One row per indicator and gap (code list gap).
Missing: What is missing is the answer. A node's owner answers for indicators that have none.
Source: Entries of kinds indicator, node, baseline, target and statement.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="quality",
    method=1,
    reads=("indicator", "node", "baseline", "target", "statement"),
    explanation=__doc__ or "",
    ask=asked_in_sql("quality"),
    query=sql("quality"),
    columns=fields("""
        indicator | key | The indicator.
        node | key | The node it measures.
        headline | yes/no | Whether it counts in the progress of its node.
        in_plan | code | Whether the plan itself defines it.
        gap | code | What is missing or unsure (code list gap).
        concerned | number | How many entries are concerned; 1 when the indicator itself is.
        observations | number | Its observations in all.
        verified | number | Those of them that are audited or measured.
        entries | entries | The indicator and the entries concerned.
    """),
)
