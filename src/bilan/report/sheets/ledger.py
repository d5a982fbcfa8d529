"""The sheet of the ledger: its root at any size, and the proofs that a person can follow and a program can check."""

from collections.abc import Callable
from dataclasses import dataclass

from bilan.ledger import merkle
from bilan.ledger.merkle import Range
from bilan.ledger.tiles import Read, hashes_at, range_hash
from bilan.tables.editions import Edition


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof: the hash of the entries `start` to `stop` joins what was computed so far."""

    start: int
    stop: int
    sibling: bytes
    sibling_first: bool
    result: bytes

    @property
    def last(self) -> int:
        """Return the last entry of the range."""
        return self.stop - 1


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that an entry is in the log of an edition: from its leaf hash, step by step, to the root."""

    number: int
    size: int
    leaf: bytes
    steps: tuple[Step, ...]
    computed: bytes
    root: bytes

    @property
    def holds(self) -> bool:
        """Tell whether the steps lead to the root of the edition."""
        return self.computed == self.root


@dataclass(frozen=True, slots=True)
class Consistency:
    """The proof that a longer log only adds to a shorter one, and whether it was verified."""

    old: int
    new: int
    old_root: bytes
    new_root: bytes
    ranges: tuple[Range, ...]
    proof: tuple[bytes, ...]
    holds: bool


def tiles_of(edition: Edition) -> Read:
    """Return the way to read the tiles of an edition."""

    def read(path: str) -> bytes | None:
        file = edition.folder / path
        return file.read_bytes() if file.is_file() else None

    return read


def _ranges(edition: Edition) -> Callable[[int, int], bytes]:
    read = tiles_of(edition)
    return lambda start, stop: range_hash(start, stop, size=edition.size, read=read)


def root_at(edition: Edition, size: int) -> bytes:
    """Return the root of the log when it had so many entries, from the tiles of an edition that has them."""
    return _ranges(edition)(0, size)


def leaf_at(edition: Edition, number: int) -> bytes:
    """Return the leaf hash of an entry, as it stands in the tiles."""
    return hashes_at(0, number, number + 1, size=edition.size, read=tiles_of(edition))[0]


def inclusion(edition: Edition, number: int, leaf: bytes) -> Inclusion:
    """Prove from the tiles that a leaf hash is an entry of the edition, and keep every hash on the way."""
    hash_of, so_far, steps = _ranges(edition), leaf, []
    for start, stop in merkle.inclusion_ranges(number, edition.size):
        sibling, first = hash_of(start, stop), start < number
        so_far = merkle.node_hash(sibling, so_far) if first else merkle.node_hash(so_far, sibling)
        steps.append(Step(start, stop, sibling, first, so_far))
    return Inclusion(number, edition.size, leaf, tuple(steps), so_far, edition.root)


def consistency(edition: Edition, old: int, new: int) -> Consistency:
    """Prove that the log of `new` entries only adds to that of `old`, and verify it as a stranger would."""
    hash_of = _ranges(edition)
    roots = hash_of(0, old), hash_of(0, new)
    ranges = tuple(merkle.consistency_ranges(old, new))
    proof = tuple(hash_of(start, stop) for start, stop in ranges)
    try:
        merkle.verify_consistency(old=old, old_root=roots[0], new=new, new_root=roots[1], proof=proof)
        holds = new < edition.size or roots[1] == edition.root
    except merkle.ProofFailed:
        holds = False
    return Consistency(old, new, *roots, ranges=ranges, proof=proof, holds=holds)
