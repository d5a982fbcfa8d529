"""Say how often what a rater foretold came true.

Question: Of the targets that a rater called safe before they were due, how many were met - and of those called at risk?
Formula: a target counts once for each rating that a rater gave it before its due day, however often it was given: it is
    the target as it stood on the day of the rating. It is met when the figure about the day nearest to the due day,
    within 365 days, verified before declared, public after the rating, is at or beyond it. The share of known outcomes
    that were met has its Wilson interval of 95 percent. Called on track or to watch, targets should be met more often
    than not; called at risk or off track, missed more often than not: that holds when the interval lies on that side of
    a half.
Unit: Counts; shares of 1.
Shape: One row per rater and rating given to indicators.
Missing: A target not yet due is no case. One that was due and of which no figure tells is counted as unknown and is in
    no share. With fewer than ten known outcomes nothing is concluded. Ratings of nodes, undertakings and agreements
    have no target of their own and are left out.
Source: Entries of kinds rating, indicator and target; the answer of `forecast_points`.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="rater_calibration",
    method=1,
    reads=("rating", "indicator", "target"),
    after=("progress", "forecast_points"),
    explanation=__doc__ or "",
    ask=asked_in_sql("rater_calibration"),
    query=sql("rater_calibration"),
    columns=fields("""
        rater | key | Who rates.
        rating | code | The rating given (code list rating).
        ratings | count | How often it was given to an indicator before its target was due.
        targets | count | Different targets it was given to.
        due | count | Those of them that are due by now.
        met | count | Those that were met.
        missed | count | Those that were missed.
        unknown | count | Those due of which no figure tells.
        met_share | share | The share that was met, of those known.
        met_share_low | share | Lower end of its interval.
        met_share_high | share | Upper end.
        conclusion | code | Whether the rating tells (code list conclusion).
        entries | entries | The entries behind the row.
    """),
)
