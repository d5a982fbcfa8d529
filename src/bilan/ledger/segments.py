"""Read the files of an edition, each once and in blocks: the entries from the first to the last, then the others."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from itertools import repeat
from pathlib import Path
from typing import Any, Final, TypeVar

from bilan.ledger.canonical import NotCanonical, base64_text, parse_base64, parse_canonical
from bilan.ledger.merkle import HASH_BYTES, ProofFailed, leaf_hash
from bilan.ledger.notes import SignatureBad
from bilan.ledger.tiles import LARGEST_LEAF, WIDTH, Frontier, parse_tile_path
from bilan.terms.problems import Place, Problem, Severity

MOST_FINDINGS: Final = 1000

# Blocks that stay in the processor's cache are hashed and cut into lines a third faster than blocks of a megabyte.
_BLOCK_BYTES: Final = 1 << 17
_ROW_HASHES: Final = 1 << 13
_SEGMENT: Final = re.compile(r"entries/(\d{1,18})-(\d{1,18})\.ndjson", re.ASCII)

Record = Mapping[str, Any]
Segment = tuple[int, int, str]
T = TypeVar("T")


@dataclass(slots=True)
class Findings:
    """The problems found so far; a file of rubbish must not fill the memory with them."""

    kept: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(
        self, code: str, file: str | None, *, row: int | None = None, severity: Severity = "error", **values: object
    ) -> None:
        """Keep a problem, or count it when there are too many."""
        if len(self.kept) < MOST_FINDINGS:
            told = {name: str(one) for name, one in values.items()}
            self.kept.append(Problem(code, Place(file=file, row=row), told, severity))
        else:
            self.more += 1

    def all(self) -> tuple[Problem, ...]:
        """Return the problems, the last saying how many there are besides."""
        return (*self.kept, *((Problem("more_findings", values={"count": str(self.more)}),) if self.more else ()))

    def attempt(self, file: str, parse: Callable[..., T], *given: object) -> T | None:
        """Parse what is there (what is not is found missing elsewhere), and find what cannot be parsed."""
        if None in given:
            return None
        try:
            return parse(*given)
        except SignatureBad as error:
            self.add("signature_bad", file, reason=error.reason)
        except (ValueError, RecursionError, ProofFailed) as error:
            self.add("file_unreadable", file, reason=error)
        return None


def segments_of(files: Iterable[str]) -> list[Segment]:
    """Return the files of entries in order: the first number, the number after the last, the name.

    >>> segments_of(["checkpoint", "entries/100-130.ndjson", "entries/0-100.ndjson"])
    [(0, 100, 'entries/0-100.ndjson'), (100, 130, 'entries/100-130.ndjson')]
    """
    matches = (match for name in files if (match := _SEGMENT.fullmatch(name)))
    return sorted((int(match[1]), int(match[2]), match[0]) for match in matches)


def parse_line(line: bytes) -> tuple[bytes, int, int | None]:
    """Return leaf hash and number of an entry, and, if its content was removed, the number of its redaction."""
    match parse_canonical(line):
        case {"leaf_hash": str(text), "number": int(number), "redacted_by": int(redaction), **rest} if not rest:
            hashed = parse_base64(text)
            if len(hashed) == HASH_BYTES:
                return hashed, number, redaction
        case {"content": dict(), "kind": str(), "number": int(number), "recorded_at": str(), "salt": str()}:
            return leaf_hash(line), number, None
    raise NotCanonical("not an entry", line)


@dataclass(slots=True)
class Reader:
    """The files of an edition, each read once: the entries from the first to the last, then the others."""

    folder: Path
    segments: Sequence[Segment]
    listed: dict[str, Record]
    found: Findings
    frontier: Frontier = field(default_factory=Frontier)
    hashes: list[bytes] = field(default_factory=list)
    redacted: dict[int, list[int]] = field(default_factory=dict)
    change_named: bool = False

    def read(self, progress: Callable[[int], None]) -> Frontier:
        """Read all; return the log that the entries make."""
        expected = 0
        for start, stop, name in self.segments:
            if start != expected:
                self.found.add("segments_not_contiguous", name, expected=expected, found=start)
            if name in self.listed:
                self._read_segment(start, stop, name, progress)
            expected = stop
        for number in list(self.redacted):
            self._check_redaction(number, None if number >= self.frontier.size else b"")
        for name in sorted(self.listed):
            if parse_tile_path(name):
                self.found.add("tile_unexpected", name)
            with (self.folder / name).open("rb") as file:
                self._check_digest(name, file_digest(file, "sha256").hexdigest(), file.tell())
        return self.frontier

    def _read_segment(self, start: int, stop: int, name: str, progress: Callable[[int], None]) -> None:
        digest, length, rows, number = sha256(), 0, 0, start
        for block in _blocks(self.folder / name):
            digest.update(block)
            length += len(block)
            lines = block.split(b"\n")
            if lines[-1]:
                self.found.add("entry_cut", name, row=rows + len(lines))
            else:
                lines.pop()
            number = self._read_lines(lines, number, name, rows)
            rows += len(lines)
            if len(self.hashes) >= _ROW_HASHES:
                self._grow(progress)
        self._grow(progress)
        if (rows, self.listed[name].get("rows")) != (stop - start, stop - start):
            self.found.add("rows_differ", name, expected=stop - start, found=rows)
        self._check_digest(name, digest.hexdigest(), length)

    def _read_lines(self, lines: Sequence[bytes], number: int, name: str, rows: int) -> int:
        """Hash the leaves of a block; return the number that the next line must have."""
        # To parse a line takes ten times as long as to hash it. The last ',"number":' of a canonical envelope is its
        # own: only flat values come after it, and a quote inside a text is escaped. So most blocks are not parsed.
        expected = [b',"number":%d,"recorded_at":"' % one for one in range(number, number + len(lines))]
        if not all(map(bytes.startswith, lines, expected, map(bytes.rfind, lines, repeat(b',"number":')))):
            for row, line in enumerate(lines, rows + 1):
                number = self._read_line(line, number, name, row) + 1
            return number
        self.hashes += [sha256(b"\x00" + line).digest() for line in lines]
        for redaction in [one for one in self.redacted if number <= one < number + len(lines)]:
            self._check_redaction(redaction, lines[redaction - number])
        return number + len(lines)

    def _read_line(self, line: bytes, expected: int, name: str, row: int) -> int:
        """Take in an entry, which may be redacted, and find what is wrong with its line; return its number."""
        try:
            hashed, number, redaction = parse_line(line)
        except NotCanonical as error:
            self.found.add("entry_unreadable", name, row=row, number=expected, reason=error.reason)
            hashed, number, redaction = leaf_hash(line), expected, None
        if number != expected:
            self.found.add("entry_out_of_sequence", name, row=row, expected=expected, found=number)
        self._check_redaction(number, line)
        if redaction is not None:
            self.redacted.setdefault(redaction, []).append(number)
        self.hashes.append(hashed)
        return number

    def _grow(self, progress: Callable[[int], None]) -> None:
        """Add the leaves read so far to the log, and compare the tiles that they make with those of the folder."""
        self.frontier, made = self.frontier.extended(self.hashes)
        self.hashes = []
        for path, tile in made.items():
            if path in self.listed:
                self._check_tile(path, tile)
        progress(self.frontier.size)

    def _check_redaction(self, number: int, line: bytes | None) -> None:
        """Find the redacted entries before this one that name it, though it does not redact them.

        A redaction that came after the edition has no line here: that is told, for another edition shows it.
        """
        for entry in self.redacted.pop(number, ()):
            if line is None:
                self.found.add("redaction_later", None, severity="warning", entry=entry, redaction=number)
            elif entry >= number or not _redacts(line, entry):
                self.found.add("redaction_missing", None, entry=entry, redaction=number)

    def _check_tile(self, path: str, made: bytes) -> None:
        """Compare a tile of the folder with the one that the entries make; name the first entry that was changed."""
        tile = (self.folder / path).read_bytes()
        right = self._check_digest(path, sha256(tile).hexdigest(), len(tile))
        if not right or tile == made or self.change_named:
            return
        self.change_named = True
        differing = (
            at for at in range(0, len(made), HASH_BYTES) if tile[at : at + HASH_BYTES] != made[at : at + HASH_BYTES]
        )
        at = next(differing, None)
        level_and_index = parse_tile_path(path)
        if at is None or not level_and_index or level_and_index[0]:
            self.found.add("tile_differs", path)
            return
        number = level_and_index[1] * WIDTH + at // HASH_BYTES
        logged, computed = (base64_text(one[at : at + HASH_BYTES]) for one in (tile, made))
        self.found.add("entry_changed", self._segment_of(number), number=number, logged=logged, computed=computed)

    def _segment_of(self, number: int) -> str | None:
        return next((name for start, stop, name in self.segments if start <= number < stop), None)

    def _check_digest(self, name: str, digest: str, length: int) -> bool:
        """Tell whether a file is the one that the manifest lists, and take it off the list of files to be read."""
        record = self.listed.pop(name)
        right = (record.get("sha256"), record.get("bytes")) == (digest, length)
        if not right:
            self.found.add("file_changed", name, expected=record.get("sha256"), found=digest)
        return right


def _redacts(line: bytes, entry: int) -> bool:
    try:
        redaction = parse_canonical(line)
    except NotCanonical:
        return False
    match redaction:
        case {"kind": "redaction", "content": {"entry": int(redacted)}}:
            return redacted == entry
    return False


def _blocks(path: Path) -> Iterator[bytes]:
    """Read a file in blocks of whole lines; only a line too long for a leaf is cut."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            yield block + file.readline(LARGEST_LEAF + 1)
