"""Offshoring: sites and sector, quantities that are kept apart, drawn as small tables."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis.asking import Row
from bilan.analysis.catalogue import ask

PARK = entry("site", "zone-a", name={"en": "A"}, site_kind="offshore-park", area_ha="50", offices_m2_planned="200000")
OTHER = entry("site", "zone-b", name={"en": "B"}, site_kind="offshore-park", activity="ito", jobs_planned="4000")
NURSERY = entry("site", "zone-n", name={"en": "N"}, site_kind="technopark", activity="incubation")
KEYS = count()
PLAIN: Any = {"headline": None, "direction": None}


def counting(quantity: str | None, unit: str = "m2", **content: Any) -> Told:
    return indicator(
        f"ind-{quantity or 'mixed'}".replace("_", "-"), quantity=quantity, unit=unit, **{**PLAIN, **content}
    )


def said(value: str | None, what: str, about: str | None = "2012", **content: Any) -> Told:
    facts = {"nature": "declared", "said_on": "2013", "subject": "zone-a", **content}
    key = f"st-{next(KEYS)}"
    return entry("statement", key, indicator=f"ind-{what}".replace("_", "-"), value=value, about=about, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Ask for the offshoring of a ledger of the plan and these entries."""

    def asked(told: Iterable[Told], name: str = "offshoring", as_of: str = "2029-01-01") -> list[Row]:
        return ask(session_of([PLAN, *told], tmp_path, as_of=as_of), name).rows

    return asked


def of(rows: Iterable[Row], site: str | None, quantity: str | None, activity: str | None = "offshoring") -> Row:
    (found,) = (row for row in rows if (row["site"], row["quantity"], row["activity"]) == (site, quantity, activity))
    return found


def test_let_reserved_and_occupied_floor_stand_in_rows_of_their_own(rows: Any) -> None:
    kinds = {"area_let": "40000", "area_reserved": "60000", "area_occupied": "30000"}
    found = rows([PARK, *map(counting, kinds), *(said(value, kind) for kind, value in kinds.items())])
    for kind, value in kinds.items():
        assert of(found, "zone-a", kind)["declared"] == int(value)
    assert of(found, "zone-a", "area_built")["declared"] is None
    assert of(found, "zone-a", "area_built")["needed"] == ["site_area_built"]


def test_a_figure_that_mixes_them_determines_none(rows: Any) -> None:
    found = rows([PARK, counting(None, "percent", measure="rate"), said("80", "mixed")])
    mixed = of(found, "zone-a", None)
    assert (mixed["declared"], mixed["conclusion"], mixed["needed"]) == (80, "cannot_determine", ["areas_apart"])
    assert mixed["per_hectare"] is None
    assert of(found, "zone-a", "area_let")["declared"] is None


def test_the_sector_and_its_it_part_are_two_rows_and_none_fills_the_other(rows: Any) -> None:
    found = rows([counting("jobs", "jobs", activity="offshoring"), said("52000", "jobs", subject=None)])
    assert of(found, None, "jobs")["declared"] == 52000
    part = of(found, None, "jobs", "ito")
    assert (part["declared"], part["conclusion"], part["needed"]) == (None, "cannot_determine", ["ito_jobs"])
    assert of(found, None, "exports")["needed"] == ["offshoring_exports"]


def test_money_that_mixes_exports_and_other_turnover_has_no_quantity(rows: Any) -> None:
    told = [counting(None, "MAD per year", activity="call_centres"), said("5", "mixed", subject=None)]
    assert of(rows(told), None, None, "call_centres")["needed"] == ["one_quantity"]


def test_declared_and_verified_stand_side_by_side_with_what_was_told_before(rows: Any) -> None:
    told = [
        PARK,
        counting("jobs", "jobs"),
        said("1000", "jobs", "2009"),
        said("7000", "jobs", "2011", nature="measured"),
        said("6000", "jobs", "2010", nature="audited"),
        said("9000", "jobs", "2012", qualifier="more_than"),
    ]
    row = of(rows(told), "zone-a", "jobs")
    assert (row["declared"], row["declared_low"], row["declared_high"]) == (9000, 9000, None)
    assert (row["verified"], row["verified_nature"], row["verified_about"]) == (7000, "measured", "2011")
    assert (row["previous"], row["previous_about"]) == (6000, "2010")
    assert row["entries"] == [1, 2, 4, 5, 6]


def test_a_figure_without_a_date_counts_only_where_none_has_one(rows: Any) -> None:
    undated = [PARK, counting("jobs", "jobs"), said("16000", "jobs", None)]
    assert of(rows(undated), "zone-a", "jobs")["declared"] == 16000
    dated = of(rows([*undated, said("7000", "jobs", "2010")]), "zone-a", "jobs")
    assert (dated["declared"], dated["previous"]) == (7000, None)


def test_what_is_no_figure_of_the_whole_is_left_out_and_counted(rows: Any) -> None:
    told = [
        PARK,
        counting("jobs", "jobs"),
        said("1", "jobs", scope="first tranche", scope_relation="part"),
        said("2", "jobs", scope="two parks", scope_relation="other_definition"),
        said("3", "jobs", nature="estimated"),
        said("4", "jobs", unit="jobs per year"),
        said("5", "jobs", region="MA-08@1997"),
        said("6", "jobs", sector="J@ISIC4"),
        said("7", "jobs", size="small"),
        said("8", "jobs", audience="women"),
        said("9", "jobs", partner_country="FR"),
        said("-10", "jobs"),
        said(None, "jobs", missing="not_reported"),
    ]
    row = of(rows(told), "zone-a", "jobs")
    assert (row["declared"], row["left_out"], row["needed"]) == (None, 11, ["site_jobs"])


def test_zero_is_a_figure(rows: Any) -> None:
    row = of(rows([PARK, counting("jobs", "jobs"), said("0", "jobs")]), "zone-a", "jobs")
    assert (row["declared"], row["per_hectare"]) == (0, 0)


def test_per_hectare_and_per_1000_m2_rest_on_the_site_and_on_its_built_floor(rows: Any) -> None:
    told = [PARK, counting("jobs", "jobs"), counting("area_built"), said("10000", "jobs"), said("80000", "area_built")]
    found = rows(told)
    jobs, built = of(found, "zone-a", "jobs"), of(found, "zone-a", "area_built")
    assert (jobs["per_hectare"], jobs["per_1000_m2"], jobs["m2_about"]) == (200, 125, "2012")
    assert (built["per_hectare"], built["per_1000_m2"]) == (1600, None)
    assert of(rows([*told[:2], said("10000", "jobs")]), "zone-a", "jobs")["per_1000_m2"] is None


AIM = entry(
    "target",
    "tgt",
    indicator="ind-jobs",
    subject="zone-a",
    value="10000",
    due_on="2015",
    set_on="2008",
    version="original",
)


@pytest.mark.parametrize(
    ("value", "qualifier", "conclusion", "needed"),
    [
        ("10000", "exact", "holds", []),
        ("11000", "more_than", "holds", []),
        ("9000", "exact", "does_not_hold", []),
        ("9000", "more_than", "cannot_determine", ["exact_figure"]),
        ("10000", "about", "cannot_determine", ["exact_figure"]),
    ],
)
def test_the_conclusion_is_on_the_target_whatever_the_qualifier_leaves_open(
    rows: Any, value: str, qualifier: str, conclusion: str, needed: list[str]
) -> None:
    told = [PARK, counting("jobs", "jobs"), AIM, said(value, "jobs", qualifier=qualifier)]
    row = of(rows(told), "zone-a", "jobs")
    assert (row["conclusion"], row["needed"], row["target_basis"]) == (conclusion, needed, "target")
    assert row["gap"] == 10000 - int(value)


def test_a_target_that_is_not_reached_before_it_is_due_is_still_to_come(rows: Any) -> None:
    told = [PARK, counting("jobs", "jobs"), AIM, said("9000", "jobs")]
    before, after = (of(rows(told, as_of=day), "zone-a", "jobs") for day in ("2015-12-30", "2015-12-31"))
    assert (before["conclusion"], before["needed"]) == ("cannot_determine", ["target_to_come"])
    assert after["conclusion"] == "does_not_hold"


def test_without_a_target_what_the_site_plans_stands_in_its_place(rows: Any) -> None:
    found = rows([PARK, counting("area_built"), said("80000", "area_built")])
    built = of(found, "zone-a", "area_built")
    assert (built["target"], built["target_basis"], built["gap"]) == (200000, "site", 120000)
    assert of(found, "zone-a", "jobs")["target"] is None
    no_target = of(
        rows([OTHER, counting("exports", "MAD"), said("5", "exports", subject="zone-b")]), "zone-b", "exports", "ito"
    )
    assert no_target["needed"] == ["offshoring_target"]


def test_a_site_for_something_else_is_no_site_of_offshoring(rows: Any) -> None:
    found = rows(
        [PARK, NURSERY, counting("firms", "firms"), said("170", "firms", subject="zone-n"), said("45", "firms")]
    )
    assert {row["site"] for row in found} == {None, "zone-a"}


def test_an_indicator_of_all_sites_without_activity_is_told_as_it_is(rows: Any) -> None:
    told = [PARK, counting("firms", "firms"), said("45", "firms"), said("90", "firms", subject=None)]
    assert of(rows(told), None, "firms", None)["declared"] == 90


def test_a_quantity_beyond_those_that_must_be_known_is_named_as_a_figure(rows: Any) -> None:
    told = [PARK, counting("firms", "firms"), said("45", "firms", nature="estimated")]
    assert of(rows(told), "zone-a", "firms")["needed"] == ["site_figure"]
    told = [counting("jobs", "jobs", activity="bpo"), said("45", "jobs", subject=None, nature="estimated")]
    assert of(rows(told), None, "jobs", "bpo")["needed"] == ["sector_figure"]


def test_a_plan_that_says_nothing_of_offshoring_has_one_row_that_says_so(rows: Any) -> None:
    (row,) = rows([indicator()])
    assert (row["conclusion"], row["needed"], row["entries"]) == ("cannot_determine", ["offshoring_told"], [])
    (together,) = rows([indicator()], "offshoring_sites")
    assert (together["conclusion"], together["needed"]) == ("cannot_determine", ["offshoring_told"])


def test_both_cuts_are_kept(rows: Any) -> None:
    told = [PARK, counting("jobs", "jobs"), said("1", "jobs", "2010", said_on="2011"), said("2", "jobs", "2012")]
    assert of(rows(told, as_of="2011-12-31"), "zone-a", "jobs")["declared"] == 1


SECOND = entry("site", "zone-c", name={"en": "C"}, site_kind="offshore-park")


def together(rows: Any, told: list[Told], quantity: str = "jobs") -> Row:
    (found,) = (row for row in rows([PARK, SECOND, *told], "offshoring_sites") if row["quantity"] == quantity)
    return dict(found)


def test_a_sum_says_of_how_many_sites_it_is_and_a_silent_one_leaves_it_open(rows: Any) -> None:
    row = together(rows, [counting("jobs", "jobs"), said("7000", "jobs")])
    assert (row["known"], row["of"], row["total"], row["low"], row["high"]) == (1, 2, 7000, 7000, None)
    assert (row["conclusion"], row["needed"]) == ("cannot_determine", ["other_sites"])
    silent = together(rows, [counting("jobs", "jobs")])
    assert (silent["known"], silent["total"], silent["class"], silent["entries"]) == (0, None, None, [])


def test_a_sum_of_two_dates_says_how_far_they_are_apart(rows: Any) -> None:
    two = [
        counting("jobs", "jobs"),
        said("7000", "jobs", "2010-06-30"),
        said("2000", "jobs", "2011-06-30", subject="zone-c"),
    ]
    row = together(rows, two)
    assert (row["total"], row["days_apart"], row["conclusion"], row["needed"]) == (
        9000,
        365,
        "cannot_determine",
        ["one_date"],
    )
    one = together(rows, [*two, said("8000", "jobs", "2011-06-30")])
    assert (one["total"], one["high"], one["days_apart"], one["conclusion"], one["needed"]) == (
        10000,
        10000,
        0,
        "holds",
        [],
    )


def test_two_indicators_of_one_quantity_at_a_site_are_not_added_up(rows: Any) -> None:
    again = indicator("ind-again", quantity="jobs", unit="jobs", **PLAIN)
    told = [counting("jobs", "jobs"), again, said("7000", "jobs"), said("6000", "again")]
    row = together(rows, told)
    assert (row["known"], row["total"], row["needed"]) == (1, None, ["other_sites", "one_figure"])
