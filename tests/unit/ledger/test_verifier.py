"""What was downloaded is what was signed, or the verifier says where it is not.

Fixture: `edition` is a folder with 300 entries in two segments, their tiles and a table; entry 250 redacted entry 7.
"""

import json
import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bilan.ledger.canonical import base64_text, canonical_bytes
from bilan.ledger.merkle import leaf_hash, root_of
from bilan.ledger.notes import COSIGNATURE, Checkpoint, NoteRefused, SigningKey, add_signature, sign_note
from bilan.ledger.segments import MOST_FINDINGS
from bilan.ledger.tiles import Frontier
from bilan.ledger.verifier import FORMAT, Report, make_receipt, manifest_text, verify_edition, verify_receipt

ORIGIN = "bilan.example/plan"
LOG = SigningKey(ORIGIN, bytes(32))
PINNED = str(LOG.verifier)
OTHER = SigningKey(ORIGIN, b"o" * 32)
WITNESS = SigningKey("witness.example", b"w" * 32, algorithm=COSIGNATURE)
SIZE, CUT, REDACTED, REDACTION = 300, 200, 7, 250
NOTHING: dict[str, Any] = {}
SEGMENTS = ("entries/0-200.ndjson", "entries/200-300.ndjson")


def leaf_of(number: int) -> bytes:
    """Return an entry, whose content says "number" too, as a content may."""
    kind = "redaction" if number == REDACTION else "statement"
    content = {"entry": REDACTED} if number == REDACTION else {"number": 5, "words": 'said ",\\"number\\":9,"'}
    envelope = {"content": content, "kind": kind, "number": number, "recorded_at": "2026-11-24T20:13:00Z"}
    return canonical_bytes({**envelope, "recorded_by": "clerk", "replaces": 3, "salt": f"{number:022d}"})


LEAVES = [leaf_of(number) for number in range(SIZE)]
ROOT = root_of([leaf_hash(leaf) for leaf in LEAVES])


def redacted_line(number: int, *, by: int) -> bytes:
    return canonical_bytes({"leaf_hash": base64_text(leaf_hash(LEAVES[number])), "number": number, "redacted_by": by})


LINES = [*LEAVES[:REDACTED], redacted_line(REDACTED, by=REDACTION), *LEAVES[REDACTED + 1 :]]


def files_of(lines: list[bytes], *, size: int = SIZE, root: bytes = ROOT) -> dict[str, bytes]:
    """Return the files of an edition beside its manifest."""
    _, tiles = Frontier().extended([leaf_hash(leaf) for leaf in LEAVES])
    note = add_signature(sign_note(str(Checkpoint(ORIGIN, size, root)), LOG), WITNESS, at=1_790_000_000)
    return {
        SEGMENTS[0]: b"".join(line + b"\n" for line in lines[:CUT]),
        SEGMENTS[1]: b"".join(line + b"\n" for line in lines[CUT:]),
        **tiles,
        "tables/statement/0-300.parquet": b"PAR1 and so on",
        "checkpoint": str(note).encode(),
        "log.vkey": f"{PINNED}\n".encode(),
    }


def record_of(name: str, data: bytes) -> dict[str, object]:
    record: dict[str, object] = {"sha256": sha256(data).hexdigest(), "bytes": len(data)}
    if name.startswith("entries/"):
        first, last = name.removeprefix("entries/").removesuffix(".ndjson").split("-")
        record["rows"] = int(last) - int(first)
    return record


def sign(folder: Path, files: Mapping[str, bytes], claims: dict[str, Any] = NOTHING, *, key: SigningKey = LOG) -> None:
    """Write an edition: the files, the manifest that lists them (or claims otherwise), the note."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "size": SIZE,
        "root": base64_text(ROOT),
        "origin": ORIGIN,
        "schema": "1",
    }
    manifest |= {"files": {name: record_of(name, data) for name, data in files.items()}, **claims}
    document = json.dumps(manifest).encode()
    text = manifest_text(origin=ORIGIN, size=manifest["size"], digest=sha256(document).digest())
    (folder / "manifest.json").write_bytes(document)
    (folder / "manifest.note").write_bytes(str(sign_note(text, key)).encode())


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    sign(tmp_path, files_of(LINES))
    return tmp_path


def codes(report: Report) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.place.file) for finding in report.findings}


def found(report: Report, code: str) -> list[tuple[int | None, Mapping[str, str]]]:
    return [(finding.place.row, finding.values) for finding in report.findings if finding.code == code]


def change(folder: Path, name: str, edit: Callable[[bytes], bytes]) -> Report:
    path = folder / name
    path.write_bytes(edit(path.read_bytes()))
    return verify_edition(folder, pinned=PINNED)


def test_an_edition_is_what_was_signed(edition: Path) -> None:
    steps: list[int] = []
    report = verify_edition(edition, pinned=PINNED, progress=steps.append)
    assert report == Report(size=SIZE, computed_root=ROOT, signed_root=ROOT, findings=())
    assert report.ok
    assert steps == [CUT, SIZE]
    assert verify_edition(edition).ok


def test_a_flipped_bit_anywhere_is_found(edition: Path) -> None:
    random = Random(2009)
    for path in sorted(path for path in edition.rglob("*") if path.is_file()):
        data = path.read_bytes()
        every = path.name in {"manifest.note", "checkpoint", "log.vkey"}
        for at in range(len(data)) if every else sorted(random.sample(range(len(data)), min(len(data), 60))):
            bit = 1 << random.randrange(8)
            path.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
            assert not verify_edition(edition).ok, (path.name, at, bit)
        path.write_bytes(data)
    assert verify_edition(edition).ok


def test_a_byte_more_or_less_in_any_file_is_found(edition: Path) -> None:
    for path in sorted(path for path in edition.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for other in (data + b"\n", data + b"\x00", data[:-1], b""):
            path.write_bytes(other)
            assert not verify_edition(edition).ok, (path.name, len(other))
        path.write_bytes(data)


def test_the_first_changed_entry_is_named_by_the_tiles(edition: Path) -> None:
    report = change(edition, SEGMENTS[1], lambda data: data.replace(b"clerk", b"kcler"))
    assert codes(report) == {
        ("file_changed", SEGMENTS[1]),
        ("entry_changed", SEGMENTS[1]),
        ("root_differs", "manifest.json"),
        ("root_differs", "checkpoint"),
    }
    changed = leaf_hash(LEAVES[200].replace(b"clerk", b"kcler"))
    assert found(report, "entry_changed") == [
        (None, {"number": "200", "logged": base64_text(leaf_hash(LEAVES[200])), "computed": base64_text(changed)})
    ]


def test_both_roots_are_shown(edition: Path) -> None:
    report = change(edition, SEGMENTS[0], lambda data: data.replace(b"said", b"sade", 1))
    assert report.signed_root == ROOT
    assert report.computed_root not in {None, ROOT}
    assert report.computed_root
    [differs, _] = [finding for finding in report.findings if finding.code == "root_differs"]
    assert differs.values == {"claimed": base64_text(ROOT), "computed": base64_text(report.computed_root)}


def test_a_missing_file_is_named(edition: Path) -> None:
    names = [SEGMENTS[0], "tables/statement/0-300.parquet", "tile/0/000", "checkpoint", "log.vkey", "manifest.note"]
    for name in names:
        (edition / name).unlink()
    missing = {file for code, file in codes(verify_edition(edition, pinned=PINNED)) if code == "file_missing"}
    assert missing == set(names)


def test_without_its_manifest_nothing_else_is_judged(edition: Path) -> None:
    (edition / "manifest.json").unlink()
    report = verify_edition(edition, pinned=PINNED)
    assert codes(report) == {("file_missing", "manifest.json")}
    assert (report.size, report.computed_root, report.signed_root) == (0, None, ROOT)


def test_what_the_manifest_does_not_list_is_found(edition: Path) -> None:
    (edition / "tables/notes.txt").write_text("a word")
    (edition / "gone").symlink_to("nowhere")
    os.mkfifo(edition / "pipe")
    report = verify_edition(edition, pinned=PINNED)
    assert codes(report) == {
        ("file_unlisted", "tables/notes.txt"),
        ("file_unlisted", "gone"),
        ("file_unlisted", "pipe"),
    }


def test_nothing_outside_the_folder_is_read(edition: Path) -> None:
    outside = edition.parent / "outside"
    outside.write_bytes(b"secret")
    sign(edition, files_of(LINES) | {"../outside": b"secret"})
    assert codes(verify_edition(edition, pinned=PINNED)) == {("file_missing", "../outside")}


def test_an_edition_of_another_log_is_found_by_the_pin(edition: Path) -> None:
    report = verify_edition(edition, pinned=str(OTHER.verifier))
    assert codes(report) == {
        ("key_differs", "log.vkey"),
        ("signature_bad", "checkpoint"),
        ("signature_bad", "manifest.note"),
    }


def test_a_pin_that_is_no_key_is_refused(edition: Path) -> None:
    with pytest.raises(NoteRefused):
        verify_edition(edition, pinned="bilan.example")


def test_a_manifest_signed_by_a_stranger_is_found(edition: Path) -> None:
    sign(edition, files_of(LINES), key=OTHER)
    assert codes(verify_edition(edition)) == {("signature_bad", "manifest.note")}


def test_a_second_signature_on_the_manifest_is_found(edition: Path) -> None:
    report = change(edition, "manifest.note", lambda note: note + "— stranger AAAAAAAA\n".encode())
    assert codes(report) == {("file_unreadable", "manifest.note")}


@pytest.mark.parametrize(
    "claims",
    [
        {"format": "bilan-edition/2"},
        {"files": ["entries"]},
        {"files": {"checkpoint": "digest"}},
        {"root": "not base64"},
        {"size": "300"},
    ],
)
def test_a_manifest_that_is_none_is_found(edition: Path, claims: dict[str, Any]) -> None:
    sign(edition, files_of(LINES), claims)
    assert codes(verify_edition(edition, pinned=PINNED)) == {("file_unreadable", "manifest.json")}


@pytest.mark.parametrize("document", [b"", b"[", b"[" * 100_000, b"\xff", b"3"])
def test_a_manifest_of_rubbish_is_found(edition: Path, document: bytes) -> None:
    (edition / "manifest.json").write_bytes(document)
    assert ("file_unreadable", "manifest.json") in codes(verify_edition(edition, pinned=PINNED))


def test_a_manifest_and_a_checkpoint_that_disagree_are_found(edition: Path) -> None:
    checkpoint = sign_note(str(Checkpoint("another.example", 299, bytes(32))), LOG)
    sign(edition, files_of(LINES) | {"checkpoint": str(checkpoint).encode()})
    assert codes(verify_edition(edition, pinned=PINNED)) == {
        ("origin_differs", "checkpoint"),
        ("size_differs", "checkpoint"),
        ("root_differs", "checkpoint"),
    }


def test_a_note_about_another_manifest_is_found(edition: Path) -> None:
    report = change(edition, "manifest.json", lambda document: document.replace(b'"schema": "1"', b'"schema": "2"'))
    assert codes(report) == {("manifest_differs", "manifest.json")}


def without(line: int) -> Callable[[bytes], bytes]:
    return lambda data: b"".join(one for at, one in enumerate(data.splitlines(keepends=True)) if at != line)


def test_a_lost_entry_is_named_once(edition: Path) -> None:
    report = change(edition, SEGMENTS[0], without(20))
    assert found(report, "entry_out_of_sequence") == [(21, {"expected": "20", "found": "21"})]
    assert found(report, "rows_differ") == [(None, {"expected": "200", "found": "199"})]
    assert [values["number"] for _, values in found(report, "entry_changed")] == ["20"]
    assert {code for code, _ in codes(report)} == {
        *("file_changed", "entry_out_of_sequence", "rows_differ", "entry_changed", "size_differs", "root_differs"),
        "tile_unexpected",
    }


def test_an_entry_told_twice_is_named_once(edition: Path) -> None:
    report = change(edition, SEGMENTS[1], lambda data: LEAVES[200] + b"\n" + data)
    assert found(report, "entry_out_of_sequence") == [(2, {"expected": "201", "found": "200"})]


def test_an_entry_at_the_end_of_a_block_is_not_cut(edition: Path) -> None:
    report = change(edition, SEGMENTS[1], lambda data: data[:-1])
    assert found(report, "entry_cut") == [(100, {})]
    assert report.computed_root == ROOT


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"rubbish",
        b"3",
        b'{"number":290}',
        LEAVES[290].replace(b'"kind"', b'"kind" ').replace(b'"number":290', b'"number": 290'),
        redacted_line(290, by=REDACTION)[:-1] + b',"why":1}',
        canonical_bytes({"leaf_hash": "YQ==", "number": 290, "redacted_by": 295}),
        canonical_bytes({"leaf_hash": "YQ", "number": 290, "redacted_by": 295}),
    ],
)
def test_a_line_that_is_no_entry_is_named(edition: Path, line: bytes) -> None:
    report = change(edition, SEGMENTS[1], lambda data: data.replace(LEAVES[290], line))
    [(row, values)] = found(report, "entry_unreadable")
    assert (row, values["number"]) == (91, "290")


def test_a_line_without_end_is_cut_and_does_not_fill_the_memory(edition: Path) -> None:
    report = change(edition, SEGMENTS[1], lambda _: b"x" * 500_000)
    assert len(found(report, "entry_cut")) == 3
    assert {values["reason"] for _, values in found(report, "entry_unreadable")} == {"not JSON in UTF-8"}


def test_a_file_of_rubbish_does_not_fill_the_report(edition: Path) -> None:
    report = change(edition, SEGMENTS[1], lambda _: b"\n" * (MOST_FINDINGS + 500))
    assert len(report.findings) == MOST_FINDINGS + 1
    assert found(report, "more_findings") == [(None, {"count": "510"})]


@pytest.mark.parametrize("by", [REDACTED, 3, 249, 251, 299])
def test_a_redaction_that_is_not_there_is_found(edition: Path, by: int) -> None:
    sign(edition, files_of([*LINES[:REDACTED], redacted_line(REDACTED, by=by), *LINES[REDACTED + 1 :]]))
    report = verify_edition(edition, pinned=PINNED)
    assert found(report, "redaction_missing") == [(None, {"entry": "7", "redaction": str(by)})]
    assert report.computed_root == ROOT


@pytest.mark.parametrize("by", [300, 10**15])
def test_a_redaction_that_came_after_the_edition_is_told_and_does_not_make_it_false(edition: Path, by: int) -> None:
    sign(edition, files_of([*LINES[:REDACTED], redacted_line(REDACTED, by=by), *LINES[REDACTED + 1 :]]))
    report = verify_edition(edition, pinned=PINNED)
    assert found(report, "redaction_later") == [(None, {"entry": "7", "redaction": str(by)})]
    assert report.ok
    assert report.computed_root == ROOT


def test_a_redaction_speaks_of_one_entry(edition: Path) -> None:
    sign(edition, files_of([*LINES[:30], redacted_line(30, by=REDACTION), *LINES[31:]]))
    report = verify_edition(edition, pinned=PINNED)
    assert found(report, "redaction_missing") == [(None, {"entry": "30", "redaction": "250"})]


def test_a_redaction_cannot_be_redacted_itself(edition: Path) -> None:
    sign(edition, files_of([*LINES[:REDACTION], redacted_line(REDACTION, by=260), *LINES[REDACTION + 1 :]]))
    report = verify_edition(edition, pinned=PINNED)
    assert {values["redaction"] for _, values in found(report, "redaction_missing")} == {"250", "260"}


def test_segments_that_do_not_follow_each_other_are_found(edition: Path) -> None:
    files = files_of(LINES)
    (edition / SEGMENTS[1]).unlink()
    sign(edition, {"entries/201-301.ndjson" if name == SEGMENTS[1] else name: data for name, data in files.items()})
    report = verify_edition(edition, pinned=PINNED)
    assert found(report, "segments_not_contiguous") == [(None, {"expected": "200", "found": "201"})]


def test_a_tile_that_the_entries_do_not_make_is_found(edition: Path) -> None:
    sign(edition, files_of(LINES) | {"tile/1/000.p/1": bytes(32)})
    assert codes(verify_edition(edition, pinned=PINNED)) == {("tile_differs", "tile/1/000.p/1")}


def test_a_tile_too_long_for_its_name_is_found(edition: Path) -> None:
    files = files_of(LINES)
    sign(edition, files | {"tile/0/001.p/44": files["tile/0/001.p/44"] + bytes(32)})
    assert codes(verify_edition(edition, pinned=PINNED)) == {("tile_differs", "tile/0/001.p/44")}


def test_a_tile_of_another_log_is_found(edition: Path) -> None:
    sign(edition, files_of(LINES) | {"tile/2/000.p/1": bytes(32)})
    assert codes(verify_edition(edition, pinned=PINNED)) == {("tile_unexpected", "tile/2/000.p/1")}


def test_an_entry_beyond_what_its_file_promises_has_no_file(edition: Path) -> None:
    files = files_of(LINES)
    for name in SEGMENTS:
        (edition / name).unlink()
    lines = files.pop(SEGMENTS[0]) + files.pop(SEGMENTS[1]).replace(b"clerk", b"kcler")
    sign(edition, {"entries/0-200.ndjson": lines, **files})
    report = verify_edition(edition, pinned=PINNED)
    assert ("entry_changed", None) in codes(report)


def test_a_large_edition_is_read_in_blocks(tmp_path: Path) -> None:
    leaves = [LEAVES[5].replace(b'"number":5,"rec', b'"number":%d,"rec' % number) for number in range(9000)]
    frontier, tiles = Frontier().extended([leaf_hash(leaf) for leaf in leaves])
    files = {
        **tiles,
        "entries/0-9000.ndjson": b"".join(leaf + b"\n" for leaf in leaves),
        "checkpoint": str(sign_note(str(Checkpoint(ORIGIN, 9000, frontier.root())), LOG)).encode(),
        "log.vkey": PINNED.encode(),
    }
    sign(tmp_path, files, {"size": 9000, "root": base64_text(frontier.root())})
    steps: list[int] = []
    assert verify_edition(tmp_path, pinned=PINNED, progress=steps.append).ok
    assert len(steps) == 2


def receipt_of(number: int) -> dict[str, Any]:
    _, tiles = Frontier().extended([leaf_hash(leaf) for leaf in LEAVES])
    checkpoint = str(sign_note(str(Checkpoint(ORIGIN, SIZE, ROOT)), LOG))
    return make_receipt(LEAVES[number], number=number, size=SIZE, read=tiles.get, checkpoint=checkpoint)


def test_a_receipt_proves_an_entry_offline() -> None:
    receipt = json.loads(json.dumps(receipt_of(270)))
    assert verify_receipt(receipt, PINNED) == Report(size=SIZE, computed_root=ROOT, signed_root=ROOT, findings=())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"leaf": LEAVES[270].replace(b"clerk", b"kcler").decode()}, "root_differs"),
        ({"leaf": LEAVES[271].decode()}, "file_unreadable"),
        ({"leaf": redacted_line(270, by=271).decode()}, "file_unreadable"),
        ({"leaf": "\ud800"}, "file_unreadable"),
        ({"number": 271}, "file_unreadable"),
        ({"number": None}, "file_unreadable"),
        ({"size": 200}, "file_unreadable"),
        ({"size": 301}, "size_differs"),
        ({"root": base64_text(bytes(32))}, "root_differs"),
        ({"root": "no root"}, "file_unreadable"),
        ({"proof": []}, "file_unreadable"),
        ({"proof": [1, 2]}, "file_unreadable"),
        ({"checkpoint": None}, "file_unreadable"),
        ({"checkpoint": "\ud800"}, "file_unreadable"),
        ({"checkpoint": str(sign_note(str(Checkpoint(ORIGIN, SIZE, ROOT)), OTHER))}, "signature_bad"),
        ({"checkpoint": str(sign_note(str(Checkpoint(ORIGIN, SIZE, bytes(32))), LOG))}, "root_differs"),
    ],
)
def test_a_receipt_of_which_anything_was_changed_fails(changes: dict[str, Any], code: str) -> None:
    report = verify_receipt(receipt_of(270) | changes, PINNED)
    assert not report.ok
    assert code in {finding.code for finding in report.findings}


def test_a_receipt_of_another_log_fails() -> None:
    assert codes(verify_receipt(receipt_of(270), str(OTHER.verifier))) == {("signature_bad", "checkpoint")}
