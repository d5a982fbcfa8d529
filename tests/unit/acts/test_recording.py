"""Acts on entries: recorded, replaced, withdrawn, redacted - and of what was redacted no byte is left."""

import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from bilan.acts import recording
from bilan.acts.checkpoints import checkpoint
from bilan.acts.keys import signer
from bilan.acts.recording import (
    after_redaction,
    finish_redactions,
    record,
    redact,
    replace,
    unfinished_redactions,
    withdraw,
)
from bilan.config.home import Home
from bilan.ledger.entries import Draft
from bilan.ledger.kinds.record import Redaction, Withdrawal
from bilan.ledger.verifier import verify_edition
from bilan.store import reading
from bilan.store.append import Appended
from bilan.tables import editions
from bilan.tables.session import open_session

AT = datetime(2014, 9, 21, tzinfo=UTC)
TELEPHONE = "0537 12 34 56"
REDACTION = Redaction(entry=7, reason_words="A telephone number", authority="CNDP, decision of 3 March 2015")


@pytest.fixture
def filled(each_home: Home, drafts: list[Draft]) -> Home:
    """Record a plan of which the last statement quotes a telephone number."""
    personal = Draft(drafts[7].content.model_copy(update={"quotation": TELEPHONE}), key="st-egov-2012")
    assert not record(each_home, [*drafts[:7], personal], by="clerk", at=AT).refused
    return each_home


def codes(done: Appended) -> list[str]:
    return [one.problem.code for one in done.findings]


def files_with(text: str, folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def publish(home: Home) -> editions.Edition:
    note = checkpoint(home, at=AT).note
    return editions.build(home.editions, reading.size(), reading.lines, signer=signer(home), checkpoint=note)


@pytest.mark.usefixtures("filled")
def test_an_act_bears_the_name_of_whoever_did_it() -> None:
    entry = reading.entry(0)
    assert entry is not None
    assert entry.recorded_by == "clerk"


@pytest.mark.usefixtures("filled")
def test_every_entry_has_a_salt_of_its_own() -> None:
    salts = {entry.salt for number in range(8) if (entry := reading.entry(number))}
    assert len(salts) == 8
    assert {len(salt) for salt in salts} == {22}


def test_a_replacement_takes_the_key_of_what_it_replaces(filled: Home, drafts: list[Draft]) -> None:
    done = replace(filled, 7, drafts[7].content, by="clerk", at=AT)
    assert [(one.key, one.replaces) for one in done.entries] == [("st-egov-2012", 7)]
    again = drafts[7].content.model_copy(update={"locator": "p. 3"})
    assert codes(replace(filled, 7, again, by="clerk", at=AT)) == ["replaces_wrong_entry"]


def test_what_is_not_there_is_not_replaced(filled: Home, drafts: list[Draft]) -> None:
    done = replace(filled, 8, drafts[7].content, by="clerk", at=AT)
    assert codes(done) == ["no_such_entry"]
    assert done.refused


def test_a_replacement_is_of_the_same_kind(filled: Home, drafts: list[Draft]) -> None:
    assert codes(replace(filled, 7, drafts[4].content, by="clerk", at=AT)) == ["key_of_another_kind"]


def test_what_ends_an_entry_cannot_be_replaced(filled: Home) -> None:
    withdraw(filled, Withdrawal(entry=7), by="clerk", at=AT)
    assert codes(replace(filled, 8, Withdrawal(entry=6), by="clerk", at=AT)) == ["entry_is_final"]


def test_an_entry_is_withdrawn_once(filled: Home) -> None:
    withdrawal = Withdrawal(entry=7, reason="correction")
    assert not withdraw(filled, withdrawal, by="clerk", at=AT, origin="request-1").refused
    assert withdraw(filled, withdrawal, by="clerk", at=AT, origin="request-1").unchanged == {0: 8}
    assert codes(withdraw(filled, withdrawal, by="clerk", at=AT)) == ["already_withdrawn"]


def test_a_redaction_removes_the_content_in_its_own_transaction(filled: Home) -> None:
    assert not redact(filled, REDACTION, by="clerk", at=AT).refused
    assert reading.entry(7) is None
    assert unfinished_redactions(filled) == []


def test_after_a_redaction_no_file_of_the_home_holds_the_content(home: Home, drafts: list[Draft]) -> None:
    personal = Draft(drafts[7].content.model_copy(update={"quotation": TELEPHONE}), key="st-egov-2012")
    record(home, [*drafts[:7], personal], by="clerk", at=AT)
    publish(home)
    assert {"0000000000-0000000008.ndjson"} < set(files_with(TELEPHONE, home.folder))
    redact(home, REDACTION, by="clerk", at=AT)
    assert files_with(TELEPHONE, home.folder) == []


def test_after_a_redaction_no_table_of_postgresql_holds_the_content(postgres_home: Home, drafts: list[Draft]) -> None:
    personal = Draft(drafts[7].content.model_copy(update={"quotation": TELEPHONE}), key="st-egov-2012")
    record(postgres_home, [*drafts[:7], personal], by="clerk", at=AT)
    assert files_with(TELEPHONE, folder_of_tables()) != []
    redact(postgres_home, REDACTION, by="clerk", at=AT)
    assert files_with(TELEPHONE, folder_of_tables()) == []


def folder_of_tables() -> Path:
    """Return where the server keeps the database at hand, after it has written all it knows."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        folder, database = cursor.fetchone()
    return Path(folder) / "base" / str(database)


def test_a_redaction_changes_no_root_of_an_edition(filled: Home, tmp_path: Path) -> None:
    earlier = publish(filled)
    redact(filled, REDACTION, by="clerk", at=AT)
    later = publish(filled)
    for edition in (earlier, later):
        editions.export(filled.editions, edition.name, tmp_path / edition.name)
        report = verify_edition(tmp_path / edition.name, pinned=signer(filled).vkey)
        assert report.computed_root == report.signed_root == edition.root
    assert verify_edition(tmp_path / later.name, pinned=signer(filled).vkey).findings == ()


def test_a_redaction_among_other_drafts_removes_as_much(filled: Home) -> None:
    assert not record(filled, [Draft(REDACTION), Draft(Withdrawal(entry=6))], by="clerk", at=AT).refused
    assert reading.entry(7) is None
    assert unfinished_redactions(filled) == []


def test_a_redaction_that_is_refused_removes_nothing(filled: Home) -> None:
    refused = REDACTION.model_copy(update={"entry": 99})
    assert codes(redact(filled, refused, by="clerk", at=AT)) == ["no_such_entry"]
    assert b"0537" in next(iter(reading.lines(7, 8)))
    assert unfinished_redactions(filled) == []


def test_a_redaction_that_was_cut_short_is_finished_by_the_next_act(
    home: Home, drafts: list[Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    personal = Draft(drafts[7].content.model_copy(update={"quotation": TELEPHONE}), key="st-egov-2012")
    record(home, [*drafts[:7], personal], by="clerk", at=AT)
    publish(home)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(recording, "after_redaction", die)
    with pytest.raises(KeyboardInterrupt):
        redact(home, REDACTION, by="clerk", at=AT)
    monkeypatch.setattr(recording, "after_redaction", after_redaction)
    assert files_with(TELEPHONE, home.folder) != []
    record(home, [], by="clerk", at=AT)
    assert files_with(TELEPHONE, home.folder) == []
    assert unfinished_redactions(home) == []


def test_while_somebody_reads_an_older_state_a_redaction_stays_unfinished(home: Home, drafts: list[Draft]) -> None:
    record(home, drafts, by="clerk", at=AT)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    reader = sqlite3.connect(home.folder / "ledger.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM bilan_entry").fetchone()
    redact(home, REDACTION, by="clerk", at=AT)
    assert unfinished_redactions(home) == [7]
    reader.close()
    assert finish_redactions(home)
    assert unfinished_redactions(home) == []


def test_no_door_can_let_an_older_version_come_back_by_redacting_the_newer(filled: Home, drafts: list[Draft]) -> None:
    newer = drafts[7].content.model_copy(update={"value": Decimal(23)})
    assert not replace(filled, 7, newer, by="clerk", at=AT).refused
    (done,) = record(filled, [Draft(REDACTION.model_copy(update={"entry": 8}))], by="clerk", at=AT).entries
    assert done.content["replaced"] == 7
    session = open_session(publish(filled), as_of=AT.date(), known_on=AT.date())
    session.need(["statement"])
    assert session.rows("SELECT number FROM statement") == []


def test_what_a_redacted_entry_superseded_is_told_by_the_ledger_not_by_whoever_redacts(filled: Home) -> None:
    wrong = REDACTION.model_copy(update={"replaced": 3})
    (done,) = redact(filled, wrong, by="clerk", at=AT).entries
    assert "replaced" not in done.content
