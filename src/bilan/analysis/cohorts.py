"""Say of each incubator how full it is, what its tenants do, and how many of them are alive years later.

Question: Are more than half of the firms that entered an incubator alive after three years? How many places, tenants,
    jobs and firms in waiting does it have, and how much turnover a tenant?
Formula: survival after so many years by Kaplan and Meier as in `cohorts_survival`; where nobody has failed by then, or
    everybody, the interval is the exact one of Clopper and Pearson on those who were watched so long. It holds when the
    lower bound is above one half, and does not when the upper bound is below. Pools of one incubator, and in the row of
    all the incubators, are told apart by the log-rank test. Occupancy = as told, else tenants / places; jobs and
    turnover a tenant = figures of the same year.
Unit: Firms, places, jobs; currency of the row; years of 365.25 days; shares of 1.
Shape: One row per incubator or technopark, and one of all of them (without a site).
Missing: `needed` names what an incubator lacks. Stays that cannot be measured are counted in `left_out`, exits of
    unknown reason in `unknown`. Figures of two years are never divided by one another, and one without a date by none.
    Announced and estimated figures are no count.
Source: The answer of `cohorts_stays`; statements on indicators whose quantity is places, tenants, firms, waiting, jobs,
    turnover, occupancy, entries or exits; kind site.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bilan.analysis.asking import Analysis, Option, Row, fields, sql
from bilan.analysis.formulas.intervals import clopper_pearson
from bilan.analysis.formulas.survival import Spell, Step, kaplan_meier, log_rank, quantile
from bilan.tables.session import Session

YEAR: Final = 365.25
HALF: Final = 0.5
EXITS: Final = ("failed", "graduated", "moved", "acquired", "unknown")
STAYS: Final = "SELECT * FROM cohorts_stays ORDER BY site, pool"
# What an incubator lacks, by the column that is then empty.
BESIDE: Final = {
    "tenants": "incubator_tenants",
    "occupancy": "incubator_places",
    "waiting": "incubator_waiting",
    "jobs_per_tenant": "incubator_jobs",
    "turnover_per_tenant": "incubator_turnover",
}


def ask(session: Session, *, years: float = 3) -> list[Row]:
    """Return a row of all incubators, and one of each."""
    stays = session.rows(STAYS)
    sites = session.rows(sql("cohorts"))
    of_site: dict[str, list[Row]] = {row["site"]: [] for row in sites}
    for stay in stays:
        of_site[stay["site"]].append(stay)
    rows = [_row(row, _told(of_site[row["site"]], "pool", years), missing=list(BESIDE)) for row in sites]
    whole: Row = {"site": None, "entries": sorted({entry for row in rows for entry in row["entries"]})}
    every = _row(whole, _told(stays, "site", years), missing=())
    if not sites:
        every["needed"] = ["incubator", *every["needed"]]
    return [every, *rows]


def _row(told: Row, survival: Row, *, missing: Sequence[str]) -> Row:
    needed = [*survival["needed"], *(BESIDE[name] for name in missing if told[name] is None)]
    entries = sorted({*told["entries"], *survival["entries"]})
    found = {**told, **survival, "needed": needed, "entries": entries}
    return {one.name: found.get(one.name) for one in ANALYSIS.columns}


def _told(stays: Sequence[Row], groups: str, years: float) -> Row:
    """Return what the stays tell: how many entered and left, how many are alive, and whether groups differ."""
    measured = [one for one in stays if one["left_out"] is None]
    by_group: dict[str, list[Spell]] = {}
    for one in measured:
        by_group.setdefault(one[groups], []).append(_spell(one))
    steps = kaplan_meier([_spell(one) for one in measured])
    apart = log_rank(list(by_group.values()))
    ended = {end: sum(float(one["firms"]) for one in measured if one["end"] == end) for end in (*EXITS, None)}
    counted = {"entered": sum(ended.values()), **{end: ended[end] for end in EXITS}, "still_there": ended[None]}
    alive = _alive(steps, years * YEAR)
    return {
        # Of stays that nobody told, nothing is counted: not even that nobody failed.
        **{name: found if measured else None for name, found in counted.items()},
        "left_out": len(stays) - len(measured),
        "years": years,
        **alive,
        "median_days": quantile(steps),
        "groups": len(by_group),
        "log_rank": apart.statistic if apart else None,
        "log_rank_p": apart.p if apart else None,
        "conclusion": _conclusion(alive),
        "needed": list(_needed(stays, alive)),
        "entries": [entry for one in stays for entry in one["entries"]],
    }


def _spell(stay: Row) -> Spell:
    return Spell(float(stay["days"]), stay["end"], float(stay["firms"]))


def _alive(steps: Sequence[Step], days: float) -> dict[str, float | None]:
    """Return the share alive after so many days with its bounds; none beyond the last day on which anybody was seen."""
    if not steps or (steps[-1].days < days and steps[-1].survival):
        return {"alive": None, "alive_low": None, "alive_high": None, "watched": None}
    before = [one for one in steps if one.days <= days]
    watched = sum(one.events + one.censored for one in steps if one.days >= days)
    share, low, high = (before[-1].survival, before[-1].low, before[-1].high) if before else (1.0, None, None)
    if low is None:
        # All alive or none: the exact interval of those who were watched to the end, or of those who failed.
        exact = clopper_pearson(watched, watched) if share else clopper_pearson(0, sum(one.events for one in before))
        low, high = (exact.low, exact.high) if exact else (None, None)
    return {"alive": share, "alive_low": low, "alive_high": high, "watched": watched}


def _conclusion(alive: Mapping[str, float | None]) -> str:
    low, high = alive["alive_low"], alive["alive_high"]
    if low is None or high is None or low <= HALF <= high:
        return "cannot_determine"
    return "holds" if low > HALF else "does_not_hold"


def _needed(stays: Sequence[Row], alive: Mapping[str, float | None]) -> Iterator[str]:
    if not stays or any(one["left_out"] == "no_entry" for one in stays):
        yield "tenant_entry_days"
    if not stays or any(one["left_out"] in {"no_exit", "unseen"} for one in stays):
        yield "tenant_exit_days"
    if stays and alive["alive"] is None:
        yield "tenants_longer"
    elif stays and _conclusion(alive) == "cannot_determine":
        yield "tenants_more"


ANALYSIS: Final = Analysis(
    name="cohorts",
    method=1,
    reads=("site", "skill_pool", "cohort", "indicator", "statement"),
    after=("cohorts_stays",),
    explanation=__doc__ or "",
    ask=ask,
    options=(Option("years", 3, 0.25, 30, "After how many years who is alive is counted."),),
    columns=fields("""
        site | key | The incubator; empty for all of them.
        tenants | count | Firms hosted, by the newest dated figure.
        tenants_low | count | Its lower bound.
        tenants_high | count | Its upper bound.
        tenants_about | day | The date of that figure.
        tenants_nature | code | Of which nature it is.
        places | count | Places.
        places_about | day | The date of that figure.
        places_nature | code | Of which nature it is.
        occupancy | share | Share of the places that is taken.
        occupancy_low | share | Its lower bound.
        occupancy_high | share | Its upper bound.
        occupancy_about | day | The date or year of that share.
        waiting | count | Firms in waiting.
        waiting_about | day | The date of that figure.
        entries_a_year | count | Firms that entered in a year, as told.
        entries_about | day | The date of that figure.
        exits_a_year | count | Firms that left in a year, as told.
        exits_about | day | The date of that figure.
        jobs_per_tenant | ratio | Jobs a tenant.
        jobs_per_tenant_low | ratio | Its lower bound.
        jobs_per_tenant_high | ratio | Its upper bound.
        jobs_year | count | The year of both figures.
        turnover_per_tenant | currency | Turnover a tenant.
        turnover_per_tenant_low | currency | Its lower bound.
        turnover_per_tenant_high | currency | Its upper bound.
        turnover_year | count | The year of both figures.
        currency | code | Currency of the turnover (ISO 4217).
        entered | count | Firms whose stay is measured.
        failed | count | Of these, those that failed.
        graduated | count | Those that left when their time was over.
        moved | count | Those that moved elsewhere.
        acquired | count | Those that were bought.
        unknown | count | Those that left for an unknown reason.
        still_there | count | Those that were there when last seen.
        left_out | count | Groups of tenants whose stay cannot be measured.
        years | number | After how many years who is alive is counted.
        alive | share | Share alive after so many years.
        alive_low | share | Lower bound of the interval.
        alive_high | share | Upper bound of the interval.
        watched | count | Firms that were watched so long.
        median_days | days | After how many days half of them are left; empty when more are.
        groups | count | Pools of the incubator with stays; for all, incubators.
        log_rank | number | Statistic of the log-rank test between them.
        log_rank_p | share | Its p.
        conclusion | code | Whether more than half are alive then (code list conclusion).
        needed | codes | What is missing to tell (code list needed).
        entries | entries | The entries behind the row.
    """),
)
