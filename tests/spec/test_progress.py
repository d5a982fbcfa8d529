"""The rules of progress, drawn as small tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, apart, ask, entry, indicator, session_of

from bilan.analysis import progress
from bilan.analysis.asking import Row

AS_OF = "2012-06-30"


def start(value: str, about: str = "2009", **content: Any) -> Told:
    return entry("baseline", content.pop("key", "start"), indicator="ind-a", value=value, about=about, **content)


def aim(value: str, due_on: str | None = "2013", *, version: str = "original", **content: Any) -> Told:
    key = content.pop("key", f"aim-{value}")
    return entry(
        "target", key, indicator="ind-a", value=value, due_on=due_on, set_on="2009", version=version, **content
    )


def said(value: str | None, about: str = "2011-12-31", *, nature: str = "measured", **content: Any) -> Told:
    key = content.pop("key", f"st-{nature}-{value}-{about}".replace("/", "-").replace(".", "-"))
    facts = {"indicator": "ind-a", "value": value, "about": about, "said_on": "2012", "nature": nature, **content}
    return entry("statement", key, **{**facts, "published_on": content.get("published_on", "2012-01-15")})


@pytest.fixture
def row(tmp_path: Path) -> Any:
    """Ask where the first indicator stands as a whole, in a ledger of the plan and these entries."""

    def asked(told: Iterable[Told], *, as_of: str = AS_OF, key: str = "ind-a") -> Row:
        rows = ask(session_of([PLAN, *told], tmp_path, as_of=as_of), progress.ANALYSIS)
        return next(one for one in rows if (one["indicator"], one["subject"], one["region"]) == (key, None, None))

    return asked


def each(cases: Sequence[list[Told]], home: Path) -> list[Row]:
    """Ask where the indicator of each case stands as a whole, in one ledger of them all."""
    rows = ask(session_of([PLAN, *apart(cases)], home, as_of=AS_OF), progress.ANALYSIS)
    whole = {row["indicator"]: row for row in rows if (row["subject"], row["region"]) == (None, None)}
    return [whole[f"ind-a-{place}"] for place in range(len(cases))]


WAYS: list[tuple[Any, Any, str, float]] = [
    (("stock", "up"), ("10", "30"), "20", 0.5),
    (("stock", "down"), ("120", "60"), "90", 0.5),
    (("stock", "up"), ("10", "30"), "0", -0.5),
    (("stock", "up"), ("10", "30"), "40", 1.5),
    (("stock", "up"), ("30", "30"), "31", 1.0),  # passed at the start, and still beyond
    (("stock", "up"), ("40", "30"), "29", 0.0),  # passed at the start, since fallen behind
    (("stock", "down"), ("50", "60"), "61", 0.0),
    (("flow", "up"), ("100", "200"), "150", 0.5),
    (("cumulative", "up"), (None, "40"), "10", 0.25),  # what accumulates starts from nothing
    (("stock", None), ("10", "30"), "20", 0.5),
]


def on_its_way(sort: tuple[str, str | None], way: tuple[str | None, str], value: str) -> list[Told]:
    (measure, direction), (begin, end) = sort, way
    return [indicator(measure=measure, direction=direction), aim(end), said(value), *([start(begin)] if begin else [])]


@pytest.fixture(scope="module")
def on_their_ways(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return each([on_its_way(sort, way, value) for sort, way, value, _ in WAYS], tmp_path_factory.mktemp("ways"))


@pytest.mark.parametrize(("place", "share"), list(enumerate(share for *_, share in WAYS)))
def test_progress_is_the_part_of_the_way_that_is_done(on_their_ways: list[Row], place: int, share: float) -> None:
    assert on_their_ways[place]["verified_progress"] == pytest.approx(share)


STUCK: list[tuple[list[Told], str]] = [
    ([indicator(measure="qualitative"), said(None, words="broadly positive")], "qualitative"),
    ([indicator(), start("0"), aim("9")], "no_value"),
    ([indicator(), start("0"), said("5")], "no_target"),
    ([indicator(), aim("9"), said("5")], "no_baseline"),
    ([indicator(), start("0"), aim("9"), said(None, low="3", high="5")], "range_only"),
    ([indicator(), start("0", "2012-01"), aim("9"), said("5")], "before_baseline"),
    ([indicator(direction=None), start("9"), aim("9"), said("5")], "no_direction"),
    ([indicator(), start("0"), aim("9"), said("5", unit="schools")], "no_value"),
    ([indicator(), start("0"), aim("9"), said("5", scope="urban", scope_relation="part")], "no_value"),
    ([indicator(), start("0"), aim("9"), said("5", sector="C@ISIC4")], "no_value"),
    ([indicator(), start("0"), aim("9"), said("5", nature="announced")], "no_value"),
    ([indicator(), start("0"), aim("9"), said("5", nature="estimated")], "no_value"),
    ([indicator(), start("0"), aim("9"), said(None, numerator="4", denominator="15")], "no_value"),
    ([indicator(), start("0"), aim("9", version="forecast"), said("5")], "no_target"),
    ([indicator(), start("0"), aim("9", scope="edition 4"), said("5")], "no_target"),
]


@pytest.fixture(scope="module")
def stuck(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return each([told for told, _ in STUCK], tmp_path_factory.mktemp("stuck"))


@pytest.mark.parametrize(("place", "why"), list(enumerate(why for _, why in STUCK)))
def test_where_there_is_no_progress_the_reason_is_told(stuck: list[Row], place: int, why: str) -> None:
    found = stuck[place]
    assert found["cannot"] == why
    assert (found["declared_progress"], found["verified_progress"]) == (None, None)


def test_a_sector_told_to_be_the_whole_counts(row: Any) -> None:
    told = [indicator(), start("0"), aim("10"), said("5", sector="C@ISIC4", scope_relation="whole")]
    assert row(told)["verified_progress"] == 0.5


NEWEST: list[tuple[list[Told], int, str]] = [
    ([said("4"), said("5", nature="audited")], 5, "audited"),
    ([said("5", nature="audited"), said("4")], 5, "audited"),
    ([said("5", "2010", nature="audited"), said("6", "2011")], 6, "measured"),
    ([said("5", published_on="2012-02-01"), said("6", published_on="2012-01-01")], 5, "measured"),
    ([said("5"), said("6", "2012-12-31")], 5, "measured"),  # about a day that has not come
    ([said("5"), said("9", nature="declared")], 5, "measured"),
]


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    told = [[indicator(), start("0"), aim("10"), *statements] for statements, *_ in NEWEST]
    return each(told, tmp_path_factory.mktemp("newest"))


@pytest.mark.parametrize(("place", "expected"), list(enumerate(tuple(expected) for _, *expected in NEWEST)))
def test_verified_is_the_newest_value_and_the_audited_first_on_one_date(
    verified: list[Row], place: int, expected: tuple[int, str]
) -> None:
    found = verified[place]
    assert (found["verified"], found["verified_nature"]) == expected


@pytest.mark.parametrize(
    ("facts", "value", "qualifier"),
    [
        ({"value": "36", "denominator": "75"}, 27, "about"),
        ({"value": "26.7", "numerator": "4", "denominator": "15", "qualifier": "exact"}, 4, "exact"),
        ({"value": None, "numerator": "4", "denominator": "16"}, 4, None),
    ],
)
def test_a_rate_told_with_its_denominator_gives_its_numerator(
    row: Any, facts: dict[str, Any], value: int, qualifier: str | None
) -> None:
    rate = indicator("ind-rate", unit="percent", measure="rate", numerator="ind-a", headline=False)
    told = [
        indicator(),
        rate,
        start("0"),
        aim("30"),
        said(indicator="ind-rate", key="st-rate", nature="audited", **facts),
    ]
    found = row(told)
    assert (found["verified"], found["verified_qualifier"]) == (value, qualifier)
    assert (found["verified_from_rate"], found["verified_progress"]) == ("ind-rate", pytest.approx(value / 30))


def test_a_value_told_directly_goes_before_one_worked_out_from_a_rate_on_the_same_date(row: Any) -> None:
    rate = indicator("ind-rate", unit="percent", measure="rate", numerator="ind-a", headline=False)
    worked_out = said("36", key="st-rate", indicator="ind-rate", denominator="75", nature="audited")
    found = row([indicator(), rate, start("0"), aim("30"), worked_out, said("20")])
    assert (found["verified"], found["verified_from_rate"]) == (20, None)


def test_a_ratio_too_large_to_be_told_hides_no_earlier_value(row: Any) -> None:
    told = [
        indicator(unit="percent", measure="rate"), start("10"), aim("90"),
        said("40", "2010-12-31"),
        said(None, "2011-12-31", numerator="99999999999999999999", denominator="0.000001", key="st-too-large"),
    ]  # fmt: skip
    assert row(told)["verified"] == 40


def test_a_rung_of_a_ladder_counts_by_its_rank(row: Any) -> None:
    told = [
        indicator(measure="ladder", unit="rung"),
        entry("baseline", "start", indicator="ind-a", rung="not_started", about="2009"),
        entry("target", "aim", indicator="ind-a", rung="deployed", due_on="2013", set_on="2009", version="original"),
        said(None, rung="pilot"),
    ]
    found = row(told)
    assert 0 < found["verified_progress"] < 1
    assert found["verified_progress"] == pytest.approx(float(found["verified"] / found["target"]))


@pytest.mark.parametrize(
    ("as_of", "steps", "share"),
    [
        ("2009-12-31", [], 0.0),
        ("2009-12-30", [], None),  # before the path begins
        ("2011-12-31", [], 730 / 1461),
        ("2014-06-30", [], 1.0),
        ("2011-12-31", [("40", "2011-12-31")], 0.4),
        ("2010-12-31", [("40", "2011-12-31")], 0.2),
        ("2012-12-31", [("40", "2011-12-31")], 0.4 + 0.6 * 366 / 731),
        ("2010-12-31", [("40", "2009-06")], 365 / 1461),  # a step before the baseline is none
    ],
)
def test_the_planned_path_runs_straight_through_interim_targets(
    row: Any, as_of: str, steps: list[tuple[str, str]], share: float | None
) -> None:
    interim = [aim(value, due_on, version="interim") for value, due_on in steps]
    found = row([indicator(), start("0"), aim("100"), *interim], as_of=as_of)
    assert found["expected_progress"] == (None if share is None else pytest.approx(share))
    numbers = {4 + place for place in range(len(steps)) if steps[place][1] > "2009-12"}
    assert numbers <= set(found["entries"])


@pytest.mark.parametrize("due_on", [None, "2014/.."])
def test_without_a_last_due_day_nothing_is_expected(row: Any, due_on: str | None) -> None:
    assert row([indicator(), start("0"), aim("10", due_on)])["expected_progress"] is None


def test_a_target_passed_at_the_start_is_expected_all_along(row: Any) -> None:
    assert row([indicator(), start("12"), aim("10")])["expected_progress"] == 1.0


def test_what_was_expected_on_the_date_of_a_value_is_told_and_when_its_progress_was_expected(row: Any) -> None:
    told = [indicator(), start("0"), aim("100"), aim("40", "2011-12-31", version="interim"), said("20", "2011-12-31")]
    found = row(told)
    assert found["expected_when_verified"] == pytest.approx(0.4)
    assert str(found["verified_planned_on"]) == "2010-12-31"


def test_a_revised_target_takes_the_place_of_the_one_it_supersedes(row: Any) -> None:
    told = [indicator(), start("0"), aim("80", "2014"), aim("60", "2013", version="revised", supersedes="aim-80")]
    assert row(told)["target"] == 60


def test_the_newest_baseline_is_taken_whole(row: Any) -> None:
    older = start("10", key="start-1", qualifier="about", published_on="2010")
    newer = start("14", "2010", key="start-2", published_on="2011")
    found = row([indicator(), older, newer, aim("30")])
    assert (found["baseline"], found["baseline_qualifier"], found["baseline_about"]) == (14, None, "2010")


@pytest.mark.parametrize(
    ("facts", "about", "stale"),
    [
        ({}, "2011-12-31", False),
        ({}, "2011-06-29", True),
        ({"periodicity": "P3M"}, "2011-12-31", True),
        ({"periodicity": "P3M", "delay": "P6M"}, "2011-12-31", False),
    ],
)
def test_a_value_is_stale_when_older_than_its_period_and_delay(row: Any, facts: Any, about: str, stale: bool) -> None:  # noqa: FBT001 - a column of the table
    assert row([indicator(**facts), said("5", about)])["verified_is_stale"] is stale


def test_the_qualifier_is_carried_through_as_an_interval(row: Any) -> None:
    found = row([indicator(), start("0"), aim("100"), said("50", qualifier="more_than")])
    shares = (found["verified_progress_low"], found["verified_progress"], found["verified_progress_high"])
    assert shares == (0.5, 0.5, None)
