"""Pools of skills by occupation and area, drawn as small tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, session_of

from bilan.analysis import skills_clusters
from bilan.analysis.asking import Row
from bilan.analysis.catalogue import ask

Rows = Callable[..., list[Row]]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Ask an analysis of a ledger of the plan and these entries."""

    def asked(name: str, told: Iterable[Told], as_of: str = "2029-12-31", **options: float) -> list[Row]:
        return ask(session_of([PLAN, *told], tmp_path, as_of=as_of), name, options).rows

    return asked


def pool(key: str, occupation: str | None = "251", region: str | None = "MA-08@1997", **content: Any) -> Told:
    facts = {"name": {"en": key}, "occupation": occupation, "region": region, **content}
    return entry("skill_pool", key, **facts)


def count(pool: str, quantity: str | None, value: str, about: str | None = "2012", **content: Any) -> Told:
    facts = {"unit": "persons", "nature": "measured", "published_on": "2013", **content}
    key = f"coh-{pool}-{quantity}-{about}-{value}".lower().replace("/", "-").replace("none", "n").replace(".", "-")
    return entry("cohort", key, pool=pool, quantity=quantity, value=value, about=about, **facts)


def areas(told: Mapping[str, tuple[int, int]], about: str = "2012", occupation: str = "251") -> Iterator[Told]:
    """Tell of areas how many have the occupation and how many work at all."""
    for area, (employees, total) in told.items():
        name = area.lower().replace("@", "-")
        where = {"region": area} if "@1" in area or "@2" in area else {"region": None, "area": area, "country": "DE"}
        yield pool(f"p-{name}-{occupation}-{about}", occupation, **where)
        yield pool(f"p-{name}-all-{about}-{occupation}", None, **where)
        yield count(f"p-{name}-{occupation}-{about}", "employees", str(employees), about)
        yield count(f"p-{name}-all-{about}-{occupation}", "employees", str(total), about)


TWO = {"MA-08@1997": (300, 1000), "MA-05@1997": (100, 1000)}


def test_a_quotient_is_the_share_there_over_the_share_of_all(rows: Rows) -> None:
    found = {row["area"]: row for row in rows("skills_cells", areas(TWO))}
    assert {area: row["quotient"] for area, row in found.items()} == {"MA-08@1997": 1.5, "MA-05@1997": 0.5}
    row = found["MA-08@1997"]
    assert (row["division"], row["scheme"], row["year"], row["areas"], row["areas_of"]) == (
        "MA@1997",
        "isco08",
        2012,
        2,
        2,
    )
    assert (row["reference_employees"], row["reference_total"], row["entries"]) == (400, 2000, [3, 4])


def test_an_area_of_which_one_figure_is_missing_is_no_zero(rows: Rows) -> None:
    told = [*areas(TWO), pool("p-dark", region="MA-01@1997"), count("p-dark", "employees", "5")]
    told += [pool("p-rabat-all", None, region="MA-07@1997"), count("p-rabat-all", "employees", "800")]
    found = {row["area"]: row for row in rows("skills_cells", told)}
    assert found["MA-08@1997"]["quotient"] == 1.5
    assert (found["MA-01@1997"]["quotient"], found["MA-01@1997"]["total"]) == (None, None)
    assert (found["MA-01@1997"]["areas"], found["MA-01@1997"]["areas_of"]) == (2, 4)


def test_regions_of_two_editions_are_never_added(rows: Rows) -> None:
    told = [*areas(TWO), *areas({"MA-06@2015": (50, 100), "MA-03@2015": (50, 300)}), *areas({"01@DE-KRS": (9, 90)})]
    found = {row["area"]: row for row in rows("skills_cells", told)}
    assert {row["division"] for row in found.values()} == {"MA@1997", "MA@2015", "DE-KRS"}
    assert found["MA-08@1997"]["reference_total"] == 2000
    assert found["MA-06@2015"]["quotient"] == 2.0
    newest = {row["area"]: row for row in rows("skills", told)}
    assert newest["MA-08@1997"]["not_added"] == 3


def test_an_area_without_a_scheme_is_compared_within_its_country(rows: Rows) -> None:
    named = pool("p-x", region=None, area="Kreis", country="DE")
    nowhere = pool("p-y", region=None, area="Somewhere")
    told = [named, nowhere, count("p-x", "employees", "1"), count("p-y", "employees", "1")]
    assert {row["area"]: row["division"] for row in rows("skills_cells", told)} == {
        "Kreis": "DE",
        "Somewhere": "Somewhere",
    }


def test_two_pools_that_tell_of_one_cell_count_for_none(rows: Rows) -> None:
    told = [*areas(TWO), pool("p-again"), count("p-again", "employees", "310")]
    found = {row["area"]: row for row in rows("skills_cells", told)}
    twice = found["MA-08@1997"]
    assert (twice["employees"], twice["told_twice"], twice["quotient"]) == (None, True, None)
    assert found["MA-05@1997"]["quotient"] == 1.0
    (row,) = [row for row in rows("skills", told) if row["pool"] == "p-again"]
    assert row["told_twice"] is True
    assert "one_figure_per_cell" in row["needed"]


def test_the_verified_figure_counts_before_the_declared_and_the_newer_before_the_older(rows: Rows) -> None:
    told = [
        pool("p-a"),
        count("p-a", "employees", "10", nature="declared", published_on="2014"),
        count("p-a", "employees", "20", published_on="2013-02"),
        count("p-a", "employees", "30", published_on="2013-03"),
        count("p-a", "employees", "40", nature="announced", published_on="2012"),
        count("p-a", "employees", "50", about="2011/2012"),
        count("p-a", "unemployed", "4"),
        count("p-a", "vacancies", "6"),
    ]
    (row,) = rows("skills_cells", told)
    assert (row["employees"], row["tightness"]) == (30, 1.5)


def test_without_unemployed_there_is_no_tightness(rows: Rows) -> None:
    told = [pool("p-a"), count("p-a", "unemployed", "0"), count("p-a", "vacancies", "6")]
    (row,) = rows("skills_cells", told)
    assert (row["unemployed"], row["vacancies"], row["tightness"]) == (0, 6, None)


def test_figures_about_days_to_come_are_not_read(rows: Rows) -> None:
    assert rows("skills_cells", areas(TWO), as_of="2012-06-30") == []


@pytest.mark.parametrize(("few", "conclusion"), [((30, 100), "holds"), ((3, 10), "does_not_hold")])
def test_a_pool_of_few_people_shows_nothing_by_its_quotient_alone(
    rows: Rows, few: tuple[int, int], conclusion: str
) -> None:
    told = areas({"MA-08@1997": few, "MA-05@1997": (1000, 10_000)})
    row = next(row for row in rows("skills", told) if row["area"] == "MA-08@1997")
    assert row["quotient"] > 2.5
    assert row["quotient_low"] < row["quotient"] < row["quotient_high"]
    assert (row["conclusion"], row["needed"]) == (conclusion, [])


def test_the_newest_year_is_told_of_each_pool_and_older_years_are_not_unused(rows: Rows) -> None:
    one = pool("p-a")
    told = [one, *(count("p-a", "employees", str(number), str(year)) for number, year in ((10, 2010), (12, 2012)))]
    told += [pool("p-all", None), *(count("p-all", "employees", "100", year) for year in ("2010", "2012"))]
    told += [count("p-a", "unemployed", "3", "2011"), count("p-a", "vacancies", "6", "2011")]
    (row,) = rows("skills", told)
    assert (row["year"], row["employees"], row["sought_year"], row["tightness"]) == (2012, 12, 2011, 2.0)
    assert (row["told"], row["unused"], row["no_quantity"]) == (4, 0, 0)


@pytest.mark.parametrize(
    ("about", "unit", "low", "high"),
    [
        ("2012", "persons", 600, 600),
        ("2012-06", "persons", 600, 600),
        ("2012/2013", "trainees", 300, 600),
        ("2009/2014", "persons", 100, 120),
        ("2009/2014", "graduates per year", 600, 600),
    ],
)
def test_a_period_is_as_many_years_as_lie_between_or_one_more(
    rows: Rows, about: str, unit: str, low: float, high: float
) -> None:
    (row,) = rows(
        "skills", [pool("p-a", None, None), count("p-a", "trained", "600", about, unit=unit, nature="declared")]
    )
    assert (row["trained_low"], row["trained_high"], row["trained_about"]) == (low, high, about)
    assert (row["supply_low"], row["wanted_low"]) == (None, None)
    assert "recruitment_need" in row["needed"]
    assert "trained_per_year" not in row["needed"]


def test_trained_stand_against_the_need_before_what_was_announced_to_be_trained(rows: Rows) -> None:
    trained = [pool("p-a", None, None), count("p-a", "trained", "600", "2012/2013", nature="declared")]
    aim = count(
        "p-a", "trained", "10000", "2006/2010", nature="announced", unit="graduates per year", published_on="2006"
    )
    (row,) = rows("skills", [*trained, aim])
    assert (row["wanted_as"], row["wanted_low"], row["supply_low"], row["supply_high"]) == (
        "trained",
        10000,
        0.03,
        0.06,
    )
    need = count("p-a", "need", "900", "2010/2012", nature="announced", published_on="2009")
    (row,) = rows("skills", [*trained, aim, need])
    assert (row["wanted_as"], row["wanted_low"], row["wanted_high"], row["unused"]) == ("need", 300, 450, 1)
    assert (row["supply_low"], row["supply_high"]) == (300 / 450, 2.0)
    (row,) = rows("skills", [*trained, count("p-a", "need", "0", "2012")])
    assert (row["supply_low"], row["supply_high"]) == (None, None)


def test_what_a_cohort_counts_is_not_guessed(rows: Rows) -> None:
    told = [pool("p-a", None, None), count("p-a", None, "3000", unit="places"), count("p-a", "trained", "5", None)]
    (row,) = rows("skills", told)
    assert (row["trained_low"], row["told"], row["no_quantity"], row["unused"]) == (None, 2, 1, 1)
    assert row["needed"] == [
        "pool_occupation",
        "pool_region",
        "employees_by_occupation",
        "employment_by_region",
        "vacancies_and_unemployed",
        "trained_per_year",
        "recruitment_need",
        "cohort_quantity",
    ]


def test_tenants_are_no_pool_of_skills_and_a_plan_without_pools_says_so(rows: Rows) -> None:
    site = entry("site", "site-a", name={"en": "A"}, site_kind="incubator")
    (row,) = rows("skills", [site, pool("p-a", site="site-a")])
    assert (row["pool"], row["conclusion"], row["entries"]) == (None, "cannot_determine", [])
    assert row["needed"][0] == "pool_occupation"
    (row,) = rows("skills_clusters", [])
    assert (row["conclusion"], row["needed"]) == (
        "cannot_determine",
        ["employees_by_occupation", "employment_by_region"],
    )


def over_years(told: Mapping[str, Mapping[int, tuple[int, int]]]) -> Iterator[Told]:
    for area, years in told.items():
        name = area.lower().replace("@", "-")
        yield pool(f"p-{name}", region=area)
        yield pool(f"p-{name}-all", None, region=area)
        for year, (employees, total) in years.items():
            yield count(f"p-{name}", "employees", str(employees), str(year))
            yield count(f"p-{name}-all", "employees", str(total), str(year))


def test_change_is_divided_without_remainder(rows: Rows) -> None:
    told = over_years(
        {
            "MA-08@1997": {2010: (100, 1000), 2011: (130, 1050), 2012: (180, 1100)},
            "MA-05@1997": {2010: (100, 1000), 2011: (100, 1000), 2012: (100, 1100)},
        }
    )
    casa, fes = sorted(rows("skills_shift", told), key=lambda row: -row["change"])
    # All grew by a tenth, the occupation from 200 to 280.
    assert [casa[name] for name in ("change", "national", "mix", "regional")] == pytest.approx([80, 10, 30, 40])
    assert [fes[name] for name in ("change", "national", "mix", "regional")] == pytest.approx([0, 10, 30, -40])
    yearly = [casa[f"yearly_{name}"] for name in ("national", "mix", "regional")]
    first = [100 * 0.025, 100 * (0.15 - 0.025), 130 - 115]
    grew = 2200 / 2050 - 1
    second = [130 * grew, 130 * (280 / 230 - 1 - grew), 180 - 130 * 280 / 230]
    assert yearly == pytest.approx([one + other for one, other in zip(first, second, strict=True)])
    assert sum(yearly) == pytest.approx(80)


def test_a_year_that_is_missing_leaves_the_yearly_parts_unknown(rows: Rows) -> None:
    told = over_years({"MA-08@1997": {2010: (100, 1000), 2012: (180, 1100)}, "MA-05@1997": {2012: (1, 10)}})
    (row,) = rows("skills_shift", told)
    assert (row["steps_missing"], row["yearly_national"], row["areas"]) == (2, None, 1)
    assert row["national"] == pytest.approx(10)


def test_occupations_are_near_when_they_are_at_home_together(rows: Rows) -> None:
    both = {"MA-08@1997": (30, 100), "MA-05@1997": (5, 100), "MA-07@1997": (5, 100)}
    one = {"MA-08@1997": (20, 100), "MA-05@1997": (20, 100), "MA-07@1997": (5, 100)}
    told = [*areas(both)]
    told += [
        made
        for area, (employees, _) in one.items()
        for name in [f"q-{area.lower().replace('@', '-')}"]
        for made in (pool(name, "252", region=area), count(name, "employees", str(employees)))
    ]
    (row,) = rows("skills_related", told)
    assert (row["special"], row["other_special"], row["together"], row["proximity"]) == (1, 2, 1, 0.5)
    even = [pool("q-a", "253", region="MA-08@1997"), count("q-a", "employees", "9")]
    found = rows("skills_related", [*areas(both), *even])
    assert [row["proximity"] for row in found] == [None]


def test_the_mix_of_an_area_is_known_where_all_its_occupations_are(rows: Rows) -> None:
    told = [*areas(TWO), pool("q-casa", "252"), count("q-casa", "employees", "100")]
    found = {row["area"] or row["occupation"]: row for row in rows("skills_special", told)}
    # The Gini of two areas as large as each other, three quarters of the occupation in one: a quarter.
    assert found["251"]["gini"] == pytest.approx(0.25)
    assert found["252"]["gini"] == pytest.approx(0)
    assert (found["MA-08@1997"]["known"], found["MA-05@1997"]["known"]) == (2, 1)
    assert found["MA-05@1997"]["distance"] is None
    # 400 of 500 are of the first occupation in all, 300 of 400 in Casablanca.
    assert found["MA-08@1997"]["distance"] == pytest.approx(2 * 0.05)


EVEN = {f"MA-{number:02}@1997": (20, 1000) for number in range(1, 17)}


def test_neighbours_that_gather_are_found_together(rows: Rows) -> None:
    told = areas({**EVEN, "MA-07@1997": (60, 1000), "MA-09@1997": (55, 1000)})
    (row,) = rows("skills_clusters", told, draws=199, seed=4)
    assert row["where"] == ["MA-07@1997", "MA-09@1997"]
    assert (row["employees"], row["conclusion"], row["p"], row["p_corrected"]) == (115, "holds", 1 / 200, 1 / 200)
    assert row["expected"] == pytest.approx((14 * 20 + 115) * 2 / 16)
    assert (row["areas"], row["neighbours_known"]) == (16, True)


def test_strangers_that_gather_are_found_apart_and_an_even_spread_is_no_cluster(rows: Rows) -> None:
    told = areas({**EVEN, "MA-08@1997": (80, 1000), "MA-16@1997": (70, 1000)})
    found = rows("skills_clusters", told, draws=199, seed=4)
    assert [row["where"] for row in found] == [["MA-08@1997"], ["MA-16@1997"]]
    (row,) = rows(
        "skills_clusters", areas({**EVEN, "MA-08@1997": (80, 1000), "MA-16@1997": (26, 1000)}), draws=199, seed=4
    )
    assert (row["where"], row["conclusion"]) == (["MA-08@1997"], "holds")
    (row,) = rows("skills_clusters", areas({**EVEN, "MA-04@1997": (24, 1000)}), draws=199, seed=4)
    assert (row["conclusion"], row["p"] > 0.05) == ("does_not_hold", True)
    (row,) = rows("skills_clusters", areas(EVEN), draws=199, seed=4)
    assert (row["conclusion"], row["where"]) == ("does_not_hold", None)


def test_several_occupations_are_corrected_for_and_of_the_newest_year_only(rows: Rows) -> None:
    first = [*areas({**EVEN, "MA-04@1997": (80, 1000)}), *areas(EVEN, about="2011")]
    told = [one for one in first if one.kind == "skill_pool"] + [one for one in first if one.kind == "cohort"]
    for area in EVEN:
        name = f"q-{area.lower().replace('@', '-')}"
        told += [pool(name, "252", region=area), count(name, "employees", "20")]
    found = rows("skills_clusters", told, draws=199, seed=4)
    assert [(row["occupation"], row["year"], row["conclusion"]) for row in found] == [
        ("251", 2012, "holds"),
        ("252", 2012, "does_not_hold"),
    ]
    assert found[0]["p_corrected"] == found[0]["p"]


def test_an_area_of_another_country_has_no_known_neighbours() -> None:
    near, known = skills_clusters.neighbours_of(["MA-07@1997", "MA-09@1997", "01001@DE-KRS"])
    assert (near, known) == ([{1}, {0}, set()], False)
    # The same codes of another edition are other places.
    assert skills_clusters.neighbours_of(["MA-15@1997", "MA-11@2015"]) == ([set(), set()], True)
