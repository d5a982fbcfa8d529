"""Pools of skills of a country no plan of ours speaks of: districts of Germany, judged by pandas, NumPy and scipy.

The data stand beside the repository; without them these tests are skipped. Three of their twelve years are read.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.editions_of import signer

from bilan.analysis.asking import Row
from bilan.analysis.catalogue import ask
from bilan.exchange import formats, skill_areas
from bilan.exchange.preview import Nothing, preview
from bilan.exchange.steps import Put, Reading
from bilan.ledger.entries import Entry
from bilan.tables import editions
from bilan.tables.session import Session, open_session

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/ba-skill-pools"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the pools of skills are not beside the repository")
YEARS = range(2022, 2025)
FIGURES = ["employees", "unemployed", "vacancies"]
EXACT = 1e-9


@pytest.fixture(scope="module")
def pools() -> pd.DataFrame:
    told = pd.read_csv(FOLDER / "pools.csv", dtype={"region": str, "occupational_group": str})
    return told[told["year"].isin(YEARS)]


@pytest.fixture(scope="module")
def totals() -> pd.DataFrame:
    told = pd.read_csv(FOLDER / "region_totals.csv", dtype={"region": str})
    return told[told["year"].isin(YEARS)].rename(columns={"employees_all_groups_published_sum": "total"})


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("pools")
    for name in ("pools.csv", "region_totals.csv"):
        told = pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False)
        told[told["year"].astype(int).isin(YEARS)].to_csv(folder / name, index=False)
    return formats.read(folder)


@pytest.fixture(scope="module")
def session(reading: Reading, tmp_path_factory: pytest.TempPathFactory) -> Session:
    outcomes = preview(reading.steps, Nothing(), size=0, today=date(2025, 1, 1))
    found = [(one.draft, one.content) for one in outcomes]
    at = datetime(2025, 1, 1, tzinfo=UTC)
    lines = [
        Entry(number, at, "tester", draft.kind, draft.key, None, content, "s" * 22).leaf()
        for number, (draft, content) in enumerate(found)
        if draft and content is not None
    ]
    assert len(lines) == len(reading.steps)
    built = editions.build(
        tmp_path_factory.mktemp("edition"), len(lines), lambda start, stop: lines[start:stop], signer=signer()
    )
    return open_session(built, as_of=date(2024, 12, 31), known_on=date(2025, 1, 1))


@pytest.fixture(scope="module")
def quotients(pools: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Compute the quotients as pandas does it: shares within the area over shares within the whole."""
    both = pools.merge(totals, on=["region", "year"]).dropna(subset=["employees"])
    whole = both.groupby(["occupational_group", "year"])[["employees", "total"]].transform("sum")
    both["quotient"] = both["employees"].div(both["total"]).div(whole["employees"].div(whole["total"]))
    both["area"] = both["region"] + "@DE-KRS"
    return both


def by_cell(rows: list[Row], *names: str) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[name] for name in names): row for row in rows}


def test_the_folder_is_recognised_and_each_figure_that_is_told_becomes_one_cohort(
    reading: Reading, pools: pd.DataFrame, totals: pd.DataFrame
) -> None:
    assert skill_areas.detect(FOLDER)
    assert not skill_areas.detect(FOLDER.parent)
    assert reading.problems == ()
    assert reading.rows == {"pools.csv": len(pools), "region_totals.csv": len(totals)}
    kinds = pd.Series([step.draft.kind for step in reading.steps if isinstance(step, Put)]).value_counts()
    assert kinds["cohort"] == pools[FIGURES].count().sum() + len(totals)
    assert kinds["skill_pool"] == len(pools.groupby(["region", "occupational_group"])) + totals["region"].nunique()


def test_what_the_agency_hides_is_no_entry_and_is_counted_in_a_note(reading: Reading, pools: pd.DataFrame) -> None:
    source = next(step.draft.content for step in reading.steps if isinstance(step, Put) and step.draft.kind == "source")
    note = source.model_dump()["note"]
    for name in FIGURES:
        assert f"{pools[name].isna().sum()} of {name}" in note


def test_quotients_of_location_are_those_of_pandas(session: Session, quotients: pd.DataFrame) -> None:
    rows = by_cell(ask(session, "skills_cells").rows, "area", "occupation", "year")
    for one in quotients.itertuples():
        row = rows[one.area, one.occupational_group, one.year]
        assert row["quotient"] == pytest.approx(one.quotient, abs=EXACT)
    assert sum(row["quotient"] is not None for row in rows.values()) == len(quotients)


def test_tightness_is_vacancies_over_unemployed_and_unknown_without_unemployed(
    session: Session, pools: pd.DataFrame
) -> None:
    rows = by_cell(ask(session, "skills_cells").rows, "area", "occupation", "year")
    for one in pools.itertuples():
        row = rows[f"{one.region}@DE-KRS", one.occupational_group, one.year]
        if one.unemployed > 0:
            assert row["tightness"] == pytest.approx(one.vacancies / one.unemployed, abs=EXACT)
        else:
            assert row["tightness"] is None


def test_intervals_are_the_exact_ones_of_scipy(session: Session, quotients: pd.DataFrame) -> None:
    from scipy.stats import binomtest

    told = by_cell(ask(session, "skills").rows, "area", "occupation")
    newest = quotients[quotients["year"] == max(YEARS)]
    whole = newest.groupby("occupational_group")[["employees", "total"]].sum()
    for one in newest.sample(200, random_state=1).itertuples():
        row, of = told[one.area, one.occupational_group], whole.loc[one.occupational_group]
        judge = binomtest(int(one.employees), int(one.total)).proportion_ci(method="exact")
        share = of["employees"] / of["total"]
        assert row["quotient_low"] == pytest.approx(judge.low / share, abs=EXACT)
        assert row["quotient_high"] == pytest.approx(judge.high / share, abs=EXACT)
        assert row["conclusion"] == ("holds" if judge.low > share else "does_not_hold")


def shifts(quotients: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Divide the change between two years as the textbook does, over the areas that tell both."""
    wide = quotients.pivot_table(
        index=["occupational_group", "area"], columns="year", values=["employees", "total"]
    ).loc[:, pd.IndexSlice[:, [first, last]]]
    wide = wide.dropna()
    start, end = wide["employees", first], wide["employees", last]
    group = wide.groupby("occupational_group").transform("sum")
    national = group["total", last] / group["total", first] - 1
    industry = group["employees", last] / group["employees", first] - 1
    return pd.DataFrame(
        {
            "national": start * national,
            "mix": start * (industry - national),
            "regional": end - start - start * industry,
        }
    )


def test_the_parts_of_change_are_those_of_the_textbook(session: Session, quotients: pd.DataFrame) -> None:
    rows = by_cell(ask(session, "skills_shift").rows, "occupation", "area")
    changed = shifts(quotients, min(YEARS), max(YEARS))
    steps = sum((shifts(quotients, year, year + 1) for year in list(YEARS)[:-1]), start=0 * changed)
    classic, yearly = changed.to_dict("index"), steps.to_dict("index")
    told_throughout = 0
    for cell, row in rows.items():
        if (row["first_year"], row["last_year"]) == (min(YEARS), max(YEARS)):
            told_throughout += 1
            for name in ("national", "mix", "regional"):
                assert row[name] == pytest.approx(classic[cell][name], rel=EXACT, abs=EXACT)
                if row["steps_missing"]:
                    assert row[f"yearly_{name}"] is None
                else:
                    assert row[f"yearly_{name}"] == pytest.approx(yearly[cell][name], rel=EXACT, abs=EXACT)
        assert row["national"] + row["mix"] + row["regional"] == pytest.approx(row["change"])
    assert told_throughout > len(rows) * 0.99


def test_proximity_is_the_smaller_conditional_share(session: Session, quotients: pd.DataFrame) -> None:
    newest = quotients[quotients["year"] == max(YEARS)]
    special = newest.pivot_table(index="area", columns="occupational_group", values="quotient") > 1
    together = special.T.astype(int) @ special.astype(int)
    rows = ask(session, "skills_related").rows
    assert len(rows) == len(together) * (len(together) - 1) / 2
    for row in rows:
        one, other = row["occupation"], row["other"]
        shares = [together.loc[one, other] / together.loc[each, each] for each in (one, other)]
        assert row["proximity"] == pytest.approx(min(shares), abs=EXACT)


def test_the_gini_is_half_the_mean_difference_between_any_two_people(session: Session, quotients: pd.DataFrame) -> None:
    """Judge by the definition over all pairs of areas: no ordering, no curve."""
    newest = quotients[quotients["year"] == max(YEARS)]
    rows = {row["occupation"]: row for row in ask(session, "skills_special").rows if row["line"] == "occupation"}
    for occupation, told in newest.groupby("occupational_group"):
        ratio = (told["employees"] / told["total"]).to_numpy()
        weight = (told["total"] / told["total"].sum()).to_numpy()
        apart = np.abs(ratio[:, None] - ratio[None, :]) * weight[:, None] * weight[None, :]
        assert rows[occupation]["gini"] == pytest.approx(apart.sum() / 2 / (ratio @ weight), abs=EXACT)


def test_the_distance_of_an_area_is_that_of_its_mix(session: Session, quotients: pd.DataFrame) -> None:
    newest = quotients[quotients["year"] == max(YEARS)].pivot_table(
        index="area", columns="occupational_group", values="employees"
    )
    mix, all_mix = newest.div(newest.sum(axis=1), axis=0), newest.sum() / newest.sum().sum()
    distance = (mix - all_mix).abs().sum(axis=1)
    rows = {row["area"]: row for row in ask(session, "skills_special").rows if row["line"] == "area"}
    for area, row in rows.items():
        assert row["distance"] == pytest.approx(distance[area], abs=EXACT)


def test_districts_without_known_neighbours_are_scanned_alone(session: Session, quotients: pd.DataFrame) -> None:
    rows = ask(session, "skills_clusters").rows
    told = quotients[quotients["year"] == max(YEARS)].set_index(["occupational_group", "area"])["quotient"]
    for row in rows:
        assert row["neighbours_known"] is False
        (area,) = row["where"]
        assert row["ratio"] == pytest.approx(told.loc[row["occupation"], area], abs=EXACT)
        assert row["conclusion"] == "holds"
    assert {row["occupation"] for row in rows} == set(told.index.get_level_values(0))


def test_rows_that_tell_no_number_are_located(tmp_path: Path) -> None:
    (tmp_path / "pools.csv").write_text(
        "region,region_name,occupational_group,occupation_de,year,employees,unemployed,vacancies\n"
        "01001,Flensburg,431,Informatik,2024,many,,2\n",
        encoding="utf-8",
    )
    (tmp_path / "region_totals.csv").write_text("region,year\n", encoding="utf-8")
    found = skill_areas.read(tmp_path)
    assert [(one.code, one.place.file, one.place.row, one.place.column) for one in found.problems] == [
        ("column_missing", "region_totals.csv", 1, None),
        ("not_a_number", "pools.csv", 2, "value"),
    ]
    (tmp_path / "pools.csv").write_text("region\n", encoding="utf-8")
    assert skill_areas.read(tmp_path).steps == ()
