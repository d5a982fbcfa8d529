"""A log in files: which tiles there are, what they are called, and what they give back.

Fixture: `log` is a log of 70,000 entries as a dictionary of tiles.
"""

import pytest

from bilan.ledger import tiles
from bilan.ledger.merkle import leaf_hash, root_of, verify_consistency, verify_inclusion
from bilan.ledger.tiles import Frontier, TileBroken, new_tiles, parse_tile_path, tile_path

SIZE = 70_000
HASHES = [leaf_hash(b"%d" % number) for number in range(SIZE)]
EMPTY: dict[str, bytes] = {}


@pytest.fixture(scope="module")
def log() -> dict[str, bytes]:
    return new_tiles(0, HASHES, EMPTY.get)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        ((0, 0, 256), "tile/0/000"),
        ((0, 999, 256), "tile/0/999"),
        ((3, 1000, 1), "tile/3/x001/000.p/1"),
        ((1, 1234067, 256), "tile/1/x001/x234/067"),
        ((63, 12, 255), "tile/63/012.p/255"),
    ],
)
def test_a_path_says_level_index_and_width(tile: tuple[int, int, int], path: str) -> None:
    assert tile_path(*tile) == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/00/000",
        "tile/100/000",
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/05",
        "tile/entries/000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "checkpoint",
    ],
)
def test_there_is_no_second_name_for_a_tile(path: str) -> None:
    assert parse_tile_path(path) is None


def test_bundles_of_entries_lie_beside_the_tiles() -> None:
    assert tile_path("entries", 1234, width=7) == "tile/entries/x001/234.p/7"


def test_a_log_has_the_tiles_of_the_norm(log: dict[str, bytes]) -> None:
    full = {tile_path(0, index) for index in range(273)} | {"tile/1/000"}
    partial = {"tile/0/273.p/112": 112, "tile/1/001.p/17": 17, "tile/2/000.p/1": 1}
    assert log.keys() == full | partial.keys()
    assert {path: len(log[path]) // 32 for path in partial} == partial
    assert {len(log[path]) for path in full} == {8192}


def test_a_full_tile_makes_a_hash_of_the_next_level() -> None:
    assert list(new_tiles(0, HASHES[:256], EMPTY.get)) == ["tile/0/000", "tile/1/000.p/1"]


def test_a_log_that_grows_writes_only_what_is_new() -> None:
    before = new_tiles(0, HASHES[:500], EMPTY.get)
    after = new_tiles(500, HASHES[500:520], before.get)
    assert list(after) == ["tile/0/001", "tile/0/002.p/8", "tile/1/000.p/2"]
    assert after["tile/0/001"] == b"".join(HASHES[256:512])
    assert new_tiles(500, [], before.get) == {}


def test_tiles_give_the_root(log: dict[str, bytes]) -> None:
    assert tiles.root(SIZE, log.get) == root_of(HASHES)
    assert tiles.root(0, log.get) == root_of([])


@pytest.mark.parametrize("index", [0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999])
def test_tiles_prove_an_entry(log: dict[str, bytes], index: int) -> None:
    proof = tiles.inclusion_proof(index, SIZE, log.get)
    verify_inclusion(HASHES[index], index=index, size=SIZE, proof=proof, root=root_of(HASHES))


@pytest.mark.parametrize("old", [1, 256, 257, 65_536, 65_537, 69_999, 70_000])
def test_tiles_prove_that_the_log_only_grew(log: dict[str, bytes], old: int) -> None:
    proof = tiles.consistency_proof(old, SIZE, log.get)
    verify_consistency(old=old, old_root=root_of(HASHES[:old]), new=SIZE, new_root=root_of(HASHES), proof=proof)


def test_a_proof_reads_a_few_tiles_and_each_once(log: dict[str, bytes]) -> None:
    asked = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return log.get(path)

    tiles.inclusion_proof(300, SIZE, read)
    assert sorted(asked) == ["tile/0/001", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17"]


def test_a_full_tile_stands_in_for_a_partial_one_that_was_dropped() -> None:
    grown = new_tiles(0, HASHES[:256], EMPTY.get)
    assert tiles.root(100, grown.get) == root_of(HASHES[:100])


def test_a_missing_tile_is_named() -> None:
    with pytest.raises(TileBroken, match="tile/0/000: is missing") as broken:
        tiles.root(100, EMPTY.get)
    assert broken.value.path == "tile/0/000"


@pytest.mark.parametrize("tile", [bytes(99 * 32), bytes(100 * 32 + 1), b""])
def test_a_tile_of_another_width_is_named(tile: bytes) -> None:
    with pytest.raises(TileBroken, match=r"tile/0/000\.p/100: has \d+ bytes instead of 3200"):
        tiles.root(100, {"tile/0/000.p/100": tile}.get)


def test_a_log_grows_in_memory_by_its_edge_alone(log: dict[str, bytes]) -> None:
    frontier = Frontier()
    made: dict[str, bytes] = {}
    for start in range(0, SIZE, 7777):
        frontier, new = frontier.extended(HASHES[start : start + 7777])
        made |= new
    assert frontier.size == SIZE
    assert frontier.root() == root_of(HASHES)
    assert frontier.edge.keys() == {"tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"}
    assert log.items() <= made.items()


def test_a_log_of_full_tiles_keeps_only_the_edge_above_them() -> None:
    frontier, _ = Frontier().extended(HASHES[:512])
    assert frontier.edge == {"tile/1/000.p/2": root_of(HASHES[:256]) + root_of(HASHES[256:512])}


def test_a_bundle_gives_its_entries_back() -> None:
    leaves = [b"", b"a", b"b" * tiles.LARGEST_LEAF]
    bundle = tiles.encode_bundle(leaves, path="tile/entries/000.p/3")
    assert bundle[:5] == b"\x00\x00\x00\x01a"
    assert tiles.decode_bundle(bundle, path="tile/entries/000.p/3") == leaves


def test_an_entry_too_long_for_a_bundle_is_refused() -> None:
    with pytest.raises(TileBroken, match="65536 bytes, more than 65535"):
        tiles.encode_bundle([bytes(65_536)], path="tile/entries/000.p/1")


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x02a", b"\x00\x01ab"])
def test_a_bundle_that_ends_inside_an_entry_is_refused(bundle: bytes) -> None:
    with pytest.raises(TileBroken, match="ends inside"):
        tiles.decode_bundle(bundle, path="tile/entries/000.p/1")
