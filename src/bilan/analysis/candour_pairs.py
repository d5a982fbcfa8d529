"""Set each declared figure beside the verified one that became public later: the pairs behind the candour of a plan.

Question: Which declared figures were verified later, and what did the verified ones say?
Formula: a declared figure is paired with the audited or measured one on the same indicator, subject, region and part,
    in the same unit, public later, about the nearest date within 365 days; of equals the audited, then the later
    public. It is better when its whole interval lies on the good side of the verified one, worse on the other side.
    Gap: logarithm of declared over verified, the better way round.
Unit: Values in the unit of the indicator; the gap is a natural logarithm.
Shape: One row per declared figure that has a pair.
Missing: Only numbers on an indicator with a better direction are paired, and a statement that repeats another is not
    paired again. There is no gap unless both values are above zero, and no target of a part or in another unit.
Source: Entries of kinds statement and indicator; the answer of `progress` for the target.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="candour_pairs",
    method=1,
    reads=("statement", "indicator"),
    after=("progress",),
    explanation=__doc__ or "",
    ask=asked_in_sql("candour_pairs"),
    query=sql("candour_pairs"),
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        measure | code | What sort of quantity it is.
        direction | code | Which way is better.
        unit | text | Unit of both values.
        reporter | text | The organisation that declared, else the person, by key or as written.
        declared | unit | The declared value.
        declared_on | day | The day it is about.
        declared_entry | entry | The declared statement.
        verified | unit | The verified value.
        verified_on | day | The day it is about.
        nature | code | Audited or measured.
        verified_entry | entry | The verified statement.
        target | unit | The target in force.
        better | yes/no | Whether declared was better than verified.
        worse | yes/no | Whether it was worse.
        gap | number | The gap.
        entries | entries | Both statements.
    """),
)
