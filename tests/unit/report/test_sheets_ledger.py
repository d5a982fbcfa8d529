"""The ledger as pages prove it: its root at any size, the way of an entry to the root, and that it only grew."""

from dataclasses import replace
from hashlib import sha256

import pytest
from tests.editions_of import PLAN, edition_of, indicator, lines_of

from bilan.ledger import merkle
from bilan.report.sheets import ledger
from bilan.tables.editions import Edition

SIZE = 300
TOLD = [PLAN, *(indicator(f"ind-{number}") for number in range(1, SIZE))]
LEAVES = [merkle.leaf_hash(line) for line in lines_of(TOLD)]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(TOLD, tmp_path_factory.mktemp("editions"))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 299, 300])
def test_the_root_at_any_size_is_that_of_so_many_leaves(edition: Edition, size: int) -> None:
    assert ledger.root_at(edition, size) == merkle.root_of(LEAVES[:size])


@pytest.mark.parametrize("number", [0, 1, 255, 256, 299])
def test_the_steps_of_an_entry_can_be_followed_by_hand_to_the_root(edition: Edition, number: int) -> None:
    proof = ledger.inclusion(edition, number, LEAVES[number])
    so_far = LEAVES[number]
    for step in proof.steps:
        assert step.sibling == merkle.root_of(LEAVES[step.start : step.stop])
        pair = (step.sibling, so_far) if step.sibling_first else (so_far, step.sibling)
        so_far = sha256(b"\x01" + b"".join(pair)).digest()
        assert step.result == so_far
    assert so_far == edition.root
    assert proof.holds


def test_another_leaf_does_not_lead_to_the_root(edition: Edition) -> None:
    assert not ledger.inclusion(edition, 7, LEAVES[8]).holds


def test_the_leaf_hash_in_the_tiles_is_that_of_the_entry(edition: Edition) -> None:
    assert ledger.leaf_at(edition, 270) == LEAVES[270]


@pytest.mark.parametrize(("old", "new"), [(1, 300), (100, 257), (256, 300), (299, 300), (300, 300)])
def test_the_log_is_shown_to_extend_each_of_its_earlier_states(edition: Edition, old: int, new: int) -> None:
    proof = ledger.consistency(edition, old, new)
    assert proof.holds
    assert (proof.old_root, proof.new_root) == (merkle.root_of(LEAVES[:old]), merkle.root_of(LEAVES[:new]))
    assert len(proof.proof) == len(proof.ranges)


def test_a_root_that_the_tiles_do_not_give_is_not_called_consistent(edition: Edition) -> None:
    forged = replace(edition, root=bytes(32))
    assert not ledger.consistency(forged, 100, SIZE).holds
    assert not ledger.inclusion(forged, 7, LEAVES[7]).holds
