"""The figures a forecast stands on, drawn as small tables."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis import catalogue
from bilan.analysis.asking import Row


def said(value: str | None, about: str | None, *, key: str = "s", nature: str = "declared", **content: Any) -> Told:
    """Tell a figure."""
    facts = {"indicator": "ind-a", "value": value, "about": about, "published_on": "2013-01-01", **content}
    return entry("statement", f"st-{key}-{about}-{value}", nature=nature, **facts)


def target(value: str | None = "100", due: str | None = "2013", **content: Any) -> Told:
    facts = {"indicator": "ind-a", "value": value, "due_on": due, "set_on": "2009-10", "version": "original"}
    return entry("target", f"tgt-{content.get('indicator', 'ind-a')}", **{**facts, **content})


def baseline(value: str, about: str | None = "2008", **content: Any) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": about, "published_on": "2009-10-01", **content}
    return entry("baseline", f"bl-{facts['indicator']}", **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Ask for the figures of a ledger of these entries and of an indicator that has a target."""

    def asked(told: Iterable[Told], *, frame: Iterable[Told] = (indicator(), target()), **cut: str) -> list[Row]:
        session = session_of(
            [PLAN, *frame, *told], tmp_path, **{"as_of": "2013-12-31", "known_on": "2029-01-01", **cut}
        )
        return catalogue.ask(session, "forecast_points").rows

    return asked


def figures(found: list[Row], told_as: str = "declared") -> list[tuple[str, float, str]]:
    return [
        (str(row["on"]), float(row["value"]), row["nature"])
        for row in found
        if row["told_as"] == told_as and row["value"] is not None
    ]


def values(found: list[Row], told_as: str = "declared") -> list[float]:
    return [value for _, value, _ in figures(found, told_as)]


def test_declared_and_verified_figures_stand_apart_by_their_days_and_the_baseline_starts_both(rows: Any) -> None:
    told = [baseline("10"), said("20", "2010"), said("18", "2011", nature="audited"), said("30", "2012-06")]
    found = rows(told)
    start = ("2008-12-31", 10, "baseline")
    assert figures(found) == [start, ("2010-12-31", 20, "declared"), ("2012-06-30", 30, "declared")]
    assert figures(found, "verified") == [start, ("2011-12-31", 18, "audited")]
    assert [row["entries"] for row in found if row["told_as"] == "verified"] == [[3], [5]]


WHAT_COUNTS: list[tuple[list[tuple[str | None, str | None, Row]], list[float]]] = [
    ([("20", "2010", {"published_on": "2011-01-01"}), ("21", "2010", {})], [21]),  # the newest of a day
    ([("20", "2010", {}), ("25", "2010-06", {})], [25, 20]),
    ([("20", "2010", {"unit": "schools"})], []),
    ([("20", "2010", {"scope": "urban", "scope_relation": "part"})], []),
    ([("20", "2010", {"scope": "all", "scope_relation": "whole", "audience": "teachers"})], [20]),
    ([("20", "2010", {"audience": "teachers"})], []),
    ([("20", None, {})], []),  # without a day it tells no course
    ([("20", "2010", {"nature": "estimated"})], []),
    ([("20", "2010", {"nature": "announced"})], []),
    ([(None, "2010", {"missing": "not_reported"})], []),
    ([(None, "2010", {"words": "fine"})], []),
    ([(None, "2010", {"low": "10", "high": "30"})], [20]),  # the middle of a range
    ([(None, "2010", {"low": "10"})], [10]),
    ([(None, "2010", {"high": "30"})], [30]),
    ([(None, "2010", {"numerator": "4", "denominator": "15"})], []),  # a percentage, and this is a count
    ([("20", "2014", {})], []),
]


def test_what_counts_is_a_number_on_the_whole_in_its_unit_about_a_day(rows: Any) -> None:
    keys = [f"ind-{place:02d}" for place in range(len(WHAT_COUNTS))]
    told = [
        said(value, about, key=key, indicator=key, **content)
        for key, (figures_told, _) in zip(keys, WHAT_COUNTS, strict=True)
        for value, about, content in figures_told
    ]
    found = rows(told, frame=[made for key in keys for made in (indicator(key), target(indicator=key))])
    for key, (figures_told, expected) in zip(keys, WHAT_COUNTS, strict=True):
        assert values([row for row in found if row["indicator"] == key]) == expected, figures_told


def test_of_verified_figures_of_one_day_the_audited_stands(rows: Any) -> None:
    told = [said("20", "2010", nature="audited"), said("25", "2010", nature="measured", published_on="2013-06-01")]
    assert figures(rows(told), "verified") == [("2010-12-31", 20, "audited")]


def test_what_is_repeated_is_no_further_figure_unless_the_first_is_not_known(rows: Any) -> None:
    again = said("10", "2012", relation="repeats", related="st-s-2012-05-10")
    first = said("10", "2012-05")
    alone = said("11", "2013-06", relation="repeats")
    assert figures(rows([first, again, alone])) == [("2012-05-31", 10, "declared"), ("2013-06-30", 11, "declared")]
    assert values(rows([again])) == [10]


def test_figures_by_another_definition_stand_only_where_there_is_no_other_and_then_those_of_the_newest(
    rows: Any,
) -> None:
    other = {"scope_relation": "other_definition"}
    built, active = {"scope": "built", **other}, {"scope": "active", **other}
    strange = [said("5", "2010", **built), said("6", "2011", **active), said("8", "2012", **active)]
    assert values(rows(strange)) == [6, 8]
    assert [row["definition"] for row in rows(strange)][:2] == ["active", "active"]
    assert values(rows([*strange, said("4", "2009-06")])) == [4]
    assert rows([said("7", "2010", **other)])[0]["definition"] == ""


def test_a_count_that_starts_from_nothing_tells_no_course(rows: Any) -> None:
    frame = [indicator(), target(), indicator("ind-b", measure="cumulative"), target(indicator="ind-b")]
    told = [baseline("0"), said("20", "2010"), baseline("0", indicator="ind-b"), said("20", "2010", indicator="ind-b")]
    assert figures(rows(told, frame=frame)) == 2 * [("2008-12-31", 0, "definition"), ("2010-12-31", 20, "declared")]


def test_what_accumulates_starts_from_nothing_on_the_first_day_of_the_plan_by_definition(rows: Any) -> None:
    frame = [indicator(measure="cumulative"), target()]
    assert figures(rows([said("20", "2010")], frame=frame))[0] == ("2009-01-01", 0, "definition")
    # Not where figures tell of days before.
    assert figures(rows([said("20", "2008-06")], frame=frame)) == [("2008-06-30", 20, "declared")]
    assert figures(rows([said("20", "2008-06")], frame=frame), "verified") == []


def test_a_baseline_gives_way_to_a_figure_of_its_day_and_without_a_day_stands_at_the_start_of_the_plan(
    rows: Any,
) -> None:
    assert figures(rows([baseline("10"), said("12", "2008")])) == [("2008-12-31", 12, "declared")]
    assert figures(rows([baseline("10", None)])) == [("2009-01-01", 10, "baseline")]
    assert figures(rows([baseline("10", "2012")], as_of="2011-12-31", known_on="2011-12-31")) == []


def test_of_amounts_those_count_that_last_as_long_as_the_period_of_the_target(rows: Any) -> None:
    told = [baseline("90"), said("100", "2010"), said("30", "2011-01/2011-03"), said("110", "2012")]
    assert values(rows(told, frame=[indicator(measure="flow"), target()])) == [90, 100, 110]
    by_a_day = [indicator(measure="flow"), target(due="2013-12-31")]
    assert values(rows(told, frame=by_a_day)) == [90, 100, 110]
    assert values(rows(told[:3], frame=by_a_day)) == [30]  # the newest lasts a quarter


def test_a_rate_told_with_its_denominator_also_tells_its_numerator(rows: Any) -> None:
    rate = indicator("ind-rate", unit="percent", measure="rate", numerator="ind-a")
    told = [
        said("36", "2012", indicator="ind-rate", denominator="50"),
        said(None, "2011", indicator="ind-rate", numerator="4", denominator="15"),
    ]
    assert values(rows([rate, *told])) == [4, 18]
    # One told outright stands before it.
    assert values(rows([rate, *told, said("17", "2012")])) == [4, 17]


def test_points_before_the_definition_changed_are_left_out_and_counted(rows: Any) -> None:
    told = [said("20", "2009"), said("25", "2010"), said("90", "2011"), said("95", "2012")]
    changed = indicator(unit="jobs", definition="All jobs", in_force_on="2011")
    new = Told("indicator", "ind-a", changed.content, 1)
    found = rows([*told, new])
    assert values(found) == [90, 95]
    assert {row["left_out"] for row in found if row["value"] is not None} == {2}
    # Worded otherwise, and of no other day, it is the same.
    worded = Told("indicator", "ind-a", indicator(definition="All jobs").content, 1)
    assert values(rows([*told, worded])) == [20, 25, 90, 95]


SCALES: list[tuple[Row, Any]] = [
    ({}, ("count", 0, None)),
    ({"measure": "cumulative"}, ("count", 0, None)),
    ({"measure": "cumulative", "ceiling": "500"}, ("count", 0, 500)),
    ({"measure": "rate", "unit": "percent of households"}, ("share", 0, 100)),
    ({"measure": "rate", "unit": "percent of households", "ceiling": "80"}, ("share", 0, 80)),
    ({"measure": "rate", "unit": "percent per year"}, ("rate", None, None)),
    ({"measure": "rate", "unit": "lines per 100"}, ("rate", None, None)),
    ({"measure": "index", "unit": "index 0-1", "floor": "0", "ceiling": "1"}, ("index", 0, 1)),
    ({"measure": "flow", "unit": "jobs per year"}, ("level", None, None)),
    ({"measure": "stock", "unit": "MAD"}, ("level", 0, None)),
]


def test_the_scale_and_the_bounds_follow_from_what_is_counted(rows: Any) -> None:
    made = [(f"ind-{place:02d}", content) for place, (content, _) in enumerate(SCALES)]
    frame = [told for key, content in made for told in (indicator(key, **content), target(indicator=key))]
    found = [row for row in rows([], frame=frame) if row["told_as"] == "declared"]
    assert [(row["kind"], row["lower"], row["upper"]) for row in found] == [expected for _, expected in SCALES]


def test_ranks_rungs_and_judgements_have_no_figures(rows: Any) -> None:
    keys = ("rank", "qualitative", "ladder")
    frame = [told for key in keys for told in (indicator(key, measure=key), target(indicator=key))]
    assert rows([said("20", "2010", indicator=key) for key in keys], frame=frame) == []


def test_a_thing_without_a_figure_has_a_row_without_a_value_and_one_without_a_target_has_none(rows: Any) -> None:
    assert [(row["told_as"], row["value"], row["entries"]) for row in rows([])] == [
        ("declared", None, [1]),
        ("verified", None, [1]),
    ]
    assert rows([said("20", "2010")], frame=[indicator()]) == []


def test_sites_and_regions_have_figures_of_their_own(rows: Any) -> None:
    there: Row = {"region": "MA-08@1997"}
    local = entry(
        "target", "tgt-b", indicator="ind-a", value="9", due_on="2013", set_on="2009", version="original", **there
    )
    found = rows([local, said("20", "2010"), said("3", "2010", **there)])
    assert [(row["region"], row["value"]) for row in found if row["value"] is not None] == [
        ("MA-08@1997", 3),
        (None, 20),
    ]


def test_how_often_it_is_observed_tells_quarters_from_years(rows: Any) -> None:
    assert rows([], frame=[indicator(periodicity="P3M"), target()])[0]["frequency"] == "quarter"
    assert rows([])[0]["frequency"] == "year"


def test_of_many_figures_the_newest_forty_stand(rows: Any) -> None:
    told = [said(str(month), f"{2009 + month // 12}-{1 + month % 12:02d}") for month in range(1, 48)]
    assert values(rows(told)) == list(range(8, 48))
