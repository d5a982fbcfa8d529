"""Declared figures beside those verified later, drawn as small tables."""

from collections.abc import Iterable
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import candour, candour_pairs, progress
from bilan.analysis.asking import Row

PERSON = entry("party", "per-a", name="A. Minister", party_kind="person")


def declared(value: str, about: str = "2011-06-30", *, key: str = "d", **content: Any) -> Told:
    facts = {
        "indicator": "ind-a",
        "value": value,
        "about": about,
        "published_on": "2011-07-01",
        "speaker": "per-a",
        **content,
    }
    return entry("statement", f"st-{key}", nature="declared", **facts)


def verified(value: str, about: str = "2011-06-30", *, key: str = "v", nature: str = "audited", **content: Any) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": about, "published_on": "2012-01-01", **content}
    return entry("statement", f"st-{key}", nature=nature, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Ask for the candour in a ledger of these statements, an indicator that should grow and one that should fall."""

    def asked(told: Iterable[Told], known_on: str = "2029-01-01") -> list[Row]:
        frame = [
            PLAN,
            PERSON,
            indicator(),
            indicator("ind-fall", direction="down"),
            indicator("ind-no", direction=None),
        ]
        session = session_of([*frame, *told], tmp_path, as_of="2029-01-01", known_on=known_on)
        return ask(session, progress.ANALYSIS, candour_pairs.ANALYSIS, candour.ANALYSIS)

    return asked


def counts(row: Row) -> tuple[int, ...]:
    return tuple(row[name] for name in ("declared", "pairs", "better", "within", "worse", "unverified"))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([declared("30"), verified("25")], (1, 1, 1, 0, 0, 0)),
        ([declared("20"), verified("25")], (1, 1, 0, 0, 1, 0)),
        ([declared("25"), verified("25")], (1, 1, 0, 1, 0, 0)),
        ([declared("26"), verified("25", qualifier="at_least")], (1, 1, 0, 1, 0, 0)),
        ([declared("30", qualifier="about"), verified("25")], (1, 1, 0, 1, 0, 0)),
        ([declared("5", indicator="ind-fall"), verified("9", indicator="ind-fall")], (1, 1, 1, 0, 0, 0)),
        ([declared("9", indicator="ind-fall"), verified("5", indicator="ind-fall")], (1, 1, 0, 0, 1, 0)),
        ([declared("30"), verified("25", "2012-06-29")], (1, 1, 1, 0, 0, 0)),
        ([declared("30"), verified("25", "2012-06-30")], (1, 0, 0, 0, 0, 1)),  # 366 days apart
        ([declared("30"), verified("25", published_on="2011-07-01")], (1, 0, 0, 0, 0, 1)),  # was public already
        ([declared("30"), verified("25", unit="schools")], (1, 0, 0, 0, 0, 1)),
        ([declared("30"), verified("25", region="MA-08@1997")], (1, 0, 0, 0, 0, 1)),
        ([declared("30"), verified("25", scope="urban", scope_relation="part")], (1, 0, 0, 0, 0, 1)),
        ([declared("30"), verified("25", scope="all", scope_relation="whole")], (1, 1, 1, 0, 0, 0)),
        ([declared("30"), verified("25", nature="estimated")], (1, 0, 0, 0, 0, 1)),
        ([declared("30"), declared("30", key="again", relation="repeats", related="st-d")], (1, 0, 0, 0, 0, 1)),
        ([declared("30"), verified("25", key="near"), verified("35", "2011-08-30", key="far")], (1, 1, 1, 0, 0, 0)),
        ([declared("30"), verified("35", nature="measured"), verified("25", key="w")], (1, 1, 1, 0, 0, 0)),
    ],
)
def test_a_declared_figure_is_paired_with_the_nearest_verified_later(
    rows: Any, told: list[Told], expected: Any
) -> None:
    assert counts(next(row for row in rows(told) if row["told_by"] == "all")) == expected


def test_a_figure_without_a_better_direction_is_not_counted(rows: Any) -> None:
    assert rows([declared("30", indicator="ind-no"), verified("25", indicator="ind-no")]) == []


def test_a_verified_rate_with_its_denominator_also_verifies_its_numerator(rows: Any) -> None:
    rate = indicator("ind-rate", unit="percent", measure="rate", numerator="ind-a")
    found = rows([rate, declared("29"), verified("36", indicator="ind-rate", denominator="69")])
    assert counts(found[0]) == (1, 1, 1, 0, 0, 0)


def test_counts_are_told_by_speaker_and_organisation_by_key_or_as_written(rows: Any) -> None:
    told = [
        declared("30", key="one", organisation_name="Ministry"),
        declared("40", key="two", speaker=None, speaker_name="A spokesman", organisation_name="Ministry"),
        declared("50", key="three", speaker=None),
        verified("25"),
    ]
    named = [(row["told_by"], row["party"], row["name"], row["declared"]) for row in rows(told)]
    assert named == [
        ("all", None, None, 3),
        ("organisation", None, "Ministry", 2),
        ("speaker", None, "A spokesman", 1),
        ("speaker", "per-a", "A. Minister", 1),
    ]


def test_a_share_is_told_as_the_interval_of_wilson_and_a_gap_from_two_pairs_on(rows: Any) -> None:
    told = [declared("30", key="one"), declared("20", key="two"), declared("50", key="three"), verified("25")]
    row = rows(told)[0]
    part, z = 2 / 3, 1.96
    middle, half = part + z * z / 6, z * sqrt(part * (1 - part) / 3 + z * z / 36)
    assert row["better_share_low"] == pytest.approx((middle - half) / (1 + z * z / 3))
    assert row["better_share_high"] == pytest.approx((middle + half) / (1 + z * z / 3))
    assert row["mean_gap"] == pytest.approx(exp((log(30 / 25) + log(20 / 25) + log(50 / 25)) / 3) - 1)
    assert row["entries"] == [5, 6, 7, 8]
    alone = rows([declared("30"), verified("25")])[0]
    assert alone["mean_gap"] is None


def test_before_the_verified_figure_was_public_there_is_no_pair_and_no_interval(rows: Any) -> None:
    row = rows([declared("30"), verified("25")], "2011-12-31")[0]
    assert (row["pairs"], row["unverified"], row["better_share_low"], row["better_share_high"]) == (0, 1, None, None)
    assert row["entries"] == []
