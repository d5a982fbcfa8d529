"""Say where an occupation is really at home, how hard it is to hire, and whether as many are trained as wanted.

Question: Of each pool of skills: does its occupation weigh more there than elsewhere, beyond what small counts may do
    by chance; how many vacancies stand against how many unemployed; are as many trained a year as are wanted?
Formula: location quotient and tightness as in `skills_cells`, of the newest year told. Bounds of the quotient: the
    exact interval of Clopper and Pearson (95 %) of employees / total, over the share in all areas, which is taken as
    given. It holds when the lower bound is above 1. Trained and wanted a year = the number told / the years of its
    period; supply = trained / wanted.
Unit: The quotient 1 where the occupation weighs as much as elsewhere; vacancies an unemployed person; persons a year.
Shape: One row per skill pool, tenants of incubators left out; one row without a pool where there is none.
Missing: `needed` names what a pool lacks. A cohort that does not say what it counts is counted in `no_quantity`, one
    that has no date, or that a newer one supersedes, in `unused`; neither is guessed. A period from one year to another
    may be as many years as lie between them or one more: trained and wanted are then a range. Areas of another division
    are never added (`not_added`). A total told as "at least" makes the quotient no more than a bound of its own.
Source: The answer of `skills_cells`; entries of kinds skill_pool and cohort. Clopper, C. J. and Pearson, E. S. (1934),
    Biometrika 26.
"""

from collections.abc import Iterator
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas.intervals import clopper_pearson
from bilan.tables.session import Session

# What a pool lacks for a quotient, and beside it for tightness and supply, by the column that is then empty.
FOR_QUOTIENT: Final = {
    "occupation": "pool_occupation",
    "area": "pool_region",
    "employees": "employees_by_occupation",
    "total": "employment_by_region",
}
BESIDE: Final = {
    "sought_year": "vacancies_and_unemployed",
    "trained_about": "trained_per_year",
    "wanted_about": "recruitment_need",
}
NOTHING: Final = {"told": 0, "no_quantity": 0, "unused": 0, "not_added": 0, "told_twice": False, "entries": []}


def ask(session: Session) -> list[Row]:
    """Return a row per pool."""
    rows = session.rows(sql("skills"))
    names = [one.name for one in ANALYSIS.columns]
    found = [{**row, **_worked_out(row)} for row in rows or [{**dict.fromkeys(names), **NOTHING}]]
    return [{name: row[name] for name in names} for row in found]


def _worked_out(row: Row) -> Row:
    low, high = _bounds(row)
    conclusion = "cannot_determine" if low is None else "holds" if low > 1 else "does_not_hold"
    return {
        "quotient_low": low,
        "quotient_high": high,
        **_supply(row),
        "conclusion": conclusion,
        "needed": list(_needed(row)) if low is None else [],
    }


def _bounds(row: Row) -> tuple[float | None, float | None]:
    if row["quotient"] is None:
        return None, None
    interval = clopper_pearson(float(row["employees"]), float(row["total"]))
    share = float(row["reference_employees"]) / float(row["reference_total"])
    return (interval.low / share, interval.high / share) if interval else (None, None)


def _supply(row: Row) -> Row:
    if row["trained_low"] is None or not row["wanted_low"]:
        return {"supply_low": None, "supply_high": None}
    return {
        "supply_low": row["trained_low"] / row["wanted_high"],
        "supply_high": row["trained_high"] / row["wanted_low"],
    }


def _needed(row: Row) -> Iterator[str]:
    yield from (code for name, code in FOR_QUOTIENT.items() if row[name] is None)
    yield from (code for name, code in BESIDE.items() if row[name] is None)
    if row["no_quantity"]:
        yield "cohort_quantity"
    if row["told_twice"]:
        yield "one_figure_per_cell"


ANALYSIS: Final = Analysis(
    name="skills",
    method=1,
    reads=("skill_pool", "cohort"),
    after=("skills_cells",),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        pool | key | The pool.
        occupation | text | Its occupation, by its code.
        scheme | code | The classification of that code (code list occupation_scheme).
        area | text | Its area: a region with its edition, or a code of its country.
        division | text | The set of areas it is compared in.
        year | count | The newest year of which a quotient is known.
        employees | persons | Employees in that year.
        qualifier | code | How exactly that was said.
        nature | code | Of which nature that figure is.
        total | persons | All employees of the area.
        total_qualifier | code | How exactly that was said.
        areas | count | Areas it is compared with, itself among them.
        areas_of | count | Of how many areas of the division.
        quotient | ratio | Location quotient.
        quotient_low | ratio | Its lower bound.
        quotient_high | ratio | Its upper bound.
        not_added | count | Pools of the same occupation in other divisions, which overlap and are not added.
        told_twice | yes/no | Whether another pool tells of the same area and occupation, so that neither counts.
        sought_year | count | The newest year of which vacancies and unemployed are told.
        unemployed | persons | Unemployed in that year.
        vacancies | count | Vacancies in that year.
        tightness | ratio | Vacancies an unemployed person.
        trained_about | day | The period of the newest figure on who was trained.
        trained_low | persons | Trained a year, at least.
        trained_high | persons | Trained a year, at most.
        trained_nature | code | Of which nature that figure is.
        wanted_about | day | The period of the newest figure on who is wanted.
        wanted_as | code | Whether it is a need or an announced number to be trained (code list quantity).
        wanted_low | persons | Wanted a year, at least.
        wanted_high | persons | Wanted a year, at most.
        wanted_nature | code | Of which nature that figure is.
        supply_low | ratio | Trained over wanted, at least.
        supply_high | ratio | Trained over wanted, at most.
        told | count | Cohorts told of the pool.
        no_quantity | count | Of these, cohorts that do not say what they count.
        unused | count | Of these, cohorts that were not used: without a date, or superseded.
        conclusion | code | Whether the occupation weighs more there than elsewhere (code list conclusion).
        needed | codes | What is missing to tell (code list needed).
        entries | entries | The entries behind the row.
    """),
)
