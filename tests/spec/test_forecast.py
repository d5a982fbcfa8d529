"""Where targets will end, as declared and as verified, drawn as small ledgers."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import Told, entry, indicator, session_of
from tests.spec.test_forecast_points import baseline, said, target

from bilan.analysis import catalogue
from bilan.analysis.asking import Row

HOME = entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013", currency="MAD", country="MA")
CUT = {"as_of": "2012-12-31", "known_on": "2029-01-01"}
SHARE = {"unit": "percent of households", "measure": "rate"}


@pytest.fixture
def answer(tmp_path: Path) -> Any:
    """Ask an analysis of a ledger of these entries."""

    def asked(told: Iterable[Told], name: str = "forecast", **cut: str) -> list[Row]:
        options = {key: cut.pop(key) for key in ("dependence",) if key in cut}
        session = session_of([HOME, *told], tmp_path, **{**CUT, **cut})
        return catalogue.ask(session, name, options).rows

    return asked


def of(found: list[Row], told_as: str = "declared", key: str = "ind-a") -> Row:
    return next(row for row in found if row["told_as"] == told_as and row["indicator"] == key)


GROWING = [said("20", "2010"), said("25", "2011"), said("30", "2012-06")]


def test_a_row_tells_where_it_will_be_with_its_chance_and_what_it_stands_on(answer: Any) -> None:
    found = answer([indicator(), target("45"), baseline("10"), *GROWING])
    row = of(found)
    assert (row["points"], str(row["first_on"]), str(row["last_on"])) == (4, "2008-12-31", "2012-06-30")
    assert (row["last_value"], row["stands_on"], row["basis"], row["cannot"]) == (30, "declared", "own", None)
    assert (str(row["due_on"]), str(row["origin_on"])) == ("2013-12-31", "2012-12-31")
    assert row["quantiles"] == sorted(row["quantiles"])
    assert (row["low"], row["median"], row["high"]) == tuple(row["quantiles"][at] for at in (1, 9, 17))
    assert row["low"] < row["median"] < row["high"]
    assert 0.03 <= row["chance"] <= 0.97
    assert sum(row[f"weight_{part}"] for part in ("class", "trend", "mild", "still")) == pytest.approx(1)
    assert row["progress_median"] == pytest.approx((row["median"] - 10) / 35)
    assert row["entries"] == [1, 2, 3, 4, 5, 6][1:]


def test_an_easier_target_has_a_better_chance(answer: Any) -> None:
    easy, hard = (of(answer([indicator(), target(value), *GROWING]))["chance"] for value in ("28", "60"))
    assert easy > 0.5 > hard


def test_where_less_is_better_the_chance_is_to_be_below_and_the_worse_end_of_the_way_comes_first(answer: Any) -> None:
    falling = [said("60", "2010"), said("50", "2011"), said("45", "2012-06")]
    row = of(answer([indicator(direction="down"), target("20"), baseline("80"), *falling]))
    assert row["chance"] < 0.5
    assert row["progress_low"] == pytest.approx((80 - row["high"]) / 60)
    assert row["progress_low"] < row["progress_median"] < row["progress_high"]


def test_where_nobody_said_which_way_is_better_it_is_the_way_to_the_target(answer: Any) -> None:
    row = of(answer([indicator(direction=None), target("20"), baseline("80"), said("50", "2011")]))
    assert (row["direction"], row["cannot"]) == ("down", None)


CANNOT: list[tuple[str, list[Told]]] = [
    ("no_target", [indicator("ind-1"), baseline("1", indicator="ind-1"), said("20", "2010", indicator="ind-1")]),
    ("no_number", [indicator("ind-2"), target(None, low="9", high="10", indicator="ind-2")]),
    ("no_due", [indicator("ind-3"), target(due=None, indicator="ind-3")]),
    ("no_direction", [indicator("ind-4", direction=None), target(indicator="ind-4")]),
    ("qualitative", [indicator("ind-5", measure="qualitative"), target(indicator="ind-5")]),
    ("rank", [indicator("ind-6", measure="rank"), target(indicator="ind-6")]),
    ("ladder", [indicator("ind-7", measure="ladder"), target(indicator="ind-7")]),
    ("no_figure", [indicator("ind-8", measure="cumulative"), target(indicator="ind-8")]),
    ("no_figure", [indicator("ind-9"), target(indicator="ind-9"), baseline("0", indicator="ind-9")]),
]


def test_where_there_is_no_forecast_a_code_says_why(answer: Any) -> None:
    found = answer([one for _, told in CANNOT for one in told])
    expected = [code for code, _ in CANNOT]
    assert [row["cannot"] for row in found if row["told_as"] == "declared"] == expected
    assert [row["cannot"] for row in found if row["told_as"] == "verified"] == expected
    assert all(row["quantiles"] is None and row["chance"] is None and row["entries"] for row in found)


@pytest.mark.parametrize(
    ("value", "nature", "about", "expected"),
    [
        ("100", "audited", "2013", [("known", True), ("known", True)]),
        ("99", "audited", "2013", [("known", False), ("known", False)]),
        ("100", "declared", "2014-03", [("known", True), (None, None)]),
        ("100", "declared", "2014-06", [(None, None), (None, None)]),  # too long after to tell
    ],
)
def test_what_is_about_the_due_day_is_known_and_no_longer_foreseen(
    answer: Any, value: str, nature: str, about: str, expected: Any
) -> None:
    told = [indicator(), target(), baseline("10"), said("50", "2011"), said(value, about, nature=nature)]
    found = answer(told, as_of="2014-12-31")
    assert [(row["cannot"], row["met"]) for row in found] == expected
    known = [row for row in found if row["cannot"]]
    assert all(row["progress_low"] == row["progress_high"] == (float(value) - 10) / 90 for row in known)


def test_what_will_be_declared_stands_on_declared_figures_and_on_verified_ones_where_there_are_none(
    answer: Any,
) -> None:
    audited = said("24", "2011", nature="audited")
    both = answer([indicator(), target("45"), *GROWING, audited])
    assert of(both)["stands_on"] == "declared"
    alone = answer([indicator(), target("45"), audited])
    assert of(alone)["stands_on"] == "verified"
    assert of(alone)["quantiles"] == of(alone, "verified")["quantiles"]


def test_what_will_be_verified_is_wider_than_what_will_be_declared_where_it_is_carried_over(answer: Any) -> None:
    told = [indicator(), target("45"), *GROWING]
    told += [indicator("ind-b", **SHARE), target("90", indicator="ind-b")]
    told += [said(value, about, indicator="ind-b") for value, about in (("70", "2010"), ("80", "2011"), ("88", "2012"))]
    found = answer(told)
    for key, upper in (("ind-a", None), ("ind-b", 100)):
        declared, verified = of(found, "declared", key), of(found, "verified", key)
        assert verified["high"] - verified["low"] > declared["high"] - declared["low"]
        assert verified["quantiles"] == sorted(set(verified["quantiles"]))
        assert upper is None or verified["quantiles"][-1] < upper


def test_of_a_target_of_nothing_there_is_no_percentage_to_carry_over(answer: Any) -> None:
    told = [indicator(direction="down"), target("0"), said("60", "2010"), said("40", "2011")]
    row = of(answer(told), "verified")
    assert (row["corrected"], row["cannot"]) == (False, None)


def test_what_the_ledger_knows_of_the_series_is_told(answer: Any) -> None:
    other = said("20", "2012", scope="built", scope_relation="other_definition")
    changed = Told("indicator", "ind-b", indicator("ind-b", definition="All", in_force_on="2011").content, 3)
    told = [indicator(), target(), indicator("ind-b"), target(indicator="ind-b"), changed, other]
    told += [said("20", about, indicator="ind-b") for about in ("2010", "2011", "2012")]
    found = answer(told)
    assert "other_definition" in of(found)["found"]
    assert "redefined" in of(found, key="ind-b")["found"]


def test_a_figure_known_later_changes_nothing_for_those_who_could_not_know_it(answer: Any) -> None:
    told = [
        indicator(),
        target("45"),
        *[said(v, a, published_on="2012-07-01") for v, a in (("20", "2010"), ("25", "2011"))],
    ]
    later = said("31", "2012", published_on="2013-02-01")
    before = answer(told, known_on="2012-12-31")
    assert answer([*told, later], known_on="2012-12-31") == before
    assert of(answer([*told, later]))["quantiles"] != of(before)["quantiles"]


STATES = [
    entry("party", f"sta-{place}", name=f"State {place}", party_kind="state", country=country)
    for place, country in enumerate(("FR", "ES", "PT", "TN", "DZ", "EG", "TR", "VN", "MA"))
]


def panel(indicator_key: str = "ind-users") -> list[Told]:
    """Tell what is known of other states, and of the own one."""
    return [
        said(
            str(5 + 3 * place + 4 * (year - 2000) + (year * (place + 3)) % 3),
            str(year),
            key=f"{place}",
            indicator=indicator_key,
            subject=f"sta-{place}",
            nature="measured",
            published_on="2012-06-01",
        )
        for place in range(len(STATES))
        for year in range(2000, 2012)
    ]


@pytest.mark.parametrize(
    ("quantity", "series_quantity"),
    [("internet_users", "internet_users"), ("internet_households", "internet_users")],  # the latter stands in
)
def test_where_others_are_known_by_the_same_quantity_they_are_the_class(
    answer: Any, quantity: str, series_quantity: str
) -> None:
    told = [*STATES, indicator(quantity=quantity, **SHARE), target("60"), said("20", "2010"), said("24", "2011")]
    told += [indicator("ind-users", quantity=series_quantity, headline=None, **SHARE), *panel()]
    row = of(answer(told))
    assert (row["basis"], row["class_of"]) == ("class", "ind-users")
    assert row["class_size"] > 8
    names = {one.split("|")[0] for one in row["analogues"]}
    assert names <= {f"sta-{place}" for place in range(len(STATES))}


def test_without_a_figure_of_its_own_the_class_alone_speaks(answer: Any) -> None:
    told = [*STATES, indicator(quantity="internet_users", **SHARE), target("60")]
    told += [indicator("ind-users", quantity="internet_users", headline=None, **SHARE), *panel()]
    row = of(answer(told))
    assert (row["cannot"], row["basis"], row["points"], row["last_on"]) == (None, "class", 0, None)
    assert answer(told, "forecast_path") == []


def test_counts_of_others_are_no_class_for_they_tell_how_large_a_country_is(answer: Any) -> None:
    told = [*STATES, indicator(quantity="jobs"), target("60"), said("20", "2010"), said("24", "2011")]
    told += [indicator("ind-users", quantity="jobs", headline=None), *panel()]
    assert of(answer(told))["class_of"] is None


def test_a_path_leads_from_the_last_figure_to_the_due_day_in_bands_that_open(answer: Any) -> None:
    found = answer([indicator(), target("45"), *GROWING], "forecast_path")
    declared = [row for row in found if row["told_as"] == "declared"]
    assert (len(declared), str(declared[0]["on"]), str(declared[-1]["on"])) == (9, "2012-06-30", "2013-12-31")
    names = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
    assert all([row[name] for name in names] == sorted(row[name] for name in names) for row in declared)
    widths = [row["q90"] - row["q10"] for row in declared]
    assert widths[0] < widths[-1]
    row = of(answer([indicator(), target("45"), *GROWING]))
    last = declared[-1]
    assert [last["q10"], last["q50"], last["q90"]] == pytest.approx([row["low"], row["median"], row["high"]])
    assert {row["told_as"] for row in found} == {"declared", "verified"}


def test_there_is_no_path_to_a_day_before_the_last_figure(answer: Any) -> None:
    assert answer([indicator(), target(due="2009"), said("20", "2012")], "forecast_path") == []
