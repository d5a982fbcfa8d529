"""Reference classes drawn by hand, searched by brute force, and counted on real series."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bilan.analysis.formulas.reference_class import Question, episode, reference_class

PANEL = Path(__file__).resolve().parents[5] / "shared/data/internet-users-vintages/internet_users_ledger.csv"
SERIES = st.dictionaries(st.integers(2000, 2010), st.integers(0, 100).map(float), max_size=11)


def test_an_episode_starts_where_the_country_was_nearest_and_ends_by_what_is_known() -> None:
    series = {2000: 5.0, 2001: 9.0, 2002: 11.0, 2003: 20.0, 2004: 34.0, 2005: 40.0}
    found = episode("A", series, Question(10, 33, 3, 2004))
    assert found is not None
    assert (found.from_year, found.to_year, found.reached_in, found.speed) == (2001, 2004, 2004, 25 / 3)
    assert episode("A", series, Question(10, 33, 3, 2002)) is None


def test_a_country_already_there_is_no_episode() -> None:
    assert episode("A", {2000: 50.0, 2005: 60.0}, Question(10, 33, 5, 2005)) is None


def test_what_was_reached_once_was_reached_and_what_is_not_observed_to_the_end_is_unknown() -> None:
    fell = episode("A", {2000: 10.0, 2002: 35.0, 2005: 30.0}, Question(10, 33, 5, 2005))
    cut = episode("B", {2000: 10.0, 2002: 20.0}, Question(10, 33, 5, 2005))
    assert fell is not None
    assert cut is not None
    assert (fell.reached, fell.reached_in) == (True, 2002)
    assert (cut.reached, cut.speed) == (None, None)


def test_a_value_carried_over_from_the_year_before_is_told() -> None:
    carried = episode("A", {2000: 10.0, 2004: 20.0, 2005: 20.0}, Question(10, 33, 5, 2005))
    assert carried is not None
    assert carried.carried


def test_a_target_below_the_start_is_reached_by_falling() -> None:
    found = reference_class({"A": {2000: 30.0, 2002: 9.0}}, Question(30, 10, 2, 2002), band=1, enough=1, widest=1)
    assert (found.reached, found.share) == (1, 1)


def test_an_empty_class_has_no_share() -> None:
    found = reference_class({}, Question(10, 33, 5, 2008), band=2, enough=5, widest=10)
    assert (found.share, found.interval, found.band, found.widened) == (None, None, 10, 4)


@given(st.dictionaries(st.sampled_from("ABCDE"), SERIES), st.integers(0, 100), st.integers(0, 100), st.integers(1, 4))
def test_the_class_is_that_of_a_search_by_hand(series: Any, start: int, target: int, years: int) -> None:
    question = Question(start, target, years, 2009)
    found = reference_class(series, question, band=5, enough=3, widest=30)
    by_hand = {}
    for country, levels in series.items():
        short = {
            t: v for t, v in levels.items() if t + years <= 2009 and (v < target if target >= start else v > target)
        }
        if short:
            first = min(short, key=lambda t: (abs(short[t] - start), t))
            after = [levels[t] for t in range(first + 1, first + years + 1) if t in levels]
            there = any(v >= target if target >= start else v <= target for v in after)
            by_hand[country] = (
                abs(short[first] - start),
                True if there else False if first + years in levels else None,
            )
    inside = {country: one for country, one in by_hand.items() if one[0] <= found.band}
    assert {one.country: one.reached for one in found.episodes} == {key: one[1] for key, one in inside.items()}
    assert len(found.episodes) + len(found.others) == len(by_hand)
    assert found.known == sum(one[1] is not None for one in inside.values())
    assert found.known >= 3 or found.band == 30
    narrower = [one for one in by_hand.values() if one[0] <= found.band - 5 and one[1] is not None]
    assert found.widened == 0 or len(narrower) < 3


def test_of_the_peers_that_stood_at_a_tenth_of_internet_users_one_in_five_reached_a_third_in_five_years() -> None:
    if not PANEL.is_file():
        pytest.skip("the panel is not here")
    series: dict[str, dict[int, float]] = defaultdict(dict)
    with PANEL.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["known_at"] == "2020-06-17" and row["geo"] != "mar" and int(row["year"]) <= 2008:
                series[row["geo"]][int(row["year"])] = float(row["internet_users_pct"])
    found = reference_class(series, Question(10, 33.3, 5, 2008), band=2, enough=5, widest=10)
    assert [(one.country, one.from_year, one.reached) for one in found.episodes] == [
        ("prt", 1998, False), ("fra", 1999, True), ("tur", 2002, False), ("jor", 2003, False), ("tun", 2003, False),
    ]  # fmt: skip
    judge = stats.binomtest(1, 5).proportion_ci(0.95, "exact")
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((judge.low, judge.high), abs=1e-9)
