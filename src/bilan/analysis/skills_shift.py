"""Divide the change of an occupation in an area into what the whole, the occupation and the area brought.

Question: Did an occupation grow in an area because everything grew, because that occupation grew everywhere, or because
    of the area itself?
Formula: national = first x (growth of all - 1); mix = first x (growth of the occupation in all areas - growth of all);
    regional = last - first x growth of the occupation in all areas; the three add up to the change. From the first year
    to the last (classic), and added up from year to year (yearly), which follows a mix that shifts.
Unit: Persons.
Shape: One row per area and occupation of which two years are told.
Missing: Growth is that of the areas which tell both years, and only those. Where a year in between is missing, the
    yearly parts are unknown and `steps_missing` counts the steps; nothing is filled in.
Source: The answer of `skills_cells`. Dunn, E. S. (1960), Papers of the Regional Science Association 6; Barff, R. A. and
    Knight, P. L. (1988), Growth and Change 19.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="skills_shift",
    method=1,
    reads=(),
    after=("skills_cells",),
    explanation=__doc__ or "",
    ask=asked_in_sql("skills_shift"),
    query=sql("skills_shift"),
    columns=fields("""
        division | text | The set of areas it is one of.
        area | text | The area.
        scheme | code | The classification of the occupation.
        occupation | text | The occupation, by its code.
        pool | key | The pool that tells it.
        first_year | count | The first year told.
        last_year | count | The last year told.
        employees_first | persons | Employees in the first year.
        employees_last | persons | Employees in the last year.
        change | persons | The change between them.
        national | persons | What it would be, had it grown as all employment did.
        mix | persons | What the occupation brought, by growing otherwise than all employment.
        regional | persons | What is left: what the area brought.
        yearly_national | persons | The same, added up from year to year.
        yearly_mix | persons | The same, added up from year to year.
        yearly_regional | persons | The same, added up from year to year.
        steps_missing | count | Steps from a year to the next that cannot be told.
        areas | count | Areas that tell both years.
        nature | code | Of which nature the weaker of the two figures is.
        entries | entries | The entries behind the row.
    """),
)
