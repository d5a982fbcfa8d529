"""Where targets will end, as declared and as verified, drawn as small ledgers."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import Told, entry, indicator, session_of
from tests.spec.test_forecast_points import baseline, said, target

from bilan.analysis import catalogue
from bilan.analysis.asking import Row

HOME = entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013", currency="MAD", country="MA")
SHARE: Row = {"unit": "percent of households", "measure": "rate"}
GROWING = (("20", "2010"), ("25", "2011"), ("30", "2012-06"))
FALLING = (("60", "2010"), ("50", "2011"), ("45", "2012-06"))

Course = tuple[tuple[str, str], ...]


def course(
    key: str, goal: str | None, declared: Course = (), audited: Course = (), *, start: str | None = None, **content: Any
) -> Iterator[Told]:
    """Tell an indicator with its target, its start, and what was declared and audited of it."""
    yield indicator(key, **content)
    if goal:
        yield target(goal, indicator=key)
    if start:
        yield baseline(start, indicator=key)
    for nature, told in (("declared", declared), ("audited", audited)):
        yield from (said(value, about, key=f"{key}-{nature}", indicator=key, nature=nature) for value, about in told)


def asked(told: Iterable[Told], home: Path, *names: str, **cut: str) -> list[list[Row]]:
    session = session_of([HOME, *told], home, **{"as_of": "2012-12-31", "known_on": "2029-01-01", **cut})
    return [catalogue.ask(session, name).rows for name in names or ("forecast",)]


def of(found: list[Row], key: str, told_as: str = "declared") -> Row:
    return next(row for row in found if row["told_as"] == told_as and row["indicator"] == key)


PLAN = [
    *course("ind-up", "45", GROWING, start="10"),
    *course("ind-easy", "28", GROWING),
    *course("ind-hard", "60", GROWING),
    *course("ind-down", "20", FALLING, start="80", direction="down"),
    *course("ind-way", "20", FALLING, start="80", direction=None),
    *course("ind-nothing", "0", FALLING, direction="down"),
    *course("ind-both", "45", GROWING, (("24", "2010"),)),
    *course("ind-audited", "45", (), (("24", "2011"),)),
    *course("ind-share", "90", (("70", "2010"), ("80", "2011"), ("88", "2012")), **SHARE),
    indicator("ind-passed"),
    target(due="2009", indicator="ind-passed"),
    said("20", "2012", indicator="ind-passed"),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[list[Row]]:
    """Ask the forecasts and the paths of one plan."""
    return asked(PLAN, tmp_path_factory.mktemp("plan"), "forecast", "forecast_path")


@pytest.fixture(scope="module")
def rows(found: list[list[Row]]) -> list[Row]:
    """Return the forecasts."""
    return found[0]


@pytest.fixture(scope="module")
def paths(found: list[list[Row]]) -> list[Row]:
    """Return the paths."""
    return found[1]


def test_a_row_tells_where_it_will_be_with_its_chance_and_what_it_stands_on(rows: list[Row]) -> None:
    row = of(rows, "ind-up")
    assert (row["points"], str(row["first_on"]), str(row["last_on"])) == (4, "2008-12-31", "2012-06-30")
    assert (row["last_value"], row["stands_on"], row["basis"], row["cannot"]) == (30, "declared", "table", None)
    assert (str(row["due_on"]), str(row["origin_on"])) == ("2013-12-31", "2012-12-31")
    assert row["quantiles"] == sorted(row["quantiles"])
    assert (row["low"], row["median"], row["high"]) == tuple(row["quantiles"][at] for at in (1, 9, 17))
    assert row["low"] < row["median"] < row["high"]
    assert 0.03 <= row["chance"] <= 0.97
    assert sum(row[f"weight_{part}"] for part in ("class", "trend", "mild", "still")) == pytest.approx(1)
    assert row["progress_median"] == pytest.approx((row["median"] - 10) / 35)
    assert row["entries"] == [2, 3, 4, 5, 6]


def test_an_easier_target_has_a_better_chance(rows: list[Row]) -> None:
    assert of(rows, "ind-easy")["chance"] > 0.5 > of(rows, "ind-hard")["chance"]


@pytest.mark.parametrize("key", ["ind-down", "ind-way"])
def test_where_less_is_better_the_chance_is_to_be_below_and_the_worse_end_of_the_way_comes_first(
    rows: list[Row], key: str
) -> None:
    row = of(rows, key)
    assert row["direction"] == "down"
    assert row["chance"] < 0.5
    assert row["progress_low"] == pytest.approx((80 - row["high"]) / 60)
    assert row["progress_low"] < row["progress_median"] < row["progress_high"]


def test_what_will_be_declared_stands_on_declared_figures_and_on_verified_ones_where_there_are_none(
    rows: list[Row],
) -> None:
    assert of(rows, "ind-both")["stands_on"] == "declared"
    alone = of(rows, "ind-audited")
    assert (alone["stands_on"], alone["corrected"]) == ("verified", False)
    assert alone["quantiles"] == of(rows, "ind-audited", "verified")["quantiles"]


@pytest.mark.parametrize(("key", "upper"), [("ind-up", None), ("ind-down", None), ("ind-share", 100)])
def test_what_will_be_verified_reaches_lower_than_what_will_be_declared_where_it_is_carried_over(
    rows: list[Row], key: str, upper: float | None
) -> None:
    declared, verified = of(rows, key), of(rows, key, "verified")
    assert (verified["stands_on"], verified["corrected"], declared["corrected"]) == ("declared", True, False)
    worse = "progress_low" if declared["progress_low"] is not None else "low"
    assert verified[worse] < declared[worse]
    assert verified["quantiles"] == sorted(set(verified["quantiles"]))
    assert upper is None or verified["quantiles"][-1] < upper


def test_of_a_target_of_nothing_figures_are_held_against_the_middle_of_their_forecast(rows: list[Row]) -> None:
    row = of(rows, "ind-nothing", "verified")
    assert (row["stands_on"], row["corrected"], row["cannot"]) == ("declared", True, None)
    assert row["median"] > 0


def test_a_path_leads_from_the_last_figure_to_the_due_day_in_bands_that_open(rows: list[Row], paths: list[Row]) -> None:
    way = [row for row in paths if (row["indicator"], row["told_as"]) == ("ind-up", "declared")]
    assert (len(way), str(way[0]["on"]), str(way[-1]["on"])) == (9, "2012-06-30", "2013-12-31")
    names = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
    assert all([row[name] for name in names] == sorted(row[name] for name in names) for row in way)
    assert way[0]["q90"] - way[0]["q10"] < way[-1]["q90"] - way[-1]["q10"]
    row = of(rows, "ind-up")
    assert [way[-1][name] for name in ("q10", "q50", "q90")] == [row["low"], row["median"], row["high"]]
    assert {row["told_as"] for row in paths} == {"declared", "verified"}


def test_there_is_no_path_to_a_day_before_the_last_figure(rows: list[Row], paths: list[Row]) -> None:
    assert "passed" in of(rows, "ind-passed")["found"]
    assert all(row["indicator"] != "ind-passed" for row in paths)


CANNOT: list[tuple[str, list[Told]]] = [
    ("no_target", list(course("ind-1", None, GROWING, start="1", direction=None))),
    ("no_number", [indicator("ind-2"), target(None, low="9", high="10", indicator="ind-2")]),
    ("no_due", [indicator("ind-3"), target(due=None, indicator="ind-3")]),
    ("no_direction", list(course("ind-4", "45", GROWING, direction=None))),
    ("qualitative", list(course("ind-5", "45", measure="qualitative"))),
    ("rank", list(course("ind-6", "45", GROWING, measure="rank"))),
    ("ladder", list(course("ind-7", "45", measure="ladder"))),
    ("no_figure", list(course("ind-8", "45", measure="cumulative"))),
    ("no_figure", list(course("ind-9", "45", start="0"))),
]


def test_where_there_is_no_forecast_a_code_says_why(tmp_path: Path) -> None:
    (found,) = asked([one for _, told in CANNOT for one in told], tmp_path)
    for told_as in ("declared", "verified"):
        assert [row["cannot"] for row in found if row["told_as"] == told_as] == [code for code, _ in CANNOT]
    assert all(row["quantiles"] is None and row["chance"] is None and row["entries"] for row in found)


KNOWN: list[tuple[Course, Course, Any]] = [
    ((), (("100", "2013"),), [("known", True), ("known", True)]),
    ((), (("99", "2013"),), [("known", False), ("known", False)]),
    ((("100", "2014-03"),), (), [("known", True), (None, None)]),
    ((("100", "2014-06"),), (), [(None, None), (None, None)]),  # too long after to tell
]


def test_what_is_about_the_due_day_is_known_and_no_longer_foreseen(tmp_path: Path) -> None:
    told = [
        one
        for place, (said_, seen, _) in enumerate(KNOWN)
        for one in course(f"ind-{place}", "100", said_, seen, start="10")
    ]
    (found,) = asked(told, tmp_path, as_of="2014-12-31")
    expected = [one for _, _, each in KNOWN for one in each]
    assert [(row["cannot"], row["met"]) for row in found] == expected
    assert all(row["quantiles"] is None for row in found if row["cannot"])
    missed = of(found, "ind-1")
    assert missed["progress_low"] == missed["progress_high"] == pytest.approx(89 / 90)


def test_what_the_ledger_knows_of_the_series_is_told(tmp_path: Path) -> None:
    other = said("20", "2012", scope="built", scope_relation="other_definition")
    changed = Told("indicator", "ind-b", indicator("ind-b", definition="All", in_force_on="2011").content, 3)
    told = [indicator(), target(), indicator("ind-b"), target(indicator="ind-b"), changed, other]
    told += [said("20", about, indicator="ind-b") for about in ("2010", "2011", "2012")]
    (found,) = asked(told, tmp_path)
    assert "other_definition" in of(found, "ind-a")["found"]
    assert "redefined" in of(found, "ind-b")["found"]


def test_a_figure_known_later_changes_nothing_for_those_who_could_not_know_it(tmp_path: Path) -> None:
    told = [indicator(), target("45")]
    told += [said(value, about, published_on="2012-07-01") for value, about in GROWING[:2]]
    later = said("31", "2012", published_on="2013-02-01")
    (before,) = asked(told, tmp_path, known_on="2012-12-31")
    (after,) = asked([*told, later], tmp_path, known_on="2012-12-31")
    assert after == before


STATES = [
    entry("party", f"sta-{place}", name=f"State {place}", party_kind="state", country=country)
    for place, country in enumerate(("FR", "ES", "PT", "TN", "DZ", "EG", "TR", "VN", "MA"))
]


def others(key: str) -> list[Told]:
    """Tell what is known of other states, and of the own one, by an indicator."""
    return [
        said(
            str(5 + 3 * place + 4 * (year - 2000) + (year * (place + 3)) % 3),
            str(year),
            key=f"{key}-{place}",
            indicator=key,
            subject=f"sta-{place}",
            nature="measured",
            published_on="2012-06-01",
        )
        for place in range(len(STATES))
        for year in range(2000, 2012)
    ]


def test_where_others_are_known_by_the_same_quantity_or_one_that_stands_in_they_are_the_class(tmp_path: Path) -> None:
    told = [*STATES, *others("users"), *others("jobs")]
    told += [indicator("users", quantity="internet_users", headline=None, **SHARE)]
    told += [indicator("jobs", quantity="jobs", headline=None)]
    told += course("ind-same", "60", GROWING, quantity="internet_users", **SHARE)
    told += course("ind-near", "60", GROWING, quantity="internet_households", **SHARE)
    told += course("ind-silent", "60", quantity="internet_users", **SHARE)
    told += course("ind-count", "60", GROWING, quantity="jobs")
    found, paths = asked(told, tmp_path, "forecast", "forecast_path")
    for key in ("ind-same", "ind-near"):
        row = of(found, key)
        assert (row["basis"], row["class_of"]) == ("class", "users")
        assert min(row["class_size"], 100 * row["weight_class"]) > 8
        # What others published by the day may be corrected, and so may the own last figure.
        assert (row["revision_chance"], of(found, "ind-count")["revision_chance"]) == (0.42, None)
        # The own state is left out.
        assert {one.split("|")[0] for one in row["analogues"]} <= {f"sta-{place}" for place in range(8)}
    # Without a figure of its own, the class alone speaks.
    silent = of(found, "ind-silent")
    assert (silent["cannot"], silent["basis"], silent["points"], silent["last_on"]) == (None, "class", 0, None)
    assert all(row["indicator"] != "ind-silent" for row in paths)
    # Counts tell how large a country is.
    assert of(found, "ind-count")["class_of"] is None
