"""What a page shows: a template with its values, or the bytes of a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its title, its template, the word list it speaks from, and what it tells."""

    template: str
    title: str
    subject: str = "site"
    told: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    status: int = 200
    # A page that other sites may show in a frame.
    framed: bool = False
    # An address in this site to send the reader to instead.
    elsewhere: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """Bytes of another type than a page; `name` makes it a download."""

    content: bytes
    content_type: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A file that may be too large to hold: its pieces as they are made; it is not kept."""

    pieces: Iterator[bytes]
    content_type: str
    name: str
