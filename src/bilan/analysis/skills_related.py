"""Say which occupations are at home in the same areas.

Question: Where one occupation weighs more than elsewhere, how often does another one too, so that people, courses and
    firms may pass from one to the other?
Formula: proximity = areas in which both have a location quotient above 1 / the larger of the areas in which either has:
    the smaller of the two conditional shares.
Unit: A share of 1.
Shape: One row per pair of occupations, of the newest year told in the division.
Missing: Only areas in which both quotients are known are counted. An occupation that weighs more nowhere is near to
    none: the proximity is unknown.
Source: The answer of `skills_cells`. Hidalgo, C. A. et al. (2007), The Product Space Conditions the Development of
    Nations, Science 317.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="skills_related",
    method=1,
    reads=(),
    after=("skills_cells",),
    explanation=__doc__ or "",
    ask=asked_in_sql("skills_related"),
    query=sql("skills_related"),
    columns=fields("""
        division | text | The set of areas that are compared.
        scheme | code | The classification of the occupations.
        year | count | The year.
        occupation | text | An occupation, by its code.
        other | text | The other one.
        areas | count | Areas in which both quotients are known.
        special | count | Of these, areas in which the first weighs more than elsewhere.
        other_special | count | Areas in which the other does.
        together | count | Areas in which both do.
        proximity | share | How near they are.
        entries | entries | The entries behind the row.
    """),
)
