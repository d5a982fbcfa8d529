"""What a forecast would have said on the day the plan was called a success, and what binds the targets of a plan."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from tests.history.conftest import Demo

from bilan.analysis import catalogue
from bilan.analysis.asking import Row

DATA = Path(__file__).resolve().parents[3] / "shared/data"
THEN = "2012-08-08"
Shares = Mapping[str, Mapping[str, float]]


@pytest.fixture(scope="module")
def foreseen(demo: Demo) -> dict[tuple[str, str], Row]:
    """Ask the forecasts of the day, by indicator of the whole and nature."""
    rows = catalogue.ask(demo(THEN, THEN), "forecast").rows
    return {(row["indicator"], row["told_as"]): row for row in rows if row["subject"] is None}


def test_two_figures_of_services_ten_and_sixteen_gave_eighty_nine_no_chance(
    foreseen: dict[tuple[str, str], Row],
) -> None:
    declared, verified = (foreseen["ind-egov-operational", told_as] for told_as in ("declared", "verified"))
    assert (declared["points"], declared["last_value"], declared["chance"]) == (2, 10, 0.03)
    assert verified["corrected"]
    assert verified["chance"] == 0.03


def test_of_what_nobody_had_told_a_figure_nothing_is_foreseen(foreseen: dict[tuple[str, str], Row]) -> None:
    silent = ("ind-cac", "ind-esign", "ind-gdp-total", "ind-jobs-additional", "ind-moussanada-ti")
    assert {foreseen[key, "declared"]["cannot"] for key in silent} == {"no_figure"}


def test_the_engineers_of_2010_were_declared_already_and_are_not_foreseen(
    foreseen: dict[tuple[str, str], Row],
) -> None:
    declared, verified = (foreseen["ind-engineers", told_as] for told_as in ("declared", "verified"))
    assert (declared["cannot"], declared["met"]) == ("known", False)
    assert (verified["cannot"], verified["last_value"]) == (None, 9700)


def test_schools_are_foreseen_by_the_one_definition_that_had_a_figure(foreseen: dict[tuple[str, str], Row]) -> None:
    row = foreseen["ind-genie-schools", "declared"]
    assert {"few", "stale", "other_definition"} <= set(row["found"])
    assert row["low"] >= 1974  # a cumulative count does not fall
    assert row["chance"] < 0.2


def test_every_forecast_of_the_day_has_its_interval_its_chance_and_its_entries(
    foreseen: dict[tuple[str, str], Row],
) -> None:
    told = [row for row in foreseen.values() if row["quantiles"]]
    assert len(told) > 20
    assert all(row["low"] < row["high"] and 0.03 <= row["chance"] <= 0.97 and row["entries"] for row in told)


def lines(name: str) -> list[dict[str, str]]:
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not here")
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def correlation(told: Shares) -> float:
    """Return how far things of one place move together: mean product of normal scores within each thing."""
    scores = defaultdict(list)
    for by_place in told.values():
        order = sorted(by_place, key=lambda place: by_place[place])
        for rank, place in enumerate(order):
            scores[place].append(NormalDist().inv_cdf((rank + 0.5) / len(order)))
    pairs = [(sum(one) ** 2 - sum(x * x for x in one)) / (len(one) * (len(one) - 1)) for one in scores.values()]
    return float(np.mean(pairs) / np.mean([x * x for one in scores.values() for x in one]))


def test_indicators_of_one_government_hardly_move_together_across_its_regions() -> None:
    newest: dict[tuple[str, str], tuple[str, float]] = {}
    for row in lines("barometre-fr/ledger.csv"):
        if row["level"] == "REG" and row["progress_rate_ta_pct"]:
            key, told = (row["indicator_id"], row["zone"]), (row["as_of_date"], float(row["progress_rate_ta_pct"]))
            newest[key] = max(newest.get(key, told), told, key=lambda one: one[0])
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for (indicator, zone), (_, share) in newest.items():
        shares[indicator][zone] = share
    known = {key: one for key, one in shares.items() if len(one) >= 10 and len(set(one.values())) >= 6}
    assert correlation(known) == pytest.approx(0.07, abs=0.02)


def test_three_funds_of_one_administration_move_together() -> None:
    last: dict[str, dict[str, float]] = defaultdict(dict)
    for row in lines("eu-funds-absorption/absorption_2007_2011.csv"):
        if row["Year"] == "2011" and row["Absorption (%)"]:
            last[row["Fund"]][row["Member State"]] = float(row["Absorption (%)"])
    for one, other in (("ERDF", "ESF"), ("CF", "ERDF"), ("CF", "ESF")):
        places = sorted(set(last[one]) & set(last[other]))
        found = np.corrcoef([last[one][place] for place in places], [last[other][place] for place in places])[0, 1]
        assert 0.5 <= found <= 0.65
