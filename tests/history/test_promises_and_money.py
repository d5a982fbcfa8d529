"""What was promised, foreseen and declared for the plan of 2009-2013, seen from the days on which it was said."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from tests.editions_of import ask
from tests.history.conftest import Demo

from bilan.analysis import catalogue, pace, progress, spending, undertakings
from bilan.analysis.asking import Row


def promises(demo: Demo, as_of: str, known_on: str | None = None) -> Mapping[str, Row]:
    return {row["undertaking"]: row for row in ask(demo(as_of, known_on or as_of), undertakings.ANALYSIS)}


@pytest.mark.parametrize(
    ("day", "undertaking", "state"),
    [
        ("2012-08-08", "com-france-meetings-2012-09", "to_come"),
        ("2012-09-15", "com-france-meetings-2012-09", "due"),
        ("2012-10-01", "com-france-meetings-2012-09", "overdue"),
        ("2012-08-08", "com-egov-pooling-2012", "cannot_determine"),
        ("2012-12-31", "com-egov-pooling-2012", "followed"),
        ("2012-08-08", "com-lakhlifi-offer-2012", "cannot_determine"),
        ("2012-08-08", "com-plan-89-2013", "to_come"),
        ("2014-01-01", "com-plan-89-2013", "broken"),
        ("2011-12-31", "com-flagship-15-2011", "due"),
        ("2012-08-08", "com-flagship-15-2011", "overdue"),
        ("2013-01-30", "com-flagship-15-2011", "kept_late"),
        ("2026-11-24", "com-injaz-ed4", "partly_kept"),
        ("2026-11-24", "com-ice-2016", "kept"),
    ],
)
def test_a_promise_of_the_plan_stood_so_on_that_day(demo: Demo, day: str, undertaking: str, state: str) -> None:
    assert promises(demo, day)[undertaking]["state"] == state


def test_the_committee_met_ten_times_where_its_rule_made_twelve(demo: Demo) -> None:
    row = promises(demo, "2013-01-29")["com-cigov-quarterly"]
    assert (row["told"], row["expected"], row["state"], row["computed_from"]) == (10, 12, "broken", "rhythm")


def test_the_budget_of_the_plan_was_told_in_three_versions(demo: Demo) -> None:
    rows = ask(demo("2015-12-31", "2015-12-31"), spending.ANALYSIS)
    told = [row for row in rows if row["subject"] == "maroc-numeric-2013" and row["scope"] is None]
    assert [(row["amount"] / 10**6, row["organisation"], row["in_force"]) for row in told] == [
        (5200, "org-mcint", True),
        (5190, "org-cour", False),
        (5900, "org-cour", False),
    ]


def test_less_than_two_fifths_of_the_aid_to_small_firms_was_paid(demo: Demo) -> None:
    session = demo("2013-12-31", "2014-12-31")
    rows = ask(session, spending.ANALYSIS)
    (row,) = [one for one in rows if one["indicator"] == "ind-sme-aid-paid"]
    assert row["executed_share"] == pytest.approx(22.9 / 59)
    keys = session.rows("SELECT number, key FROM statement")
    behind = {one["key"] for one in keys if one["number"] in row["entries"]}
    assert behind == {"st-sme-aid-planned", "st-sme-aid-paid"}


def test_the_pace_of_digital_permits_was_a_seventh_of_what_was_needed(demo: Demo) -> None:
    rows = ask(demo("2013-12-31", "2014-12-31"), progress.ANALYSIS, pace.ANALYSIS)
    row = next(one for one in rows if (one["indicator"], one["told_as"]) == ("ind-infitah-permits", "verified"))
    assert (row["value"], row["days_ahead_then"]) == (Decimal(3040), -325)
    assert row["ratio"] == pytest.approx(0.147, abs=0.001)
    assert str(row["arrives_on"]) == "2016-12-04"


def test_few_declared_figures_were_ever_verified_and_no_rate_is_told_without_its_interval(demo: Demo) -> None:
    rows = catalogue.ask(demo("2015-12-31", "2015-12-31"), "candour").rows
    together = rows[0]
    assert (together["pairs"], together["better"], together["within"], together["worse"]) == (7, 3, 1, 3)
    assert together["unverified"] > 90
    assert together["better_share_low"] < 0.2
    assert together["better_share_high"] > 0.7
