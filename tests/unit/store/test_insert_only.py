"""The database itself refuses to change what was recorded, whoever asks."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction

from bilan.acts.checkpoints import checkpoint
from bilan.acts.recording import record, redact, unfinished_redactions
from bilan.config.home import Home, open_home
from bilan.ledger.entries import Draft
from bilan.ledger.kinds.record import Redaction
from bilan.store import reading
from bilan.store.desk.models import Account, Paper
from bilan.store.roles import WRITER, NoRoles, make_writer

AT = datetime(2014, 9, 21, tzinfo=UTC)
REDACTION = Redaction(entry=7, reason_words="A telephone number", authority="CNDP, decision of 3 March 2015")

COLUMNS = "number, recorded_at, recorded_by, kind, key, replaces, target, origin, body, leaf_hash"
COPY = f"INSERT INTO bilan_entry ({COLUMNS}) SELECT {{}} FROM bilan_entry WHERE number = 7"  # noqa: S608 - our own words
REFUSED = {
    "delete": "DELETE FROM bilan_entry WHERE number = 7",
    "another body": "UPDATE bilan_entry SET body = '{}' WHERE number = 7",
    "no body without a redaction": "UPDATE bilan_entry SET body = NULL WHERE number = 6",
    "another body although redacted": "UPDATE bilan_entry SET body = '{}' WHERE number = 1",
    "number": "UPDATE bilan_entry SET body = NULL, number = 70 WHERE number = 1",
    "recorded_at": "UPDATE bilan_entry SET body = NULL, recorded_at = '2014-09-20 00:00:00' WHERE number = 1",
    "recorded_by": "UPDATE bilan_entry SET body = NULL, recorded_by = 'other' WHERE number = 1",
    "kind": "UPDATE bilan_entry SET body = NULL, kind = 'target' WHERE number = 1",
    "key": "UPDATE bilan_entry SET body = NULL, key = 'st-other' WHERE number = 1",
    "replaces": "UPDATE bilan_entry SET body = NULL, replaces = 1 WHERE number = 1",
    "target": "UPDATE bilan_entry SET body = NULL, target = 1 WHERE number = 1",
    "origin": "UPDATE bilan_entry SET body = NULL, origin = 'other' WHERE number = 1",
    "leaf_hash": "UPDATE bilan_entry SET body = NULL, leaf_hash = (SELECT leaf_hash FROM bilan_entry WHERE number = 0) "
    "WHERE number = 1",
    "a gap": COPY.format("10, recorded_at, recorded_by, kind, key, replaces, target, NULL, body, leaf_hash"),
    "a number twice": COPY.format("7, recorded_at, recorded_by, kind, key, replaces, target, NULL, body, leaf_hash"),
    "an origin twice": COPY.format("9, recorded_at, recorded_by, kind, key, replaces, target, origin, body, leaf_hash"),
    "no body": COPY.format("9, recorded_at, recorded_by, kind, key, replaces, target, NULL, NULL, leaf_hash"),
    "no leaf hash": COPY.format(
        "9, recorded_at, recorded_by, kind, key, replaces, target, NULL, body, substr(leaf_hash, 1, 31)"
    ),
    "checkpoint deleted": "DELETE FROM bilan_checkpoint",
    "checkpoint changed": "UPDATE bilan_checkpoint SET note = ''",
    "checkpoint of less": "INSERT INTO bilan_checkpoint SELECT 5, root, note, at FROM bilan_checkpoint",
}
REPLACED = COPY.format("{}, recorded_at, recorded_by, kind, key, replaces, target, origin, body, leaf_hash").replace(
    "INSERT", "INSERT OR REPLACE"
)
REFUSED_ON = {
    "sqlite": {"replace by number": REPLACED.format(7), "replace by origin": REPLACED.format(9)},
    "postgresql": {
        "truncate": "TRUNCATE bilan_entry",
        "truncate checkpoints": "TRUNCATE bilan_checkpoint",
        "as a replica": "SET LOCAL session_replication_role = replica; DELETE FROM bilan_entry",
    },
}


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def filled(each_home: Home, drafts: list[Draft]) -> Home:
    """Record nine entries, of which one is redacted, and sign a checkpoint."""
    assert not record(each_home, drafts, by="clerk", at=AT).refused
    assert not redact(each_home, REDACTION.model_copy(update={"entry": 1}), by="clerk", at=AT).refused
    checkpoint(each_home, at=AT)
    return each_home


@pytest.mark.usefixtures("filled")
def test_whoever_asks_no_row_is_changed(subtests: pytest.Subtests) -> None:
    before = list(reading.lines(0, 9))
    for what, statement in {**REFUSED, **REFUSED_ON[connection.vendor]}.items():
        with subtests.test(what), pytest.raises(DatabaseError, match=r"only grows|unique|UNIQUE"):
            run(statement)
    assert list(reading.lines(0, 9)) == before
    assert reading.size() == 9


@pytest.mark.usefixtures("filled")
def test_the_statements_that_are_refused_are_sound_but_for_what_they_do() -> None:
    run(COPY.format("9, recorded_at, recorded_by, kind, key, replaces, target, NULL, body, leaf_hash"))
    assert reading.size() == 10


@pytest.mark.usefixtures("filled")
def test_a_body_goes_when_a_redaction_says_so() -> None:
    assert b"redacted_by" in next(iter(reading.lines(1, 2)))
    run("UPDATE bilan_entry SET body = NULL WHERE number = 1")


FORBIDDEN = (
    "UPDATE bilan_entry SET key = 'other' WHERE number = 0",
    "DELETE FROM bilan_entry",
    "TRUNCATE bilan_entry",
    "DROP TABLE bilan_entry",
    "ALTER TABLE bilan_entry DISABLE TRIGGER ALL",
    "ALTER TABLE bilan_entry ADD COLUMN more text",
    "DROP TRIGGER bilan_entry_deleted ON bilan_entry",
    "CREATE OR REPLACE FUNCTION bilan_refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
    "SET session_replication_role = replica",
    "UPDATE bilan_checkpoint SET note = ''",
    "DELETE FROM bilan_checkpoint",
    "TRUNCATE bilan_checkpoint",
    "DELETE FROM django_migrations",
    "CREATE TABLE mine ()",
)


@pytest.fixture
def as_writer(postgres_home: Home, drafts: list[Draft], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Open a ledger as a user who has the role of the writer and nothing else."""
    assert not record(postgres_home, drafts, by="clerk", at=AT).refused
    make_writer()
    make_writer()
    user = f"desk_{connection.settings_dict['NAME']}"
    run(f"CREATE ROLE {user} LOGIN IN ROLE {WRITER}")
    monkeypatch.setenv("BILAN_DATABASE", _address(user))
    return open_home(postgres_home.folder)


def _address(user: str) -> str:
    found = connections["default"].settings_dict
    return f"postgresql://{user}@/{found['NAME']}?host={found['OPTIONS']['host']}"


def test_the_role_of_the_writer_can_record_and_redact(as_writer: Home, drafts: list[Draft]) -> None:
    changed = Draft(drafts[7].content.model_copy(update={"locator": "p. 3"}), key="st-other")
    assert not record(as_writer, [changed], by="clerk", at=AT).refused
    assert not redact(as_writer, REDACTION, by="clerk", at=AT).refused
    assert checkpoint(as_writer, at=AT).size == 10


@pytest.mark.usefixtures("as_writer")
def test_the_role_of_the_writer_keeps_the_papers_of_the_desk() -> None:
    account = Account.objects.create_user("clerk@example.org", name="Clerk", signs_as="desk/clerk")
    Paper.objects.create(kind="statement", state="draft", author=account, made_at=AT, changed_at=AT)
    Paper.objects.update(state="dropped")
    assert Paper.objects.all().delete()[0] == 1


def test_the_role_of_the_writer_leaves_it_to_the_owner_to_erase(as_writer: Home) -> None:
    redact(as_writer, REDACTION, by="clerk", at=AT)
    assert unfinished_redactions(as_writer) == [7]


@pytest.mark.usefixtures("as_writer")
def test_the_role_of_the_writer_can_do_nothing_else(subtests: pytest.Subtests) -> None:
    for statement in FORBIDDEN:
        with subtests.test(statement), pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
            run(statement)


@pytest.mark.usefixtures("home")
def test_sqlite_has_no_roles() -> None:
    with pytest.raises(NoRoles):
        make_writer()
