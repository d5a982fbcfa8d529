"""Keep files under their digest: written once, whole or not at all, handed out only if still what they were.

A file lies in the folder named by the first two digits of its digest, under the digest. While it arrives it has a name
of its own that nobody can ask for.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO, Final, Literal

OWNER_ONLY: Final = 0o700
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
ARRIVING: Final = ".arriving-"
DAY_SECONDS: Final = 86_400
PIECE: Final = 1 << 20
# So many files are known to be what they were, for as long as the system says that nobody touched them.
KNOWN: Final = 4_096
State = Literal["held", "absent", "changed"]


class TooLong(Exception):
    """A file has more bytes than may be kept; keeps how many those are."""

    def __init__(self, most: int) -> None:
        """Keep the limit."""
        super().__init__(f"a file of more than {most} bytes is not kept")
        self.most = most


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that has arrived and is not in its place yet."""

    path: Path
    digest: str
    size: int


@contextmanager
def arriving(folder: Path, pieces: Iterable[bytes], *, most: int) -> Iterator[Arrived]:
    """Write the pieces of a file down as they come, and compute the digest on the way; what was not placed is gone."""
    folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    descriptor, name = mkstemp(dir=folder, prefix=ARRIVING)
    _sweep(folder, Path(name))
    try:
        with os.fdopen(descriptor, "wb") as file:
            digest, size = _written(file, pieces, most)
        yield Arrived(Path(name), digest, size)
    finally:
        Path(name).unlink(missing_ok=True)


def _written(file: BinaryIO, pieces: Iterable[bytes], most: int) -> tuple[str, int]:
    hashed, size = sha256(), 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooLong(most)
        hashed.update(piece)
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())
    return hashed.hexdigest(), size


def _sweep(folder: Path, newest: Path) -> None:
    """Remove what a process left that died while a file arrived: whatever is a day older than the newest arrival."""
    now = newest.stat().st_mtime
    for one in folder.glob(f"{ARRIVING}*"):
        with suppress(FileNotFoundError):
            if now - one.stat().st_mtime > DAY_SECONDS:
                one.unlink()


def place(folder: Path, arrived: Arrived) -> None:
    """Put a file where it stays; what lies there already stays, unless it is no longer what it was."""
    home = path_of(folder, arrived.digest)
    home.parent.mkdir(mode=OWNER_ONLY, exist_ok=True)
    if state(folder, arrived.digest) == "changed":
        arrived.path.replace(home)
    else:
        try:
            # Unlike a renaming, a link never takes the place of a file that another process has just put there.
            os.link(arrived.path, home)
        except FileExistsError:
            return
    for one in (home.parent, folder):
        _sync(one)


def _sync(folder: Path) -> None:
    """Let the names in a folder outlast a cut of the power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def path_of(folder: Path, digest: str) -> Path:
    """Return where a file lies; whatever is no digest names no file."""
    if not DIGEST.fullmatch(digest):
        raise FileNotFoundError(digest)
    return folder / digest[:2] / digest


def opened(folder: Path, digest: str) -> BinaryIO | None:
    """Open a file, if it is there and still what it was."""
    try:
        file = path_of(folder, digest).open("rb")
    except FileNotFoundError:
        return None
    if _digest_of(file) == digest:
        return file
    file.close()
    return None


def state(folder: Path, digest: str) -> State:
    """Tell whether a file is there and still what it was."""
    try:
        with path_of(folder, digest).open("rb") as file:
            return "held" if _digest_of(file) == digest else "changed"
    except FileNotFoundError:
        return "absent"


def _digest_of(file: BinaryIO) -> str:
    told = os.fstat(file.fileno())
    return _hashed(file.name, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)


@lru_cache(maxsize=KNOWN)
def _hashed(name: str, *_touched: int) -> str:
    with Path(name).open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def forget(folder: Path, digest: str) -> None:
    """Remove a file for good."""
    path = path_of(folder, digest)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _sync(path.parent)


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    """Give a file piece by piece."""
    return iter(partial(file.read, PIECE), b"")
