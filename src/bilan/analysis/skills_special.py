"""Say how unevenly an occupation is spread over areas, and how special the mix of an area is.

Question: Is an occupation everywhere or in few places, and does an area live of what the others do?
Formula: of an occupation, the locational Gini: areas ordered by the share the occupation has in them, 1 - the sum of
    (share of all employment) x (share of the occupation so far, before and after the area). Of an area, the index of
    Krugman: the sum over occupations of the difference between its mix and that of all areas, whichever is larger.
Unit: Gini from 0 (as all employment) to 1; distance from 0 (the mix of all) to 2 (nothing in common).
Shape: One row per occupation and one per area, of the newest year told in the division.
Missing: Only the occupations that are told of are in the mix. An area of which one of them is missing has no distance,
    and `known` of `of` tells how many are known; of an occupation, they are the areas.
Source: The answer of `skills_cells`. Krugman, P. (1991), Geography and Trade.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="skills_special",
    method=1,
    reads=(),
    after=("skills_cells",),
    explanation=__doc__ or "",
    ask=asked_in_sql("skills_special"),
    query=sql("skills_special"),
    columns=fields("""
        line | text | Whether the row is of an occupation or of an area.
        division | text | The set of areas that are compared.
        scheme | code | The classification of the occupations.
        year | count | The year.
        occupation | text | The occupation, by its code.
        area | text | The area.
        gini | ratio | Of an occupation: how unevenly it is spread.
        distance | ratio | Of an area: how far its mix is from that of all.
        known | count | Of an occupation, the areas it rests on; of an area, the occupations.
        of | count | Of how many.
        entries | entries | The entries behind the row.
    """),
)
