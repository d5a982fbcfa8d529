"""Tell where the plan's country stands among others, and how far from the best and from its like.

Question: In each series told of many countries, which place has the country of the plan, and how far is it from the
    best, from the middle, and from the best of its own group?
Formula: the newest year in which the country is told; place = countries that are better, and one. Distance = the best
    value less its own. A group is what the publisher puts the country in, told as the scope of its figure. Conclusion:
    whether it is better than the middle one (the median) of all that are told, itself among them.
Unit: values in the unit of the series; places; counts of countries.
Shape: One row per series told of other countries that is a share, a rank or an index.
Missing: Only figures of the same year and the same edition are compared: from one edition to the next an index may
    change its questions, and then a country falls or rises without having moved. Where no way is better there is no
    place. Groups of countries are no countries.
Source: Statements on states; entries of kinds plan, indicator and party.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="benchmark_rank",
    method=1,
    reads=("plan", "indicator", "statement", "party"),
    explanation=__doc__ or "",
    ask=asked_in_sql("benchmark_rank"),
    query=sql("benchmark_rank"),
    columns=fields("""
        series | key | The series.
        quantity | code | What it counts.
        unit | text | Unit of its values.
        direction | code | Which way is better.
        year | year | The newest year in which the country is told.
        edition | text | The edition of the index.
        editions | count | Editions that are told of the series, at any time.
        group_name | text | The group the publisher puts the country in.
        value | unit | Its value.
        public_on | day | The day by which that was public.
        place | rank | Its place.
        among | count | Countries told in that year and edition, itself among them.
        best_country | code | The best of them.
        best | unit | The value of the best.
        distance | unit | How far it is from the best.
        median | unit | The value in the middle.
        group_place | rank | Its place in its group.
        group_among | count | Countries of its group.
        group_distance | unit | How far it is from the best of its group.
        group_median | unit | The value in the middle of its group.
        conclusion | code | Whether it is better than the middle (code list conclusion).
        needed | codes | What is missing to say so (code list needed).
        entries | entries | The entries behind the row.
    """),
)
