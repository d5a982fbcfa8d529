"""A proof is believed only when nothing in it is too much, too little or of another tree."""

from hashlib import sha256

import pytest

from bilan.ledger.merkle import (
    ProofFailed,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    ranges_of,
    root_of,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(b"%d" % number) for number in range(7)]
ROOT = root_of(LEAVES)
OLD_ROOT = root_of(LEAVES[:6])
INCLUSION = inclusion_proof(2, 7, ranges_of(LEAVES))
CONSISTENCY = consistency_proof(6, 7, ranges_of(LEAVES))
SHORT = bytes(31)


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = LEAVES[:2]
    assert node_hash(left, right) == sha256(b"\x01" + left + right).digest()
    assert leaf_hash(left + right) != node_hash(left, right)


def test_a_last_leaf_without_a_partner_moves_up() -> None:
    assert root_of(LEAVES[:3]) == node_hash(node_hash(LEAVES[0], LEAVES[1]), LEAVES[2])


def test_an_entry_is_proved_by_its_siblings() -> None:
    siblings = [LEAVES[3], root_of(LEAVES[:2]), root_of(LEAVES[4:])]
    assert inclusion_proof(2, 7, ranges_of(LEAVES)) == siblings
    verify_inclusion(LEAVES[2], index=2, size=7, proof=siblings, root=ROOT)


def test_a_tree_of_one_leaf_needs_no_proof() -> None:
    verify_inclusion(LEAVES[0], index=0, size=1, proof=[], root=LEAVES[0])


def test_a_proof_of_another_leaf_shows_both_roots() -> None:
    with pytest.raises(ProofFailed, match=r"computed root \S+=, claimed root \S+=") as failure:
        verify_inclusion(LEAVES[1], index=2, size=7, proof=INCLUSION, root=ROOT)
    assert failure.value.claimed == ROOT
    assert failure.value.computed not in {None, ROOT}


@pytest.mark.parametrize(("index", "size"), [(7, 7), (8, 7), (-1, 7), (0, 0)])
def test_a_leaf_outside_the_tree_is_refused(index: int, size: int) -> None:
    with pytest.raises(ProofFailed, match="no leaf"):
        verify_inclusion(LEAVES[0], index=index, size=size, proof=[], root=ROOT)


@pytest.mark.parametrize("proof", [INCLUSION[:-1], [*INCLUSION, ROOT], []])
def test_a_proof_with_too_many_or_too_few_hashes_is_refused(proof: list[bytes]) -> None:
    with pytest.raises(ProofFailed, match="takes 3"):
        verify_inclusion(LEAVES[2], index=2, size=7, proof=proof, root=ROOT)


@pytest.mark.parametrize(("leaf", "proof"), [(SHORT, INCLUSION), (LEAVES[2], [SHORT, *INCLUSION[1:]])])
def test_a_hash_of_another_length_is_refused(leaf: bytes, proof: list[bytes]) -> None:
    with pytest.raises(ProofFailed, match="32 bytes"):
        verify_inclusion(leaf, index=2, size=7, proof=proof, root=ROOT)


def test_a_longer_log_is_proved_to_keep_the_older_one() -> None:
    subtrees = [root_of(LEAVES[4:6]), LEAVES[6], root_of(LEAVES[:4])]
    assert consistency_proof(6, 7, ranges_of(LEAVES)) == subtrees
    verify_consistency(old=6, old_root=OLD_ROOT, new=7, new_root=ROOT, proof=subtrees)


def test_a_log_is_consistent_with_itself_without_a_proof() -> None:
    verify_consistency(old=7, old_root=ROOT, new=7, new_root=ROOT, proof=[])
    with pytest.raises(ProofFailed):
        verify_consistency(old=7, old_root=OLD_ROOT, new=7, new_root=ROOT, proof=[])
    with pytest.raises(ProofFailed, match="takes 0"):
        verify_consistency(old=7, old_root=ROOT, new=7, new_root=ROOT, proof=[ROOT])


@pytest.mark.parametrize(("old", "new"), [(0, 7), (8, 7), (-1, 7), (0, 0)])
def test_there_is_no_consistency_with_nothing_or_with_what_is_longer(old: int, new: int) -> None:
    with pytest.raises(ProofFailed, match="to compare with"):
        verify_consistency(old=old, old_root=OLD_ROOT, new=new, new_root=ROOT, proof=[])


def test_a_rewritten_past_shows_both_roots() -> None:
    with pytest.raises(ProofFailed, match="not about the old tree") as failure:
        verify_consistency(old=6, old_root=root_of(LEAVES[1:]), new=7, new_root=ROOT, proof=CONSISTENCY)
    assert (failure.value.computed, failure.value.claimed) == (OLD_ROOT, root_of(LEAVES[1:]))


def test_a_new_tree_that_drops_entries_is_refused() -> None:
    with pytest.raises(ProofFailed, match="does not extend") as failure:
        verify_consistency(old=6, old_root=OLD_ROOT, new=7, new_root=OLD_ROOT, proof=CONSISTENCY)
    assert (failure.value.computed, failure.value.claimed) == (ROOT, OLD_ROOT)


@pytest.mark.parametrize(("old_root", "proof"), [(SHORT, CONSISTENCY), (OLD_ROOT, [SHORT, *CONSISTENCY[1:]])])
def test_consistency_is_not_shown_by_hashes_of_another_length(old_root: bytes, proof: list[bytes]) -> None:
    with pytest.raises(ProofFailed, match="32 bytes"):
        verify_consistency(old=6, old_root=old_root, new=7, new_root=ROOT, proof=proof)
