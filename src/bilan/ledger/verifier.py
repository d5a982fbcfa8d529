"""Verify offline what was downloaded: an edition, or the receipt of one entry. Needs nothing of the store.

What an edition promises: `manifest.note`, signed by the log, gives the digest of `manifest.json`, and that gives the
digests of all other files; the entries hash to the root in `checkpoint`, signed by the log. So no bit changes unseen.
Whoever pins the key of the log knows besides that it is this log; without a pin the edition is only true to itself.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from bilan.ledger import tiles
from bilan.ledger.canonical import NotCanonical, base64_text, parse_base64
from bilan.ledger.merkle import leaf_hash, root_from_inclusion
from bilan.ledger.notes import Checkpoint, NoteRefused, VerifierKey, open_checkpoint, parse_key, parse_note, verify_note
from bilan.ledger.segments import Findings, Reader, Record, parse_line, segments_of
from bilan.ledger.tiles import Read
from bilan.terms.problems import Problem

FORMAT: Final = "bilan-edition/1"
MANIFEST: Final = "manifest.json"
NOTE: Final = "manifest.note"
CHECKPOINT: Final = "checkpoint"
KEY: Final = "log.vkey"


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found: how many entries, the root computed from them, the root that the log signed."""

    size: int
    computed_root: bytes | None
    signed_root: bytes | None
    findings: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Tell whether all is as it was signed."""
        return not any(one.severity == "error" for one in self.findings)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition says of itself, and the digest of `manifest.json` as it lies there."""

    state: Checkpoint
    files: Mapping[str, Record]
    digest: bytes


def manifest_text(*, origin: str, size: int, digest: bytes) -> str:
    """Write the text that the log signs for an edition; `digest` is the SHA-256 of `manifest.json`."""
    return f"{origin}/manifest\n{size}\n{base64_text(digest)}\n"


def verify_edition(folder: Path, *, pinned: str | None = None, progress: Callable[[int], None] | None = None) -> Report:
    """Verify every file of a downloaded edition; `progress` is told how many entries have been read."""
    found = Findings()
    files = _files(folder, found)
    raw = {name: path.read_bytes() for name in (KEY, NOTE, CHECKPOINT, MANIFEST) if (path := files.get(name))}
    key = _log_key(raw.get(KEY), pinned, found)
    checkpoint = found.attempt(CHECKPOINT, _open_checkpoint, raw.get(CHECKPOINT), key)
    text = found.attempt(NOTE, _open_manifest_note, raw.get(NOTE), key)
    manifest = found.attempt(MANIFEST, _parse_manifest, raw.get(MANIFEST))
    _check_presence(manifest, files, found)
    signed = checkpoint.root if checkpoint else None
    if not manifest:
        return Report(size=0, computed_root=None, signed_root=signed, findings=found.all())
    _check_manifest_text(text, manifest, found)
    listed = {name: record for name, record in manifest.files.items() if name in files}
    log = Reader(folder, segments_of(manifest.files), listed, found).read(progress or (lambda _: None))
    computed = Checkpoint(manifest.state.origin, log.size, log.root())
    _check_claim(MANIFEST, manifest.state, computed, found)
    _check_claim(CHECKPOINT, checkpoint, computed, found)
    return Report(size=log.size, computed_root=computed.root, signed_root=signed, findings=found.all())


def make_receipt(leaf: bytes, *, number: int, size: int, read: Read, checkpoint: str) -> dict[str, Any]:
    """Make the receipt of an entry from the tiles of the log of `size`, of which the signed checkpoint is given."""
    return {
        "leaf": leaf.decode(),
        "number": number,
        "size": size,
        "root": base64_text(tiles.root(size, read)),
        "proof": [base64_text(one) for one in tiles.inclusion_proof(number, size, read)],
        "checkpoint": checkpoint,
    }


def verify_receipt(receipt: Mapping[str, Any], pinned: str) -> Report:
    """Verify the receipt of an entry: the log of the pinned key has it, under its number, in these very bytes."""
    found = Findings()
    checkpoint = found.attempt(CHECKPOINT, _open_checkpoint, _raw(receipt.get(CHECKPOINT)), parse_key(pinned))
    signed = checkpoint.root if checkpoint else None
    states = found.attempt("receipt", _receipt_states, receipt)
    if not states:
        return Report(size=0, computed_root=None, signed_root=signed, findings=found.all())
    claimed, computed = states
    _check_claim("receipt", claimed, computed, found)
    _check_claim(CHECKPOINT, checkpoint and replace(checkpoint, origin=computed.origin), computed, found)
    return Report(size=computed.size, computed_root=computed.root, signed_root=signed, findings=found.all())


def _files(folder: Path, found: Findings) -> dict[str, Path]:
    """Return the files of a folder by name; what is neither file nor folder has no place in an edition."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file():
            files[name] = path
        elif path.is_symlink() or not path.is_dir():
            found.add("file_unlisted", name)
    return files


def _raw(text: object) -> bytes:
    """Turn a text out of JSON into bytes; what is no UTF-8 is left to the parser to refuse."""
    return str(text).encode(errors="surrogatepass")


def _log_key(raw: bytes | None, pinned: str | None, found: Findings) -> VerifierKey | None:
    """Return the key to verify with: the pinned one, else the one that lies in the edition."""
    expected = parse_key(pinned) if pinned else None
    shown = found.attempt(KEY, lambda line: parse_key(line.decode().removesuffix("\n")), raw)
    if expected and shown and expected != shown:
        found.add("key_differs", KEY, expected=expected, found=shown)
    return expected or shown


def _open_checkpoint(raw: bytes, key: VerifierKey) -> Checkpoint:
    return open_checkpoint(raw, key)[0]


def _open_manifest_note(raw: bytes, key: VerifierKey) -> str:
    """Return the text of the note beside the manifest; a second signature would be bytes that nothing covers."""
    note = parse_note(raw)
    verify_note(note, [key])
    if len(note.signatures) != 1:
        raise NoteRefused("more than the signature of the log", str(note))
    return note.text


def _parse_manifest(raw: bytes) -> Manifest:
    match json.loads(raw):
        case {
            "format": str(form),
            "origin": str(origin),
            "size": int(size),
            "root": str(root),
            "files": dict(files),
        }:
            if form == FORMAT and all(isinstance(record, dict) for record in files.values()):
                return Manifest(Checkpoint(origin, size, parse_base64(root)), files, sha256(raw).digest())
    raise NoteRefused(f"not the manifest of an edition ({FORMAT})", repr(raw))


def _receipt_states(receipt: Mapping[str, Any]) -> tuple[Checkpoint, Checkpoint]:
    """Return the state of the log that a receipt claims, and the one that its proof gives."""
    match receipt:
        case {"leaf": str(leaf), "number": int(number), "size": int(size), "root": str(root), "proof": [*proof]}:
            line = _raw(leaf)
            if parse_line(line)[1:] != (number, None):
                raise NotCanonical(f"not the entry {number}", leaf)
            hashes = [parse_base64(str(one)) for one in proof]
            computed = root_from_inclusion(leaf_hash(line), index=number, size=size, proof=hashes)
            return Checkpoint("", size, parse_base64(root)), Checkpoint("", size, computed)
    raise NotCanonical("not a receipt", receipt)


def _check_presence(manifest: Manifest | None, files: Mapping[str, Path], found: Findings) -> None:
    listed = manifest.files.keys() if manifest else set()
    for name in sorted({MANIFEST, NOTE, CHECKPOINT, KEY, *listed} - files.keys()):
        found.add("file_missing", name)
    for name in sorted(files.keys() - {MANIFEST, NOTE, *listed}) if manifest else ():
        found.add("file_unlisted", name)


def _check_manifest_text(text: str | None, manifest: Manifest, found: Findings) -> None:
    state = manifest.state
    expected = manifest_text(origin=state.origin, size=state.size, digest=manifest.digest)
    if text and text != expected:
        found.add("manifest_differs", MANIFEST, signed=text, found=expected)


def _check_claim(file: str, claimed: Checkpoint | None, computed: Checkpoint, found: Findings) -> None:
    if not claimed:
        return
    if claimed.origin != computed.origin:
        found.add("origin_differs", file, claimed=claimed.origin, computed=computed.origin)
    if claimed.size != computed.size:
        found.add("size_differs", file, claimed=claimed.size, computed=computed.size)
    if claimed.root != computed.root:
        found.add("root_differs", file, claimed=base64_text(claimed.root), computed=base64_text(computed.root))
