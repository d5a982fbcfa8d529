"""Set declared figures beside those that were verified later, by speaker and by organisation: counts and an interval.

Question: When somebody declared a figure and a verified one on the same thing became public later, which way did they
    differ?
Formula: a declared figure is paired with the audited or measured one on the same indicator, subject, region and part,
    in the same unit, public later, about the nearest date within 365 days; of equals the audited, then the later
    public. It is better when its whole interval lies on the good side of the verified one, worse on the other side,
    within when they overlap. The share of pairs that were better is told as its Wilson interval of 95 percent, never
    alone. Mean gap: geometric mean of declared over verified, the better way round, less 1.
Unit: Counts; shares of 1; mean gap as a share of the verified value, positive when declared was better.
Shape: One row for all together, one per organisation and one per speaker who declared a number.
Missing: Only numbers on an indicator with a better direction are counted, and a statement that repeats another is not
    counted again. Declared figures without a pair are counted as unverified, which says nothing about them. There is
    no interval without a pair and no mean gap with fewer than two; values that are not above zero are left out of it.
    The date of the two figures may differ, so growth in between is part of the difference.
Source: Entries of kinds statement, indicator and party.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="candour",
    method=1,
    reads=("statement", "indicator", "party"),
    after=("candour_pairs",),
    explanation=__doc__ or "",
    ask=asked_in_sql("candour"),
    query=sql("candour"),
    columns=fields("""
        told_by | code | All together, an organisation or a speaker (code list told_by).
        party | key | The party, when it has an entry.
        name | text | Its name, or the name as written.
        declared | count | Declared figures.
        pairs | count | Of these, those with a verified figure that became public later.
        better | count | Pairs whose declared figure was better than the verified one.
        within | count | Pairs that agree within what their words allow.
        worse | count | Pairs whose declared figure was worse than the verified one.
        unverified | count | Declared figures without a pair.
        better_share_low | share | Lower bound of the share of pairs that were better.
        better_share_high | share | Upper bound of that share.
        mean_gap | share | Mean gap of declared over verified.
        entries | entries | The statements of all pairs.
    """),
)
