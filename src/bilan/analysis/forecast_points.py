"""List the figures that a forecast stands on, declared and verified apart.

Question: Which figures of an indicator may tell where it will be when its target is due?
Formula: none; one figure a day: of those declared the newest, of those verified the audited before the measured, then
    the newest. The baseline is the start of both. What accumulates starts from nothing on the first day of the plan, by
    its definition; so does a count whose baseline is nothing: neither tells a course. A share lies between 0 and 100,
    what is counted above 0; other bounds are those of the indicator.
Unit: Values in the unit of the indicator.
Shape: One row per thing that has a target, nature (declared, verified) and day; one without a value where there is no
    figure. Of more than forty the newest stand. Ranks, rungs and judgements in words have none.
Missing: Nothing is filled in. What was said of a part, in another unit or without a day does not count, nor what
    repeats another, nor what is about days before the definition changed (`left_out`). Where no figure is by the
    definition of the indicator, those by that of the newest stand, so marked. Amounts of a period count where it lasts
    as long as that of the target, else as that of the newest. A partial date counts from its last day. Of a range
    without a number the middle stands, of a bound alone the bound. A rate told with its denominator also gives its
    numerator.
Source: The answer of `progress`; entries of kinds indicator, baseline, target and statement.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="forecast_points",
    method=1,
    reads=("indicator", "baseline", "target", "statement"),
    after=("progress",),
    explanation=__doc__ or "",
    ask=asked_in_sql("forecast_points"),
    query=sql("forecast_points"),
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        told_as | code | Declared or verified (code list told_as).
        on | day | The last day the value is about.
        value | unit | The value.
        low | unit | Its lower bound, as its words allow.
        high | unit | Its upper bound.
        nature | code | Of which nature it is (code list forecast_point).
        qualifier | code | How exactly it was said.
        public_on | day | The day by which it was public.
        definition | text | The other definition it is by, where none is by that of the indicator.
        reporter | text | In whose name it was told, else who told it: a key, or the name as written.
        unit | text | Unit of its values.
        measure | code | What sort of quantity it is.
        direction | code | Which way is better.
        quantity | code | The thing counted, by a code that other plans share.
        kind | code | On what scale it is forecast (code list forecast_kind).
        lower | unit | The lowest value it can take, where one is known.
        upper | unit | The highest value it can take, where one is known.
        frequency | code | How often it is observed: year or quarter.
        left_out | count | Earlier figures left out since the definition changed.
        entries | entries | The entry behind the figure.
    """),
)
