"""Read pools of skills by occupation and area: pools.csv and region_totals.csv of German employment statistics.

A row of pools.csv is an occupation (KldB 2010) in a district in a year: how many have work there on 30 June, how many
look for work and how many vacancies there are in the mean of the year. It becomes a skill pool, once, and a cohort for
each figure told. A cell that is blank is no entry: the agency hides small counts, and what is hidden is not zero; how
many there are stands in the note of the source.

region_totals.csv is what all occupations of a district add up to. Since blank cells are in it too, it is a lower bound,
and is recorded as "at least". A pool without occupation holds it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bilan.exchange.containers import USUAL, Limits
from bilan.exchange.foreign import ForeignRow, put, reading_of, tables_of
from bilan.exchange.steps import Reading, Step
from bilan.terms.problems import Place, Problem

PLAN: Final = "ba-skill-pools"
SOURCE: Final = "src-ba"
PUBLISHER: Final = "Statistik der Bundesagentur für Arbeit"
TOTAL: Final = "employees_all_groups_published_sum"
# Of each figure: its column, what it counts, and the day of the year it is told of (none: the mean of the year).
FIGURES: Final = (
    ("employees", "employees subject to social insurance", "06-30"),
    ("unemployed", "persons, mean of the year", None),
    ("vacancies", "vacancies, mean of the year", None),
)
_POOLS: Final = (
    "region",
    "region_name",
    "occupational_group",
    "occupation_de",
    "year",
    *(name for name, *_ in FIGURES),
)
_FILES: Final = {"pools.csv": _POOLS, "region_totals.csv": ("region", "year", TOTAL)}

Found = Step | Problem


def detect(path: Path) -> bool:
    """Tell whether a folder holds pools of skills by area."""
    return all((path / name).is_file() for name in _FILES)


def read(path: Path, limits: Limits = USUAL) -> Reading:
    """Read the pools of a folder and the totals of its areas."""
    tables, problems = tables_of(path, _FILES, limits)
    pools, totals = (tables[name] for name in _FILES)
    return reading_of([*_frame(pools), *_totals(totals, pools), *_pools(pools)], tables, problems)


def _frame(pools: Sequence[ForeignRow]) -> Iterator[Found]:
    years = [row["year"] for row in pools]
    if not years:
        return
    blank = ", ".join(f"{sum(not row[name] for row in pools)} of {name}" for name, *_ in FIGURES)
    source = {
        "title": "Employees, unemployed and vacancies by occupation and district",
        "publisher": PUBLISHER,
        "language": "de",
        "source_kind": "data",
        "note": f"Blank cells, hidden by the agency and not recorded: {blank}, in {len(pools)} rows.",
    }
    plan = {
        "name": {"en": "Pools of skills by occupation and district"},
        "country": "DE",
        "starts_on": min(years),
        "ends_on": max(years),
        "note": "No plan: its period is that of the figures.",
    }
    yield from put("source", SOURCE, source, plan=PLAN)
    yield from put("plan", PLAN, plan, plan=PLAN)


def _totals(totals: Sequence[ForeignRow], pools: Sequence[ForeignRow]) -> Iterator[Found]:
    names = {row["region"]: row["region_name"] for row in pools}
    seen: set[str] = set()
    for row in totals:
        region = row["region"]
        key = f"pool-ba-{region}"
        if key not in seen:
            seen.add(key)
            yield from _pool(key, region, names.get(region, region), None, row.place)
        yield from _cohort(key, row, FIGURES[0], row[TOTAL], qualifier="at_least")


def _pools(pools: Sequence[ForeignRow]) -> Iterator[Found]:
    seen: set[str] = set()
    for row in pools:
        group = row["occupational_group"]
        key = f"pool-ba-{row['region']}-{group}"
        if key not in seen:
            seen.add(key)
            yield from _pool(key, row["region"], f"{row['occupation_de']}, {row['region_name']}", group, row.place)
        for figure in FIGURES:
            yield from _cohort(key, row, figure, row[figure[0]])


def _pool(key: str, region: str, name: str, group: str | None, place: Place) -> Iterator[Found]:
    occupation = {"occupation": group, "occupation_scheme": "kldb2010"} if group else {}
    content = {"name": {"en": name}, "area": f"{region}@DE-KRS", "country": "DE", "source": SOURCE, **occupation}
    yield from put("skill_pool", key, content, plan=PLAN, place=place)


def _cohort(
    pool: str, row: ForeignRow, figure: tuple[str, str, str | None], value: str, qualifier: str | None = None
) -> Iterator[Found]:
    quantity, unit, day = figure
    if not value:
        return
    content = {
        "pool": pool,
        "value": value,
        "unit": unit,
        "about": f"{row['year']}-{day}" if day else row["year"],
        "quantity": quantity,
        "nature": "measured",
        "source": SOURCE,
    }
    content |= {"qualifier": qualifier} if qualifier else {}
    yield from put("cohort", f"coh{pool[4:]}-{row['year']}-{quantity}", content, plan=PLAN, place=row.place)
