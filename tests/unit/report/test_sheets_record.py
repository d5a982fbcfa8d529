"""What forecasts were worth, in sentences."""

from datetime import date
from typing import Any

import pytest

from bilan.analysis.asking import Row
from bilan.analysis.formulas.panel_record import Held, Panels
from bilan.analysis.formulas.reliability import Case, bands
from bilan.report.sheets import record
from bilan.report.sheets.record import Origin
from bilan.report.voice import Voice

EN = Voice("en")
DAY = date(2012, 8, 8)


def judged(**more: Any) -> Row:
    told = {"judged": "target", "slice": "all", "cases": 40, "outcomes": 30, "said": 0.3, "happened": 0.25}
    told |= {"happened_low": 0.1, "happened_high": 0.45, "conclusion": "holds", "outcomes_needed": 93, "skill": None}
    return {**told, **more}


def plan(**more: Any) -> Row:
    told = {"origin_on": DAY, "judged": "plan", "told_as": "verified", "low": 2, "median": 5, "high": 9, "targets": 27}
    return {**told, "known": 9, "value": 1, "unknown": 0, **more}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (judged(cases=0), "No forecast has a known outcome yet"),
        (judged(), "The chances given hold: 30% on average, and 25% of the targets reached"),
        (judged(conclusion="does_not_hold"), "The chances given do not hold"),
        (judged(conclusion="cannot_determine"), "too few to say what these chances are worth: it would take about 93"),
    ],
)  # fmt: skip
def test_the_first_sentence_says_what_is_found_or_that_too_little_is_known(row: Row, said: str) -> None:
    assert said in record.finding(row, EN)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (plan(), "targets met, 5 of 27; 8 chances in 10, between 2 and 9. Outcomes known: 9; reached: 1."),
        (plan(known=0, value=None), "between 2 and 9. None of their outcomes is known."),
        (plan(unknown=3), "Targets whose outcome nothing allowed to foresee: 3."),
        (plan(median=None), "On 8 August 2012 we could have given a chance to no target, once verified."),
        (
            plan(told_as="declared"),
            "On 8 August 2012 we would have said of what will be declared: targets met, 5 of 27",
        ),
    ],
)
def test_of_the_plan_it_is_said_what_would_have_been_foreseen_and_what_came(row: Row, said: str) -> None:
    one = Origin(DAY, {row["told_as"]: row}, (), ())
    assert said in next(record.plan(one, EN))


def test_cells_of_what_is_not_known_say_so() -> None:
    assert (record.met(None, EN), record.met(plan(median=None), EN), record.met(plan(), EN)) == (
        "–",
        "–",
        "5 of 27 (2 to 9)",
    )
    assert (record.reached(None, EN), record.reached(plan(known=0), EN), record.reached(plan(), EN)) == (
        "–",
        "–",
        "1 of 9",
    )


def test_days_are_put_together_with_their_plan_targets_and_figures() -> None:
    rows = [
        plan(),
        plan(told_as="declared"),
        {"origin_on": DAY, "judged": "target"},
        {"origin_on": DAY, "judged": "figure"},
    ]
    verdicts = [
        judged(),
        judged(slice="band"),
        judged(judged="figure", said=0.8, skill=-0.2),
        judged(judged="figure", cases=0),
    ]
    seen = record.gathered(rows, verdicts)
    (one,) = seen.origins
    assert (set(one.plan), len(one.targets), len(one.figures)) == ({"verified", "declared"}, 1, 1)
    assert (seen.bands[0].cases, seen.bands[0].happened, len(seen.intervals)) == (40, 10, 1)
    assert (
        record.interval(seen.intervals[0], EN)
        == "Interval said to hold 80% of the outcomes: it held 25% of them (outcomes: 30)."
    )
    assert (
        record.skill(seen, EN)
        == "Beside a random walk with drift, which is what a spreadsheet does, the error is larger by 20%."
    )
    assert record.skill(record.gathered([], [judged()]), EN) is None


def test_the_record_elsewhere_is_said_with_its_series() -> None:
    found = Panels(
        tuple(bands([Case(0.2, True)])), (Held(0.8, 79, 100, 90),), 0.25, (("internet-users", 60), ("absorption", 40))
    )
    told = record.elsewhere(found, EN)
    assert told[0] == "Interval said to hold 80% of the outcomes: it held 79% of them (outcomes: 90)."
    assert "smaller by 25%" in told[1]
    assert record.bands_of(found)[0].cases == 1
    assert [one.split(":")[0] for one in record.series(found, EN)] == [
        "Internet users, per cent of the population",
        "Payments from EU funds, per cent of what was allotted",
    ]
