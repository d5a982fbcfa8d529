"""A plan that no one here wrote: the ledger of the French barometer of public results, 25,308 published figures.

The data stand beside the repository; without them these tests are skipped.
"""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from bilan.exchange import barometer
from bilan.exchange.export import live
from bilan.exchange.preview import Nothing, Outcome, preview
from bilan.exchange.steps import Put, Reading
from bilan.ledger.entries import Entry

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/barometre-fr"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the barometer is not beside the repository")

COLUMNS = {
    ("base", "value"): "initial_value_vi",
    ("st", "value"): "current_value_va",
    ("st", "progress_as_said"): "progress_rate_ta_pct",
    ("tgt", "value"): "target_value_vc",
}


@cache
def reading() -> Reading:
    return barometer.read(FOLDER)


@cache
def outcomes() -> tuple[Outcome, ...]:
    return tuple(preview(reading().steps, Nothing(), size=0, today=date(2025, 1, 1)))


@cache
def rows() -> tuple[dict[str, str], ...]:
    with (FOLDER / "ledger.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def entries() -> list[Entry]:
    at, found = datetime(2025, 1, 1, tzinfo=UTC), []
    for number, one in enumerate(outcomes()):
        assert one.draft
        assert one.content is not None
        found.append(
            Entry(number, at, "desk", one.draft.kind, one.draft.key, one.draft.replaces, one.content, "c2FsdA")
        )
    return found


def test_no_row_is_lost() -> None:
    assert reading().rows == {"chantiers.csv": 59, "indicators.csv": 55, "ledger.csv": 25_308}
    assert {step.place.row for step in reading().steps if step.once} == set(range(2, 25_310))


def test_every_step_is_let_in() -> None:
    assert Counter(one.effect for one in outcomes()) == {"new": 13_571, "changed": 7_599, "withdrawn": 5_911}
    assert {problem.code for one in outcomes() for problem in one.problems} == {"no_reason"}


def test_the_two_indicators_without_definition_are_named() -> None:
    assert [(one.code, one.values["indicator"], one.severity) for one in reading().problems] == [
        ("indicator_not_defined", "IND-298", "warning"),
        ("indicator_not_defined", "IND-410", "warning"),
    ]


def test_what_is_live_in_the_end_is_what_the_last_files_show_to_the_digit() -> None:
    shown: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in rows():
        where = row["indicator_id"].lower(), row["zone"].lower(), row["as_of_date"] or "undated"
        shown[where] = {} if row["event"] == "remove" else row
    wanted = {
        (f"{start}-{'-'.join(where)}", field): row[column]
        for where, row in shown.items()
        for (start, field), column in COLUMNS.items()
        if row.get(column)
    }
    starts = {start for start, _ in COLUMNS}
    found = {
        (entry.key, field): entry.content[field]
        for entry in live(entries())
        for field in ("value", "progress_as_said")
        if (entry.key or "").partition("-")[0] in starts and field in entry.content
    }
    assert found == wanted


def test_a_target_is_called_revised_as_often_as_its_number_moved() -> None:
    moved = 0
    before: dict[tuple[str, str, str], str] = {}
    for row in rows():
        where, value = (row["indicator_id"], row["zone"], row["as_of_date"]), row["target_value_vc"]
        if value:
            moved += where in before and float(before[where]) != float(value)
            before[where] = value
    versions = Counter(
        one.content["version"] for one in outcomes() if one.content and one.draft and one.draft.kind == "target"
    )
    # A figure of a moved target that is only written otherwise stays revised: that happened to none of them.
    assert (versions["revised"], moved) == (102, 102)


def test_what_was_published_is_known_from_its_day() -> None:
    days = {row["commit"]: row["known_at"] for row in rows()}
    for step in reading().steps:
        if step.once and isinstance(step, Put):
            said = step.draft.content.model_dump()
            assert said["published_on"] == days[said["source"].removeprefix("src-")]


def test_loading_it_twice_adds_nothing() -> None:
    origins = {step.origin for step in reading().steps if step.once}
    assert len(origins) == sum(step.once for step in reading().steps)
    ledger = Nothing()
    again = preview(
        [step for step in reading().steps if step.once],
        ledger,
        size=0,
        today=date(2025, 1, 1),
        recorded=origins.__contains__,
    )
    assert {one.effect for one in again} == {"unchanged"}
