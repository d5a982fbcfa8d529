"""Say when what has a declared end will really end, if it is still running then.

Question: An end was declared; when will it really be, going by how such ends were moved before?
Formula: quantiles of the months of slip (`bilan.analysis.formulas.slips`) from the day the end was declared to the
    day it is looked at: the declared end, but no earlier than a year from now. Whatever still runs ends no earlier
    than now. A move is what two versions of an entry, public a month apart or more, say of its end: also that it stays.
    Late is more than three months after the declared end; its chance is held between 3 and 97 percent, the latter
    where these months have passed.
Unit: Days; months of slip; the chance as a share of 1.
Shape: One row per node, milestone, agreement and undertaking that has a declared end and is not known to be over.
Missing: What has no declared end has no row. That something is over is known of milestones reached and undertakings
    with a verdict or a value; of the others nobody says so, and the row holds if it still runs. With fewer than 40
    moves of this plan, moves of major projects of the United Kingdom fill the class, with room for ends that recede
    further; `lent` says how much.
Source: All versions of entries of kinds node, milestone, agreement, undertaking and target; the answer of
    `undertakings`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby, pairwise, takewhile
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas.forecasting.mixing import kept
from bilan.analysis.formulas.slips import Ending, Move, Moves, Slipped, slips
from bilan.tables.session import Session

YEAR: Final = timedelta(days=365)
MONTH: Final = timedelta(days=30)
SEASON: Final = timedelta(days=92)
DAYS_A_MONTH: Final = 365.25 / 12
LOW, MIDDLE, LATER, HIGH = 1, 9, 15, 17
DAY_ONE: Final = date(2000, 1, 1)
Foresee = Callable[[Ending, date], Slipped]


def ask(session: Session) -> list[Row]:
    """Return a row per declared end."""
    versions = session.rows(sql("schedule"))
    things = [list(rows) for _, rows in groupby(versions, key=lambda row: (row["kind"], row["item"]))]
    moves = [move for rows in things for move in _moves(rows)]
    foresee = _foreseeing(Moves.of([move for _, move in sorted(moves, key=lambda one: one[0])]))
    today = min(session.cut.as_of, session.cut.known_on)
    return [_row(rows, today, len(moves), foresee) for rows in things if rows[-1]["runs"]]


def _moves(rows: Sequence[Row]) -> Iterator[tuple[date, Move]]:
    """Yield what an end became in the next version, and when that was said; what is mended at once is no move."""
    slipped = 0
    for earlier, later in pairwise(_standing(rows)):
        ending = Ending(earlier["said_on"], earlier["end_on"], slipped)
        yield later["said_on"], Move.seen(ending, later["said_on"], later["end_on"])
        slipped += later["end_on"] > earlier["end_on"]


def _standing(rows: Sequence[Row]) -> list[Row]:
    """Return the versions that stood a month or more, and the newest."""
    return [row for row, after in pairwise(rows) if after["said_on"] >= row["said_on"] + MONTH] + [rows[-1]]


def _foreseeing(moves: Moves) -> Foresee:
    """Return the way to foresee a slip, which is the same for ends as many months off."""

    @cache
    def seen(to_go: int, waiting: int, slipped: int) -> Slipped:
        return slips(Ending(DAY_ONE, DAY_ONE + to_go * MONTH, slipped), moves, DAY_ONE + waiting * MONTH)

    def foresee(ending: Ending, later: date) -> Slipped:
        to_go, waiting = (round((day - ending.said_on) / MONTH) for day in (ending.end, later))
        return seen(to_go, waiting, min(ending.slips, 1))

    return foresee


def _row(rows: Sequence[Row], today: date, moves: int, foresee: Foresee) -> Row:
    newest, end = rows[-1], rows[-1]["end_on"]
    *_, since = takewhile(lambda row: row["end_on"] == end, reversed(rows))
    slipped = sum(later["end_on"] > earlier["end_on"] for earlier, later in pairwise(_standing(rows)))
    seen_on = max(end, today + YEAR)
    found = foresee(Ending(since["said_on"], end, slipped), seen_on)
    days = [max(today, end + timedelta(days=round(one * DAYS_A_MONTH))) for one in found.quantiles]
    return {
        **{name: newest[name] for name in ("kind", "item", "node")},
        "declared_end": end,
        "said_on": since["said_on"],
        "passed": end < today,
        "slips": slipped,
        "slipped_days": (end - rows[0]["end_on"]).days,
        "seen_on": seen_on,
        "low_on": days[LOW],
        "median_on": days[MIDDLE],
        "p80_on": days[LATER],
        "high_on": days[HIGH],
        "late": kept(1.0) if today > end + SEASON else found.late,
        "moves": moves,
        "class_size": found.size,
        "lent": found.lent,
        "basis": "table" if not moves else "moves" if found.lent == 0 else "both",
        "entries": sorted({row["number"] for row in rows}),
    }


ANALYSIS: Final = Analysis(
    name="schedule",
    method=1,
    reads=("node", "milestone", "agreement", "undertaking", "target"),
    after=("undertakings",),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        kind | code | What has the end (code list scheduled).
        item | key | The node, milestone, agreement or undertaking.
        node | key | The node it belongs to, or the node itself.
        declared_end | day | The end declared last; of a month or a year its last day.
        said_on | day | Since when that end is declared.
        passed | yes/no | Whether it has passed.
        slips | count | How often it was put off before.
        slipped_days | days | By how much in all, earlier ends put forward counting against it.
        seen_on | day | The day looked at: the declared end, or a year from now where that is later.
        low_on | day | If still running then, one chance in ten to be said to end by this day.
        median_on | day | One chance in two.
        p80_on | day | Eight chances in ten.
        high_on | day | Nine chances in ten.
        late | share | The chance that it is then said to end more than three months after the declared end.
        moves | count | Moves of ends in this plan.
        class_size | number | How many moves speak, as an effective number.
        lent | share | Share of the answer that rests on the table that ships.
        basis | code | What it rests on (code list schedule_basis).
        entries | entries | All versions of the entry.
    """),
)
