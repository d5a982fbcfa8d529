"""Draw how many tenants are left, day after day, without holding against an incubator those who are still there.

Question: Of the firms that entered an incubator, which share has not failed after so many days, and which share left
    otherwise?
Formula: Kaplan-Meier; a failure is the event, every other exit and being still there ends the watch (censored). Error
    by Greenwood, interval of 95 % on the scale log(-log). Beside it, by Aalen and Johansen, the shares that have failed
    and that have left otherwise by then, each excluding the other.
Unit: Days; shares of 1.
Shape: One row per step: per incubator, per pool of an incubator that has several, and of all together (without a site).
Missing: Stays that cannot be measured are left out (`cohorts_stays` says why). An exit of unknown reason ends the
    watch; `survival_worst` is the curve if all of them had failed. `survival_shortest` and `survival_longest` are the
    curve where every partial date is read as short or as long as it may be: two readings, no bounds.
Source: The answer of `cohorts_stays`. Kaplan, E. L. and Meier, P. (1958), JASA 53; Aalen, O. and Johansen, S. (1978),
    Scand. J. Stat. 5.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.analysis.formulas.survival import Spell, Step, incidence, kaplan_meier
from bilan.tables.session import Session

STAYS: Final = "SELECT * FROM cohorts_stays WHERE left_out IS NULL"
OTHERWISE: Final = "left"


def ask(session: Session) -> list[Row]:
    """Return the steps of each incubator, of its pools, and of all."""
    stays = session.rows(STAYS)
    sites: dict[str, list[Row]] = {}
    for one in stays:
        sites.setdefault(one["site"], []).append(one)
    rows = [row for site, of in sites.items() for row in _of_site(site, of)]
    return [*(_steps(stays, None, None) if len(sites) > 1 else ()), *rows]


def _of_site(site: str, stays: Sequence[Row]) -> Iterator[Row]:
    yield from _steps(stays, site, None)
    pools = sorted({one["pool"] for one in stays})
    for pool in pools if len(pools) > 1 else ():
        yield from _steps([one for one in stays if one["pool"] == pool], site, pool)


def _steps(stays: Sequence[Row], site: str | None, pool: str | None) -> Iterator[Row]:
    told = [_spell(one, "days") for one in stays]
    worst = kaplan_meier([_spell(one, "days", unknown="failed") for one in stays])
    readings = {name: kaplan_meier([_spell(one, name) for one in stays]) for name in ("days_shortest", "days_longest")}
    shares = incidence([_spell(one, "days", otherwise=True) for one in stays], ("failed", OTHERWISE))
    entries = sorted({entry for one in stays for entry in one["entries"]})
    for step, pessimist, share in zip(kaplan_meier(told), worst, shares, strict=True):
        yield {
            "site": site,
            "pool": pool,
            "days": step.days,
            "at_risk": step.at_risk,
            "failed": step.events,
            "watch_ended": step.censored,
            "survival": step.survival,
            "error": step.error,
            "low": step.low,
            "high": step.high,
            "survival_worst": pessimist.survival,
            "survival_shortest": _then(readings["days_shortest"], step.days),
            "survival_longest": _then(readings["days_longest"], step.days),
            "failed_share": share["failed"],
            "left_share": share[OTHERWISE],
            "entries": entries,
        }


def _spell(stay: Row, days: str, *, unknown: str = "unknown", otherwise: bool = False) -> Spell:
    end = unknown if stay["end"] == "unknown" else stay["end"]
    if otherwise and end not in (None, "failed"):
        end = OTHERWISE
    return Spell(float(stay[days]), end, float(stay["firms"]))


def _then(steps: Sequence[Step], days: float) -> float:
    """Return what another reading of the curve says after so many days; before its first step nobody is gone."""
    return next((one.survival for one in reversed(steps) if one.days <= days), 1.0)


ANALYSIS: Final = Analysis(
    name="cohorts_survival",
    method=1,
    reads=(),
    after=("cohorts_stays",),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        site | key | The incubator; empty for all together.
        pool | key | The pool, where the incubator has several; empty for the whole incubator.
        days | days | Days since entry.
        at_risk | count | Firms still watched just before that day.
        failed | count | Firms that failed on it.
        watch_ended | count | Firms that left otherwise, or were seen for the last time, on it.
        survival | share | Share that has not failed from then on.
        error | share | Its standard error.
        low | share | Lower bound of the interval.
        high | share | Upper bound of the interval.
        survival_worst | share | The same, if every exit of unknown reason was a failure.
        survival_shortest | share | The same, partial dates read as short as they may be.
        survival_longest | share | The same, partial dates read as long as they may be.
        failed_share | share | Share that has failed by then, where leaving otherwise excludes it.
        left_share | share | Share that has left otherwise by then.
        entries | entries | The entries behind the row.
    """),
)
