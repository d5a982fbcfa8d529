"""Set each rating beside the pace that was computed on the day it was given.

Question: Does a rating say what the figures said that a citizen could know on that day?
Formula: ahead = progress less what the planned path expects: of an indicator on the date of its newest verified figure,
    else of the declared one; of a node or the plan on the day of the rating, verified where that rests on half of the
    indicators, else declared where that does. What is not behind is computed on track; at most 10 points behind, to
    watch; at most 25, at risk; further behind, off track. A rating two steps or more above that is too good, two steps
    or more below too dark; one step is a matter of judgement, and agrees.
Unit: Shares; steps of the list of ratings.
Shape: One row per thing rated and rater: the newest rating of each.
Missing: Nothing is filled in. Where there is no progress or no planned path, `cannot` says why and nothing clashes;
    undertakings and agreements have no pace. An indicator that has reached its target is on track.
Source: Entries of kind rating; the answers of `pace` and `rollup` on the day each rating was given.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.analysis.formulas import judging
from bilan.tables.session import Session

Rows = Mapping[str, list[Row]]
NEWEST: Final = """
SELECT subject, rater, rating, sentence, about, said_on, least(said_on_to, as_of, known_on) AS on_day, number
FROM rating CROSS JOIN cut
QUALIFY row_number() OVER (PARTITION BY subject, rater ORDER BY said_on_to DESC, about_to DESC, number DESC) = 1
ORDER BY subject, rater
"""


def origins(session: Session) -> list[date]:
    """Return the days on which the newest ratings were given."""
    return sorted({row["on_day"] for row in session.rows(NEWEST)})


def ask(session: Session, *, replayed: Iterable[tuple[date, Rows]]) -> list[Row]:
    """Compare each rating with the answers of its day."""
    given: dict[date, list[Row]] = {}
    for row in session.rows(NEWEST):
        given.setdefault(row["on_day"], []).append(row)
    rows = [_compared(one, then) for day, then in replayed for one in given.get(day, ())]
    return sorted(rows, key=lambda row: (row["subject"], row["rater"]))


def _compared(given: Row, then: Rows) -> Row:
    stands = judging.standing(given["subject"], then)
    told = {name: given[name] for name in ("subject", "rater", "rating", "sentence", "about", "said_on")}
    computed = {
        name: getattr(stands, name) for name in ("told_as", "progress", "expected", "ahead", "computed", "cannot")
    }
    return {
        **told, **computed,
        "clash": judging.clash(given["rating"], stands.computed),
        "entries": sorted({given["number"], *stands.entries}),
    }  # fmt: skip


ANALYSIS: Final = Analysis(
    name="rating_clash",
    method=1,
    reads=("rating",),
    replays=("pace", "rollup"),
    origins=origins,
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        subject | key | What is rated.
        rater | key | Who rates.
        rating | code | The rating (code list rating).
        sentence | text | Why, in the words of the rater.
        about | day | The date it speaks of.
        said_on | day | The day it was given.
        told_as | code | Whether the pace is that of verified or of declared figures (code list told_as).
        progress | share | Progress that was known on that day.
        expected | share | Progress the planned path expected.
        ahead | share | Progress less that; negative is behind.
        computed | code | The rating that this pace stands for (code list rating).
        clash | code | Whether the two clash (code list rating_clash).
        cannot | code | Why there is no pace (code list cannot).
        entries | entries | The entries behind the row.
    """),
)
