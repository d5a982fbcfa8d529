"""Search for a ledger on which the published query of progress is wrong.

The judge is `progress_by_hand`, plain Python that follows the words of the explanation.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, ask, edition_of, entry, indicator
from tests.properties.ledgers import CUTS, cuts, ledgers
from tests.properties.progress_by_hand import progress_by_hand

from bilan.analysis import progress
from bilan.analysis.asking import Row
from bilan.tables.editions import Edition
from bilan.tables.session import open_session


def rows_of(edition: Edition, as_of: date, known_on: date) -> list[Row]:
    return ask(open_session(edition, as_of=as_of, known_on=known_on), progress.ANALYSIS)


def same(one: Any, other: Any) -> bool:
    if one is None or other is None or isinstance(one, str):
        return bool(one == other)
    return float(one) == pytest.approx(float(other), rel=1e-9, abs=1e-9)


@settings(max_examples=20)
@given(ledgers, cuts)
def test_the_published_query_answers_as_a_hand_would(
    entries: Sequence[Told], when: Iterable[tuple[date, date]]
) -> None:
    with tempfile.TemporaryDirectory() as home:
        edition = edition_of(entries, Path(home))
        for as_of, known_on in when:
            by_hand = progress_by_hand(entries, as_of=as_of, known_on=known_on)
            answer = {
                (row["indicator"], row["subject"], row["region"]): row for row in rows_of(edition, as_of, known_on)
            }
            assert set(answer) == set(by_hand)
            wrong = {
                (thing, name): (answer[thing][name], value)
                for thing, row in by_hand.items()
                for name, value in row.items()
                if not same(answer[thing][name], value)
            }
            assert wrong == {}, (as_of, known_on)


MIRRORED = {"more_than": "less_than", "less_than": "more_than", "at_least": "at_most", "at_most": "at_least"}


def told_of(key: str, way: Sequence[Any], values: Iterable[tuple[int, str]], factor: int = 1) -> list[Told]:
    """Tell an indicator, its way and one statement a value; a factor below zero turns all of it round."""
    begin, end, direction = way
    if factor < 0 and direction:
        direction = {"up": "down", "down": "up"}[direction]
    told = [
        indicator(key, direction=direction, headline=False),
        entry("baseline", f"{key}-start", indicator=key, value=str(begin * factor), about="2009"),
        entry(
            "target",
            f"{key}-end",
            indicator=key,
            value=str(end * factor),
            due_on="2013",
            set_on="2009",
            version="original",
        ),
    ]
    for place, (value, qualifier) in enumerate(values):
        sign = MIRRORED.get(qualifier, qualifier) if factor < 0 else qualifier
        facts: dict[str, Any] = {"subject": f"place-{place}", "value": str(value * factor), "qualifier": sign}
        told += [
            entry(
                "statement", f"{key}-{place}", indicator=key, about="2011", said_on="2012", nature="measured", **facts
            ),
            replace(told[1], key=f"{key}-start-{place}", content={**told[1].content, "subject": f"place-{place}"}),
            replace(told[2], key=f"{key}-end-{place}", content={**told[2].content, "subject": f"place-{place}"}),
        ]
    return told


ways = st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.sampled_from(("up", "down", None)))
said = st.lists(st.tuples(st.integers(-20, 20), st.sampled_from(("exact", "about", *MIRRORED))), min_size=2, max_size=6)


def shares(rows: Iterable[Row], key: str) -> dict[str, Row]:
    return {row["subject"]: row for row in rows if row["indicator"] == key and row["subject"]}


def drawn(*one: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Draw five indicators of one plan: a ledger costs more to ask than an indicator."""
    return st.lists(st.tuples(*one), min_size=5, max_size=5)


@settings(max_examples=5)
@given(drawn(ways, said))
def test_progress_is_the_same_in_another_unit_and_turned_round(indicators: list[Any]) -> None:
    told = [PLAN]
    for place, (way, values) in enumerate(indicators):
        told += told_of(f"ind-{place}", way, values)
        told += told_of(f"ind-{place}-thousand", way, values, 1000)
        told += told_of(f"ind-{place}-turned", way, values, -1)
    with tempfile.TemporaryDirectory() as home:
        rows = rows_of(edition_of(told, Path(home)), CUTS[-1], CUTS[-1])
    for place, (_, values) in enumerate(indicators):
        plain, other, turned = (shares(rows, f"ind-{place}{of}") for of in ("", "-thousand", "-turned"))
        assert len(plain) == len(values)
        for subject, row in plain.items():
            assert_mirrored(row, other[subject], turned[subject])


def assert_mirrored(row: Row, other: Row, turned: Row) -> None:
    for name in ("verified_progress", "expected_progress", "cannot"):
        assert same(row[name], other[name])
        assert same(row[name], turned[name])
    for low, high in (("low", "high"), ("high", "low")):
        assert same(row[f"verified_progress_{low}"], other[f"verified_progress_{low}"])
        assert same(row[f"verified_progress_{low}"], turned[f"verified_progress_{high}"])


@settings(max_examples=5)
@given(drawn(ways, st.lists(st.integers(-20, 20), min_size=2, max_size=8, unique=True)))
def test_a_better_value_is_never_less_progress(indicators: list[Any]) -> None:
    told = [PLAN]
    for place, (way, values) in enumerate(indicators):
        rising = sorted(values, key=lambda one: one * towards(*way))
        told += told_of(f"ind-{place}", way, [(value, "exact") for value in rising])
    with tempfile.TemporaryDirectory() as home:
        rows = rows_of(edition_of(told, Path(home)), CUTS[-1], CUTS[-1])
    for place, ((begin, end, direction), values) in enumerate(indicators):
        found = sorted(shares(rows, f"ind-{place}").items())
        assert len(found) == len(values)
        progressing = [row["verified_progress"] for _, row in found]
        if direction is None and begin == end:
            assert set(progressing) == {None}
        else:
            assert progressing == sorted(progressing)


def towards(begin: int, end: int, direction: str | None) -> int:
    return {"up": 1, "down": -1}.get(direction or "", 1 if end >= begin else -1)
