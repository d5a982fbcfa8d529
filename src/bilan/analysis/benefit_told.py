"""Gather every figure that tells who benefits, and the total to set against it.

Question: What has been told of jobs, money, users or anything else that a sector, a region, a size of firm or a public
    has of the plan?
Formula: the newest figure of each cell (one sector, one region...) on one date: the date of which most cells are known,
    the newest among such. The total is the figure on the whole for the same date, nature and unit. Payments are their
    newest total, else their sum; those under agreements are summed over agreements. Of agreements and of services in
    operation, the entries themselves are counted.
Unit: The unit of the indicator; the currency of a payment; agreements and services.
Shape: One row per dimension (sector, region, size, audience) and figure; one more per total, without a code.
Missing: `basis` says how the code is known: told with the figure; that of the site, service or agreement it speaks of
    (then it is a part of what the region has, and its upper bound is open); the unit it counts (students, firms); or
    read in the entries. Rates, negative figures, other units, parts of another sort and single editions are left out
    and counted.
Source: Entries of kinds statement, indicator, transaction, agreement, service and site.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="benefit_told",
    method=1,
    reads=("statement", "indicator", "transaction", "agreement", "service", "site"),
    explanation=__doc__ or "",
    ask=asked_in_sql("benefit_told"),
    query=sql("benefit_told"),
    columns=fields("""
        by | code | The dimension: sector, region, size or audience (code list grouped_by).
        scheme | text | Of a region: its country and the edition of the division, MA@1997.
        code | code | The sector, region, size or public; empty for the total.
        within | text | The other dimensions the figure is bound to; of a figure on a site, that site.
        source | code | The kind of entry that tells it.
        indicator | key | The indicator, of a statement.
        subject | key | What the figure or the money is on, when not the whole plan.
        scope | text | The part meant, of a payment.
        flow | code | What sort of flow, of a payment.
        measure | code | What is counted: a quantity, else the indicator.
        unit | text | Its unit.
        nature | code | Of which nature the figure is.
        basis | code | How the code is known (code list benefit_basis).
        about | day | The date it is about.
        oldest_on | day | The day from which the oldest payment in it counts; else as the next.
        counts_on | day | The day from which it counts.
        value | unit | The figure.
        low | unit | Its lower bound.
        high | unit | Its upper bound; open when others may be added.
        left_out | count | Figures of this indicator and dimension that were left out.
        entries | entries | The entries behind the row.
    """),
)
