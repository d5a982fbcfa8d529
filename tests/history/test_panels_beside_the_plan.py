"""A panel of many countries stands beside the plan of Morocco, and no figure of the plan moves.

Fixture: `sessions` are the demonstration alone and the same with Internet users and the GovTech index beside it.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bilan.acts.trying import tried
from bilan.analysis import catalogue
from bilan.exchange import formats
from bilan.report.sheets.people import speakers
from bilan.report.view import View
from bilan.tables.session import Session, open_session

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo/maroc-numeric-2013"
PANELS = [ROOT.parent / "shared/data" / name for name in ("internet-users-vintages", "wb-govtech-maturity")]
NOW = datetime(2026, 11, 26, tzinfo=UTC)
# Analyses that are asked of others too, and those that a forecast is part of.
COMPARE = {"benchmarks", "benchmark_class", "benchmark_rank", "practices", "trade", "trade_shares"}
FORESEE = {"forecast", "forecast_panel", "forecast_path", "forecast_together", "revision_noise"}
REPLAY = {"backtest", "reliability"}

Sessions = tuple[Session, Session]


@pytest.fixture(scope="module")
def sessions() -> Iterator[Sessions]:
    if not all(path.is_dir() for path in PANELS):
        pytest.skip("the panels are not here")
    with ExitStack() as stack:
        trials = [stack.enter_context(tried(formats.read_all(paths), at=NOW)) for paths in ([DEMO], [DEMO, *PANELS])]
        editions = [one.edition for one in trials if one.edition is not None]
        alone, beside = (open_session(one, as_of=NOW.date(), known_on=NOW.date()) for one in editions)
        yield alone, beside


@pytest.mark.parametrize("name", sorted(set(catalogue.CATALOGUE) - COMPARE - FORESEE - REPLAY))
def test_no_answer_on_the_plan_changes(sessions: Sessions, name: str) -> None:
    alone, beside = (catalogue.ask(session, name).rows for session in sessions)
    assert beside == alone


def test_the_panorama_is_the_same(sessions: Sessions) -> None:
    def told(session: Session) -> Any:
        seen = catalogue.see(session)
        lines = [{name: told for name, told in line.items() if name != "forecast"} for line in seen.lines]
        return lines, seen.alerts, seen.lately, seen.due

    alone, beside = map(told, sessions)
    assert beside == alone


def test_what_was_said_of_others_is_there_to_be_compared(sessions: Sessions) -> None:
    _, beside = sessions
    beside.need(["statement"])
    (row,) = beside.rows("SELECT count(*) AS n FROM statement_known WHERE subject IN (SELECT key FROM abroad)")
    assert row["n"] > 1000
    assert date(2026, 11, 26) == beside.cut.known_on


def test_countries_that_are_only_compared_with_are_no_voices_of_the_plan(sessions: Sessions) -> None:
    alone, beside = ([one.row["key"] for one in speakers(View(session))] for session in sessions)
    assert beside == alone
