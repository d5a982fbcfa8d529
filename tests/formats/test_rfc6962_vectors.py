"""The trees of RFC 6962 and the example of C2SP signed-note, as others publish them."""

import json
from pathlib import Path
from typing import Any

import pytest

from bilan.ledger import tiles
from bilan.ledger.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    ranges_of,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from bilan.ledger.notes import Signed, parse_key, parse_note, verify_note

VECTORS = Path(__file__).resolve().parents[3] / "shared/data/tlog-vectors/rfc6962_reference.json"

pytestmark = pytest.mark.skipif(not VECTORS.exists(), reason="the vectors are not beside the repository")


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(VECTORS.read_text())
    return found


@pytest.fixture(scope="module")
def leaves(vectors: dict[str, Any]) -> list[bytes]:
    return [leaf_hash(bytes.fromhex(leaf)) for leaf in vectors["leaf_inputs_hex"]]


@pytest.fixture(scope="module")
def roots(vectors: dict[str, Any]) -> dict[int, bytes]:
    return {int(size): bytes.fromhex(root) for size, root in vectors["root_hash_hex_by_size"].items()}


def test_roots_are_those_of_the_reference(leaves: list[bytes], roots: dict[int, bytes]) -> None:
    assert {size: root_of(leaves[:size]) for size in roots} == roots


def test_tiles_give_the_roots_of_the_reference(leaves: list[bytes], roots: dict[int, bytes]) -> None:
    frontier = tiles.Frontier()
    grown = {0: frontier.root()}
    for leaf in leaves:
        frontier, _ = frontier.extended([leaf])
        grown[frontier.size] = frontier.root()
    assert grown == roots


def test_every_entry_is_proved_against_the_roots_of_the_reference(leaves: list[bytes], roots: dict[int, bytes]) -> None:
    for size, root in roots.items():
        for index in range(size):
            proof = inclusion_proof(index, size, ranges_of(leaves))
            verify_inclusion(leaves[index], index=index, size=size, proof=proof, root=root)


def test_every_tree_of_the_reference_extends_the_smaller_ones(leaves: list[bytes], roots: dict[int, bytes]) -> None:
    for new, new_root in roots.items():
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, ranges_of(leaves))
            verify_consistency(old=old, old_root=roots[old], new=new, new_root=new_root, proof=proof)


def test_the_example_of_the_note_norm_verifies(vectors: dict[str, Any]) -> None:
    example = vectors["signed_note_example"]
    key = parse_key(example["vkey"])
    note = parse_note(f"{example['text']}\n{example['signature_line']}\n".encode())
    assert note.text == example["text"]
    assert verify_note(note, [key]) == (Signed(key),)
