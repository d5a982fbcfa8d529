"""Signing the state of the log: one key, one growing tree, and no signature over a changed past."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from bilan.acts import checkpoints as acts
from bilan.acts.audit import audit
from bilan.acts.checkpoints import PastChanged, checkpoint
from bilan.acts.keys import ORIGIN, KeyExposed, OriginDiffers, log_key, signer
from bilan.acts.recording import record, redact
from bilan.config.home import Home
from bilan.ledger.entries import Draft, read_content
from bilan.ledger.kinds.record import Redaction
from bilan.ledger.merkle import leaf_hash, root_of
from bilan.ledger.notes import NoteRefused, open_checkpoint
from bilan.store import reading
from bilan.store.checkpoints import checkpoints, keep_checkpoint, last_checkpoint
from bilan.tables import editions

AT = datetime(2014, 9, 21, tzinfo=UTC)
REDACTION = Redaction(entry=7, reason_words="A telephone number", authority="CNDP")


@pytest.fixture
def filled(each_home: Home, drafts: list[Draft]) -> Home:
    assert not record(each_home, drafts, by="clerk", at=AT).refused
    return each_home


def more(home: Home, *keys: str) -> None:
    content = {"indicator": "ind-egov", "value": "22", "unit": "projects", "nature": "declared"}
    drafts = [Draft(read_content("statement", content), key=key) for key in keys]
    assert not record(home, drafts, by="clerk", at=AT).refused


def tamper(statement: str, *values: str | bytes) -> None:
    """Change rows as somebody would who owns the database and takes the guards away."""
    tables = {"sqlite": ("DROP TRIGGER bilan_entry_changed", "DROP TRIGGER bilan_entry_deleted")}
    for_all = ("ALTER TABLE bilan_entry DISABLE TRIGGER USER",)
    with connection.cursor() as cursor:
        for step in tables.get(connection.vendor, for_all):
            cursor.execute(step)
        cursor.execute(statement, values)


def publish(home: Home) -> None:
    note = checkpoint(home, at=AT).note
    editions.build(home.editions, reading.size(), reading.lines, signer=signer(home), checkpoint=note)


def test_a_checkpoint_signs_the_root_of_all_entries(filled: Home) -> None:
    signed = checkpoint(filled, at=AT)
    claimed, _ = open_checkpoint(signed.note.encode(), log_key(filled).verifier)
    assert claimed.size == signed.size == 8
    assert claimed.root == signed.root == root_of(list(reading.leaf_hashes(0, 8)))
    assert claimed.origin == ORIGIN


def test_an_empty_log_can_be_signed_and_then_grow(each_home: Home, drafts: list[Draft]) -> None:
    assert checkpoint(each_home, at=AT).size == 0
    record(each_home, drafts, by="clerk", at=AT)
    assert checkpoint(each_home, at=AT).size == 8
    assert audit(each_home).problems == ()


def test_what_was_signed_is_kept(filled: Home) -> None:
    first = checkpoint(filled, at=AT + timedelta(microseconds=7))
    more(filled, "st-new")
    second = checkpoint(filled, at=AT)
    assert list(checkpoints()) == [first, second]
    assert last_checkpoint() == second
    assert first.at == AT


def test_nothing_new_is_not_signed_again(filled: Home) -> None:
    first = checkpoint(filled, at=AT)
    assert checkpoint(filled, at=AT + timedelta(days=1)) == first
    assert len(list(checkpoints())) == 1


def test_of_two_who_sign_at_the_same_time_one_checkpoint_is_kept(
    home: Home, drafts: list[Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    record(home, drafts, by="clerk", at=AT)
    grown = acts._grown

    def other_signs_meanwhile(*arguments: object) -> object:
        monkeypatch.setattr(acts, "_grown", grown)
        more(home, "st-meanwhile")
        assert checkpoint(home, at=AT).size == 9
        return grown(*arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(acts, "_grown", other_signs_meanwhile)
    assert checkpoint(home, at=AT).size == 9
    assert len(list(checkpoints())) == 1


def test_the_log_is_read_by_pieces(filled: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 3)
    assert checkpoint(filled, at=AT).root == root_of(list(reading.leaf_hashes(0, 8)))


def test_a_log_whose_edition_is_there_is_not_read_again_from_its_start(
    filled: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(filled)
    more(filled, "st-new")
    starts = []
    read = reading.hashes_of_lines

    def noted(start: int, stop: int) -> object:
        starts.append(start)
        return read(start, stop)

    monkeypatch.setattr(reading, "hashes_of_lines", noted)
    assert checkpoint(filled, at=AT).root == root_of(list(reading.leaf_hashes(0, 9)))
    assert starts == [8]


@pytest.mark.parametrize("damage", [b"", b"\0" * 256])
def test_damaged_tiles_are_not_believed(home: Home, drafts: list[Draft], damage: bytes) -> None:
    record(home, drafts, by="clerk", at=AT)
    publish(home)
    [tile] = (home.editions / editions.SHARED / "tile").rglob("8")
    tile.write_bytes(damage)
    more(home, "st-new")
    assert checkpoint(home, at=AT).root == root_of(list(reading.leaf_hashes(0, 9)))


def test_a_redaction_changes_no_root(filled: Home) -> None:
    before = checkpoint(filled, at=AT)
    redact(filled, REDACTION, by="clerk", at=AT)
    after = checkpoint(filled, at=AT)
    assert root_of(list(reading.leaf_hashes(0, 8))) == before.root
    assert after.size == 9
    assert audit(filled).problems == ()


def test_a_changed_past_is_not_signed_and_both_roots_are_shown(filled: Home) -> None:
    signed = checkpoint(filled, at=AT)
    tamper("UPDATE bilan_entry SET body = replace(body, '22', '23') WHERE number = 7")
    more(filled, "st-new")
    with pytest.raises(PastChanged) as broken:
        checkpoint(filled, at=AT)
    computed = root_of([leaf_hash(line) for line in reading.lines(0, 8)])
    assert (broken.value.size, broken.value.signed, broken.value.computed) == (8, signed.root, computed)
    assert list(checkpoints()) == [signed]


def test_an_audit_is_content_with_what_was_recorded(filled: Home) -> None:
    signed = checkpoint(filled, at=AT)
    more(filled, "st-new")
    seen: list[int] = []
    audited = audit(filled, progress=seen.append)
    assert audited.problems == ()
    assert (audited.size, audited.root) == (9, root_of(list(reading.leaf_hashes(0, 9))))
    assert seen == [0, signed.size, 9]


def test_an_audit_names_the_altered_row_and_shows_both_roots(filled: Home) -> None:
    checkpoint(filled, at=AT)
    tamper("UPDATE bilan_entry SET body = replace(body, '22', '23') WHERE number = 7")
    assert [(one.code, one.values.get("number")) for one in audit(filled).problems] == [
        ("entry_altered", "7"),
        ("root_differs", None),
    ]


def test_an_audit_names_the_missing_row(filled: Home) -> None:
    tamper("DELETE FROM bilan_entry WHERE number = 3")
    assert [(one.code, one.values) for one in audit(filled).problems] == [("entry_missing", {"number": "3"})]


def test_an_audit_finds_a_row_changed_together_with_its_hash(filled: Home) -> None:
    signed = checkpoint(filled, at=AT)
    changed = next(iter(reading.lines(7, 8))).replace(b"22", b"23")
    tamper("UPDATE bilan_entry SET body = %s, leaf_hash = %s WHERE number = 7", changed.decode(), leaf_hash(changed))
    [problem] = audit(filled).problems
    assert problem.code == "root_differs"
    assert problem.place.row == signed.size


def test_an_audit_finds_rows_cut_off_below_a_checkpoint(filled: Home) -> None:
    checkpoint(filled, at=AT)
    tamper("DELETE FROM bilan_entry WHERE number = 7")
    found = [(one.code, one.values.get("number")) for one in audit(filled).problems]
    assert found == [("entry_missing", "7"), ("root_differs", None)]


def test_an_audit_finds_a_checkpoint_that_the_log_did_not_sign(filled: Home) -> None:
    signed = checkpoint(filled, at=AT)
    more(filled, "st-new")
    root = root_of(list(reading.leaf_hashes(0, 9)))
    keep_checkpoint(type(signed)(9, root, signed.note, AT))
    assert [one.code for one in audit(filled).problems] == ["checkpoint_not_signed"]


def test_the_key_is_made_once_and_only_its_owner_can_read_it(home: Home) -> None:
    key = log_key(home)
    assert log_key(home) == key
    assert home.key_file.stat().st_mode & 0o777 == 0o600
    assert key.name == ORIGIN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_can_reach_is_not_used(home: Home, mode: int) -> None:
    log_key(home)
    home.key_file.chmod(mode)
    with pytest.raises(KeyExposed) as broken:
        checkpoint(home, at=AT)
    assert broken.value.mode == mode


def test_the_settings_name_a_new_log(home: Home) -> None:
    named = Home(home.folder, "example.org/plan")
    assert log_key(named).name == "example.org/plan"
    assert log_key(home).name == "example.org/plan"


def test_a_log_keeps_its_first_name(home: Home) -> None:
    log_key(home)
    with pytest.raises(OriginDiffers) as broken:
        log_key(Home(home.folder, "example.org/plan"))
    assert (broken.value.key, broken.value.setting) == (ORIGIN, "example.org/plan")


def test_a_file_that_is_no_key_is_refused_without_showing_it(home: Home) -> None:
    log_key(home)
    secret = home.key_file.read_text(encoding="ascii")
    home.key_file.write_text(secret[:-4] + "AAA\n", encoding="ascii")
    with pytest.raises(NoteRefused) as broken:
        log_key(home)
    assert secret[40:-8] not in str(broken.value)


def test_with_its_key_lost_a_log_says_so(home: Home, drafts: list[Draft]) -> None:
    record(home, drafts, by="clerk", at=AT)
    checkpoint(home, at=AT)
    home.key_file.unlink()
    assert [one.code for one in audit(home).problems] == ["checkpoint_not_signed"]
