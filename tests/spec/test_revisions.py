"""Revisions: what counts as a move, and what a base is."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import revisions
from bilan.analysis.asking import Row


def target(key: str = "tgt-a", value: str | None = "100", **content: Any) -> Told:
    usual = {"indicator": "ind-a", "due_on": "2013", "set_on": "2009", "version": "original"}
    return entry("target", key, **{**usual, **content}, value=value)


def said(key: str, on: str = "ind-a", **content: Any) -> Told:
    usual = {"indicator": on, "nature": "declared", "about": "2012", "said_on": "2012"}
    return entry("statement", key, **{**usual, **content})


def revised(told: list[Told], home: Path, **cut: str) -> list[Row]:
    return ask(session_of([PLAN, *told], home, **cut), revisions.ANALYSIS)


def the_one(told: list[Told], home: Path, **cut: str) -> Row:
    (row,) = revised(told, home, **cut)
    return row


def again(value: str, **content: Any) -> list[Told]:
    """Tell a target, and publish it again under its key."""
    return [indicator(), target(), target(value=value, replaces=2, set_on="2011", **content)]


@pytest.mark.parametrize(
    ("value", "due_on", "moved", "days"),
    [
        ("80", "2013", "value", 0),
        ("100", "2014", "date", 365),
        ("80", "2014", "value_and_date", 365),
        ("100.0", "2013", None, None),
        ("100", "2013-12-31", None, None),
        ("80", None, "value_and_date", None),
    ],
)
def test_a_target_published_again_has_moved_when_its_number_or_day_is_another(
    value: str, due_on: str | None, moved: str | None, days: int | None, tmp_path: Path
) -> None:
    rows = revised(again(value, due_on=due_on), tmp_path)
    assert [(row["kind"], row["way"], row["moved"], row["days_moved"]) for row in rows] == (
        [("target_moved", "replacement", moved, days)] if moved else []
    )


def test_a_move_tells_by_how_much_and_that_no_reason_was_given(tmp_path: Path) -> None:
    row = the_one(again("80"), tmp_path)
    assert (row["before"], row["after"], row["difference"], row["change"]) == (100, 80, -20, -0.2)
    assert (row["without_reason"], row["entries"]) == (True, [2, 3])


def test_a_move_tells_its_reason(tmp_path: Path) -> None:
    row = the_one(again("80", reason="scope_evolved", reason_words="Two ministries left"), tmp_path)
    assert (row["reason"], row["reason_words"], row["without_reason"]) == (
        "scope_evolved",
        "Two ministries left",
        False,
    )


def test_a_move_is_no_secret_once_public_and_none_before(tmp_path: Path) -> None:
    told = [
        indicator(),
        target(published_on="2009"),
        target(value="80", replaces=2, set_on="2011", published_on="2012-06"),
    ]
    assert revised(told, tmp_path / "a", known_on="2012-06-29") == []
    assert the_one(told, tmp_path / "b", known_on="2012-06-30")["after"] == 80


def test_a_target_withdrawn_and_told_again_with_another_value_has_moved(tmp_path: Path) -> None:
    told = [
        indicator(),
        target(),
        entry("withdrawal", entry=2, reason="correction", published_on="2010"),
        target(value="80"),
    ]
    row = the_one(told, tmp_path)
    assert (row["kind"], row["entries"]) == ("target_moved", [2, 4])


@pytest.mark.parametrize(
    ("version", "kind"), [("revised", "target_moved"), ("restated", "target_restated"), ("successor", None)]
)
def test_a_chain_of_targets_is_a_move_when_revised_and_another_telling_when_restated(
    version: str, kind: str | None, tmp_path: Path
) -> None:
    rows = revised([indicator(), target(), target("tgt-b", "80", version=version, supersedes="tgt-a")], tmp_path)
    assert [(row["kind"], row["way"], row["before_key"], row["after_key"]) for row in rows] == (
        [(kind, "chain", "tgt-a", "tgt-b")] if kind else []
    )


def test_a_chain_starts_from_the_version_that_stood_when_it_was_recorded(tmp_path: Path) -> None:
    chain = target("tgt-b", "80", version="revised", supersedes="tgt-a")
    told = [*again("90"), chain, target(value="70", replaces=3)]
    rows = [row for row in revised(told, tmp_path) if row["way"] == "chain"]
    assert [(row["before"], row["after"]) for row in rows] == [(90, 80)]


def test_a_target_restated_on_another_indicator_has_no_difference(tmp_path: Path) -> None:
    other = target("tgt-b", "58", indicator="ind-b", version="restated", supersedes="tgt-a")
    row = the_one([indicator(), indicator("ind-b"), target(), other], tmp_path)
    assert (row["before"], row["after"], row["difference"], row["change"]) == (100, 58, None, None)


def test_a_range_that_moves_has_no_difference(tmp_path: Path) -> None:
    ranged: dict[str, Any] = {"value": None, "low": "10", "qualifier": "range"}
    told = [indicator(), target(**ranged, high="20"), target(**ranged, high="30", replaces=2)]
    row = the_one(told, tmp_path)
    assert (row["moved"], row["difference"]) == ("value", None)


def test_a_target_that_was_nothing_has_no_relative_change(tmp_path: Path) -> None:
    row = the_one([indicator(), target(value="0"), target(value="5", replaces=2)], tmp_path)
    assert (row["difference"], row["change"]) == (5, None)


def test_a_baseline_told_again_with_another_value_has_moved(tmp_path: Path) -> None:
    first = entry("baseline", "bl-a", indicator="ind-a", value="10", about="2008")
    second = entry("baseline", "bl-a", indicator="ind-a", value="14", about="2008", replaces=2, reason="correction")
    row = the_one([indicator(), first, second], tmp_path)
    assert (row["kind"], row["difference"], row["reason"], row["entries"]) == (
        "baseline_moved",
        4,
        "correction",
        [2, 3],
    )


def services(*told: Told) -> list[Told]:
    """Tell a count of services, the rate done of them, and how many there are to be."""
    rate = {"unit": "percent", "measure": "rate", "numerator": "ind-a", "denominator": "ind-scope"}
    return [indicator(), indicator("ind-scope", direction=None), indicator("ind-rate", **rate), *told]


def chain_of(told: list[Told], home: Path, **cut: str) -> list[Any]:
    rows = revised(told, home, **cut)
    return [[int(base) for base in row["bases"]] for row in rows if row["bases"]]


def test_the_base_is_followed_through_targets_totals_rates_and_bases_seen(tmp_path: Path) -> None:
    told = services(
        target(value="89"),
        said("st-scope", "ind-scope", value="89", about="2010", said_on="2010"),
        said("st-rate", "ind-rate", value="36", denominator="69", nature="audited", published_on="2013"),
        target("tgt-seen", "56", version="observed_base", supersedes="tgt-a", set_on="2014"),
        said("st-count", value="44", denominator="56", about="2014", said_on="2014"),
    )
    row = the_one(told, tmp_path)
    assert (row["kind"], [int(base) for base in row["bases"]]) == ("base_changed", [89, 69, 56])
    assert (row["of_target"], row["without_revision"], row["without_reason"]) == (True, True, True)
    assert [str(day) for day in row["base_days"]] == ["2009-12-31", "2013-12-31", "2014-12-31"]
    assert (row["declared_share"], row["declared_on_first"]) == (44 / 56, 44 / 89)
    assert (row["verified_share"], row["verified_on_first"]) == (0.36, 24.84 / 89)


def test_a_base_that_never_changed_is_kept(tmp_path: Path) -> None:
    row = the_one([indicator(), target(), said("st-a", value="40", denominator="100")], tmp_path)
    assert (row["kind"], row["without_revision"], row["without_reason"]) == ("base_kept", None, None)


@pytest.mark.parametrize(("reason", "without"), [("scope_evolved", (False, False)), (None, (False, True))])
def test_a_revised_target_announces_its_base(reason: str | None, without: tuple[bool, bool], tmp_path: Path) -> None:
    told = [
        indicator(),
        target(),
        said("st-a", value="40", denominator="100", about="2010", said_on="2010"),
        target("tgt-b", "80", version="revised", supersedes="tgt-a", set_on="2011", reason=reason),
        said("st-b", value="40", denominator="80"),
    ]
    (row,) = [row for row in revised(told, tmp_path) if row["bases"]]
    assert (row["kind"], (row["without_revision"], row["without_reason"])) == ("base_changed", without)


@pytest.mark.parametrize(
    "other",
    [
        {"denominator": "90", "denominator_qualifier": "more_than"},
        {"denominator": "90", "scope": "urban", "scope_relation": "part"},
        {"denominator": "90", "unit": "persons"},
        {"denominator": "50"},
        {"missing": "not_reported"},
    ],
)
def test_an_inexact_total_or_that_of_a_part_is_no_other_base(other: dict[str, str], tmp_path: Path) -> None:
    value = None if "missing" in other else "40"
    told = [
        indicator(),
        target(value="100"),
        target("tgt-part", "50", version="partial"),
        said("st-a", value="30", denominator="100", about="2010", said_on="2010"),
        said("st-b", value=value, **other),
    ]
    assert chain_of(told, tmp_path) == [[100]]


def test_a_target_that_nobody_measured_by_is_no_base(tmp_path: Path) -> None:
    told = [indicator(), target(value="15"), said("st-a", value="4", denominator="5", denominator_words="applications")]
    assert chain_of(told, tmp_path) == [[5]]


def test_an_undated_count_is_not_the_newest(tmp_path: Path) -> None:
    told = [
        indicator(),
        said("st-a", value="40", denominator="100"),
        said("st-b", value="15", denominator="100", about=None),
    ]
    assert the_one(told, tmp_path)["declared"] == 40


def by_hand(published: list[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Name each move of a value under a key, in the plainest way."""
    moves, standing = [], dict[str, int]()
    for key, value in published:
        if key in standing and standing[key] != value:
            moves.append((key, standing[key], value))
        standing[key] = value
    return moves


PUBLISHED = st.lists(st.tuples(st.sampled_from(["tgt-a", "tgt-b", "tgt-c"]), st.integers(1, 3)), max_size=12)


@given(published=PUBLISHED)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_query_finds_the_moves_that_a_person_would(
    published: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    told = [indicator(), *(target(key, f"{value}.0") for key, value in published)]
    rows = revised(told, tmp_path_factory.mktemp("drawn"))
    found = [(row["after_entry"], row["after_key"], int(row["before"]), int(row["after"])) for row in rows]
    assert [move[1:] for move in sorted(found)] == by_hand(published)
