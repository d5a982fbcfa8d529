"""Say how good the forecasts of this plan were: whether as much happened as was said.

Question: Of the targets that were given some chance, how many were reached; did the intervals hold as many outcomes as
    they said; and would a random walk with drift have done better?
Formula: *Target*: the mean chance that was given beside the share that was reached, with the Brier score, its skill
    against that share given to all, and the calibration error over bands of a tenth. *Figure*: the share of outcomes
    that the interval of 50, 80 and 90 percent was said to hold beside the share it held, with the skill against drift
    (1 less the geometric mean over indicators of the ratio of losses) and the width of the interval of 80 percent as a
    share of the target, the middle one. Intervals are those of Wilson at 95 percent, on
    the number of outcomes: what was foreseen on several days is one outcome. Conclusion: what was said *holds* when
    the interval has it within and lies within 10 points of it; it does not when it is outside.
Unit: Shares of 1; skill is 1 for perfect forecasts, 0 where the yardstick did as well; counts.
Shape: One row per sort of forecast, slice (all, declared or verified, years ahead, chance given) and level said.
Missing: Few outcomes tell nothing: of fewer than ten, or where the interval goes further, the conclusion is *cannot
    determine*, and `outcomes_needed` says how many it takes. A slice without an outcome is in no row; the rows for all
    are there even so, with zero cases.
Source: The answer of `backtest`, with the same numbers chosen.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import Any, Final

from bilan.analysis.asking import Analysis, Option, Row, fields
from bilan.analysis.formulas import reliability
from bilan.analysis.formulas.intervals import Interval
from bilan.analysis.formulas.reliability import Case
from bilan.analysis.formulas.replaying import CHOICES
from bilan.tables.session import Session

# Outcomes of one plan share their luck: of fewer, nothing is concluded.
LEAST: Final = 10
SAID: Final = {"held50": 0.5, "held80": 0.8, "held90": 0.9}
SCORES: Final = ("skill", "width", "brier", "brier_skill", "calibration_error")
ALL: Final[Mapping[str, Any]] = {"slice": "all", "told_as": None, "at_least": None, "below": None}


def ask(_: Session, *, answers: Mapping[str, list[Row]], **_chosen: float) -> list[Row]:
    """Judge the forecasts of all origins together."""
    rows = answers["backtest"]
    targets, figures = ([row for row in rows if row["judged"] == judged] for judged in ("target", "figure"))
    told = [_of_targets(members, named) for named, members in (*_slices(targets), *_bands(targets))]
    return told + [row for named, members in _slices(figures) for row in _of_figures(members, named)]


def _slices(rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Give all, and those of each nature and each year ahead, where there are any."""
    yield {**ALL}, list(rows)
    for nature in sorted({row["told_as"] for row in rows}):
        yield {**ALL, "slice": "told_as", "told_as": nature}, [row for row in rows if row["told_as"] == nature]
    for years in sorted({_years(row) for row in rows}):
        named = {**ALL, "slice": "horizon", "at_least": years, "below": years + 1}
        yield named, [row for row in rows if _years(row) == years]


def _years(row: Row) -> int:
    """Return the whole years ahead; what was due already when it was foreseen counts as within a year."""
    return max(0, int(row["horizon"]))


def _bands(rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Give those that were given about the same chance; no chance is told at the very end of the last band."""
    for low, high in pairwise(reliability.EDGES):
        members = [row for row in rows if low <= row["chance"] < high]
        if members:
            yield {**ALL, "slice": "band", "at_least": low, "below": high}, members


def _of_targets(rows: Sequence[Row], named: Row) -> Row:
    cases = [Case(row["chance"], row["met"], _outcome(row)) for row in rows]
    said = fmean(one.said for one in cases) if cases else None
    row = _compared(rows, [one.happened for one in cases], said)
    row |= {"brier": reliability.brier(cases), "brier_skill": reliability.brier_skill(cases)}
    return {**row, **named, "judged": "target", "calibration_error": reliability.calibration_error(cases)}


def _of_figures(rows: Sequence[Row], named: Row) -> Iterator[Row]:
    widths = [(row["high"] - row["low"]) / abs(row["target"]) for row in rows if row["target"]]
    scores = {"width": median(widths) if widths else None}
    losses = [(_series(row), row["loss"], row["drift_loss"]) for row in rows if row["drift_loss"] is not None]
    for name, said in SAID.items():
        row = _compared(rows, [one[name] for one in rows], said)
        yield {**row, **named, **scores, "judged": "figure", "skill": reliability.skill(losses)}


def _series(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("indicator", "subject", "region", "told_as"))


def _outcome(row: Row) -> tuple[Any, ...]:
    return (*_series(row), row["value_on"])


def _compared(rows: Sequence[Row], happened: Sequence[bool], said: float | None) -> Row:
    """Set what was said beside the share that happened, and conclude."""
    share = fmean(happened) if happened else None
    outcomes = reliability.distinct(map(_outcome, rows))
    interval = reliability.interval(share or 0.0, outcomes)
    row: Row = {"cases": len(rows), "outcomes": outcomes, "said": said, "happened": share, **dict.fromkeys(SCORES)}
    row |= {
        "happened_low": interval.low,
        "happened_high": interval.high,
        "conclusion": _conclusion(said, interval, outcomes),
    }
    row["outcomes_needed"] = reliability.enough(0.5 if said is None else said)
    return row | {"entries": sorted({entry for one in rows for entry in one["entries"]})}


def _conclusion(said: float | None, interval: Interval, outcomes: int) -> str:
    if said is None or outcomes < LEAST:
        return "cannot_determine"
    if not interval.low <= said <= interval.high:
        return "does_not_hold"
    return "holds" if reliability.is_near(said, interval) else "cannot_determine"


ANALYSIS: Final = Analysis(
    name="reliability",
    method=1,
    reads=(),
    given=("backtest",),
    explanation=__doc__ or "",
    ask=ask,
    options=tuple(Option(*one) for one in CHOICES),
    columns=fields("""
        judged | code | What is judged (code list backtest_judged).
        slice | code | Which forecasts (code list reliability_slice).
        told_as | code | Declared or verified, where these are apart (code list told_as).
        at_least | number | Lower end of the slice: years ahead, or chance given.
        below | number | Its upper end.
        cases | count | Forecasts with an outcome.
        outcomes | count | Different outcomes among them.
        said | share | What was said: the mean chance, or the share the interval was to hold.
        happened | share | The share that happened.
        happened_low | share | Lower end of its interval.
        happened_high | share | Upper end.
        conclusion | code | Whether what was said holds (code list conclusion).
        outcomes_needed | count | Outcomes it takes to know the share to 10 points on either side.
        skill | share | How much nearer than a random walk with drift, where figures are judged.
        width | share | Width of the interval of 80 percent as a share of the target, the middle one of all.
        brier | share | Brier score, where targets are judged.
        brier_skill | share | How much better than the share that happened, given to all.
        calibration_error | share | How far said and happened are apart over bands of chances.
        entries | entries | The entries behind the row.
    """),
)
