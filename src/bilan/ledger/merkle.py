"""The Merkle tree of the log (RFC 9162, section 2.1; SHA-256): roots, proofs, and their strict verification.

A proof is a list of hashes of ranges of leaves. `inclusion_ranges` and `consistency_ranges` say which; the prover asks
a `RangeHash` for their hashes (a list of leaves has one, and so have tiles), the verifier folds them to a root.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

from bilan.ledger.canonical import base64_text

HASH_BYTES: Final = 32

Range = tuple[int, int]
RangeHash = Callable[[int, int], bytes]


class ProofFailed(Exception):
    """A proof does not hold; keeps the root that the proof gives (if it gives one) and the root that was claimed."""

    def __init__(self, reason: str, *, computed: bytes | None = None, claimed: bytes | None = None) -> None:
        """Keep both roots."""
        shown = ", ".join(
            f"{name} root {base64_text(root)}" for name, root in (("computed", computed), ("claimed", claimed)) if root
        )
        super().__init__(f"{reason}; {shown}" if shown else reason)
        self.computed = computed
        self.claimed = claimed


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf; the prefix keeps it from passing for a node."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into their parent."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Hash a row of nodes into their root; a last node without a partner moves up as it is.

    >>> root_of([]).hex()[:16]
    'e3b0c44298fc1c14'
    """
    if not hashes:
        return sha256().digest()
    while len(hashes) > 1:
        last = hashes[len(hashes) & ~1 :]
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + list(last)
    return hashes[0]


def ranges_of(leaf_hashes: Sequence[bytes]) -> RangeHash:
    """Give the hash of any range of a list of leaf hashes."""
    return lambda start, stop: root_of(leaf_hashes[start:stop])


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Name the ranges whose hashes prove that a leaf is in the tree, from the leaf up (RFC 9162, 2.1.3.1).

    >>> inclusion_ranges(2, 5)
    [(3, 4), (0, 2), (4, 5)]
    """
    if not 0 <= index < size:
        raise ProofFailed(f"no leaf {index} in a tree of {size}")
    start, stop, ranges = 0, size, []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Name the ranges whose hashes prove that a tree extends an older one (RFC 9162, 2.1.4.1).

    >>> consistency_ranges(3, 5)
    [(2, 3), (3, 4), (0, 2), (4, 5)]
    """
    if not 0 < old <= new:
        raise ProofFailed(f"no tree of {old} leaves to compare with in a tree of {new}")
    start, stop, ranges = 0, new, []
    while stop != old:
        middle = start + _split(stop - start)
        if old <= middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start = middle
    # A subtree that does not begin at the first leaf is not the old root, so the verifier must be told its hash.
    return [(start, stop), *ranges[::-1]] if start else ranges[::-1]


def inclusion_proof(index: int, size: int, hash_of: RangeHash) -> list[bytes]:
    """Prove that the leaf at an index is in the tree of the first `size` leaves."""
    return [hash_of(start, stop) for start, stop in inclusion_ranges(index, size)]


def consistency_proof(old: int, new: int, hash_of: RangeHash) -> list[bytes]:
    """Prove that the tree of `new` leaves only adds to the tree of `old` leaves."""
    return [hash_of(start, stop) for start, stop in consistency_ranges(old, new)]


def root_from_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Compute the root that an inclusion proof gives for a leaf hash."""
    ranges = inclusion_ranges(index, size)
    _check_hashes([leaf, *proof], expected=1 + len(ranges))
    root = leaf
    for (start, _), sibling in zip(ranges, proof, strict=True):
        root = node_hash(root, sibling) if start > index else node_hash(sibling, root)
    return root


def verify_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise `ProofFailed` unless the proof shows the leaf hash at the index of the tree with this root."""
    computed = root_from_inclusion(leaf, index=index, size=size, proof=proof)
    _check_root(computed, root, "the entry is not in this tree")


def verify_consistency(*, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raise `ProofFailed` unless the proof shows that the new tree keeps every leaf of the old one in its place."""
    ranges = consistency_ranges(old, new)
    _check_hashes([old_root, *proof], expected=1 + len(ranges))
    steps = list(zip(ranges, proof, strict=True))
    first, steps = (proof[0], steps[1:]) if ranges and ranges[0][1] == old else (old_root, steps)
    of_old = of_new = first
    for (start, _), sibling in steps:
        of_new = node_hash(of_new, sibling) if start >= old else node_hash(sibling, of_new)
        of_old = of_old if start >= old else node_hash(sibling, of_old)
    _check_root(of_old, old_root, "the proof is not about the old tree")
    _check_root(of_new, new_root, "the new tree does not extend the old one")


def _split(width: int) -> int:
    """Return the largest power of two below a width."""
    return 1 << ((width - 1).bit_length() - 1)


def _check_hashes(hashes: Sequence[bytes], *, expected: int) -> None:
    if len(hashes) != expected:
        raise ProofFailed(f"{len(hashes) - 1} hashes in a proof that takes {expected - 1}")
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofFailed(f"a hash of other than {HASH_BYTES} bytes")


def _check_root(computed: bytes, claimed: bytes, reason: str) -> None:
    if computed != claimed:
        raise ProofFailed(reason, computed=computed, claimed=claimed)
