"""Signed notes (C2SP signed-note, Ed25519), checkpoints of a log (tlog-checkpoint), cosignatures (tlog-cosignature)."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bilan.ledger.canonical import NotCanonical, base64_text, parse_base64
from bilan.ledger.merkle import HASH_BYTES

ED25519: Final = 1
COSIGNATURE: Final = 4
KEY_BYTES: Final = 32
MOST_SIGNATURES: Final = 100

_SECRET: Final = "PRIVATE+KEY+"  # noqa: S105 - the public head of the text form
_NAME: Final = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteRefused(ValueError):
    """A note, a key or a checkpoint cannot be read or is not signed as it must be; keeps what was refused."""

    def __init__(self, reason: str, refused: str) -> None:
        """Keep the text that was refused."""
        super().__init__(f"{reason}: {refused!r:.300}")
        self.reason = reason
        self.refused = refused


class SignatureBad(NoteRefused):
    """A note is not signed by the key that must sign it, or a signature of a known key does not fit its text."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key and the name of who signs with it; written ``name+id+key``."""

    name: str
    public: bytes
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        """Refuse a name that would break a signature line, and what is no key."""
        if (
            not _NAME.fullmatch(self.name)
            or len(self.public) != KEY_BYTES
            or self.algorithm not in {ED25519, COSIGNATURE}
        ):
            raise NoteRefused("not a key of Ed25519 with a name without spaces or plus", self.name)

    @property
    def id(self) -> bytes:
        """Return the four bytes that name the key on a signature line."""
        return _key_id(self.name, bytes([self.algorithm]) + self.public)

    def __str__(self) -> str:
        """Write the key as a line to be pinned."""
        return f"{self.name}+{self.id.hex()}+{base64_text(bytes([self.algorithm]) + self.public)}"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key (the 32 bytes of its seed) and the name of who signs with it."""

    name: str
    seed: bytes = field(repr=False)
    algorithm: int = ED25519

    @property
    def verifier(self) -> VerifierKey:
        """Return the public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return VerifierKey(self.name, public.public_bytes_raw(), self.algorithm)

    def secret_text(self) -> str:
        """Write the private key as the line of a key file."""
        return f"{_SECRET}{self.name}+{self.verifier.id.hex()}+{base64_text(bytes([self.algorithm]) + self.seed)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A line under a note: who signed, the id of the key, the signature."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        """Write the line."""
        return f"— {self.name} {base64_text(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        """Write the note as it is published."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}"


@dataclass(frozen=True, slots=True)
class Signed:
    """A verified signature: the key, and for a cosignature when it was made (seconds since 1970)."""

    key: VerifierKey
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: whose it is, how many entries, the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, base64_text(self.root), *self.extensions))


def parse_key(text: str) -> VerifierKey:
    """Read a verifier key.

    >>> parse_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k").id.hex()
    '530d903a'
    """
    name, _, rest = text.partition("+")
    material = _decode(rest.partition("+")[2], text)
    key = VerifierKey(name, material[1:], int.from_bytes(material[:1]))
    if str(key) != text:
        raise NoteRefused("not a key, or its id is not of this key", text)
    return key


def parse_secret(text: str) -> SigningKey:
    """Read a private key; the message of a refusal does not show it."""
    name, _, rest = text.removeprefix(_SECRET).partition("+")
    with suppress(ValueError):
        material = parse_base64(rest.partition("+")[2])
        key = SigningKey(name, material[1:], int.from_bytes(material[:1]))
        if key.secret_text() == text:
            return key
    raise NoteRefused("not a private key, or its id is not of this key", _SECRET)


def sign_note(text: str, key: SigningKey, *, at: int | None = None) -> Note:
    """Sign a text; a cosigner says when (seconds since 1970)."""
    return add_signature(Note(_checked(text)), key, at=at)


def add_signature(note: Note, key: SigningKey, *, at: int | None = None) -> Note:
    """Sign a note that others have signed; a cosigner, which signs checkpoints only, says when (seconds since 1970)."""
    if (at is not None) != (key.algorithm == COSIGNATURE):
        raise NoteRefused("a cosignature takes a time, and nothing else does", key.name)
    stamp = b""
    if at is not None:
        parse_checkpoint(note.text)
        stamp = at.to_bytes(8)
    value = stamp + Ed25519PrivateKey.from_private_bytes(key.seed).sign(_message(note.text, stamp))
    return replace(note, signatures=(*note.signatures, Signature(key.name, key.verifier.id, value)))


def parse_note(raw: bytes) -> Note:
    """Read a signed note, of which only the one exact spelling is accepted; its signatures are not yet verified."""
    try:
        note = _checked(raw.decode())
    except UnicodeDecodeError as error:
        raise NoteRefused("not in UTF-8", repr(raw)) from error
    text, blank, lines = note.rpartition("\n\n")
    signatures = lines.split("\n")
    if not blank or signatures.pop() or not 1 <= len(signatures) <= MOST_SIGNATURES:
        raise NoteRefused("no text, blank line and signature lines", note)
    return Note(f"{text}\n", tuple(map(_parse_signature, signatures)))


def verify_note(note: Note, keys: Iterable[VerifierKey]) -> tuple[Signed, ...]:
    """Return who of the known keys signed; raise `SignatureBad` if none did, or if one of theirs does not fit."""
    known = {(key.name, key.id): key for key in keys}
    signed = tuple(
        _verified(note.text, signature, known[signature.name, signature.key_id])
        for signature in note.signatures
        if (signature.name, signature.key_id) in known
    )
    if not signed:
        raise SignatureBad("signed by none of the known keys", note.text)
    return signed


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, of which only the one exact spelling is accepted."""
    lines = text.split("\n")
    if len(lines) < len(("origin", "size", "root", "")) or lines.pop() or not all(lines):
        raise NoteRefused("not a checkpoint: origin, size and root, each on its line", text)
    origin, size, root, *extensions = lines
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size):
        raise NoteRefused("not a size", text)
    hashed = _decode(root, text)
    if len(hashed) != HASH_BYTES:
        raise NoteRefused("not a root", text)
    return Checkpoint(origin, int(size), hashed, tuple(extensions))


def open_checkpoint(
    raw: bytes, log: VerifierKey, witnesses: Iterable[VerifierKey] = ()
) -> tuple[Checkpoint, tuple[Signed, ...]]:
    """Read a checkpoint that the log must have signed; return it, and who of the log and the known witnesses signed."""
    note = parse_note(raw)
    signed = verify_note(note, (log, *witnesses))
    if log not in {one.key for one in signed}:
        raise SignatureBad("not signed by the key of the log", note.text)
    return parse_checkpoint(note.text), signed


def _key_id(name: str, material: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + material).digest()[:4]


def _message(text: str, stamp: bytes) -> bytes:
    """Return what is signed: the text, after two lines of its own for a cosignature."""
    head = f"cosignature/v1\ntime {int.from_bytes(stamp)}\n" if stamp else ""
    return f"{head}{text}".encode()


def _verified(text: str, signature: Signature, key: VerifierKey) -> Signed:
    cut = 8 if key.algorithm == COSIGNATURE else 0
    stamp, value = signature.value[:cut], signature.value[cut:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(value, _message(text, stamp))
    except InvalidSignature as error:
        raise SignatureBad(f"the signature of {key.name} does not fit", text) from error
    return Signed(key, int.from_bytes(stamp) if stamp else None)


def _parse_signature(line: str) -> Signature:
    match line.split(" "):
        case ["—", name, text] if _NAME.fullmatch(name):
            value = _decode(text, line)
            if len(value) > len(b"id.."):
                return Signature(name, value[:4], value[4:])
    raise NoteRefused("not a signature line", line)


def _checked(text: str) -> str:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteRefused("not a text of whole lines without control characters", text)
    return text


def _decode(text: str, whole: str) -> bytes:
    try:
        return parse_base64(text)
    except NotCanonical as error:
        raise NoteRefused(error.reason, whole) from error
