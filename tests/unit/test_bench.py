"""Keep the measurements from rotting: what they compare must give the same answer."""

from pathlib import Path

from bench import core, ledgers
from bilan.analysis import catalogue


def test_a_drawn_ledger_opens_and_both_queries_give_the_same_answer(tmp_path: Path) -> None:
    edition = ledgers.draw(tmp_path, 1_000)
    ours, by_hand = core.ask_shared(edition), core.ask_by_hand(edition)
    assert core.comparable(ours) == core.comparable(by_hand)
    assert len(core.ask_progress(edition)) == len(ours)
    told = [row[core.SHARED.index("declared")] for row in ours]
    assert len(told) > 200
    assert sum(one is not None for one in told) > 100


def test_the_panorama_of_a_drawn_ledger_can_be_seen(tmp_path: Path) -> None:
    seen = catalogue.see(core.opened(ledgers.draw(tmp_path, 1_000)))
    assert len(seen.lines) == 1 + ledgers.NODES


def test_the_same_size_gives_the_same_ledger(tmp_path: Path) -> None:
    first, second = (core.ask_by_hand(ledgers.draw(tmp_path / name, 1_000)) for name in ("first", "second"))
    assert first == second


def test_corrections_withdrawals_and_late_recordings_are_drawn(tmp_path: Path) -> None:
    session = core.opened(ledgers.draw(tmp_path, 1_000))
    session.need(["statement", "withdrawal"])
    (row,) = session.rows("""
        SELECT count(replaces) AS corrections, count(sector) AS sectors, count(region) AS regions,
               count(DISTINCT nature) AS natures, count(*) FILTER (public_on - counts_on > 180) AS late,
               (SELECT count(*) FROM withdrawal) AS withdrawals FROM statement_known""")
    assert row["natures"] == 4
    assert all(count > 0 for count in row.values()), row
