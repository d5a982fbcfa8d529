"""Search for a tree, a proof or a value for which the log would be wrong.

The judges are the verification algorithms of RFC 9162 step by step, and the canonical JSON of the package `rfc8785`.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from bilan.ledger import tiles
from bilan.ledger.canonical import LARGEST, canonical_bytes, canonical_bytes_trusted, parse_canonical
from bilan.ledger.merkle import (
    ProofFailed,
    RangeHash,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    ranges_of,
    root_of,
    verify_consistency,
    verify_inclusion,
)

LARGEST_TREE = 200
LEAVES = [leaf_hash(b"%d" % number) for number in range(3 * tiles.WIDTH)]
SIZES = range(1, LARGEST_TREE + 1)
HASH_OF: RangeHash = cache(ranges_of(LEAVES))

keys = st.text(st.characters(max_codepoint=127))
texts = st.text(st.characters(codec="utf-8"))
scalars = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)


def judged_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Verify as RFC 9162, 2.1.3.2 says, step by step."""
    at, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            computed = node_hash(sibling, computed)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and computed == root


def judged_consistency(*, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Verify as RFC 9162, 2.1.4.2 says, step by step, for an older tree that is smaller."""
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    of_old = of_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            of_old, of_new = node_hash(sibling, of_old), node_hash(sibling, of_new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            of_new = node_hash(of_new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and (of_old, of_new) == (old_root, new_root)


def flipped(hashed: bytes, bit: int) -> bytes:
    return bytes(byte ^ ((1 << bit % 8) if at == bit // 8 else 0) for at, byte in enumerate(hashed))


@st.composite
def tampered(draw: st.DrawFn, hashes: list[bytes]) -> list[bytes]:
    """Change a list of hashes: flip a bit, drop one, add one, or cut one short."""
    at = draw(st.integers(0, len(hashes) - 1))
    one = hashes[at]
    instead = draw(st.sampled_from([[flipped(one, draw(st.integers(0, 255)))], [], [one, one], [one[:31]]]))
    return [*hashes[:at], *instead, *hashes[at + 1 :]]


def test_every_entry_of_every_tree_is_proved_and_the_norm_agrees() -> None:
    for size in SIZES:
        root = HASH_OF(0, size)
        for index in range(size):
            proof = inclusion_proof(index, size, HASH_OF)
            verify_inclusion(LEAVES[index], index=index, size=size, proof=proof, root=root)
            assert judged_inclusion(LEAVES[index], index=index, size=size, proof=proof, root=root)


def test_every_tree_extends_every_smaller_one_and_the_norm_agrees() -> None:
    for new in SIZES:
        for old in range(1, new):
            old_root, new_root = HASH_OF(0, old), HASH_OF(0, new)
            proof = consistency_proof(old, new, HASH_OF)
            verify_consistency(old=old, old_root=old_root, new=new, new_root=new_root, proof=proof)
            assert judged_consistency(old=old, old_root=old_root, new=new, new_root=new_root, proof=proof)


@given(st.data(), st.integers(2, LARGEST_TREE))
def test_a_tampered_proof_of_an_entry_fails(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = data.draw(tampered(inclusion_proof(index, size, HASH_OF)))
    with pytest.raises(ProofFailed):
        verify_inclusion(LEAVES[index], index=index, size=size, proof=proof, root=HASH_OF(0, size))


@given(st.data(), st.integers(2, LARGEST_TREE))
def test_a_proof_shows_no_other_entry_and_no_other_place(data: st.DataObject, size: int) -> None:
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    proof, root = inclusion_proof(index, size, HASH_OF), HASH_OF(0, size)
    with pytest.raises(ProofFailed):
        verify_inclusion(LEAVES[other], index=index, size=size, proof=proof, root=root)
    with pytest.raises(ProofFailed):
        verify_inclusion(LEAVES[index], index=other, size=size, proof=proof, root=root)


@given(st.data(), st.integers(2, LARGEST_TREE))
def test_a_tampered_proof_of_consistency_fails(data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new - 1))
    proof = data.draw(tampered(consistency_proof(old, new, HASH_OF)))
    with pytest.raises(ProofFailed):
        verify_consistency(old=old, old_root=HASH_OF(0, old), new=new, new_root=HASH_OF(0, new), proof=proof)


@given(st.data(), st.integers(2, LARGEST_TREE), st.integers(0, 255))
def test_a_log_with_a_rewritten_past_is_not_consistent(data: st.DataObject, new: int, bit: int) -> None:
    old = data.draw(st.integers(1, new - 1))
    place = data.draw(st.integers(0, old - 1))
    rewritten = [*LEAVES[:place], flipped(LEAVES[place], bit), *LEAVES[place + 1 : new]]
    proof = consistency_proof(old, new, ranges_of(rewritten))
    with pytest.raises(ProofFailed):
        verify_consistency(old=old, old_root=HASH_OF(0, old), new=new, new_root=root_of(rewritten), proof=proof)


@given(st.data(), st.lists(st.integers(0, tiles.WIDTH + 20), min_size=1, max_size=3))
def test_tiles_give_the_roots_and_proofs_of_the_tree_however_it_grew(data: st.DataObject, steps: list[int]) -> None:
    written: dict[str, bytes] = {}
    frontier, size = tiles.Frontier(), 0
    for step in steps:
        made = tiles.new_tiles(size, LEAVES[size : size + step], written.get)
        frontier, same = frontier.extended(LEAVES[size : size + step])
        assert made == same
        assert not made.keys() & written.keys()
        written |= made
        size = frontier.size
    assert frontier.root() == tiles.root(size, written.get) == HASH_OF(0, size)
    for index in data.draw(st.lists(st.integers(0, size - 1)) if size else st.just([])):
        assert tiles.inclusion_proof(index, size, written.get) == inclusion_proof(index, size, HASH_OF)
        assert tiles.consistency_proof(index + 1, size, written.get) == consistency_proof(index + 1, size, HASH_OF)


@given(values)
def test_canonical_bytes_are_those_of_rfc_8785(value: Any) -> None:
    line = canonical_bytes(value)
    assert line == canonical_bytes_trusted(value) == rfc8785.dumps(value)
    assert parse_canonical(line) == value
