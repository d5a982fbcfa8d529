"""Search for a ledger on which the published query of progress is wrong.

The judge is `progress_by_hand`, plain Python that follows the words of the explanation.
"""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilan.analysis import progress
from bilan.analysis.asking import Row
from bilan.tables.editions import Edition
from bilan.tables.session import open_session
from tests.editions_of import Told, ask, edition_of
from tests.properties.ledgers import cuts, ledgers
from tests.properties.progress_by_hand import progress_by_hand


def rows_of(edition: Edition, as_of: date, known_on: date) -> list[Row]:
    return ask(open_session(edition, as_of=as_of, known_on=known_on), progress.ANALYSIS)


def same(one: Any, other: Any) -> bool:
    if one is None or other is None or isinstance(one, str):
        return bool(one == other)
    return float(one) == pytest.approx(float(other), rel=1e-9, abs=1e-9)


@settings(max_examples=40)
@given(ledgers, cuts)
def test_the_published_query_answers_as_a_hand_would(entries: Sequence[Told], when: Iterable[tuple[date, date]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        edition = edition_of(entries, Path(home))
        for as_of, known_on in when:
            by_hand = progress_by_hand(entries, as_of=as_of, known_on=known_on)
            answer = {(row["indicator"], row["subject"], row["region"]): row for row in rows_of(edition, as_of, known_on)}
            assert set(answer) == set(by_hand)
            wrong = {
                (thing, name): (answer[thing][name], value)
                for thing, row in by_hand.items()
                for name, value in row.items()
                if not same(answer[thing][name], value)
            }
            assert wrong == {}, (as_of, known_on)
