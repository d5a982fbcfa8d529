"""What the sheet of an indicator puts on its line, lists beside it, and finds."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, entry, indicator, session_of
from tests.editions_of import Told as Entry

from bilan.report.sheets import indicators, standing
from bilan.report.sheets.indicator import Told, course_of, gave_way, lacking, look, near, on_path
from bilan.report.sheets.sides import pairs
from bilan.report.view import View
from bilan.report.voice import Voice

VOICE = Voice("en")
TARGET = entry("target", "t", indicator="ind-a", value="100", version="original", due_on="2013", set_on="2009-10")
BASELINE = entry("baseline", "b", indicator="ind-a", value="0", about="2008")


def said(key: str, value: str | None, about: str | None, nature: str = "declared", **content: Any) -> Entry:
    usual = {"indicator": "ind-a", "value": value, "about": about, "said_on": about, "nature": nature}
    return entry("statement", key, **{**usual, **content})


def told_of(entries: Sequence[Entry], home: Path, as_of: str = "2012-12-31", known_on: str = "2014-12-31") -> Told:
    told = look(View(session_of([PLAN, *entries], home, as_of=as_of, known_on=known_on)), "ind-a")
    assert told is not None
    return told


def test_only_what_is_said_of_the_whole_in_its_unit_stands_on_the_line(tmp_path: Path) -> None:
    told = told_of(
        [
            indicator(),
            said("whole", "10", "2010-06-30"),
            said("part", "4", "2010-06-30", scope="towns", scope_relation="part"),
            said("region", "3", "2010-06-30", region="MA-08@1997"),
            said("unit", "50", "2010-06-30", unit="percent"),
            said("words", None, "2010-06-30", words="Going well"),
            said("missing", None, "2010-06-30", missing="not_reported"),
            said("later", "90", "2013-06-30", published_on="2013-07"),
        ],
        tmp_path,
    )
    assert [point.value for point in course_of(told, VOICE).points] == [10.0]
    assert len(told.statements) == 7


def test_a_replaced_statement_is_listed_but_not_drawn(tmp_path: Path) -> None:
    first = said("s", "10", "2010-06-30")
    told = told_of(
        [indicator(), first, entry("statement", "s", replaces=2, **{**first.content, "value": "12"})],
        tmp_path,
        known_on="2030-01-01",
    )
    assert [(row["reading"], row["superseded"]) for row in told.statements] == [(10, True), (12, False)]
    assert [point.value for point in course_of(told, VOICE).points] == [12.0]


def test_a_revised_target_lets_the_one_before_give_way_and_both_are_drawn(tmp_path: Path) -> None:
    revised = entry(
        "target", "t2", indicator="ind-a", value="80", version="revised", supersedes="t", due_on="2013", set_on="2011"
    )
    told = told_of([indicator(), TARGET, revised], tmp_path)
    assert gave_way(told) == {2}
    assert [(aim.value, aim.superseded) for aim in course_of(told, VOICE).aims] == [(100.0, True), (80.0, False)]
    assert told.moves[3]["before"] == 100


def test_a_target_set_after_the_day_of_the_figures_makes_nothing_give_way(tmp_path: Path) -> None:
    revised = entry(
        "target", "t2", indicator="ind-a", value="80", version="revised", supersedes="t", due_on="2013", set_on="2011"
    )
    told = told_of([indicator(), TARGET, revised], tmp_path, as_of="2010-12-31")
    assert gave_way(told) == frozenset()
    assert [aim.value for aim in course_of(told, VOICE).aims] == [100.0]


def test_of_two_targets_for_one_day_only_the_newer_is_on_the_path(tmp_path: Path) -> None:
    other = entry("target", "t2", indicator="ind-a", value="70", version="original", due_on="2013", set_on="2010")
    step = entry("target", "t3", indicator="ind-a", value="30", version="interim", due_on="2011", set_on="2010")
    told = told_of([indicator(), TARGET, other, step], tmp_path)
    assert on_path(told) == {3, 4}
    assert [aim.value for aim in course_of(told, VOICE).aims] == [70.0, 30.0]


def test_a_rate_told_with_its_total_gives_the_count_where_nobody_told_it(tmp_path: Path) -> None:
    rate = indicator("ind-rate", unit="percent", measure="rate", numerator="ind-a", headline=None)
    of_69 = said("r", "36", "2012-06-30", "audited", indicator="ind-rate", denominator="69")
    told = told_of([indicator(), rate, of_69], tmp_path)
    (point,) = course_of(told, VOICE).points
    assert (point.label, point.inferred, point.nature) == ("about 25", True, "audited")
    counted = said("c", "26", "2012-06-30", "audited")
    both = told_of([indicator(), rate, of_69, counted], tmp_path)
    assert [(point.value, point.inferred) for point in course_of(both, VOICE).points] == [(26.0, False)]


def test_a_base_that_changed_breaks_the_course_on_the_date_it_is_about(tmp_path: Path) -> None:
    rows = [
        indicator(),
        said("a", "20", "2011-06-30", denominator="89"),
        said("b", "22", "2012-06-30", denominator="69", published_on="2014-09"),
    ]
    told = told_of(rows, tmp_path)
    assert [(one.on, one.label) for one in course_of(told, VOICE).breaks] == [(date(2012, 6, 30), "base: 69")]


def test_what_a_definition_does_not_say_is_named_and_only_a_rate_lacks_parts(tmp_path: Path) -> None:
    told = told_of([indicator(definition="Jobs filled")], tmp_path)
    assert "definition" not in lacking(told.indicator)
    assert "numerator" not in lacking(told.indicator)
    assert {"method", "owner", "periodicity"} <= set(lacking(told.indicator))
    assert "numerator" in lacking({**told.indicator, "measure": "rate"})


@pytest.mark.parametrize(
    ("statements", "as_of", "outcome"),
    [
        ([], "2012-12-31", "nothing"),
        ([said("d", "40", "2012-06-30")], "2012-12-31", "on_way"),
        ([said("d", "40", "2012-06-30")], "2013-12-31", "missed"),
        ([said("d", "100", "2012-06-30")], "2012-12-31", "said_reached"),
        ([said("d", "100", "2012-06-30"), said("v", "40", "2012-06-30", "audited")], "2012-12-31", "disputed"),
        ([said("v", "101", "2012-06-30", "measured")], "2012-12-31", "reached"),
    ],
)
def test_the_heading_says_what_was_found(statements: list[Entry], as_of: str, outcome: str, tmp_path: Path) -> None:
    told = told_of([indicator(), BASELINE, TARGET, *statements], tmp_path, as_of=as_of)
    assert standing.outcome(told.whole, told.view.cut.as_of) == outcome
    heading = standing.finding(told, VOICE)
    assert heading.startswith(VOICE.tell("indicator", f"finding.{outcome}"))
    assert "100 jobs" in heading


def test_without_a_target_the_heading_says_that_none_was_set(tmp_path: Path) -> None:
    told = told_of([indicator(), said("d", "40", "2012-06-30")], tmp_path)
    assert standing.finding(told, VOICE) == "No target is set: declared 40 jobs"


def test_the_pace_is_told_as_speed_shown_and_speed_needed(tmp_path: Path) -> None:
    told = told_of([indicator(), BASELINE, TARGET, said("d", "30", "2011-12-31")], tmp_path)
    (pace,) = standing.pace(told, VOICE)
    assert pace.sentences[0] == "Speed shown from 31 December 2008 to 31 December 2011: 10 jobs a year."
    assert pace.sentences[1] == "Speed needed until 31 December 2013: 35 jobs a year."
    assert pace.entries


def test_both_sides_of_a_contradiction_bear_their_entry_and_qualifier(tmp_path: Path) -> None:
    rows = [
        indicator(),
        said("d", "60", "2012-06-30", qualifier="about", speaker_name="A minister"),
        said("v", "20", "2012-06-30", "audited"),
    ]
    told = told_of(rows, tmp_path)
    (pair,) = pairs(told.view, told.findings["contradictions"])
    assert (pair.first["value"], pair.first["qualifier"], pair.first["speaker_name"]) == (60, "about", "A minister")
    assert (pair.other["value"], pair.other["nature"], pair.other["number"]) == (20, "audited", 3)


def test_the_state_of_an_indicator_tells_nothing_said_from_nothing_in_figures(tmp_path: Path) -> None:
    rows = [
        PLAN,
        *(indicator(f"ind-{name}") for name in "abcd"),
        said("a", "5", "2012-06-30"),
        said("b", "5", "2012-06-30", "measured", indicator="ind-b"),
        said("c", None, "2012-06-30", words="On course", indicator="ind-c"),
    ]
    lines = indicators.lines(View(session_of(rows, tmp_path, as_of="2012-12-31")))
    states = {line.indicator["key"]: (line.state, line.said) for line in lines}
    assert states == {
        "ind-a": ("declared", 1),
        "ind-b": ("verified", 1),
        "ind-c": ("other", 1),
        "ind-d": ("nothing", 0),
    }


def test_indicators_are_grouped_below_the_node_just_below_the_plan(tmp_path: Path) -> None:
    rows = [
        PLAN,
        entry("node", "axis", parent="plan", node_kind="axis", name={"en": "Axis"}),
        entry("node", "ini", parent="axis", node_kind="initiative", name={"en": "Initiative"}),
        indicator("ind-a", node="ini"),
        indicator("ind-b", node="plan"),
    ]
    groups = indicators.grouped(View(session_of(rows, tmp_path)))
    assert {group.node: [line.indicator["key"] for line in group.lines] for group in groups} == {
        "axis": ["ind-a"],
        "plan": ["ind-b"],
    }


def test_keys_written_alike_are_near(tmp_path: Path) -> None:
    view = View(session_of([PLAN, indicator("ind-egov-done"), indicator("ind-homes")], tmp_path))
    assert near(view, "egov") == ["ind-egov-done"]
    assert near(view, "ind-home") == ["ind-homes"]
    assert look(view, "ind-nothing") is None


def test_a_computed_number_keeps_three_digits_and_no_whole_is_cut() -> None:
    assert [standing.rounded(one) for one in (3.18674, 12345.6, -0.5)] == [
        Decimal("3.19"),
        Decimal(12346),
        Decimal("-0.500"),
    ]
