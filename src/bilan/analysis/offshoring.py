"""Say where each site of offshoring and the whole sector stand, one activity and one quantity at a time.

Question: How much floor is let, reserved, occupied and built, how many jobs, how much turnover and export are there,
    at each site, in the whole sector and in its IT part; who says so, how far is it from the target, and what is not
    told?
Formula: the newest declared figure, and the newest audited or measured one (the audited first on one date), on the
    whole of a site or of the sector. Gap = target - the verified, else the declared figure; its bounds carry both
    qualifiers. The target is the one in force, else what the entry of the site says is planned (built floor, jobs,
    investment). Per hectare is over the area of the site, per 1,000 m2 over the newest floor told as built. The
    conclusion is on the target: reached whatever the qualifiers, not reached whatever they are though it was due, or
    neither.
Unit: The unit of the indicator; per hectare and per 1,000 m2 in that unit.
Shape: One row per site (empty for the whole sector), activity and indicator; and one per quantity that must be known
    and of which nothing is told. Of a plan that says nothing of offshoring, a single row.
Missing: Let, reserved, occupied and built floor are four quantities; so are the sector and its IT part two
    activities: none is worked out from another, and nothing is added up. A figure that mixes them stands in a row
    without a quantity. Figures on a part, of another definition or unit, negative, estimated or announced are left
    out and counted. A figure without a date counts only where none has one. What is missing is named in `needed`.
Source: Entries of kinds site, indicator, statement and target; the answer of `progress` for the target in force.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="offshoring",
    method=1,
    reads=("site", "indicator", "statement", "target"),
    after=("progress",),
    explanation=__doc__ or "",
    ask=asked_in_sql("offshoring"),
    query=sql("offshoring"),
    columns=fields("""
        site | key | The site; empty for the whole sector.
        activity | code | The activity counted; empty when an indicator of all sites has none.
        quantity | code | What is counted; empty when the figure mixes several.
        indicator | key | The indicator; empty when nothing is told.
        unit | text | Unit of its values.
        measure | code | What sort of quantity it is.
        declared | unit | Newest declared figure.
        declared_low | unit | Its lower bound.
        declared_high | unit | Its upper bound.
        declared_qualifier | code | How exactly it was said.
        declared_about | day | The date it is about, when told.
        declared_on | day | The day from which it counts.
        declared_public_on | day | The day by which it was public.
        declared_entry | entry | The statement.
        verified | unit | Newest audited or measured figure.
        verified_low | unit | Its lower bound.
        verified_high | unit | Its upper bound.
        verified_qualifier | code | How exactly it was said.
        verified_nature | code | Audited or measured.
        verified_about | day | The date it is about, when told.
        verified_on | day | The day from which it counts.
        verified_public_on | day | The day by which it was public.
        verified_entry | entry | The statement.
        previous | unit | The figure before it, of the same class and of an earlier day.
        previous_about | day | The date that one is about.
        previous_entry | entry | The statement.
        target | unit | What it should reach.
        target_low | unit | Its lower bound.
        target_high | unit | Its upper bound.
        target_qualifier | code | How exactly it was said.
        target_due | day | By when.
        target_basis | code | From a target, or from the entry of the site (code list target_basis).
        target_entry | entry | The target.
        gap_from | code | Whether the gap is from the verified or the declared figure.
        gap | unit | What is left to the target.
        gap_low | unit | Its lower bound.
        gap_high | unit | Its upper bound.
        hectares | hectares | Area of the site.
        per_hectare | unit | The figure over the area of the site.
        m2 | m2 | Floor of the site, newest told as built.
        m2_about | day | The date that is about.
        per_1000_m2 | unit | The figure over each 1,000 m2 of that floor.
        left_out | count | Statements left out: of a part, another definition or unit, negative, estimated, announced.
        conclusion | code | Whether the target is reached (code list conclusion).
        needed | codes | What is missing (code list needed).
        entries | entries | The entries behind the row.
    """),
)
