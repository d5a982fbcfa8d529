"""Who signed what: notes, keys, checkpoints and cosignatures, each in one spelling."""

import pytest

from bilan.ledger.notes import (
    COSIGNATURE,
    MOST_SIGNATURES,
    Checkpoint,
    Note,
    NoteRefused,
    Signature,
    SignatureBad,
    Signed,
    SigningKey,
    VerifierKey,
    add_signature,
    open_checkpoint,
    parse_checkpoint,
    parse_key,
    parse_note,
    parse_secret,
    sign_note,
    verify_note,
)

LOG = SigningKey("bilan.example/plan", bytes(range(32)))
WITNESS = SigningKey("witness.example/w1", bytes(32), algorithm=COSIGNATURE)
STRANGER = SigningKey("stranger.example", b"s" * 32)
STATE = Checkpoint("bilan.example/plan", 22, b"r" * 32)
NOTE = sign_note("One line.\n\nAnother — line.\n", LOG)


def test_a_note_is_read_back_and_verified() -> None:
    assert parse_note(str(NOTE).encode()) == NOTE
    assert verify_note(NOTE, [LOG.verifier]) == (Signed(LOG.verifier),)


def test_a_signature_of_a_known_key_must_fit_the_text() -> None:
    other = Note("One word.\n", NOTE.signatures)
    with pytest.raises(SignatureBad, match=r"bilan\.example/plan does not fit") as refusal:
        verify_note(other, [LOG.verifier])
    assert refusal.value.refused == other.text


def test_a_bad_signature_beside_a_good_one_spoils_the_note() -> None:
    [good] = NOTE.signatures
    with pytest.raises(SignatureBad):
        verify_note(Note(NOTE.text, (good, Signature(good.name, good.key_id, bytes(64)))), [LOG.verifier])


def test_signatures_of_strangers_are_passed_over() -> None:
    note = add_signature(NOTE, STRANGER)
    assert verify_note(note, [LOG.verifier]) == (Signed(LOG.verifier),)
    renamed = VerifierKey("bilan.example/other", LOG.verifier.public)
    with pytest.raises(SignatureBad, match="none of the known keys"):
        verify_note(note, [renamed])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text\n",
        b"text\n\n",
        str(NOTE).encode()[:-1],
        str(NOTE).encode() + b"\n",
        str(NOTE).encode().replace(b"\n", b"\r\n"),
        str(NOTE).encode().replace(b"One", b"\xff"),
        str(NOTE).encode().replace(b"One", b"\x00"),
        str(NOTE).replace("— bilan", "- bilan").encode(),
        str(NOTE).replace("— bilan", "—  bilan").encode(),
        str(NOTE).replace("bilan.example/plan ", "bilan+example/plan ").encode(),
        str(NOTE).replace("bilan.example/plan ", "").encode(),
        "text\n\n— name AAAAAA==\n".encode(),
        "text\n\n— name AAAAAAA\n".encode(),
        "text\n\n— name AAAAAAB=\n".encode(),
        ("text\n\n" + "— name AAAAAAAA\n" * (MOST_SIGNATURES + 1)).encode(),
    ],
)
def test_a_note_has_one_spelling(raw: bytes) -> None:
    with pytest.raises(NoteRefused):
        parse_note(raw)


@pytest.mark.parametrize("text", ["no end of line", "", "a tab\t\n", "a return\r\n"])
def test_only_whole_lines_are_signed(text: str) -> None:
    with pytest.raises(NoteRefused):
        sign_note(text, LOG)


def test_keys_are_read_back() -> None:
    assert parse_key(str(LOG.verifier)) == LOG.verifier
    assert parse_key(str(WITNESS.verifier)) == WITNESS.verifier
    assert parse_secret(LOG.secret_text()) == LOG


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bilan.example/plan",
        str(LOG.verifier)[:-4],
        str(LOG.verifier).replace("plan", "plant"),
        str(LOG.verifier) + "\n",
        str(LOG.verifier).upper(),
        str(LOG.verifier).replace("+A", "+B"),
        "+00000000+AQ==",
    ],
)
def test_a_key_has_one_spelling(text: str) -> None:
    with pytest.raises(NoteRefused):
        parse_key(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\n", "nul\x00", "half\ud800"])
def test_a_name_that_would_break_a_signature_line_is_refused(name: str) -> None:
    with pytest.raises(NoteRefused):
        VerifierKey(name, bytes(32))


@pytest.mark.parametrize(
    "text", ["", LOG.secret_text()[:-4], LOG.secret_text().replace("plan", "plant"), LOG.secret_text()[12:]]
)
def test_a_private_key_that_is_refused_is_not_shown(text: str) -> None:
    with pytest.raises(NoteRefused) as refusal:
        parse_secret(text)
    assert "AQABAgME" in LOG.secret_text()
    assert "AQABAgME" not in str(refusal.value)


def test_a_private_key_does_not_show_in_a_trace() -> None:
    assert "x01" not in repr(LOG)


def test_a_checkpoint_is_read_back() -> None:
    assert str(STATE) == f"bilan.example/plan\n22\n{'cnJy' * 10}cnI=\n"
    assert parse_checkpoint(str(STATE)) == STATE
    extended = Checkpoint("bilan.example/plan", 0, b"r" * 32, ("one", "two"))
    assert parse_checkpoint(str(extended)) == extended


@pytest.mark.parametrize(
    "change",
    [
        ("22", "022"),
        ("22", "+22"),
        ("22", "٢٢"),
        ("22", ""),
        ("22\n", ""),
        ("cnI=", "cnJ="),
        ("cnI=", "cg=="),
        ("cnI=\n", "cnI=\n\n"),
        ("cnI=\n", "cnI="),
        ("bilan.example/plan", ""),
    ],
)
def test_a_checkpoint_has_one_spelling(change: tuple[str, str]) -> None:
    with pytest.raises(NoteRefused):
        parse_checkpoint(str(STATE).replace(*change))


def test_a_checkpoint_must_be_signed_by_its_log() -> None:
    note = add_signature(sign_note(str(STATE), STRANGER), WITNESS, at=1679315147)
    with pytest.raises(SignatureBad, match="key of the log"):
        open_checkpoint(str(note).encode(), LOG.verifier, [WITNESS.verifier])
    signed = str(add_signature(note, LOG)).encode()
    assert open_checkpoint(signed, LOG.verifier) == (STATE, (Signed(LOG.verifier),))


def test_a_witness_says_when_it_saw_the_log() -> None:
    note = add_signature(sign_note(str(STATE), LOG), WITNESS, at=1679315147)
    _, signed = open_checkpoint(str(note).encode(), LOG.verifier, [WITNESS.verifier])
    assert signed == (Signed(LOG.verifier), Signed(WITNESS.verifier, at=1679315147))


def test_the_time_of_a_cosignature_cannot_be_changed() -> None:
    note = sign_note(str(STATE), WITNESS, at=1679315147)
    [signature] = note.signatures
    later = Signature(signature.name, signature.key_id, (1679315148).to_bytes(8) + signature.value[8:])
    with pytest.raises(SignatureBad):
        verify_note(Note(note.text, (later,)), [WITNESS.verifier])


def test_a_cosignature_cut_short_does_not_fit() -> None:
    with pytest.raises(SignatureBad):
        verify_note(Note(str(STATE), (Signature(WITNESS.name, WITNESS.verifier.id, b"short"),)), [WITNESS.verifier])


def test_witnesses_sign_checkpoints_only() -> None:
    with pytest.raises(NoteRefused, match="not a checkpoint"):
        sign_note("anything\n", WITNESS, at=1)


def test_a_time_belongs_to_cosignatures_and_to_nothing_else() -> None:
    with pytest.raises(NoteRefused, match="takes a time"):
        sign_note(str(STATE), WITNESS)
    with pytest.raises(NoteRefused, match="takes a time"):
        sign_note(str(STATE), LOG, at=1)
