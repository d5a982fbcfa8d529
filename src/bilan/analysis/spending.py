"""Set side by side what was foreseen and what flowed, and add up nothing that may be the same money.

Question: How much was foreseen for the plan and each of its parts, who said so, what is in force, and how much of it
    was spent?
Formula: in force is the newest revised figure, else the first planned one. Executed is the newest total up to a day,
    else the sum of single payments, of one flow and one nature. Share = executed / in force. A statement that tells
    an amount of a foreseen amount ("22.9 of 59 million") makes two lines of its own.
Unit: Whole units of the currency named in the row; shares of 1.
Shape: One row per figure foreseen (every version that is told, by whom) and per flow of money executed, by subject,
    scope and currency.
Missing: Versions, parts, flows, natures, currencies and levels of the tree are never added up; `not_added` says why a
    figure may be the same money as another. The bounds of a share carry the qualifiers of both amounts; where either
    is open, so is the share. Where nothing is in force or nothing flowed, there is no share.
Source: Entries of kinds budget, transaction, agreement and statement; the tree of kinds node, agreement and service.
"""

from typing import Final

from bilan.analysis.asking import Analysis, asked_in_sql, fields, sql

ANALYSIS: Final = Analysis(
    name="spending",
    method=1,
    reads=("budget", "transaction", "agreement", "statement", "indicator", "node", "service"),
    explanation=__doc__ or "",
    ask=asked_in_sql("spending"),
    query=sql("spending"),
    columns=fields("""
        subject | key | The plan, node, agreement or service.
        scope | text | The part meant, as said.
        indicator | key | The indicator, when a statement tells the amount.
        currency | code | Currency (ISO 4217).
        line | code | Planned, revised, agreed or executed (code list spending_line).
        flow | code | Of executed money: what sort of flow.
        amount | currency | The amount; for payments, their sum.
        amount_low | currency | Its lower bound.
        amount_high | currency | Its upper bound.
        qualifier | code | How exactly it was said.
        share_of_parent | percent | Share of the money of what it is part of, told in place of an amount.
        nature | code | Of which nature the figure is.
        organisation | key | Who says so.
        about | day | The period it is for, or the day up to which money flowed.
        public_on | day | The day by which it was public.
        in_force | yes/no | Whether it is the version in force, or the executed money that counts.
        payments | count | Single payments added up; empty when a total was told.
        executed_share | share | Of executed money: share of the amount in force.
        executed_share_low | share | Its lower bound.
        executed_share_high | share | Its upper bound.
        within | key | The nearest above it in the tree that has money in this currency.
        not_added | code | Why it is not to be added to others; empty when it stands alone.
        entries | entries | The entries behind the row.
    """),
)
