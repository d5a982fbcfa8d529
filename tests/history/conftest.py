"""Lend out the plan of 2009-2013 as an edition.

Fixture: `demo` opens it as of one day, as known on another.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.editions_of import Told, edition_of

from bilan.exchange import kind_files
from bilan.exchange.steps import Put
from bilan.ledger.entries import content_of
from bilan.tables.editions import Edition
from bilan.tables.session import Session, open_session

FOLDER = Path(__file__).resolve().parents[2] / "demo/maroc-numeric-2013"
RECORDED_ON = "2026-11-24"

Demo = Callable[[str, str], Session]


@pytest.fixture(scope="session")
def demo_edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Build the edition of the files of the demonstration."""
    reading = kind_files.read(FOLDER)
    assert reading.is_clean, reading.problems
    drafts = [step.draft for step in reading.steps if isinstance(step, Put)]
    told = [Told(one.kind, one.key, content_of(one.content), None, RECORDED_ON) for one in drafts]
    return edition_of(told, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo(demo_edition: Edition) -> Demo:
    def opened(as_of: str, known_on: str) -> Session:
        return open_session(demo_edition, as_of=date.fromisoformat(as_of), known_on=date.fromisoformat(known_on))

    return opened
