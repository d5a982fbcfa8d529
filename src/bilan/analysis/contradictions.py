"""Put side by side what does not fit together.

Question: Which statements speak of the same thing and do not say the same, and may they be compared at all?
Formula: difference = value - other value; beyond = the reaches of the two (their qualifiers as intervals) have nothing
    in common. Each declared number stands beside the next verified one about that day or later, else beside the last
    one before, at most two years away. Beside these: two figures for the same thing and period; one speech told twice;
    a total and its parts told the same day; words, and what the audit found; a printed rate, and its own numbers; a
    figure verified of another index; the same digits with another power of ten; a value below its own baseline;
    figures of neighbouring indicators where nothing else was verified.
Unit: Values in the unit of the indicator; days.
Shape: One row per pair of entries, of the first kind that finds it (code list contradiction).
Missing: Nothing is filled in. Statements without a value are compared in words. `because` lists why a pair may not be
    compared: another base, definition, date or indicator, or an uncertain reading. What is recorded as contradicting
    or misreading is listed as such unless a computation finds it.
Source: Entries of kinds node, indicator, baseline, target and statement; the answer of rates.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="contradictions",
    method=1,
    reads=("node", "indicator", "baseline", "target", "statement"),
    after=("rates",),
    explanation=__doc__ or "",
    ask=asked_in_sql("contradictions"),
    query=sql("contradictions"),
    columns=fields("""
        kind | code | What sort of contradiction (code list contradiction).
        indicator | key | The indicator of the first statement.
        other_indicator | key | The indicator of the other, which may be the same.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        value | unit | What the first says; of a printed rate, as printed.
        other_value | unit | What the other says; of a printed rate, as computed.
        difference | unit | The first less the other.
        ratio | number | The first as a multiple of the other.
        beyond | yes/no | Whether they differ beyond what their qualifiers allow; empty for words and parts.
        nature | code | The nature of the first.
        other_nature | code | The nature of the other.
        speaker | key | Who said the first.
        other_speaker | key | Who said the other.
        organisation | text | In whose name the first was said.
        other_organisation | text | In whose name the other was said.
        words | text | What the first says in words.
        other_words | text | What the other says in words.
        about | day | The date the first is about.
        other_about | day | The date the other is about.
        public_on | day | When the first was public.
        other_public_on | day | When the other was public.
        days_between | days | From the date of the first to that of the other.
        comparable | code | Whether the two may be compared (code list comparable).
        because | codes | Why they may not, or not surely (code list incomparable).
        entry | entry | The first statement.
        other_entry | entry | The other statement, or the target or baseline.
        entries | entries | The entries behind the row.
    """),
)
