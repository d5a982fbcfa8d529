"""The fifteen contrasts of the plan of 2009-2013: a person found them by reading; each must come out by computation."""

import csv
from collections.abc import Iterable
from typing import Final

import pytest
from tests.editions_of import ask
from tests.history.conftest import FOLDER, Demo

from bilan.analysis import contradictions, rates, revisions
from bilan.analysis.asking import Row

CONTRASTS: Final = {
    row["id"]: row for row in csv.DictReader((FOLDER / "acceptance/contrasts.csv").read_text("utf-8").splitlines())
}
# The kind of finding in which each contrast must come out, and how far its two statements may be compared.
FOUND_AS: Final = {
    "ctr-egov-completion": ("declared_v_verified", "no"),
    "ctr-egov-40-36": ("declared_v_verified", "uncertain"),
    "ctr-egov-flagship": ("told_in_parts", "no"),
    "ctr-cac": ("declared_v_verified", "uncertain"),
    "ctr-genie": ("verified_beside", "no"),
    "ctr-infitah": ("declared_v_verified", "yes"),
    "ctr-moussanada": ("declared_v_verified", "uncertain"),
    "ctr-hh-internet": ("declared_v_verified", "yes"),
    "ctr-overall": ("words_v_audited", "no"),
    "ctr-un": ("index_mistaken", "no"),
    "ctr-off-export": ("same_thing_other_figure", "uncertain"),
    "ctr-oit": ("told_beside_target", "no"),
    "ctr-axis4": ("words_v_completion", "no"),
    "ctr-pacte": ("declared_v_verified", "yes"),
    "ctr-budget-sme": ("paid_v_planned", "uncertain"),
}


@pytest.fixture(scope="module")
def found(demo: Demo) -> list[Row]:
    return ask(demo("2026-11-24", "2026-11-24"), rates.ANALYSIS, contradictions.ANALYSIS)


@pytest.fixture(scope="module")
def number_of(demo: Demo) -> dict[str, int]:
    session = demo("2026-11-24", "2026-11-24")
    session.need(["statement"])
    return {row["key"]: row["number"] for row in session.rows("SELECT key, number FROM statement")}


def behind(rows: Iterable[Row], *numbers: int) -> list[Row]:
    return [row for row in rows if set(numbers) <= set(row["entries"])]


def test_the_file_of_contrasts_and_this_test_name_the_same_ones() -> None:
    assert list(CONTRASTS) == list(FOUND_AS)


@pytest.mark.parametrize("name", FOUND_AS)
def test_a_contrast_comes_out_by_computation(name: str, found: list[Row], number_of: dict[str, int]) -> None:
    contrast = CONTRASTS[name]
    pair = (number_of[contrast["declared_statement_id"]], number_of[contrast["other_statement_id"]])
    assert [(row["kind"], row["comparable"]) for row in behind(found, *pair)] == [FOUND_AS[name]]


def test_the_audit_found_a_third_of_what_was_counted_on_a_base_that_had_moved_twice(
    found: list[Row], number_of: dict[str, int]
) -> None:
    (row,) = behind(found, number_of["st-egov-2014-done"], number_of["st-egov-audit-36"])
    assert (row["value"], float(row["other_value"]), row["beyond"]) == (44, 24.84, True)
    assert row["because"] == ["base_differs", "dates_differ"]


def test_fewer_services_than_at_the_start_were_declared_in_may_2012(demo: Demo) -> None:
    rows = ask(demo("2012-08-08", "2012-08-08"), rates.ANALYSIS, contradictions.ANALYSIS)
    (row,) = [row for row in rows if row["kind"] == "below_own_baseline"]
    assert (row["indicator"], row["value"], row["other_value"]) == ("ind-egov-operational", 10, 16)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("told_twice", "st-injaz-2014-cum-a", "st-injaz-2014-cum-b"),
        ("told_otherwise_than_announced", "st-injaz-ed4-plan", "st-injaz-ed4-done"),
        ("said_otherwise_later", "st-seed-overall", "st-plan-notmet-2013"),
        ("slip", "st-mnf-size-wrong", "st-mnf-size"),
        ("same_thing_other_figure", "st-plan-budget-court", "st-plan-budget-jettou"),
        ("same_thing_other_figure", "st-hhi-2013-le360", "st-hhi-2013-derived"),
        ("misread", "st-egdi-africa-2014-tekiano", "st-egdi-africa-2014"),
    ],
)
def test_what_the_sources_contradict_each_other_in_is_found(
    kind: str, one: str, other: str, found: list[Row], number_of: dict[str, int]
) -> None:
    assert [row["kind"] for row in behind(found, number_of[one], number_of[other])] == [kind]


def test_two_printed_rates_do_not_follow_from_their_own_numbers(found: list[Row]) -> None:
    rows = [row for row in found if row["kind"] == "rate_does_not_follow"]
    assert [(int(row["value"]), float(round(row["other_value"], 1))) for row in rows] == [(76, 71.1), (70, 73.6)]


def test_a_target_told_ten_times_too_small_is_a_slip(found: list[Row]) -> None:
    (row,) = [row for row in found if row["kind"] == "slip" and row["indicator"] == "ind-gdp-direct"]
    assert (row["other_indicator"], row["ratio"]) == ("ind-gdp-total", 0.1)


def base_of_services(demo: Demo, as_of: str, known_on: str) -> Row:
    rows = ask(demo(as_of, known_on), revisions.ANALYSIS)
    (row,) = [one for one in rows if one["bases"] and one["indicator"] == "ind-egov-operational"]
    return row


def test_the_base_of_services_was_89_on_the_day_of_the_minister(demo: Demo) -> None:
    row = base_of_services(demo, "2012-08-08", "2012-08-08")
    assert (row["kind"], row["bases"], row["without_revision"]) == ("base_kept", [89], None)


def test_the_base_of_services_went_from_89_to_69_to_56_and_no_revision_was_announced(demo: Demo) -> None:
    row = base_of_services(demo, "2013-12-31", "2014-12-31")
    assert (row["kind"], row["bases"], row["without_revision"]) == ("base_changed", [89, 69, 56], True)
    assert [str(day) for day in row["base_days"]] == ["2009-10-31", "2014-09-30", "2014-12-31"]


def test_on_the_first_base_44_services_are_49_percent_and_the_audited_36_are_28(demo: Demo) -> None:
    row = base_of_services(demo, "2026-11-24", "2026-11-24")
    shares = ("declared_share", "declared_on_first", "verified_share", "verified_on_first")
    assert [round(100 * row[share]) for share in shares] == [79, 49, 36, 28]


def test_three_targets_were_revised_and_no_reason_was_given(demo: Demo) -> None:
    rows = ask(demo("2026-11-24", "2026-11-24"), revisions.ANALYSIS)
    moved = [
        (row["before_key"], row["after_key"], row["without_reason"]) for row in rows if row["kind"] == "target_moved"
    ]
    assert moved == [
        ("tgt-genie-8604", "tgt-genie-9260", True),
        ("tgt-genie-teachers-230000", "tgt-genie-teachers-200000", True),
        ("tgt-injaz-80000", "tgt-injaz-117000", True),
    ]
