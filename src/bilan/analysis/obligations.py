"""Say of every obligation of an agreement what has become of it by the day.

Question: Who owes what under which agreement, by when - and on this day, with what was known, was it kept on time?
Formula: a word on its keeping decides, the newer of kept and broken, of two on one day the worse; without one the count
    of failures of a service level, kept at none and broken at one or more; else the amount observed, kept when it
    reaches what is owed, broken when it does not on the due day or later. Else the calendar: to come, due from the
    first to the last day it may be due, then overdue. It is due once its last due day has passed; its outcome is then
    kept on time, late, broken or unknown.
Unit: Days; amounts in the unit or currency of the obligation. The penalty expected is the one contracted for a failure,
    times the failures.
Shape: One row per obligation of an agreement that was signed and public by then.
Missing: What is overdue without a word is unknown, neither kept nor broken. What was seen to be reached only after the
    due day may have been reached by it: kept, with its outcome unknown; so too where the day it was kept is told too
    roughly. Without a due day nothing is late, and nothing counts as due. A risk that a party bears is not kept or
    broken: it has no state. The amount observed is taken to be in the unit of what is owed, of which more is meant to
    be better. A statement on the agreement never decides an obligation: of which one it speaks is for the recorder to
    say. A due day that was moved later is measured as it stands, and marked.
Source: Entries of kinds obligation and agreement.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="obligations",
    method=1,
    reads=("obligation", "agreement"),
    explanation=__doc__ or "",
    ask=asked_in_sql("obligations"),
    query=sql("obligations"),
    columns=fields("""
        obligation | key | The obligation.
        agreement | key | The agreement.
        agreement_kind | code | What sort of agreement it is.
        partner_country | code | Country of its partner (ISO 3166-1).
        party | key | Who owes it.
        party_name | text | Who owes it, as written.
        what | text | What is owed.
        obligation_kind | code | What sort of thing is owed.
        risk | code | The risk the party bears.
        amount | unit | How much is owed.
        unit | text | Of what.
        currency | code | Currency of the amounts (ISO 4217).
        due_on | day | When it is due, as said.
        due_from | day | The first day on which it may be due.
        due_to | day | The last day on which it may be due.
        first_due_to | day | That last day in the oldest version of the obligation that is known.
        moved | yes/no | Whether it was moved later since.
        state | code | What has become of it (code list undertaking_state); empty for a risk.
        computed_from | code | What tells so.
        is_due | yes/no | Whether its last due day has passed.
        on_time | yes/no | Whether it was kept by that day; empty when that cannot be told.
        outcome | code | Of what is due: kept on time, late, broken or unknown (code list obligation_outcome).
        days_late | days | Days since the last due day when overdue or broken; days from it to the keeping when late.
        days_left | days | Days to the last due day, while it is to come or due.
        kept_on | day | When it was kept, as told.
        broken_on | day | When it was told not to have been kept.
        observed | unit | How much was observed of what is owed.
        observed_on | day | The date that is about.
        nature | code | Of which nature the word on its keeping is.
        weight | number | Its weight among the obligations of the agreement.
        failures | count | How many times the service level was missed.
        penalty_contracted | currency | Penalty foreseen for a failure.
        penalty_expected | currency | That penalty times the failures.
        penalty_imposed | currency | Penalty imposed.
        penalty_paid | currency | Penalty paid.
        public_on | day | The day by which this was public.
        entries | entries | The obligation and the agreement.
    """),
)
