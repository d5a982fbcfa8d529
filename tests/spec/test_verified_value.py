"""What an audit is likely to find behind the newest declared figure, and the pairs it is told from.

Fixture: `rows` asks of a plan whose ministry declared `declared` of a target of 80, with whatever else is told.
"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import candour_pairs, progress, verified_value
from bilan.analysis.asking import Row

Rows = Callable[..., list[Row]]


def said(value: str, about: str, key: str, nature: str = "declared", *, of: str = "ind-a", **content: Any) -> Told:
    facts = {"indicator": of, "value": value, "about": about, "published_on": about, "organisation_name": "Ministry"}
    return entry("statement", f"st-{key}", nature=nature, **{**facts, **content})


def aim(value: str = "80", of: str = "ind-a", **content: Any) -> Told:
    return entry(
        "target",
        f"tg-{of}",
        indicator=of,
        value=value,
        due_on="2013",
        version="original",
        published_on="2010",
        **content,
    )


def audited(declared: str, found: str, about: str, key: str, **content: Any) -> list[Told]:
    """Tell a declared figure and what an audit found of it a month later."""
    later = {"published_on": f"{about[:4]}-12-31", **content}
    return [said(declared, about, f"d{key}", **content), said(found, about, f"v{key}", "audited", **later)]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    def asked(*told: Told, known_on: str = "2013-06-30") -> list[Row]:
        session = session_of([PLAN, *told], tmp_path, as_of=known_on)
        return ask(session, progress.ANALYSIS, candour_pairs.ANALYSIS, verified_value.ANALYSIS)

    return asked


@pytest.fixture
def one(rows: Rows) -> Callable[..., Row]:
    def asked(*told: Told, **dates: str) -> Row:
        (row,) = (row for row in rows(indicator(), aim(), *told, **dates) if row["declared_entry"] is not None)
        return row

    return asked


NEWEST = said("44", "2013-01-31", "new")


def test_a_declared_figure_without_any_audit_is_told_from_the_table(one: Callable[..., Row]) -> None:
    row = one(NEWEST)
    assert row["low"] < row["median"] <= 44 < row["high"]
    assert (row["basis"], row["reporter_pairs"], row["class_pairs"], row["cannot"]) == ("table", 0, 0, None)
    assert (row["class_low"], row["class_high"]) == (row["low"], row["high"])
    assert row["chance_met"] == 0.03
    assert row["entries"] == [2, 3]


def test_what_audits_found_behind_the_same_reporter_shifts_the_answer(one: Callable[..., Row]) -> None:
    halved = [*audited("20", "10", "2010-06-30", "1"), *audited("30", "15", "2011-06-30", "2")]
    row = one(*halved, NEWEST)
    assert row["median"] < one(NEWEST)["median"] - 4
    assert (row["basis"], row["reporter_pairs"], row["reporter_audits"], row["class_pairs"]) == ("record", 2, 2, 2)
    assert (row["verified"], len(row["entries"])) == (15, 6)


def test_the_record_of_another_reporter_is_only_of_the_class(one: Callable[..., Row]) -> None:
    other = [
        told for at in range(3) for told in audited("20", "10", f"201{at}-06-30", f"{at}", organisation_name="Other")
    ]
    row = one(*other, NEWEST)
    assert (row["basis"], row["reporter_pairs"], row["class_pairs"]) == ("table", 0, 3)
    assert row["median"] < one(NEWEST)["median"]


def test_who_declared_without_a_name_has_no_record(one: Callable[..., Row]) -> None:
    nobody = audited("20", "10", "2010-06-30", "1", organisation_name=None)
    row = one(*nobody, said("44", "2013-01-31", "new", organisation_name=None))
    assert (row["basis"], row["reporter"], row["reporter_pairs"], row["class_pairs"]) == ("table", None, 0, 1)


def test_from_thirty_pairs_on_the_table_is_left_out(rows: Rows) -> None:
    told: list[Told] = []
    for at in range(30):
        told += [indicator(f"ind-{at}"), aim(of=f"ind-{at}")]
        told += audited("40", "36", "2011-06-30", f"{at}", of=f"ind-{at}", organisation_name=f"Office {at}")
    row = next(row for row in rows(indicator(), aim(), *told, NEWEST) if row["indicator"] == "ind-a")
    assert (row["basis"], row["class_pairs"]) == ("class", 30)
    assert row["median"] == pytest.approx(0.9 * 44, abs=1)


def test_only_what_was_public_by_the_day_counts(one: Callable[..., Row]) -> None:
    told = [*audited("20", "10", "2010-06-30", "1"), NEWEST]
    assert one(*told, said("80", "2013-01-31", "late", "audited", published_on="2014-01-01"))["cannot"] is None


@pytest.mark.parametrize(
    ("of", "told", "cannot"),
    [
        ({}, [said("30", "2013-01-31", "v", "measured")], "verified"),
        ({}, [said("30", "2013-03-31", "v", "audited")], "verified"),
        ({"direction": None}, [], "no_direction"),
        ({"measure": "rank"}, [], "unnumbered"),
        ({"measure": "qualitative"}, [], "unnumbered"),
    ],
)
def test_why_nothing_is_told(rows: Rows, of: dict[str, Any], told: list[Told], cannot: str) -> None:
    (row,) = rows(indicator(**of), aim(), NEWEST, *told)
    assert (row["cannot"], row["low"], row["quantiles"], row["chance_met"], row["basis"]) == (cannot, *[None] * 4)


@pytest.mark.parametrize(
    "told", [[aim("0"), NEWEST], [aim(), said("0", "2013-01-31", "new")], [said("0", "2013-01-31", "new")]]
)
def test_of_nothing_there_is_no_percentage(rows: Rows, told: list[Told]) -> None:
    (row,) = rows(indicator(), *told)
    assert row["cannot"] == "no_number"


def test_without_a_target_a_figure_is_held_against_itself(rows: Rows) -> None:
    (row,) = rows(indicator(), NEWEST)
    assert row["low"] < row["median"] <= 44 < row["high"]
    assert row["chance_met"] is None


def test_where_less_is_better_the_truth_lies_above(rows: Rows) -> None:
    (row,) = rows(indicator(direction="down"), aim("20"), NEWEST)
    assert row["low"] < 44 <= row["median"] < row["high"]
    assert row["quantiles"] == sorted(row["quantiles"])


def test_a_share_stays_within_its_bounds(rows: Rows) -> None:
    declared = [said("99", "2013-01-31", "new"), aim("100")]
    (row,) = rows(indicator(unit="percent", measure="rate"), *declared)
    assert all(low < high for low, high in pairwise(row["quantiles"]))
    assert row["quantiles"][-1] < 100
    (told,) = rows(indicator(unit="points", measure="rate", floor="90", ceiling="99.5"), *declared)
    assert 90 < told["quantiles"][0] < told["quantiles"][-1] < 99.5


def test_pairs_of_a_part_or_in_another_unit_are_held_against_what_was_declared(tmp_path: Path) -> None:
    parts = [
        *audited("20", "10", "2010-06-30", "1"),
        *audited("20", "10", "2010-06-30", "2", scope="urban", scope_relation="part"),
        *audited("20", "10", "2010-06-30", "3", unit="schools"),
    ]
    session = session_of([PLAN, indicator(), aim(), *parts], tmp_path)
    pairs = ask(session, progress.ANALYSIS, candour_pairs.ANALYSIS)
    assert [row["target"] for row in pairs] == [80, None, None]
    assert {(row["reporter"], row["better"], row["worse"]) for row in pairs} == {("Ministry", True, False)}
