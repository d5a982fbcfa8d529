"""Draw the way of each forecast from the last figure to the due day: the fan.

Question: Between the last figure and the day the target is due, where will each indicator be?
Formula: the forecast of `forecast`, for nine days in equal steps from that of the last figure to the due day.
Unit: Values in the unit of the indicator.
Shape: One row per thing, nature (declared, verified) and day, where there is a forecast.
Missing: There is no way where there is no forecast, no figure to start from, or where the due day is no later than the
    last figure. On the day of the last figure the bands are not closed: it may be corrected, and an audit may find
    another.
Source: The answers of `forecast`, `forecast_points`, `forecast_panel`, `revision_noise` and `candour_pairs`.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas.forecasting.asked import days_until, figures_of, thing_of
from bilan.analysis.formulas.forecasting.questions import LEVELS
from bilan.analysis.formulas.outlook import foresee
from bilan.analysis.formulas.surroundings import Surroundings
from bilan.tables.session import Session

STEPS: Final = 8
SHOWN: Final = {"q05": 0.05, "q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9, "q95": 0.95}


def ask(session: Session, *, answers: Mapping[str, list[Row]]) -> list[Row]:
    """Return the rows of every forecast."""
    as_of = min(session.cut.as_of, session.cut.known_on)
    peers = session.rows(sql("forecast_peers"))
    pairs = session.rows(sql("forecast_pairs"))
    beside = Surroundings.of(as_of, peers=peers, noise=answers["revision_noise"], pairs=pairs)
    told = {key: list(rows) for key, rows in groupby(session.rows(sql("forecast_figures")), key=_key)}
    return [made for row in answers["forecast"] if row["quantiles"] for made in _rows(row, told[_key(row)], beside)]


def _key(row: Row) -> tuple[str, str | None, str | None]:
    return row["indicator"], row["subject"], row["region"]


def _rows(row: Row, points: list[Row], beside: Surroundings) -> Iterator[Row]:
    thing = thing_of(row, points)
    if thing is None or row["last_on"] is None or row["last_on"] >= row["due_on"]:
        return
    days = days_until(row["last_on"], row["due_on"], STEPS)
    around = beside.around(points, row["stands_on"])
    found = foresee(thing, figures_of(points), row["told_as"], around, days)
    common = {name: row[name] for name in ("indicator", "subject", "region", "told_as")}
    for on, quantiles in zip(days, found.quantiles, strict=True):
        shown = {name: quantiles[LEVELS.index(level)] for name, level in SHOWN.items()}
        yield {**common, "on": on, **shown, "entries": row["entries"]}


ANALYSIS: Final = Analysis(
    name="forecast_path",
    method=1,
    reads=("target",),
    after=("progress", "forecast_points", "forecast_panel", "candour_pairs"),
    given=("forecast", "revision_noise"),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        told_as | code | As it will be declared, or as it will be verified (code list told_as).
        on | day | The day that is foreseen, from that of the last figure to the due day.
        q05 | unit | The quantile at 5 percent.
        q10 | unit | The quantile at 10 percent.
        q25 | unit | The quantile at 25 percent.
        q50 | unit | The median.
        q75 | unit | The quantile at 75 percent.
        q90 | unit | The quantile at 90 percent.
        q95 | unit | The quantile at 95 percent.
        entries | entries | The entries behind the row.
    """),
)
