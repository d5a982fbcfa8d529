"""What SQLite and PostgreSQL do alike: the same entries, the same root, one writer at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from bilan.config.home import open_home
from bilan.ledger.entries import Draft, read_content
from bilan.ledger.kinds.record import Redaction, Withdrawal
from bilan.ledger.merkle import leaf_hash, root_of
from bilan.store import reading
from bilan.store.append import Appended, ClockWentBack, append

AT = datetime(2014, 9, 21, 8, 30, tzinfo=UTC)

Record = Callable[..., Appended]


@pytest.fixture
def record(salts: Callable[[], str]) -> Record:
    return lambda *drafts, at=AT, **more: append(drafts, by="clerk", at=at, salt=salts, **more)


def said(key: str, words: str | None = None) -> Draft:
    content = {"indicator": "ind-egov", "value": "22", "unit": "projects", "nature": "declared", "words": words}
    return Draft(read_content("statement", content), key=key)


@pytest.mark.usefixtures("each_home")
def test_entries_are_numbered_from_zero_without_gaps(drafts: list[Draft], record: Record) -> None:
    first, second = record(*drafts[:3]), record(*drafts[3:])
    assert [one.number for one in (*first.entries, *second.entries)] == list(range(8))
    assert reading.size() == 8


@pytest.mark.usefixtures("each_home")
def test_what_is_returned_is_what_is_kept(drafts: list[Draft], record: Record) -> None:
    done = record(*drafts)
    assert list(reading.lines(0, 8)) == [one.leaf() for one in done.entries]
    assert list(reading.leaf_hashes(0, 8)) == [leaf_hash(one.leaf()) for one in done.entries]
    assert reading.entry(7) == done.entries[7]


@pytest.mark.usefixtures("each_home")
def test_the_same_batch_again_adds_nothing(drafts: list[Draft], record: Record) -> None:
    record(*drafts)
    again = record(*drafts)
    assert again == Appended(unchanged={place: place for place in range(8)})
    assert reading.size() == 8


@pytest.mark.usefixtures("each_home")
def test_a_withdrawal_counts_for_later_batches(drafts: list[Draft], record: Record) -> None:
    record(*drafts)
    withdrawal = Draft(Withdrawal(entry=5))
    assert not record(withdrawal).refused
    found = record(said("st-new"), withdrawal).findings
    assert [(one.draft, one.problem.code) for one in found] == [(0, "unknown_key"), (1, "already_withdrawn")]


@pytest.mark.usefixtures("each_home")
def test_time_never_goes_back(drafts: list[Draft], record: Record) -> None:
    record(*drafts)
    with pytest.raises(ClockWentBack) as broken:
        record(said("st-late"), at=AT - timedelta(seconds=1))
    assert (broken.value.last, broken.value.given) == (AT, AT - timedelta(seconds=1))
    assert reading.size() == 8
    assert not record(said("st-late"), at=AT).refused


@pytest.mark.usefixtures("each_home")
def test_whoever_began_before_somebody_else_had_recorded_is_recorded_after_them(
    drafts: list[Draft], record: Record
) -> None:
    record(*drafts)
    done = record(said("st-late"), at=AT - timedelta(seconds=9), patience=timedelta(seconds=9))
    assert [one.recorded_at for one in done.entries] == [AT]
    with pytest.raises(ClockWentBack):
        record(said("st-later"), at=AT - timedelta(seconds=10), patience=timedelta(seconds=9))


@pytest.mark.usefixtures("home")
def test_the_same_drafts_give_the_same_root(
    drafts: list[Draft], postgres: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> tuple[list[bytes], bytes]:
        batches = [
            drafts,
            [said("st-a", 'Bilan "positif" \\ \t قيد التنفيذ 😀 e\u0301'), Draft(Withdrawal(entry=6))],
            [Draft(Redaction(entry=7, reason_words="A telephone number", authority="CNDP")), said("st-b")],
        ]
        for batch in batches:
            assert not append(batch, by="مدونة", at=AT, salt=lambda: "s" * 22).refused
        return list(reading.lines(0, 12)), root_of(list(reading.leaf_hashes(0, 12)))

    on_sqlite = write()
    monkeypatch.setenv("BILAN_DATABASE", postgres())
    open_home(tmp_path / "other")
    assert reading.size() == 0
    assert write() == on_sqlite


@pytest.mark.usefixtures("each_home")
def test_writers_at_the_same_time_leave_no_gap(drafts: list[Draft], record: Record) -> None:
    record(*drafts)

    def write(writer: int) -> Iterator[int]:
        for batch in range(5):
            done = record(*(said(f"st-{writer}-{batch}-{one}") for one in range(4)))
            yield from (entry.number for entry in done.entries)

    numbers = at_the_same_time(write)
    assert sorted(numbers) == list(range(8, 88))
    assert reading.size() == 88


@pytest.mark.usefixtures("each_home")
def test_of_writers_that_say_the_same_one_records_it(drafts: list[Draft], record: Record) -> None:
    assert sorted(at_the_same_time(lambda _: [len(record(*drafts).entries)])) == [0, 0, 0, 8]


def at_the_same_time(write: Callable[[int], Iterator[int] | list[int]]) -> list[int]:
    """Let four writers write; return all that they say."""

    def alone(writer: int) -> list[int]:
        try:
            return list(write(writer))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as writers:
        return [said_by for written in writers.map(alone, range(4)) for said_by in written]
