"""Tell how the newest figures of each source were corrected later.

Question: When a source publishes a figure, how often does it become another one later, and how far off?
Formula: counted are the figures that were the newest of their course when they were first published, by a source that
    published again a year later or more. Corrected is one that is another now: by more than rounding, and by at least
    0.02 on the scale (logit of a percentage or an index, logarithm of an amount), after what more than half of its
    course moved by is taken off. The chance of a source is drawn towards that of all, and that towards a prior of 0.42
    and 0.35, each worth 20 figures; likewise the spread, 1.4826 times the median size of a correction. Among all, a
    source of n figures speaks for 20 n / (n + 20).
Unit: Counts; shares of 1; spread on the scale of the forecast.
Shape: One row for all sources together, then one per source and quantity; a quantity that is not listed is told by its
    indicator.
Missing: A course is what one source says of one thing on its whole, declared apart from the rest; announcements and
    groups of countries are left out. What was said once is neither confirmed nor corrected, and not counted; a figure
    of data stands until it is corrected. Figures that were taken away are counted, and tell nothing of corrections. Of
    no figure, the prior alone is told.
Source: Entries of kinds statement, indicator, party, source and withdrawal.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas.intervals import wilson
from bilan.analysis.formulas.revising import LEAST, NORMAL, Learned, Seen, learn, together
from bilan.tables.session import Session


def ask(session: Session) -> list[Row]:
    """Return the row of all sources, then those of each."""
    told = session.rows(sql("revision_noise"), {"least": LEAST})
    seen = [Seen(row["figures"], row["corrected"], row["size"]) for row in told]
    around = learn(together(seen))
    apart = [_row(row, learn(one, around.revision)) for row, one in zip(told, seen, strict=True)]
    return [_row(_every(told), around), *apart]


def _every(told: Sequence[Row]) -> Row:
    row: Row = {name: sum(one[name] for one in told) for name in ("figures", "corrected", "taken_away")}
    row |= dict.fromkeys(("publisher", "quantity", "indicator", "size"))
    return row | {"entries": [entry for one in told for entry in one["entries"] or ()]}


def _row(told: Mapping[str, Any], learned: Learned) -> Row:
    share = wilson(told["corrected"], told["figures"])
    taken = ("publisher", "quantity", "indicator", "figures", "corrected", "taken_away")
    return {
        **{name: told[name] for name in taken},
        "share_low": share.low if share else None,
        "share_high": share.high if share else None,
        "size": None if told["size"] is None else NORMAL * told["size"],
        "chance": learned.revision.chance,
        "spread": learned.revision.spread,
        "borrowed": learned.borrowed,
        "entries": sorted(told["entries"] or ()),
    }


ANALYSIS: Final = Analysis(
    name="revision_noise",
    method=1,
    reads=("statement", "indicator", "party", "source", "withdrawal"),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        publisher | text | The source: an organisation, or its name as written; empty for all together.
        quantity | code | What its figures count (code list quantity); empty where that is not listed.
        indicator | key | The indicator, where its quantity is not listed.
        figures | count | Figures that were its newest, and have been published again since.
        corrected | count | Of these, those that are others now.
        taken_away | count | Those that are told no more.
        share_low | share | Lower bound of the share of corrected ones.
        share_high | share | Upper bound of it.
        size | number | Standard deviation of the corrections, on the scale of the forecast.
        chance | share | The chance that a newest figure will be corrected, as a forecast uses it.
        spread | number | How far, on the scale of the forecast, as a forecast uses it.
        borrowed | share | What share of that is told by other sources, or by the prior.
        entries | entries | The corrected figures, as first published and as they are now.
    """),
)
