"""Editions: the ledger up to entry N as files anyone can download, named by the root of the log.

In a home all editions share their segments, for a segment never changes; an edition itself is a small folder with its
manifest. `export` puts one edition together as a folder that stands alone and verifies offline.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import duckdb

from bilan.ledger import notes, tiles
from bilan.ledger.canonical import base64_text, canonical_bytes, parse_base64
from bilan.ledger.kinds import KINDS
from bilan.ledger.merkle import leaf_hash
from bilan.ledger.verifier import manifest_text
from bilan.tables.columns import columns_of
from bilan.tables.segments import Lines, Segment, cut, days_of_sources, rows_by_kind, write_parquet

# Named by a segment: what a killed build left half-written begins with a point.
FACTS: Final = "[0-9]*.json"
FORMAT: Final = "bilan-edition/1"
# A table that gains a column is another file: segments are shared only among editions of one set of columns.
SCHEMA: Final = sha256(repr([(kind, columns_of(kind)) for kind in KINDS]).encode()).hexdigest()[:12]
SHARED: Final = f"shared-{SCHEMA}"
SIGNED: Final = ("manifest.json", "manifest.note", "checkpoint", "log.vkey")

Sign = Callable[[str], str]


class EditionMissing(LookupError):
    """No edition of that name is there; `name` is what was asked for."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"no edition {name!r}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition: the folder its files are in, its size, root and files."""

    folder: Path
    name: str
    size: int
    root: bytes
    origin: str
    files: Mapping[str, Mapping[str, Any]]
    schema: str = SCHEMA

    def paths_of(self, kind: str) -> list[Path]:
        """Return the Parquet files of the table of a kind, in order."""
        return [self.folder / path for path in self.files if path.startswith(f"tables/{kind}/")]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the origin of the log, its public key as text, and the function that makes a signed note."""

    origin: str
    vkey: str
    sign: Sign


def grow_tiles(home: Path, size: int, lines: Lines) -> bytes:
    """Write the tiles that the log of `size` entries needs beyond those that are there; return the root."""
    shared = home / SHARED
    done = _tiled(shared, size, before=_current_size(home))
    while done < size:
        step = min(size - done, 65536)
        hashes = [line_hash(line) for line in lines(done, done + step)]
        for path, data in tiles.new_tiles(done, hashes, _reader(shared)).items():
            _write(shared / path, data)
        done += step
    return tiles.root(size, _reader(shared))


def line_hash(line: bytes) -> bytes:
    """Return the leaf hash of an entry line; a redacted line holds it itself."""
    if line.startswith(b'{"leaf_hash":'):
        return parse_base64(json.loads(line)["leaf_hash"])
    return leaf_hash(line)


def _reader(folder: Path) -> tiles.Read:
    def read(path: str) -> bytes | None:
        file = folder / path
        return file.read_bytes() if file.is_file() else None

    return read


def _tiled(shared: Path, size: int, *, before: int) -> int:
    """Return a size up to `size` whose tiles are all there: this one, the one published before, or what is found."""
    for known in (size, before):
        edge = tiles.edge_paths(known)
        if edge and known <= size and all((shared / path).is_file() for path in edge):
            return known
    full = 0
    while full + 256 <= size and (shared / tiles.tile_path(0, full // 256)).is_file():
        full += 256
    while full and not all((shared / path).is_file() for path in tiles.edge_paths(full)):
        full -= 256
    return full


def build(home: Path, size: int, lines: Lines, *, signer: Signer, checkpoint: str | None = None) -> Edition:
    """Build the edition of the first `size` entries, using every segment that is already there.

    `lines` gives entry lines by number. Files are complete before they bear their name and the manifest comes last, so
    a build that is killed leaves nothing that another has to mend.
    """
    root = grow_tiles(home, size, lines)
    files = _segments(home / SHARED, size, lines)
    note = checkpoint or signer.sign(str(notes.Checkpoint(signer.origin, size, root)))
    return _publish(home, _State(size, root, note), files, signer)


def _segments(shared: Path, size: int, lines: Lines) -> dict[str, dict[str, Any]]:
    known = _known_files(shared)
    days: dict[str, date | None] = {}
    reached = -1
    with _writing().cursor() as con:
        for segment in cut(size):
            if f"entries/{segment.name}.ndjson" in known:
                continue
            if segment.start != reached:
                days = _source_days(con, shared, known, before=segment.start)
            known |= _write_segment(con, shared, segment, lines, days)
            reached = segment.stop
    wanted = {one.name for one in cut(size)}
    return {path: facts for path, facts in sorted(known.items()) if Path(path).stem in wanted}


@cache
def _writing() -> duckdb.DuckDBPyConnection:
    """Return what writes tables in this process: to start it takes longer than to write a few entries."""
    return duckdb.connect(config={"threads": 1})


def _write_segment(
    con: duckdb.DuckDBPyConnection, shared: Path, segment: Segment, lines: Lines, days: dict[str, date | None]
) -> dict[str, dict[str, Any]]:
    texts = list(lines(segment.start, segment.stop))
    # Sources of this very segment first: what they carry may stand beside them.
    rows = (
        rows_by_kind(texts, days.get)
        if not any(b'"kind":"source"' in one for one in texts)
        else _with_sources(texts, days)
    )
    made: dict[str, dict[str, Any]] = {}
    for kind, of_kind in sorted(rows.items()):
        path = f"tables/{kind}/{segment.name}.parquet"
        _place(shared / path, partial(write_parquet, kind, of_kind, con=con))
        made[path] = _facts(shared / path, rows=len(of_kind))
    path = f"entries/{segment.name}.ndjson"
    _write(shared / path, b"".join(line + b"\n" for line in texts))
    made[path] = _facts(shared / path, rows=len(texts))
    _write(shared / "facts" / f"{segment.name}.json", canonical_bytes(made))
    return made


def _with_sources(texts: Iterable[bytes], days: dict[str, date | None]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for text in texts:
        for kind, made in rows_by_kind([text], days.get).items():
            rows.setdefault(kind, []).extend(made)
            if kind == "source":
                days.update(days_of_sources(made))
    return rows


def _source_days(
    con: duckdb.DuckDBPyConnection, shared: Path, known: Mapping[str, Any], *, before: int
) -> dict[str, date | None]:
    """Return the publication day of every source recorded before an entry, from segments that are there."""
    within = {one.name for one in cut(before)}
    paths = [str(shared / path) for path in known if path.startswith("tables/source/") and Path(path).stem in within]
    if not paths:
        return {}
    found = con.execute(
        "SELECT key, arg_max(published_on_to, number) FROM read_parquet($paths) GROUP BY key", {"paths": paths}
    )
    return dict(found.fetchall())


def _known_files(shared: Path) -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = {}
    for path in sorted((shared / "facts").glob(FACTS)):
        known |= json.loads(path.read_bytes())
    return known


def _facts(path: Path, *, rows: int) -> dict[str, Any]:
    data = path.read_bytes()
    return {"bytes": len(data), "rows": rows, "sha256": sha256(data).hexdigest()}


def _place(path: Path, make: Callable[[Path], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{os.getpid()}-{path.name}")
    make(draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)


def _write(path: Path, data: bytes) -> None:
    _place(path, lambda file: file.write_bytes(data))


@dataclass(frozen=True, slots=True)
class _State:
    """The state of the log that an edition is of, and the checkpoint signed over it."""

    size: int
    root: bytes
    note: str


def _publish(home: Path, state: _State, files: Mapping[str, Mapping[str, Any]], signer: Signer) -> Edition:
    size, name, note = state.size, state.root.hex()[:16], state.note
    folder = home / name
    listed = {**files, **_tile_facts(home, size)}
    for path, text in (("checkpoint", note), ("log.vkey", signer.vkey + "\n")):
        _write(folder / path, text.encode())
        listed[path] = {"bytes": len(text.encode()), "sha256": sha256(text.encode()).hexdigest()}
    manifest = canonical_bytes(
        {
            "files": listed,
            "format": FORMAT,
            "origin": signer.origin,
            "root": base64_text(state.root),
            "schema": SCHEMA,
            "size": size,
        }
    )
    _write(folder / "manifest.json", manifest)
    _write(
        folder / "manifest.note",
        signer.sign(manifest_text(origin=signer.origin, size=size, digest=sha256(manifest).digest())).encode(),
    )
    if _current_size(home) <= size:
        _write(home / "current", name.encode())
    return open_edition(home, name)


def _current_size(home: Path) -> int:
    """Return how many entries the current edition has, none when there is no edition."""
    return open_edition(home).size if (home / "current").is_file() else 0


def _tile_facts(home: Path, size: int) -> dict[str, Mapping[str, Any]]:
    """Return the facts of the tiles of a log; those in the current edition are known, for a tile never changes."""
    known = open_edition(home).files if (home / "current").is_file() else {}
    shared = home / SHARED
    return {
        path: known.get(path) or _facts(shared / path, rows=(shared / path).stat().st_size // 32)
        for path in _tile_paths(size)
    }


def _tile_paths(size: int) -> list[str]:
    paths, level, width = [], 0, size
    while width:
        paths += [tiles.tile_path(level, index) for index in range(width // 256)]
        if width % 256:
            paths.append(tiles.tile_path(level, width // 256, width % 256))
        level, width = level + 1, width // 256
    return paths


def open_edition(home: Path, name: str | None = None) -> Edition:
    """Open an edition of a home by name (or the first digits of its root), the current one when none is given."""
    if name is None:
        current = home / "current"
        if not current.is_file():
            raise EditionMissing("current")
        name = current.read_text(encoding="utf-8").strip()
    matches = [path.parent for path in sorted(home.glob(f"{name[:16]}*/manifest.json"))] if name.isalnum() else []
    if len(matches) != 1:
        raise EditionMissing(name)
    return read_edition(matches[0], home=home)


def read_edition(folder: Path, *, home: Path | None = None) -> Edition:
    """Open an edition from its folder: in a home its files are shared, an exported one holds its own."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    root = parse_base64(manifest["root"])
    files = home / f"shared-{manifest['schema']}" if home else folder
    told = {name: manifest[name] for name in ("size", "origin", "schema", "files")}
    return Edition(files, root.hex()[:16], root=root, **told)


def export(home: Path, name: str | None, target: Path) -> Edition:
    """Copy an edition to a folder that stands alone."""
    edition = open_edition(home, name)
    for path in edition.files:
        origin = home / edition.name / path if path in SIGNED else edition.folder / path
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target / path)
    for path in ("manifest.json", "manifest.note"):
        shutil.copyfile(home / edition.name / path, target / path)
    return read_edition(target)


def rebuild(edition: Edition, scratch: Path) -> list[str]:
    """Make every table of an edition anew from its entries; return the paths that are not the same bytes."""

    def lines(start: int, stop: int) -> Iterable[bytes]:
        return (edition.folder / f"entries/{Segment(start, stop).name}.ndjson").read_bytes().splitlines()

    again = _segments(scratch, edition.size, lines)
    listed = {path: facts for path, facts in edition.files.items() if path.startswith(("tables/", "entries/"))}
    return sorted(path for path in listed.keys() | again.keys() if listed.get(path) != again.get(path))


def forget(home: Path, number: int, lines: Lines, *, signer: Signer) -> list[str]:
    """Make anew every segment that holds an entry whose content was removed, and the manifests that list it."""
    shared = home / SHARED
    for draft in home.rglob(".*"):
        draft.unlink(missing_ok=True)
    for facts in sorted((shared / "facts").glob(FACTS)):
        start, stop = (int(part) for part in facts.stem.split("-"))
        if start <= number < stop:
            for path in json.loads(facts.read_bytes()):
                (shared / path).unlink(missing_ok=True)
            facts.unlink()
    names = [path.parent.name for path in sorted(home.glob("*/manifest.json"))]
    for name in names:
        edition = open_edition(home, name)
        note = (home / name / "checkpoint").read_text(encoding="utf-8")
        grow_tiles(home, edition.size, lines)
        files = _segments(shared, edition.size, lines)
        _publish(home, _State(edition.size, edition.root, note), files, signer)
    for other in home.glob("shared-*"):
        if other != shared:
            shutil.rmtree(other)
    return names
