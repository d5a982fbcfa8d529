"""Answers kept as they were made: an answer is a pure function of edition, method, question and day, its key."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final

import brotli

import bilan
from bilan.analysis.catalogue import CATALOGUE

MEGABYTE: Final = 1 << 20
QUALITY: Final = 5
# Smaller answers gain nothing by compression.
WORTH_IT: Final = 500


@dataclass(frozen=True, slots=True)
class Made:
    """An answer as it was made: its bytes, the same compressed where that is worth it, its status and headers."""

    content: bytes
    compressed: bytes | None
    status: int
    headers: Mapping[str, str]

    @property
    def size(self) -> int:
        """Return the bytes that it takes to keep it."""
        return len(self.content) + len(self.compressed or b"")


@dataclass
class Kept:
    """The pages that were asked for lately, up to so many bytes."""

    most: int = 48 * MEGABYTE
    pages: OrderedDict[str, Made] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, key: str) -> Made | None:
        """Return a page if it was kept."""
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def keep(self, key: str, made: Made) -> None:
        """Keep a page; those that were not asked for the longest make room."""
        with self.lock:
            if key in self.pages or made.size > self.most // 8:
                return
            self.pages[key] = made
            self.size += made.size
            while self.size > self.most:
                _, gone = self.pages.popitem(last=False)
                self.size -= gone.size


def compressed(content: bytes) -> bytes | None:
    """Return bytes compressed, unless that gains nothing."""
    return brotli.compress(content, quality=QUALITY) if len(content) > WORTH_IT else None


@cache
def method() -> str:
    """Return the digest of what computes and writes the pages: the methods of the analyses, and this very code."""
    digest = sha256(repr([(one.name, one.method) for one in CATALOGUE.values()]).encode())
    folder = Path(bilan.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def key_of(*parts: object) -> str:
    """Return the key of a page from all that it is a function of."""
    return sha256("\0".join((method(), *map(str, parts))).encode()).hexdigest()[:32]
