"""List the courses of other countries that a forecast may take its class from.

Question: On the day of the question, what was known of the same quantity in other countries?
Formula: the newest version of each figure that was public by then (*known_then*). Where the oldest publication of a
    series that was kept is younger than that day, its figures about years before that of the day (*oldest_kept*): they
    are inferred, for some were corrected since. Of several series of one quantity and measure, the one with most
    countries.
Unit: The unit of the series.
Shape: One row per series, country and day.
Missing: Groups of countries, and figures about a part, are left out. What was recorded without a day of publication is
    public on the day it was recorded. A quantity that is not listed is compared within its own series alone.
Source: Statements on other states; entries of kinds indicator, party, plan and withdrawal.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="forecast_panel",
    method=1,
    reads=("plan", "indicator", "statement", "party", "withdrawal"),
    explanation=__doc__ or "",
    ask=asked_in_sql("forecast_panel"),
    query=sql("forecast_panel"),
    columns=fields("""
        series | key | The series: the indicator that others are told by.
        quantity | code | What it counts (code list quantity); empty where that is not listed.
        measure | code | What sort of quantity it is.
        unit | text | Unit of its values.
        told_as | code | Known then, or inferred from the oldest publication kept (code list hindsight).
        oldest_on | day | The day of the oldest publication of the series that was kept.
        area | key | The country.
        own | yes/no | Whether it is the country of the plan.
        on | day | The day the figure is about.
        value | unit | The figure.
        entries | entries | The statement.
    """),
)
