"""When an entry is public, from when it counts, and which number it stands for."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bilan.tables.derive import Public, counts_day, public_day, reading_of, recency, row_of

RECORDED = date(2026, 11, 24)
SOURCES = {"src-audit": date(2014, 9, 21), "src-undated": None}


def public(content: Mapping[str, Any], kind: str = "statement", **envelope: object) -> Public:
    leaf = {"kind": kind, "content": content, **envelope}
    return public_day(leaf, recorded_on=RECORDED, source_day=SOURCES.get)


@pytest.mark.parametrize(
    ("content", "day", "basis"),
    [
        ({"published_on": "2014-09", "said_on": "2014-02"}, date(2014, 9, 30), "statement"),
        ({"said_on": "2012-08-08", "occasion_kind": "public", "source": "src-audit"}, date(2012, 8, 8), "occasion"),
        ({"said_on": "2014-02", "source": "src-audit"}, date(2014, 9, 21), "source"),
        ({"said_on": "2015-01-22", "source": "src-audit"}, date(2015, 1, 22), "said"),
        ({"said_on": "2012"}, date(2012, 12, 31), "said"),
        ({"source": "src-audit"}, date(2014, 9, 21), "source"),
        ({"source": "src-undated"}, RECORDED, "recorded"),
        ({}, RECORDED, "recorded"),
        ({"said_on": "2026"}, RECORDED, "said"),
    ],
)
def test_a_statement_is_public_by_the_last_day_it_may_mean(content: dict[str, str], day: date, basis: str) -> None:
    assert public(content) == Public(day, basis)


def test_a_target_is_public_from_the_day_it_was_set_though_read_in_a_later_source() -> None:
    assert public({"set_on": "2009-10", "source": "src-audit"}, "target") == Public(date(2009, 10, 31), "set")


def test_a_source_is_public_when_it_was_published() -> None:
    assert public({"published_on": "2014-09-21", "source_kind": "press"}, "source") == Public(
        date(2014, 9, 21), "source"
    )


def test_what_frames_the_plan_is_always_known_in_its_first_version() -> None:
    assert public({}, "indicator") == Public(None, "frame")


def test_a_later_version_of_the_frame_is_known_once_in_force_or_recorded() -> None:
    assert public({"in_force_on": "2010"}, "indicator", replaces=3) == Public(date(2010, 1, 1), "frame")
    assert public({}, "indicator", replaces=3) == Public(RECORDED, "frame")
    assert public({"in_force_on": "2030"}, "indicator", replaces=3) == Public(RECORDED, "frame")


def test_what_came_into_the_plan_by_a_decision_is_known_and_counts_from_it() -> None:
    decided = {"decided_on": "2012-06", "in_force_on": "2012-07"}
    assert public(decided, "node") == public(decided, "node", replaces=3) == Public(date(2012, 6, 30), "frame")
    for content, day in ((decided, date(2012, 7, 1)), ({"in_force_on": "2012-07"}, None), ({}, None)):
        leaf = {"kind": "node", "number": 1, "recorded_at": "2013-01-01T00:00:00Z", "recorded_by": "a"}
        row = row_of({**leaf, "content": content}, source_day=lambda _: None)
        assert row["counts_on"] == (day.isoformat() if day else None)


def test_a_baseline_that_rests_on_no_source_frames_the_plan_until_it_is_replaced() -> None:
    assert public({"value": "0"}, "baseline") == Public(None, "frame")
    assert public({"value": "0"}, "baseline", replaces=3) == Public(RECORDED, "recorded")


@pytest.mark.parametrize(
    ("kind", "content", "day"),
    [
        ("statement", {"about": "2012-10"}, date(2012, 10, 31)),
        ("statement", {"about": "2002/.."}, date(2015, 1, 1)),
        ("statement", {}, date(2015, 1, 1)),
        ("statement", {"about": "2012-12-31", "nature": "announced", "said_on": "2012-06"}, date(2012, 6, 30)),
        ("statement", {"about": "2012-12-31", "nature": "announced"}, date(2015, 1, 1)),
        ("target", {"set_on": "2009-10"}, date(2009, 10, 31)),
        ("target", {}, None),
        ("indicator", {}, None),
        ("cohort", {"entered_on": "2008-03", "nature": "declared"}, date(2008, 3, 31)),
        ("cohort", {"entered_on": "2008-03", "about": "2012", "nature": "declared"}, date(2012, 12, 31)),
        ("cohort", {"nature": "declared"}, date(2015, 1, 1)),
    ],
)
def test_an_entry_counts_from_the_last_day_it_is_about(kind: str, content: dict[str, str], day: date | None) -> None:
    assert counts_day(kind, content, date(2015, 1, 1)) == day


@pytest.mark.parametrize(
    ("content", "number", "low", "high"),
    [
        ({"value": "52000", "qualifier": "more_than"}, "52000", "52000", None),
        ({"value": "16"}, "16", "16", "16"),
        (
            {"numerator": "4", "denominator": "15"},
            "26.666666666666666667",
            "26.666666666666666667",
            "26.666666666666666667",
        ),
        ({"low": "10", "high": "50"}, None, "10", "50"),
        ({"amount": "59000000", "qualifier": "about"}, "59000000", "58500000", "59500000"),
        ({"numerator": "5200000000000", "denominator": "1"}, "520000000000000", "520000000000000", "520000000000000"),
        ({"numerator": "99999999999999999999", "denominator": "0.000000000000000001"}, None, None, None),
        (
            {"value": "-99999999999999999999", "qualifier": "almost"},
            "-99999999999999999999",
            None,
            "-99999999999999999999",
        ),
        (
            {"value": "12345678901234567890.123456789012345678", "qualifier": "about"},
            "12345678901234567890.123456789012345678",
            "12345678901234567890.1234567890123456775",
            "12345678901234567890.1234567890123456785",
        ),
        ({"rung": "pilot"}, "3", "3", "3"),
        ({"numerator": "4"}, None, None, None),
        ({"words": "broadly positive"}, None, None, None),
    ],
)
def test_a_reading_carries_its_qualifier_as_an_interval(
    content: dict[str, str], number: str | None, low: str | None, high: str | None
) -> None:
    read = reading_of(content)
    assert (read.number, read.low, read.high) == tuple(
        None if one is None else Decimal(one) for one in (number, low, high)
    )


def test_recency_puts_the_date_first_then_the_public_day_then_the_number() -> None:
    early, late = date(2012, 1, 1), date(2013, 1, 1)
    rising = [
        recency(None, late, 9),
        recency(early, early, 9),
        recency(early, late, 1),
        recency(early, late, 2),
        recency(late, early, 0),
    ]
    assert rising == sorted(rising)
    assert recency(late, late, 77) & 0x7FFFFFFF == 77


def test_a_row_spreads_days_labels_and_exact_numbers() -> None:
    content = {"node": "axis-1", "name": {"fr": "Écoles", "en": "Schools"}, "unit": "schools", "in_force_on": "2010-Q2"}
    leaf = {
        "number": 4,
        "recorded_at": "2026-11-24T10:00:00Z",
        "recorded_by": "desk",
        "kind": "indicator",
        "content": content,
    }
    row = row_of(leaf, source_day=SOURCES.get)
    assert (row["name_fr"], row["name_en"], "name_ar" in row) == ("Écoles", "Schools", False)
    assert (row["in_force_on"], row["in_force_on_from"], row["in_force_on_to"]) == (
        "2010-Q2",
        "2010-04-01",
        "2010-06-30",
    )
    assert (row["public_on"], row["public_basis"], row["counts_on"]) == (None, "frame", None)


def test_a_row_of_a_period_with_an_open_end_has_no_last_day() -> None:
    content = {"indicator": "ind-a", "about": "2002/..", "value": "40", "nature": "declared"}
    leaf = {
        "number": 4,
        "recorded_at": "2026-11-24T10:00:00Z",
        "recorded_by": "desk",
        "kind": "statement",
        "content": content,
    }
    row = row_of(leaf, source_day=SOURCES.get)
    assert (row["about_from"], row["about_to"], row["counts_on"]) == ("2002-01-01", None, "2026-11-24")
    assert (row["reading"], row["reach_low"]) == ("40", "40")
