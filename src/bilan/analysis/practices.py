"""List what other countries did, on what evidence, and on what conditions it rests.

Question: Which measures do the records of other countries cite, who says so, and what must be there to transfer them?
Formula: none. A practice is a statement in words on another state. Its card is complete (*holds*) when it tells the
    conditions on which the measure rests, and has a source or a file of evidence.
Unit: counts of files of evidence.
Shape: One row per practice; a single row with what is missing where none is known.
Missing: A card without conditions or evidence is shown, and what it lacks is named. That a country did well and that it
    took a measure are two statements; none of them says that the one came of the other.
Source: Statements on other states; entries of kinds evidence and party.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="practices",
    method=1,
    reads=("plan", "statement", "party", "evidence"),
    explanation=__doc__ or "",
    ask=asked_in_sql("practices"),
    query=sql("practices"),
    columns=fields("""
        country | code | The country.
        measure | text | The measure, as told.
        conditions | text | What must be there to transfer it, as told.
        indicator | key | The series it is told of.
        about | day | The date it is about.
        public_on | day | The day by which it was public.
        nature | code | Of which nature the statement is.
        organisation | key | Who says so.
        organisation_name | text | Who says so, as written.
        source | key | The source.
        locator | text | Where in the source.
        quotation | text | The words of the source.
        certainty | code | How sure the reading is.
        filed | count | Files of evidence.
        conclusion | code | Whether the card is complete (code list conclusion).
        needed | codes | What it lacks (code list needed).
        entries | entries | The entries behind the row.
    """),
)
