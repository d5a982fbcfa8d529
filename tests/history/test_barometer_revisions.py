"""Targets that the French barometer moved between its publications, and the progress it printed.

The data stand beside the repository; without them these tests are skipped.
"""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.editions_of import Told, ask, edition_of
from tests.history.conftest import RECORDED_ON

from bilan.analysis import rates, revisions
from bilan.analysis.asking import Row
from bilan.exchange import barometer
from bilan.exchange.steps import Put, Step
from bilan.ledger.entries import content_of, read_content
from bilan.tables.editions import Edition
from bilan.tables.session import Session, open_session

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/barometre-fr"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the barometer is not beside the repository")


def told(steps: tuple[Step, ...]) -> list[Told]:
    """Give the steps their numbers as a ledger does: each replaces or withdraws what stands under its key."""
    standing, entries = dict[str, int](), list[Told]()
    for step in steps:
        if isinstance(step, Put):
            key = step.draft.key or ""
            content = content_of(step.draft.content)
            entries.append(Told(step.draft.kind, key, content, standing.get(key), RECORDED_ON))
            standing[key] = len(entries) - 1
        else:
            gone = {"entry": standing.pop(step.key), "reason": "correction", "published_on": step.published_on}
            entries.append(Told("withdrawal", None, content_of(read_content("withdrawal", gone)), None, RECORDED_ON))
    return entries


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(told(barometer.read(FOLDER).steps), tmp_path_factory.mktemp("barometer"))


def known_on(edition: Edition, day: str) -> Session:
    return open_session(edition, as_of=date(2026, 11, 24), known_on=date.fromisoformat(day))


def moved_by_hand() -> list[tuple[str, Decimal, Decimal]]:
    """Read from the file itself which national targets were published with another number."""
    moves, standing = [], dict[str, Decimal]()
    with (FOLDER / "ledger.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["zone"] == "FRANCE" and row["event"] != "remove" and row["target_value_vc"]:
                key = f"tgt-{row['indicator_id']}-france-{row['as_of_date']}".lower()
                value = Decimal(row["target_value_vc"])
                if standing.get(key, value) != value:
                    moves.append((key, standing[key], value))
                standing[key] = value
    return sorted(moves)


def national(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["kind"] == "target_moved" and row["region"] is None]


def test_every_national_target_that_was_moved_is_listed_and_no_other(edition: Edition) -> None:
    rows = national(ask(known_on(edition, "2026-11-24"), revisions.ANALYSIS))
    assert len(rows) == 16
    assert sorted((row["after_key"], row["before"], row["after"]) for row in rows) == moved_by_hand()
    assert {(row["way"], row["without_reason"]) for row in rows} == {("replacement", True)}


def test_the_day_before_a_move_the_old_target_stands_and_on_its_day_the_new_one(edition: Edition) -> None:
    move = national(ask(known_on(edition, "2026-11-24"), revisions.ANALYSIS))[0]
    before = date.fromordinal(move["public_on"].toordinal() - 1).isoformat()
    values = []
    for day in (before, move["public_on"].isoformat()):
        session = known_on(edition, day)
        session.need(["target"])
        values += session.rows("SELECT reading FROM target WHERE key = $key", {"key": move["after_key"]})
    assert [row["reading"] for row in values] == [move["before"], move["after"]]


def test_printed_progress_follows_from_its_values_or_its_difference_is_explained(edition: Edition) -> None:
    rows = ask(known_on(edition, "2026-11-24"), rates.ANALYSIS)
    assert Counter(row["outcome"] for row in rows) == {
        "follows": 483,
        "follows_when_clamped": 104,
        "already_there": 25,
        "differs": 1,
    }
    # The one that differs: baseline, target and value are the same number, and it is told as nothing done.
    (other,) = [row for row in rows if row["outcome"] == "differs"]
    assert (other["baseline"], other["target"], other["value"], other["said"]) == (*[Decimal("0.01")] * 3, 0)
