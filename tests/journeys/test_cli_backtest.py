"""An auditor asks what would have been said on an earlier day, and what came.

Fixtures: `bilan` runs a command line; `demo` is the home of the demonstration, to be read only.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import Bilan

Replayed = Callable[..., Any]


@pytest.fixture
def replayed(bilan: Bilan, demo: Path) -> Replayed:
    def asked(*words: str, known_on: str = "2014-12-31") -> Any:
        return bilan("backtest", *words, "--known-on", known_on, "--home", demo)

    return asked


def test_a_day_is_told_target_by_target_with_what_came(replayed: Replayed) -> None:
    seen = replayed("--at", "2012-08-08")
    assert seen.code == 0
    said = " ".join(seen.out.split())
    assert "On 8 August 2012 we would have said, once verified" in said
    assert "Outcomes known: 4; reached: 1." in said
    assert "came: about 25 projects (30 June 2013), not reached" in said
    assert "Interval said to hold 80% of the outcomes" in said


def test_what_would_have_been_said_is_what_was_known_then_and_nothing_more(
    bilan: Bilan, demo: Path, replayed: Replayed
) -> None:
    then = ("--as-of", "2012-08-08", "--known-on", "2012-08-08", "--home", demo, "--json")
    said = {(row["indicator"], row["told_as"]): row for row in bilan("analyse", "forecast", *then).told["rows"]}
    rows = replayed("--at", "2012-08-08", "--json").told["backtest"]["rows"]
    targets = [row for row in rows if row["judged"] == "target"]
    assert len(targets) == 10
    for row in targets:
        own = said[row["indicator"], row["told_as"]]
        assert [row[name] for name in ("chance", "low", "median", "high", "target")] == [
            own[name] for name in ("chance", "low", "median", "high", "target")
        ]


def test_without_a_day_the_past_is_asked_every_six_months_and_judged(replayed: Replayed) -> None:
    seen = replayed(known_on="2011-06-30")
    said = " ".join(seen.out.split())
    assert [f"On 1 {day} we would have said" in said for day in ("January 2010", "July 2010", "January 2011")] == [
        True
    ] * 3
    assert "came: " not in said


def test_programs_are_given_rows_and_verdicts(replayed: Replayed) -> None:
    told = replayed("--at", "2012-08-08", "--format", "json").told
    assert {row["slice"] for row in told["reliability"]["rows"]} == {"all", "told_as", "horizon", "band"}
    head, first, *_ = replayed("--at", "2012-08-08", "--format", "csv").out.splitlines()
    assert head.startswith("origin_on,told_as,judged")
    assert first.startswith("2012-08-08,")


def test_before_the_plan_there_is_no_day_to_replay(replayed: Replayed) -> None:
    seen = replayed(known_on="2008-01-01")
    assert "no earlier day to replay before 1 January 2008" in " ".join(seen.out.split())
    assert "No forecast has a known outcome yet" in " ".join(seen.out.split())


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_told_in_the_language_of_the_reader(replayed: Replayed, language: str) -> None:
    seen = replayed("--at", "2012-08", "--lang", language)
    assert {"fr": "Ce que valaient nos prévisions", "ar": "ما قيمة تنبؤاتنا"}[language] in seen.out
    assert "record." not in seen.out
