"""A file is kept under its digest, whole or not at all, and is never handed out unless it is what it was."""

import stat
from hashlib import sha256
from pathlib import Path

import pytest

from bilan.store import custody

WORDS = b"le taux est de 36 %"
DIGEST = sha256(WORDS).hexdigest()


def kept(folder: Path, data: bytes = WORDS) -> str:
    with custody.arriving(folder, [data[:4], data[4:]], most=1_000) as arrived:
        custody.place(folder, arrived)
        return arrived.digest


def test_a_file_lies_under_its_digest_for_its_owner_only(tmp_path: Path) -> None:
    assert kept(tmp_path / "evidence") == DIGEST
    path = tmp_path / "evidence" / DIGEST[:2] / DIGEST
    assert path.read_bytes() == WORDS
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_the_same_file_is_there_once(tmp_path: Path) -> None:
    kept(tmp_path)
    kept(tmp_path)
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == [DIGEST]


def test_what_is_not_placed_leaves_nothing(tmp_path: Path) -> None:
    with custody.arriving(tmp_path, [WORDS], most=1_000):
        pass
    with pytest.raises(custody.TooLong), custody.arriving(tmp_path, [b"x" * 600, b"x" * 600], most=1_000):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_a_dead_process_left_is_swept_a_day_later(tmp_path: Path) -> None:
    import os

    old, fresh = tmp_path / f"{custody.ARRIVING}old", tmp_path / f"{custody.ARRIVING}fresh"
    old.write_bytes(b"x")
    fresh.write_bytes(b"x")
    os.utime(old, (0, 0))
    kept(tmp_path)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_changed_file_is_not_handed_out_and_is_mended_by_the_right_one(tmp_path: Path) -> None:
    kept(tmp_path)
    assert custody.state(tmp_path, DIGEST) == "held"
    custody.path_of(tmp_path, DIGEST).write_bytes(b"le taux est de 63 %")
    assert (custody.state(tmp_path, DIGEST), custody.opened(tmp_path, DIGEST)) == ("changed", None)
    kept(tmp_path)
    file = custody.opened(tmp_path, DIGEST)
    assert file
    with file:
        assert file.read() == WORDS


@pytest.mark.parametrize(
    "name", ["", "../log.key", "ab/../../log.key", DIGEST.upper(), DIGEST[:63], f"{DIGEST}\n", "/" + DIGEST[1:]]
)
def test_what_is_no_digest_names_no_file(tmp_path: Path, name: str) -> None:
    assert (custody.opened(tmp_path, name), custody.state(tmp_path, name)) == (None, "absent")


def test_a_forgotten_file_is_gone(tmp_path: Path) -> None:
    kept(tmp_path)
    custody.forget(tmp_path, DIGEST)
    custody.forget(tmp_path, DIGEST)
    assert custody.state(tmp_path, DIGEST) == "absent"
