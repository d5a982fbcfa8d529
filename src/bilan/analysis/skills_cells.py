"""Say for each area, occupation and year whether the occupation weighs more there than elsewhere.

Question: Which share of those who work in an area have an occupation, against the share they have in all areas, and how
    many vacancies stand against how many unemployed?
Formula: location quotient = (employees / total of the area) / (employees of all areas / their total). Tightness =
    vacancies / unemployed.
Unit: Persons as told; the quotient 1 where the occupation weighs as much as elsewhere; vacancies an unemployed person.
Shape: One row per area, occupation and year of which anything is told.
Missing: A cell that is not told is no zero: all areas are those of which both the employees and the total are told
    (`areas` of `areas_of`). Areas of one division only are added up; regions of two editions overlap. Where two pools
    tell of one cell, it counts for none; nor does one with more employees than the area has. A figure of several years
    is of none of them, and an announced one is no count. Without unemployed there is no tightness.
Source: Entries of kinds skill_pool and cohort; a pool with an area and no occupation tells the total of the area.
    Florence, P. S. (1939), Report on the Location of Industry.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="skills_cells",
    method=1,
    reads=("skill_pool", "cohort"),
    explanation=__doc__ or "",
    ask=asked_in_sql("skills_cells"),
    query=sql("skills_cells"),
    columns=fields("""
        division | text | The set of areas it is one of, none of which overlap.
        area | text | The area: a region with its edition, or a code of its country.
        scheme | code | The classification of the occupation (code list occupation_scheme).
        occupation | text | The occupation, by its code.
        year | count | The year.
        pool | key | The pool that tells it.
        employees | persons | Who has work there in that occupation.
        qualifier | code | How exactly that was said.
        nature | code | Of which nature that figure is.
        total | persons | Who has work there at all.
        total_qualifier | code | How exactly that was said.
        reference_employees | persons | Employees of the occupation in all areas that are compared.
        reference_total | persons | The total of those areas.
        areas | count | How many areas those are.
        areas_of | count | How many areas of the division anything is told of in that year.
        quotient | ratio | Location quotient.
        unemployed | persons | Who looks for work in that occupation.
        vacancies | count | Vacancies in that occupation.
        tightness | ratio | Vacancies an unemployed person.
        told_twice | yes/no | Whether two pools tell of the same cell, so that it counts for none.
        entries | entries | The entries behind the row.
    """),
)
