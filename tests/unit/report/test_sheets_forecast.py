"""What a forecast says to a reader: its words, how they are rounded, what is drawn of it, how many targets are likely.

The rows are drawn here: `row` is a forecast of projects that stood at 36 and should be 89.
Fixtures: `session` has a plan and an indicator.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.editions_of import PLAN, indicator, session_of

from bilan.analysis.asking import Row
from bilan.report.sheets import forecast, likely
from bilan.report.sheets.widths import chance_in_column, chance_in_words, rounded, written
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.session import Session

DUE = date(2013, 12, 31)
EN = Voice("en")
ONE = {"measure": "stock"}


def row(told_as: str = "verified", **told: Any) -> Row:
    usual = {
        "indicator": "ind-a", "subject": None, "region": None, "node": "plan", "headline": True, "unit": "projects",
        "direction": "up", "measure": "stock", "told_as": told_as, "target": 89, "target_entry": 1, "due_on": DUE,
        "origin_on": date(2012, 8, 8), "points": 4, "first_on": date(2009, 6, 30), "last_on": date(2012, 6, 30),
        "last_value": 36, "basis": "class", "low": 44.6, "median": 52.7, "high": 61.2, "chance": 0.1,
        "progress_low": 0.4, "progress_median": 0.5, "progress_high": 0.6, "weight_class": 0.65, "weight_trend": 0.2,
        "weight_mild": 0.0, "weight_still": 0.15, "stands_on": told_as,
        "analogues": ["TUN|2009-12-31|35", "Somewhere|2010-12-31|36"],
        "class_of": "internet-users", "class_size": 83.4, "revision_chance": 0.42, "revision_spread": 0.3, "said": 0.8,
        "held": 0.79, "tried": 214, "corrected": True, "found": ["jump"], "cannot": None, "met": None,
        "entries": [1, 2],
    }  # fmt: skip
    return {**usual, **told}


def silent(told_as: str, why: str) -> Row:
    names = ("low", "median", "high", "chance", "progress_low", "progress_median", "progress_high", "basis")
    return row(told_as, cannot=why, **dict.fromkeys(names))


def path(told_as: str = "verified") -> list[Row]:
    key = {"indicator": "ind-a", "subject": None, "region": None, "told_as": told_as}
    levels = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
    days = ((date(2012, 6, 30), [36.0] * 7), (DUE, [42.0, 44.6, 48.0, 52.7, 57.0, 61.2, 66.0]))
    return [{**key, "on": on, **dict(zip(levels, values, strict=True)), "entries": [1]} for on, values in days[::-1]]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return session_of([PLAN, indicator()], tmp_path_factory.mktemp("home"), as_of="2012-08-08")


def view_of(session: Session, rows: Sequence[Row], paths: Sequence[Row] = (), together: Sequence[Row] = ()) -> View:
    answers = {"forecast": list(rows), "forecast_path": list(paths), "forecast_together": list(together)}
    return View(session, answers)


def words(language: str, chance: float) -> str:
    return chance_in_words(Voice(language), chance)


@pytest.mark.parametrize(
    ("chance", "french"),
    [
        (0.03, "moins de 3 chances sur 100"),
        (0.07, "7 chances sur 100"),
        (0.1, "1 chance sur 10"),
        (0.38, "4 chances sur 10"),
        (0.9, "9 chances sur 10"),
        (0.94, "94 chances sur 100"),
        (0.97, "plus de 97 chances sur 100"),
    ],
)
def test_a_chance_is_told_in_tenths_near_the_ends_in_hundredths_and_never_as_certain(
    chance: float, french: str
) -> None:
    assert words("fr", chance) == french


@given(st.floats(0, 1))
def test_no_chance_is_ever_written_as_none_or_as_all(chance: float) -> None:
    shown = chance_in_column(EN, chance) or ""
    assert shown not in {"0%", "100%"}
    assert (shown[0] in "<>") == (chance <= 0.03 or chance >= 0.97)


def test_what_has_no_chance_is_not_written_as_one() -> None:
    assert chance_in_column(EN, None) is None


@pytest.mark.parametrize(
    ("low", "high", "measure", "between"),
    [
        (44.6, 61.2, "stock", "between 45 and 61"),
        (1974.0, 6413.0, "stock", "between 2,000 and 6,400"),
        (15.7e9, 55.7e9, "flow", "between 16B and 56B"),
        (0.2612, 0.8034, "index", "between 0.26 and 0.8"),
        (35.24, 38.41, "rate", "between 35.2 and 38.4"),
        # Nobody counts half a project.
        (10.2, 11.8, "stock", "between 10 and 12"),
        (10.1, 10.4, "cumulative", "between 10 and 11"),
        (-0.4, 3.0, "rate", "between -0.4 and 3"),
        (-0.004, 3.0, "flow", "between -1 and 3"),
        (12.0, 12.0, "stock", "between 12 and 12"),
    ],
)
def test_an_interval_is_written_to_what_a_reader_can_use(low: float, high: float, measure: str, between: str) -> None:
    told = {"low": low, "median": (low + high) / 2, "high": high, "measure": measure, "unit": "x"}
    assert written(EN, told).bare == between


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.sampled_from(["stock", "rate"]))
def test_rounding_never_closes_an_interval(low: float, width: float, measure: str) -> None:
    first, middle, last = rounded({"low": low, "median": low + width / 2, "high": low + width, "measure": measure})
    assert first < last
    assert first <= middle <= last


def test_the_declared_and_the_verified_are_told_apart_each_with_interval_and_chance(session: Session) -> None:
    view = view_of(session, [row("declared", chance=0.6, low=70.0, median=80.0, high=95.0), row("verified")])
    verified, declared = forecast.outlook(view, "ind-a", EN)
    assert verified.chance == (
        "1 chance in 10 that the target (89 projects) is reached by 31 December 2013, once verified"
    )
    assert verified.interval == (
        "8 chances in 10 that the value verified for 31 December 2013 is between 45 and 61 projects;"
        " the middle: 53 projects."
    )
    assert declared.chance == ("6 chances in 10 that the target (89 projects) is declared reached by 31 December 2013")
    assert "declared for 31 December 2013 is between 70 and 95 projects" in (declared.interval or "")
    said = "Where it will end: 1 chance in 10 that the target is reached, once verified"
    assert forecast.title([verified, declared], ONE, EN) == said


def test_how_a_forecast_was_computed_is_said_whole(session: Session) -> None:
    (one,) = forecast.outlook(view_of(session, [row()]), "ind-a", EN)
    assert one.how[:-1] == (
        "It rests on the figures known, 4 in number, from 30 June 2009 to 30 June 2012; the last: 36 projects.",
        "Reference class: what became of those who stood at the same level, at the same pace (83 comparable cases).",
        "The series of the others: Internet users, per cent of the population.",
        "The nearest: Tunisia (2009), Somewhere (2010).",
        "What is mixed, and with which weight: the reference class 65%, its own damped trend 20%, nothing changes 15%.",
        "Past trials of the method on like series: said 80%, held 79%; number of trials: 214.",
        "Seen in the series: a jump.",
        "The last figure may be corrected later (4 chances in 10): the interval allows for it.",
        "Computed from verified figures alone.",
    )
    assert one.how[-1].startswith("Forecast made from what was known on 8 August 2012, by method no. ")


def test_what_is_not_known_of_a_forecast_is_said_too(session: Session) -> None:
    bare = row(
        basis="own",
        points=1,
        analogues=[],
        tried=None,
        found=[],
        revision_chance=None,
        corrected=False,
        class_size=None,
    )
    (one,) = forecast.outlook(view_of(session, [bare]), "ind-a", EN)
    assert "It rests on the only figure known: 36 projects (30 June 2012)." in one.how
    assert "Nobody else is known to report this indicator: its own series speaks alone." in one.how
    assert "No past trial says yet what the interval is worth for this series." in one.how
    (none,) = forecast.outlook(view_of(session, [row(basis="prior", points=0)]), "ind-a", EN)
    assert "No figure of this indicator is known: only the general case speaks." in none.how


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("no_target", "No forecast: no target."),
        ("qualitative", "No forecast: a judgement in words."),
    ],
)
def test_where_nothing_can_be_foreseen_the_reason_is_told(session: Session, why: str, said: str) -> None:
    view = view_of(session, [silent("verified", why)])
    found = forecast.outlook(view, "ind-a", EN)
    assert (found[0].why or "").startswith(said)
    assert (found[0].chance, found[0].interval, found[0].how) == (None, None, ())
    assert forecast.title(found, ONE, EN).startswith("Where it will end cannot be foreseen: ")
    assert forecast.chance_of(forecast.foreseen(view, "ind-a"), ONE, EN).share is None
    assert forecast.progress(forecast.foreseen(view, "ind-a")) is None
    assert forecast.fan(view, "ind-a", EN) is None


@pytest.mark.parametrize(
    ("told_as", "met", "said", "column"),
    [
        ("verified", False, "target not reached, and verified", "not reached"),
        ("verified", True, "target reached, and verified", "reached"),
    ],
)
def test_a_known_outcome_takes_the_place_of_a_chance(
    session: Session, told_as: str, met: object, said: str, column: str
) -> None:
    view = view_of(session, [row("declared", chance=0.6), {**silent(told_as, "known"), "met": met}])
    found = forecast.outlook(view, "ind-a", EN)
    assert found[0].why == f"A verified figure about the due day is public: {said}. Nothing is left to foresee."
    assert forecast.title(found, ONE, EN) == f"Where it ends is known already: {said}"
    told = forecast.chance_of(forecast.foreseen(view, "ind-a"), ONE, EN)
    assert (told.share, told.notes) == (column, ("declared: 60%", "between 45 and 61 projects"))


def test_an_indicator_without_a_row_has_nothing_to_foresee(session: Session) -> None:
    view = view_of(session, [row(region="MA-01@1997"), row(subject="site-a")])
    assert forecast.outlook(view, "ind-a", EN) == []
    for measure, why in (("stock", "no target"), ("qualitative", "a judgement in words")):
        assert forecast.chance_of(forecast.foreseen(view, "ind-a"), {"measure": measure}, EN).why == why


def test_the_column_of_chances_tells_verified_declared_and_the_interval(session: Session) -> None:
    view = view_of(session, [row("declared", chance=0.6), row("verified", chance=0.03)])
    told = forecast.chance_of(forecast.foreseen(view, "ind-a"), ONE, EN)
    assert (told.share, told.notes) == ("< 3%", ("declared: 60%", "between 45 and 61 projects"))
    only = forecast.chance_of(forecast.foreseen(view_of(session, [row("declared", chance=0.6)]), "ind-a"), ONE, EN)
    assert (only.share, only.notes[0]) == (None, "declared: 60%")


def test_the_fan_begins_with_the_last_figure_and_bears_its_words(session: Session) -> None:
    fan = forecast.fan(view_of(session, [row()], path()), "ind-a", EN)
    assert fan is not None
    assert (fan.days, fan.median) == ([date(2012, 6, 30), DUE], [36.0, 52.7])
    assert [high[-1] - low[-1] for low, high in fan.bands] == pytest.approx([24.0, 16.6, 9.0])
    assert fan.words == ("Verified, foreseen: 53", "8 chances in 10", "between 45 and 61")


def test_no_fan_opens_from_a_point_that_nobody_told(session: Session) -> None:
    rows = [row("verified", stands_on="declared"), row("declared")]
    fan = forecast.fan(view_of(session, rows, [*path("verified"), *path("declared")]), "ind-a", EN)
    assert fan is not None
    assert fan.words[0] == "Declared, foreseen: 53"
    assert forecast.fan(view_of(session, [row(points=0)], path()), "ind-a", EN) is None


def whole(told_as: str, **told: Any) -> Row:
    usual = {
        "item": "plan", "kind": "plan", "told_as": told_as, "targets": 9, "known": 0, "met": 0, "unknown": 4,
        "met_expected": 3.2,
        "met_low": 2, "met_median": 3, "met_high": 5, "progress_low": 0.4, "progress_median": 0.5,
        "progress_high": 0.6, "entries": [3],
    }  # fmt: skip
    return {**usual, **told}


def test_the_plan_says_how_many_targets_will_be_declared_met_how_many_verified_and_how_many_are_unknown(
    session: Session,
) -> None:
    rows = [whole("declared", met_low=4, met_median=5, met_high=7, known=2, met=1), whole("verified")]
    found = likely.likely(view_of(session, [], together=rows), "plan")
    assert list(likely.sentences(found, EN)) == [
        "Targets declared reached when due: 4 to 7 (5 in the middle) of 11, at least 8 chances in 10.",
        "Declared outcome known already: 2; said to be reached: 1.",
        "Targets reached, once verified: 2 to 5 (3 in the middle) of 9, at least 8 chances in 10.",
        "Targets whose outcome nothing allows to foresee: 4.",
    ]
    told = likely.count(found, EN)
    assert (told.met, told.interval) == ("3 of 9", "2 to 5")
    assert told.note == "once verified; 8 chances in 10: 2 to 5 (3 in the middle)"
    assert told.notes == ("declared: 5 (4 to 7)", "no forecast: 4")
    assert (found.progress, found.entries) == ((0.4, 0.5, 0.6), (3,))


def test_a_node_of_which_nothing_can_be_foreseen_says_so(session: Session) -> None:
    view = view_of(session, [], together=[whole("declared", targets=0, progress_median=None, unknown=2)])
    found = likely.likely(view, "plan")
    assert list(likely.sentences(found, EN)) == ["Nothing allows the outcome of any target to be foreseen."]
    told = likely.count(found, EN)
    assert (told.met, told.notes, told.why) == (None, ("no forecast: 2",), "no target whose outcome can be foreseen")
    assert (found.progress, found.entries) == (None, ())
    assert likely.count(likely.likely(view, "elsewhere"), EN).notes == ()


def test_what_will_be_declared_alone_is_told_where_nothing_can_be_verified(session: Session) -> None:
    found = likely.likely(view_of(session, [], together=[whole("declared", unknown=0)]), "plan")
    assert len(list(likely.sentences(found, EN))) == 1
    assert likely.count(found, EN).notes == ()


def test_one_number_is_told_once_in_a_sentence(session: Session) -> None:
    rows = [whole(name, met_low=0, met_median=0, met_high=0) for name in ("declared", "verified")]
    told = likely.count(likely.likely(view_of(session, [], together=rows), "plan"), EN)
    assert (told.met, told.interval, told.notes[0]) == ("0 of 9", "0", "declared: 0 (0)")
    assert told.note == "once verified; 8 chances in 10: 0"


@pytest.mark.parametrize(
    ("told_as", "stands_on", "corrected", "said"),
    [
        ("verified", "verified", False, "Computed from verified figures alone."),
        ("verified", "declared", True, "The step from declared to verified is within the interval."),
        ("verified", "declared", False, "Nothing was verified and no correction could be made"),
        ("declared", "verified", False, "Nothing newer was declared: the verified figures speak."),
        ("declared", "declared", False, "Forecast made from what was known"),
    ],
)
def test_the_step_from_declared_to_verified_is_said_where_it_is_taken_or_lacking(
    session: Session, told_as: str, stands_on: str, corrected: object, said: str
) -> None:
    (one,) = forecast.outlook(view_of(session, [row(told_as, stands_on=stands_on, corrected=corrected)]), "ind-a", EN)
    steps = one.how[-2:] if told_as != stands_on or told_as == "verified" else one.how[-1:]
    assert steps[0].startswith(said)


def test_the_forecast_that_has_no_fan_is_drawn_on_its_day(session: Session) -> None:
    rows = [row("verified", stands_on="declared"), row("declared", low=70.0, median=80.0, high=95.0)]
    view = view_of(session, rows, [*path("verified"), *path("declared")])
    fan, beside = forecast.fan(view, "ind-a", EN), forecast.beside(view, "ind-a", EN)
    assert fan is not None
    assert fan.words[0] == "Declared, foreseen: 80"
    assert beside is not None
    assert (beside.on, beside.low, beside.median, beside.high) == (DUE, 44.6, 52.7, 61.2)
    assert beside.words == ("Verified, foreseen: 53", "8 chances in 10", "between 45 and 61")


def test_a_forecast_that_only_repeats_the_fan_is_not_drawn_again(session: Session) -> None:
    rows = [row("verified"), row("declared", stands_on="verified", corrected=False)]
    assert forecast.beside(view_of(session, rows, path()), "ind-a", EN) is None
    assert forecast.beside(view_of(session, [row("verified")], path()), "ind-a", EN) is None


def test_the_table_that_stands_in_for_others_names_where_it_was_drawn_from(session: Session) -> None:
    (one,) = forecast.outlook(view_of(session, [row(basis="table", class_of=None)]), "ind-a", EN)
    assert any(sentence.startswith("The table is drawn from: ") and "World Bank" in sentence for sentence in one.how)
