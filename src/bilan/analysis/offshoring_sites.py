"""Add up what the sites told of one quantity, and say of how many sites and of which dates the sum is.

Question: What do the sites of offshoring have together, of how many of them is that known, and do their figures speak
    of one date?
Formula: the sum of the newest figure of each site, declared and verified apart; its bounds carry the qualifiers. As
    long as a site is silent the sum is at least that of the others, and its upper bound is open. The conclusion is
    whether the sum stands for all sites on one date.
Unit: The unit of the figures; days between the oldest and the newest of them.
Shape: One row per activity, quantity, unit and class (declared or verified); of what no site told, one without class.
Missing: A silent site is not a zero: `known` of `of` tells how many told. Where two indicators count one quantity at
    a site, nothing is added up. Let, reserved and occupied floor are never added to one another.
Source: The answer of `offshoring`.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="offshoring_sites",
    method=1,
    reads=(),
    after=("offshoring",),
    explanation=__doc__ or "",
    ask=asked_in_sql("offshoring_sites"),
    query=sql("offshoring_sites"),
    columns=fields("""
        activity | code | The activity of the sites.
        quantity | code | What is counted.
        unit | text | Unit of the figures.
        class | code | Declared or verified; empty when no site told.
        known | count | Sites that told a figure.
        of | count | Sites there are.
        undated | count | Figures that do not tell their date.
        total | unit | Sum of the newest figures; empty where a site has two.
        low | unit | Its lower bound.
        high | unit | Its upper bound; open while a site is silent.
        oldest_on | day | The day from which the oldest figure counts.
        newest_on | day | The day from which the newest figure counts.
        days_apart | days | Days between them.
        conclusion | code | Whether the sum stands for all sites on one date (code list conclusion).
        needed | codes | What is missing (code list needed).
        entries | entries | The statements behind the row.
    """),
)
