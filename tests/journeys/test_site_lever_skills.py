"""A citizen asks where skills are, and how long firms live that incubators took in.

`full` is the site of an invented plan: pools of two occupations in all regions, and the nursery of the worked example.
"""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker
from tests.editions_of import PLAN, Told, entry, session_of
from tests.journeys.conftest import Browse
from tests.journeys.pages import text_of

from bilan.cli.main import run
from bilan.report.sheets.levers import cohorts, skills
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES

AUDITED = "2013-12-31/2014-12-31"
EXAMPLE = Path(__file__).resolve().parents[2] / "docs/explanation/examples/cohorts"
HOSTILE = "<script>alert(1)</script>"
EN = Voice("en")


def view_of(told: list[Told], home: Path, as_of: str = "2031-12-31") -> View:
    return View(session_of([PLAN, *told], home, as_of=as_of))


def pools() -> Iterator[dict[str, object]]:
    for number in range(1, 17):
        region = {"region": f"MA-{number:02}@1997", "name_en": f"{HOSTILE} {number}", "provider": "R&D <office>"}
        yield {"key": f"all-{number}", **region}
        yield {"key": f"it-{number}", "occupation": "251", **region}
        yield {"key": f"net-{number}", "occupation": "9999", **region}


def cohorts_of_pools() -> Iterator[dict[str, object]]:
    measured = {"unit": "persons", "nature": "measured", "published_on": "2013"}
    for number in range(1, 17):
        for year in (2011, 2012):
            employees = {"about": year, "quantity": "employees", **measured}
            many = (year - 2010) * 150 if number in {7, 8} else 100
            for pool, count in (("all", 20_000), ("it", many), ("net", 80)):
                yield {"key": f"c-{pool}-{number}-{year}", "pool": f"{pool}-{number}", "value": count, **employees}
        told = [("unemployed", 10), ("vacancies", 20), ("trained", 30), ("need", 40)]
        for quantity, count in told if number != 1 else told[3:]:
            row = {"key": f"c-{quantity}-{number}", "pool": f"it-{number}", "value": count, "quantity": quantity}
            yield {**row, **measured, "about": "2010/2012"[5 * (quantity != "trained") :]}
    yield {"key": "c-words", "pool": "it-2", "value": 7, **measured, "unit": HOSTILE[1:7]}


def write(folder: Path, kind: str, rows: Iterator[dict[str, object]]) -> None:
    told = list(rows)
    heads = list(dict.fromkeys(name for row in told for name in row))
    with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
        made = csv.DictWriter(file, heads)
        made.writeheader()
        made.writerows(told)


@pytest.fixture(scope="session")
def _full(tmp_path_factory: pytest.TempPathFactory, _made_home: Path, django_db_blocker: DjangoDbBlocker) -> Path:
    home, folder = tmp_path_factory.mktemp("full") / "home", tmp_path_factory.mktemp("pools")
    shutil.copytree(_made_home, home)
    write(folder, "skill_pool", pools())
    write(folder, "cohort", cohorts_of_pools())
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("BILAN_HOME", str(home))
        patch.setenv("BILAN_BY", "tester")
        for path in (EXAMPLE, folder):
            assert run(["load", str(path), "--yes", "--json"]) == 0
        assert run(["edition", "build", "--json"]) == 0
        connections.close_all()
    return home


@pytest.fixture
def full(_full: Path, browse: Browse) -> Client:
    return browse(_full)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_demonstration_name_what_is_missing_in_every_language(site: Client, language: str) -> None:
    voice = Voice(language)
    needed = {
        "skills": ("employees_by_occupation", "employment_by_region", "pool_occupation", "recruitment_need"),
        "cohorts": ("tenant_entry_days", "tenant_exit_days"),
    }
    for lever, codes in needed.items():
        page = text_of(site, f"/{language}/{AUDITED}/levers/{lever}/")
        assert [code for code in codes if voice.label("needed", code) not in page] == []


def test_of_nine_pools_none_can_be_compared_and_head_counts_stand_as_they_were_told(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/skills/")
    assert "Pools recorded: 9. Of none can it be said" in page
    heads = page.split("Head counts as they were told: 5")[-1].split("The register of pools: 9")[0]
    assert "8,246 trainees declared 2012 – 2013" in heads
    assert "10,000 graduates per year announced" in heads
    assert heads.count("does not say what it counts") == 2


def test_engineers_trained_stand_beside_the_target_that_was_announced(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/skills/")
    row = page.split("Declared over target")[-1].split("Head counts")[0]
    assert "Engineers and the like trained persons per year 9,700 2010 4,284 2006 measured 10,000 2010 97%" in row


def test_the_technopark_has_jobs_a_tenant_but_no_turnover_a_tenant(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/cohorts/")
    assert "Incubators and technoparks recorded: 9; a dated number of tenants is told of 1." in page
    row = page.split("Turnover a tenant")[-1].split("Incubators of which neither")[0]
    assert "Technopark de Casablanca 3 entries 170 27 January 2012 declared" in row
    assert "8.8" in row
    assert row.rstrip().endswith("–")
    assert "about 700,000,000 MAD" in page.split("All that was said")[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pools_that_are_told_are_drawn_on_a_map_and_found_as_a_cluster(full: Client, language: str) -> None:
    voice, path = Voice(language), f"/{language}/2012-12-31/2013-12-31/levers/skills/"
    page = full.get(path)
    assert "<script>alert" not in page.content.decode()
    text = text_of(full, path)
    counts = {"pools": "32", "known": "32", "home": "2", "clusters": "1"}
    assert " ".join(voice.tell("lever_skills", "conclusion.known", **counts).split()) in text
    rabat, casa = (skills.area(voice, f"MA-{number}@1997") for number in ("07", "08"))
    heading = " ".join(voice.tell("lever_skills", "clusters", count="1").split())
    cluster = text.split(heading)[-1].split(voice.label("conclusion", "holds"))[0]
    assert cluster.index(rabat) < cluster.index(casa)
    assert page.content.decode().count('class="chart tiles"') == 2
    assert voice.tell("lever_skills", "more", shown="20", count="32").split()[0] in text


def test_trained_stand_against_wanted_and_vacancies_against_unemployed(full: Client) -> None:
    page = text_of(full, "/en/2012-12-31/2013-12-31/levers/skills/")
    taught = page.split("Trained against wanted; pools that tell something: 16 of 32")[-1]
    assert "10 to 15 2010 – 2012 measured 40 2012 measured recruitment need 25% to 38%" in taught
    sought = page.split("pools that tell both: 15")[-1].split("Trained against")[0]
    assert "20 10 2.00" in sought


def test_survival_is_drawn_for_a_nursery_and_each_of_its_pools(full: Client) -> None:
    page = full.get("/en/2012-12-31/2013-12-31/levers/cohorts/").content.decode()
    assert page.count('class="chart wid"') == 4
    text = text_of(full, "/en/2012-12-31/2013-12-31/levers/cohorts/")
    assert "alive after 3 years: 59% (between 32% and 78%), from 18 firms of 1 incubators of 1" in text
    assert "18 groups not measured: 1 7 graduated : 4 moved : 1 acquired : 1 unknown : 1 4 59%" in text
    assert "neither an exit nor a day last seen : 1" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_plan_says_that_nothing_is_recorded(tmp_path: Path, language: str) -> None:
    voice, view = Voice(language), view_of([], tmp_path)
    for sheet in (skills, cohorts):
        found = sheet.conclusion(view, voice)
        assert found.sentence == voice.tell(sheet.SUBJECT, "conclusion.none")
        assert (found.state, found.known, found.of, found.chart) == ("cannot", 0, 0, None)
        assert found.needed


SITES = [
    entry("site", "site-a", name={"en": "A & <b>"}, site_kind="incubator"),
    entry("site", "site-b", name={"en": "B"}, site_kind="technopark"),
    entry("skill_pool", "pool-a", name={"en": "Firms"}, site="site-a"),
    entry("skill_pool", "pool-b", name={"en": "Firms"}, site="site-b"),
]


def stay(pool: str, firms: int, **content: str) -> Told:
    facts: dict[str, Any] = {
        "pool": pool,
        "value": str(firms),
        "unit": "firms",
        "nature": "measured",
        "entered_on": "2008-01-01",
    }
    return entry("cohort", f"coh-{pool}-{firms}", **{**facts, **content})


def test_two_incubators_are_drawn_together_and_told_apart(tmp_path: Path) -> None:
    told = [*SITES, stay("pool-a", 30, seen_on="2012"), stay("pool-b", 20, left_on="2009-01-01", left_how="failed")]
    view = view_of(told, tmp_path)
    found, seen = cohorts.conclusion(view, EN), cohorts.gather(view)
    assert found.chart is not None
    assert found.chart.sentence.startswith("Share alive, All incubators. Firms watched at the start: 50; failed: 20")
    assert [(one.site, one.verified) for one in seen.curves] == [(None, True), ("site-a", True), ("site-b", True)]
    assert cohorts.called(seen, "site-a", EN) == "A & <b>"
    assert len(seen.with_stays) == 2


def test_firms_that_were_not_watched_long_enough_leave_the_conclusion_open(tmp_path: Path) -> None:
    view = view_of([*SITES, stay("pool-a", 30, seen_on="2009-06")], tmp_path)
    found = cohorts.conclusion(view, EN)
    assert found.sentence.startswith("Firms whose stay is measured: 30. None was watched for 3 years")
    assert found.needed == ("tenants_longer",)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"occupation": "251", "scheme": "isco08"}, "251 · software and applications developers and analysts"),
        ({"occupation": "9999", "scheme": "isco08"}, "9999 (ISCO-08)"),
        ({"occupation": "431", "scheme": "kldb2010"}, "431 (KldB 2010)"),
        ({"occupation": None, "scheme": None}, ""),
    ],
)
def test_an_occupation_has_its_label_or_its_classification(row: dict[str, object], told: str) -> None:
    assert skills.occupation(EN, row) == told


def test_an_area_has_its_name_with_the_edition_or_its_code() -> None:
    assert skills.area(EN, "MA-08@1997") == "Grand Casablanca (1997)"
    assert (skills.area(EN, "01001@DE-KRS"), skills.area(EN, None)) == ("01001@DE-KRS", "")


def test_pools_of_another_country_are_drawn_as_bars(tmp_path: Path) -> None:
    told = []
    for area, count in (("1", 30), ("2", 10)):
        where: dict[str, Any] = {"area": f"{area}@DE-KRS", "country": "DE"}
        told += [
            entry(
                "skill_pool", f"it-{area}", name={"en": "IT"}, occupation="431", occupation_scheme="kldb2010", **where
            ),
            entry("skill_pool", f"all-{area}", name={"en": "All"}, **where),
        ]
        for pool, value in (("it", count), ("all", 100)):
            facts: dict[str, Any] = {"quantity": "employees", "about": "2012", "unit": "persons", "nature": "measured"}
            told.append(entry("cohort", f"coh-{pool}-{area}", pool=f"{pool}-{area}", value=str(value), **facts))
    view = view_of(told, tmp_path)
    found, seen = skills.conclusion(view, EN), skills.gather(view)
    assert skills.maps(seen, EN, {}) == []
    assert found.chart is not None
    assert found.chart.rows[0] == ("431 (KldB 2010), 1@DE-KRS", "1.50 (1.06 to 2.00)", "measured")
    assert (found.state, found.known, found.of) == ("determined", 2, 2)
