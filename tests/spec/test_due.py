"""What is due: periods and their days, drawn as small tables; then judged on ledgers drawn at random."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import due
from bilan.analysis.asking import Row

Ask = Callable[..., list[Row]]


def said(value: str | None, about: str, nature: str = "declared", on: str = "2010", **content: Any) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": about, "said_on": on, "nature": nature, **content}
    key = f"st-{facts['indicator']}-{about.replace('/', '-').lower()}-{nature}-{on}"
    return entry("statement", key, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Ask:
    def asked(told: Iterable[Told], as_of: str = "2011-08-01", **days: str) -> list[Row]:
        return ask(session_of([PLAN, *told], tmp_path, as_of=as_of, **days), due.ANALYSIS)

    return asked


CALENDAR = [
    ("P1Y", "P6M", ["2009", "2010", "2011"], ["2010-06-30", "2011-06-30", "2012-06-30"]),
    ("P12M", None, ["2009", "2010", "2011"], ["2009-12-31", "2010-12-31", "2011-12-31"]),
    ("P2Y", "P1M", ["2009-01-01/2010-12-31", "2011-01-01/2012-12-31"], ["2011-01-31", "2013-01-31"]),
    ("P6M", "P2M", ["2009-S1", "2009-S2", "2010-S1"], ["2009-08-31", "2010-02-28", "2010-08-31"]),
    ("P3M", "P10D", ["2009-Q1", "2009-Q2", "2009-Q3"], ["2009-04-10", "2009-07-10", "2009-10-10"]),
    ("P1M", "P1M", ["2009-01", "2009-02"], ["2009-02-28", "2009-03-31"]),
    # The plan begins on a Thursday: its first week began on Monday.
    ("P1W", "P1W", ["2008-12-29/2009-01-04", "2009-01-05/2009-01-11"], ["2009-01-11", "2009-01-18"]),
    ("P10D", None, ["2009-01-01/2009-01-10", "2009-01-11/2009-01-20"], ["2009-01-10", "2009-01-20"]),
]


def test_a_due_day_is_the_end_of_a_period_and_the_delay(rows: Ask) -> None:
    told = [indicator(f"ind-{every.lower()}", periodicity=every, delay=delay) for every, delay, _, _ in CALENDAR]
    found = rows(told)
    for every, _, about, due_on in CALENDAR:
        first = [row for row in found if row["periodicity"] == every][: len(about)]
        assert [(row["about"], row["due_on"].isoformat()) for row in first] == list(zip(about, due_on, strict=True))


def test_without_a_rhythm_nothing_is_due(rows: Ask) -> None:
    none = [indicator("ind-b", periodicity="P0D"), indicator("ind-c", periodicity="P0Y")]
    found = rows([indicator(), *none, said("1", "2010")])
    assert [(row["state"], row["freshness"], row["due_on"], row["days_late"]) for row in found] == [
        ("no_rhythm", "no_rhythm", None, None)
    ] * 3
    assert [row["newest_on"] for row in found] == [date(2010, 12, 31), None, None]


@pytest.mark.parametrize(
    ("as_of", "states", "freshness", "days_late"),
    [
        ("2009-06-30", ["not_due"], "not_due", [None]),
        ("2009-12-31", ["not_due"], "not_due", [None]),
        ("2010-01-01", ["due", "not_due"], "not_due", [None, None]),
        ("2010-06-30", ["due", "not_due"], "not_due", [None, None]),
        ("2010-07-01", ["overdue", "not_due"], "never", [1, None]),
        ("2014-12-31", ["overdue"] * 5, "never", [1645, 1280, 914, 549, 184]),  # the plan ended in 2013
    ],
)
def test_a_figure_that_did_not_come_is_due_then_overdue(
    rows: Ask, *, as_of: str, states: list[str], freshness: str, days_late: list[int | None]
) -> None:
    found = rows([indicator(periodicity="P1Y", delay="P6M")], as_of)
    assert [row["state"] for row in found] == states
    assert {row["freshness"] for row in found} == {freshness}
    assert [row["days_late"] for row in found] == days_late


ANSWERS: list[tuple[str, list[dict[str, Any]]]] = [
    ("reported", [{}]),
    ("reported", [{"about": "2010-06"}]),  # of a stock, any day of the period
    ("verified", [{"nature": "measured"}]),
    ("verified", [{}, {"nature": "audited"}]),
    ("overdue", [{"nature": "announced"}]),
    ("overdue", [{"nature": "estimated"}]),
    ("overdue", [{"sector": "C@ISIC4"}]),
    ("reported", [{"sector": "C@ISIC4", "scope_relation": "whole"}]),
    ("overdue", [{"scope": "built", "scope_relation": "part"}]),
    ("overdue", [{"region": "MA-08@1997"}]),
    ("missing", [{"value": None, "missing": "not_available"}]),
    ("reported", [{"value": None, "missing": "not_available"}, {"on": "2011-03"}]),
    ("overdue", [{"value": None, "missing": "not_reported"}]),
    ("overdue", [{"about": "2009"}]),
]
FLOWS: list[tuple[str, list[dict[str, Any]]]] = [
    ("reported", [{}]),
    ("overdue", [{"about": "2010-12"}]),
    ("overdue", [{"about": "2009-06/2010-06"}]),
]


@pytest.mark.parametrize(("measure", "answers"), [("stock", ANSWERS), ("flow", FLOWS)])
def test_what_was_said_of_a_period_answers_for_it(
    rows: Ask, measure: str, answers: list[tuple[str, list[dict[str, Any]]]]
) -> None:
    told = []
    for place, (_, answer) in enumerate(answers):
        key = f"ind-{place:02}"
        told.append(indicator(key, periodicity="P1Y", delay="P6M", measure=measure))
        told += [said(**{"value": "1", "about": "2010", **one, "indicator": key}) for one in answer]
    found = [row for row in rows(told) if row["about"] == "2010"]
    assert [row["state"] for row in found] == [state for state, _ in answers]
    assert all((row["figure_entry"] is None) == (row["state"] in {"overdue", "missing"}) for row in found)


def test_how_late_a_figure_came_is_counted_from_the_day_it_was_first_public(rows: Ask) -> None:
    told = [indicator(periodicity="P1Y", delay="P6M"), said("1", "2010", on="2011-07-20")]
    corrected = entry(
        "statement", told[1].key, replaces=2, **{**told[1].content, "value": "2", "said_on": "2011-07-30"}
    )
    (row,) = [row for row in rows([*told, corrected]) if row["about"] == "2010"]
    assert (row["days_late"], row["reported_on"], row["entries"]) == (20, date(2011, 7, 20), [1, 3])


@pytest.mark.parametrize(
    ("nature", "as_of", "release"),
    [
        ("declared", "2011-07-14", "awaited"),
        ("measured", "2011-07-14", "awaited"),
        ("declared", "2011-07-15", "by_deadline"),
        ("measured", "2011-07-15", "released"),
    ],
)
def test_what_nobody_verified_by_its_day_of_release_is_released_and_marked(
    rows: Ask, nature: str, as_of: str, release: str
) -> None:
    told = [indicator(periodicity="P1Y", delay="P6M", release_delay="P15D"), said("1", "2010", nature)]
    row = rows(told, as_of)[1]
    assert (row["release_on"], row["release"]) == (date(2011, 7, 15), release)


@pytest.mark.parametrize(
    ("about", "as_of", "freshness"),
    [
        ("2009", "2011-06-30", "fresh"),  # the figure of 2010 is not late yet
        ("2009", "2011-07-01", "stale"),
        ("2010", "2011-07-01", "fresh"),
        ("2011-03", "2011-07-01", "fresh"),
    ],
)
def test_a_thing_is_fresh_when_its_newest_figure_is_of_the_last_period_due(
    rows: Ask, about: str, as_of: str, freshness: str
) -> None:
    found = rows([indicator(periodicity="P1Y", delay="P6M"), said("1", about)], as_of)
    assert {row["freshness"] for row in found} == {freshness}


def test_the_earlier_of_the_two_dates_says_what_is_late(rows: Ask) -> None:
    told = [indicator(periodicity="P1Y", delay="P6M"), said("1", "2010", on="2011-07-20")]
    assert rows(told, "2011-08-01", known_on="2011-07-10")[1]["days_late"] == 10
    assert rows(told, "2010-12-31", known_on="2014-01-01")[1]["state"] == "reported"
    assert rows(told[:1], "2010-12-31", known_on="2014-01-01")[1]["state"] == "not_due"


def test_who_is_to_report_is_who_measures_else_who_answers_for_it_or_its_node(rows: Ask) -> None:
    node = entry("node", "axis", parent="plan", node_kind="axis", name={"en": "Axis"}, owner="org-node")
    bodies: tuple[dict[str, str], ...] = ({"measured_by": "org-m", "owner": "org-o"}, {"owner": "org-o"}, {})
    told = [indicator(f"ind-{place}", node="axis", **those) for place, those in enumerate(bodies)]
    assert [row["party"] for row in rows([node, *told])] == ["org-m", "org-o", "org-node"]


def test_what_has_a_target_of_its_own_is_expected_on_its_own(rows: Ask) -> None:
    def aim(key: str, **where: Any) -> Told:
        return entry(
            "target", key, indicator="ind-a", value="9", due_on="2013", set_on="2009-01", version="original", **where
        )

    only_there = [indicator(periodicity="P1Y"), aim("one", subject="site-a"), aim("two", region="MA-08@1997")]
    places = [(row["subject"], row["region"]) for row in rows(only_there, "2009-06-30")]
    assert places == [("site-a", None), (None, "MA-08@1997")]
    assert (None, None) in [(row["subject"], row["region"]) for row in rows([*only_there, aim("all")], "2009-06-30")]


def test_periods_are_expected_from_the_first_definition_until_the_indicator_is_closed(rows: Ask) -> None:
    first = indicator(periodicity="P1Y", in_force_on="2010")
    assert [row["about"] for row in rows([first])] == ["2010", "2011"]
    closed = entry("indicator", "ind-a", replaces=1, **{**first.content, "in_force_on": "2012", "closing": "ended"})
    assert [row["about"] for row in rows([first, closed], "2013-12-31")] == ["2010", "2011"]
    undated = entry(
        "indicator", "ind-a", replaces=1, **{**indicator().content, "periodicity": "P1Y", "in_force_on": "2011"}
    )
    assert [row["about"] for row in rows([indicator(periodicity="P1Y"), undated])] == ["2009", "2010", "2011"]


MONTHS = {"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12}
DAYS = st.dates(date(2009, 1, 1), date(2013, 12, 31))


def reference(every: str, told: list[tuple[date, str]], today: date) -> list[tuple[date, str]]:
    """Walk through the periods one by one, as somebody would with a calendar."""
    found, year, month = [], 2009, 1
    while (first := date(year, month, 1)) <= min(today, date(2013, 12, 31)):
        after = month - 1 + MONTHS[every]
        year, month = year + after // 12, after % 12 + 1
        last = date(year, month, 1) - timedelta(days=1)
        natures = {nature for day, nature in told if first <= day <= last and day <= today}
        late = last + timedelta(days=45)
        waiting = "overdue" if today > late else "due" if today > last else "not_due"
        found.append((late, "verified" if "measured" in natures else "reported" if natures else waiting))
    return found


@settings(max_examples=10)
@given(
    every=st.sampled_from(sorted(MONTHS)),
    told=st.lists(st.tuples(DAYS, st.sampled_from(["declared", "measured"])), max_size=6, unique=True),
    today=DAYS,
)
def test_a_walk_through_the_calendar_finds_the_same(
    tmp_path_factory: pytest.TempPathFactory, every: str, told: list[tuple[date, str]], today: date
) -> None:
    entries = [said("1", day.isoformat(), nature, on="2009-01-01") for day, nature in told]
    ledger = [PLAN, indicator(periodicity=every, delay="P45D"), *entries]
    found = ask(session_of(ledger, tmp_path_factory.mktemp("due"), as_of=today.isoformat()), due.ANALYSIS)
    assert [(row["due_on"], row["state"]) for row in found] == reference(every, told, today)
