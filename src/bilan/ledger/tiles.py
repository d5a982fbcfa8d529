"""The log as files (C2SP tlog-tiles): tiles of 256 hashes, from which any root and any proof is read.

Level 0 holds leaf hashes; a hash of the next level is the root of a full tile. Only the last tile of a level may be
partial, and its width is part of its name: a file once written never changes.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from bilan.ledger import merkle
from bilan.ledger.merkle import HASH_BYTES, root_of

WIDTH: Final = 256
LARGEST_LEAF: Final = 2**16 - 1

Read = Callable[[str], bytes | None]

_PATH: Final = re.compile(r"tile/(0|[1-9]\d?)/((?:x\d{3}/)*)(\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


class TileBroken(Exception):
    """A tile or a bundle of entries is missing or is not as it must be; keeps its path."""

    def __init__(self, path: str, reason: str) -> None:
        """Keep the path."""
        super().__init__(f"{path}: {reason}")
        self.path = path


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Return the path of a tile; bundles of entries are on a level called "entries".

    >>> tile_path(1, 1234067, width=5)
    'tile/1/x001/x234/067.p/5'
    """
    *upper, last = (part.zfill(3) for part in f"{index:,}".split(","))
    partial = f".p/{width}" if width < WIDTH else ""
    return f"tile/{level}/{''.join(f'x{part}/' for part in upper)}{last}{partial}"


def parse_tile_path(path: str) -> tuple[int, int, int] | None:
    """Return the level, the index and the width of a tile of hashes, or nothing if its path is no such path.

    >>> parse_tile_path("tile/1/x001/x234/067.p/5")
    (1, 1234067, 5)
    """
    if not (match := _PATH.fullmatch(path)):
        return None
    level, upper, last, width = match.groups()
    tile = int(level), int(upper.replace("x", "").replace("/", "") + last), int(width or WIDTH)
    return tile if tile_path(*tile) == path else None


def new_tiles(old_size: int, leaf_hashes: Sequence[bytes], read: Read) -> dict[str, bytes]:
    """Return the tiles to write, by path, when leaves are added to a log of `old_size`."""
    made: dict[str, bytes] = {}
    level, start, row = 0, old_size, list(leaf_hashes)
    while row:
        first = start // WIDTH * WIDTH
        row = hashes_at(level, first, start, size=old_size, read=read) + row
        tiles = [row[at : at + WIDTH] for at in range(0, len(row), WIDTH)]
        for index, tile in enumerate(tiles, first // WIDTH):
            made[tile_path(level, index, len(tile))] = b"".join(tile)
        level, start, row = level + 1, first // WIDTH, [root_of(tile) for tile in tiles if len(tile) == WIDTH]
    return made


def edge_paths(size: int) -> list[str]:
    """Return the paths of the partial tiles at the right edge of a log.

    >>> edge_paths(70_000)
    ['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']
    """
    paths, level = [], 0
    while size:
        if size % WIDTH:
            paths.append(tile_path(level, size // WIDTH, size % WIDTH))
        level, size = level + 1, size // WIDTH
    return paths


def hashes_at(level: int, start: int, stop: int, *, size: int, read: Read) -> list[bytes]:
    """Read the hashes `start` to `stop` of a level, which lie in one tile, from the tiles of a log of `size`."""
    if start == stop:
        return []
    index = start // WIDTH
    width = min(WIDTH, (size // WIDTH**level) - index * WIDTH)
    path = tile_path(level, index, width)
    tile = read(path)
    if tile is None and width < WIDTH:
        # A log may drop a partial tile once the full one is there.
        path, tile = tile_path(level, index), read(tile_path(level, index))
        tile = tile and tile[: width * HASH_BYTES]
    if tile is None:
        raise TileBroken(path, "is missing")
    if len(tile) != width * HASH_BYTES:
        raise TileBroken(path, f"has {len(tile)} bytes instead of {width * HASH_BYTES}")
    first = index * WIDTH
    return [
        tile[at : at + HASH_BYTES]
        for at in range((start - first) * HASH_BYTES, (stop - first) * HASH_BYTES, HASH_BYTES)
    ]


def range_hash(start: int, stop: int, *, size: int, read: Read) -> bytes:
    """Return the hash of a range of leaves, such as a root or a proof needs; it costs at most 256 hashes a level."""
    level = 0
    rest: list[bytes] = []
    while stop - start >= WIDTH:
        edge = hashes_at(level, stop // WIDTH * WIDTH, stop, size=size, read=read) + rest
        rest = [root_of(edge)] if edge else []
        level, start, stop = level + 1, start // WIDTH, stop // WIDTH
    return root_of(hashes_at(level, start, stop, size=size, read=read) + rest)


def root(size: int, read: Read) -> bytes:
    """Return the root of a log of `size` from its tiles."""
    return range_hash(0, size, size=size, read=read)


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """Prove from the tiles that an entry is in the log of `size`."""
    return merkle.inclusion_proof(index, size, _ranges_of(size, read))


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """Prove from the tiles that the log of `new` entries only adds to the log of `old` entries."""
    return merkle.consistency_proof(old, new, _ranges_of(new, read))


@dataclass(frozen=True, slots=True)
class Frontier:
    """A log that grows in memory: its size and partial tiles, enough for its root and for the tiles still to come."""

    size: int = 0
    edge: Mapping[str, bytes] = field(default_factory=dict)

    def extended(self, leaf_hashes: Sequence[bytes]) -> tuple["Frontier", dict[str, bytes]]:
        """Return the frontier of the longer log, and the tiles that the new leaves made."""
        made = new_tiles(self.size, leaf_hashes, self.edge.get)
        size = self.size + len(leaf_hashes)
        known = {**self.edge, **made}
        return Frontier(size, {path: known[path] for path in edge_paths(size)}), made

    def root(self) -> bytes:
        """Return the root of the log so far."""
        return root(self.size, self.edge.get)


def encode_bundle(leaves: Iterable[bytes], *, path: str) -> bytes:
    """Write a bundle of entries: each as its length in two bytes, then the leaf."""
    bundle = bytearray()
    for leaf in leaves:
        if len(leaf) > LARGEST_LEAF:
            raise TileBroken(path, f"an entry of {len(leaf)} bytes, more than {LARGEST_LEAF}")
        bundle += len(leaf).to_bytes(2) + leaf
    return bytes(bundle)


def decode_bundle(bundle: bytes, *, path: str) -> list[bytes]:
    """Read the leaves of a bundle of entries."""
    leaves, at = [], 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start])
        leaves.append(bundle[start:at])
    if at != len(bundle):
        raise TileBroken(path, "ends inside an entry")
    return leaves


def _ranges_of(size: int, read: Read) -> merkle.RangeHash:
    kept = cache(read)
    return lambda start, stop: range_hash(start, stop, size=size, read=kept)
