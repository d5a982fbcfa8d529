"""The worked example of OCDS for PPPs: a broadband network, from planning in 2015 to an amendment in 2020.

The data stand beside the repository; without them these tests are skipped.
"""

from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bilan.acts.trying import tried
from bilan.analysis.asking import Row
from bilan.analysis.catalogue import ask
from bilan.exchange import formats
from bilan.exchange.steps import Put, Reading
from bilan.tables.session import open_session

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/ocds-ppp-example"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the example is not beside the repository")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def reading() -> Reading:
    return formats.read(FOLDER)


def rows(name: str, as_of: str, known_on: str | None = None) -> list[Row]:
    with tried(reading(), at=NOW) as trial:
        assert trial.is_clean
        assert trial.edition
        until, known = date.fromisoformat(as_of), date.fromisoformat(known_on or as_of)
        return ask(open_session(trial.edition, as_of=until, known_on=known), name).rows


def named(row: Row, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_every_release_is_a_source_and_everything_it_tells_is_let_in() -> None:
    kinds = Counter(step.draft.kind for step in reading().steps if isinstance(step, Put))
    assert kinds["source"] == 8
    assert {kind: kinds[kind] for kind in ("agreement", "contribution", "transaction", "amendment", "budget")} == {
        "agreement": 2,
        "contribution": 10,
        "transaction": 11,
        "amendment": 1,
        "budget": 1,
    }
    assert {problem.severity for problem in reading().problems} == {"warning"}


def test_what_it_cannot_carry_is_counted() -> None:
    left = {one.values["what"]: int(one.values["count"]) for one in reading().problems}
    assert left["contracts.implementation.charges"] == 20
    assert left["contracts.implementation.tariffs"] == 4
    assert left["performanceFailures.penaltyContracted in words"] == 1


@pytest.mark.parametrize(
    ("day", "counts", "bounds"),
    [
        ("2018-06-30", (3, 1, 1, 0, 2), (1 / 3, 1.0)),
        ("2019-12-31", (4, 3, 2, 1, 1), (0.5, 0.75)),
        ("2020-12-31", (5, 3, 2, 1, 2), (0.4, 0.8)),
    ],
)
def test_how_much_was_kept_could_be_known_on_each_day(
    day: str, counts: tuple[int, ...], bounds: tuple[float, float]
) -> None:
    [row] = rows("agreements", day)
    assert named(row, "due", "known", "kept_on_time", "broken", "unknown") == counts
    assert named(row, "bound_low", "bound_high") == pytest.approx(bounds)


def test_coverage_was_reached_before_it_was_due_and_nobody_could_know_it_for_ten_months() -> None:
    due = date(2018, 3, 31)
    for known_on, state in (("2019-01-23", "overdue"), ("2019-01-24", "kept")):
        [row] = [one for one in rows("obligations", "2018-12-30", known_on) if one["due_to"] == due]
        assert row["state"] == state


def test_six_outages_broke_the_service_level_and_their_penalty_was_paid() -> None:
    [row] = [one for one in rows("obligations", "2020-12-31") if one["failures"] is not None]
    assert named(row, "failures", "state", "penalty_imposed", "penalty_paid") == (6, "broken", 300_000, 300_000)
    # The penalty contracted is told in words, and no number is read out of them.
    assert named(row, "penalty_contracted", "penalty_expected") == (None, None)


def test_the_private_party_bears_all_twelve_risks() -> None:
    borne = [row for row in rows("obligations", "2020-12-31") if row["state"] is None]
    assert {row["party"] for row in borne} == {"org-mega"}
    assert len(borne) == 12


def test_the_payments_are_added_up_and_the_end_is_the_amended_one() -> None:
    [row] = rows("agreements", "2020-12-31")
    assert named(row, "paid", "paid_currency", "ends_on", "amendments", "without_reason") == (
        1_100_000, "USD", "2046-01-23", 1, 0,
    )  # fmt: skip
