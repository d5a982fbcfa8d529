"""An entry: somebody said this. Its envelope, its canonical bytes, and what may be proposed for recording."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from bilan.ledger.canonical import canonical_bytes_trusted
from bilan.ledger.kinds import KINDS
from bilan.ledger.kinds.base import Kind

WITHOUT_KEY: Final = frozenset({"withdrawal", "redaction"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry proposed for recording: it has no number yet.

    `origin` is the name its recorder gives to it (a row of a file, a request of a client), so that recording it twice
    adds it once; it is never published.
    """

    content: Kind
    key: str | None = None
    replaces: int | None = None
    origin: str | None = None

    @property
    def kind(self) -> str:
        """Return the name of the kind."""
        return self.content.kind


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger; `number` is also its place as a leaf of the log, from 0."""

    number: int
    recorded_at: datetime
    recorded_by: str
    kind: str
    key: str | None
    replaces: int | None
    content: Mapping[str, Any]
    salt: str
    accepted_by: str | None = None
    """Who verified and accepted it, where somebody did: never whoever recorded it."""

    def leaf(self) -> bytes:
        """Return the canonical bytes (RFC 8785) that the log commits to.

        `salt` is random: without it, the content of a redacted entry could be guessed and compared with its leaf hash.
        """
        body: dict[str, Any] = {
            "content": self.content,
            "kind": self.kind,
            "number": self.number,
            "recorded_at": instant(self.recorded_at),
            "recorded_by": self.recorded_by,
            "salt": self.salt,
        }
        if self.key is not None:
            body["key"] = self.key
        if self.replaces is not None:
            body["replaces"] = self.replaces
        if self.accepted_by is not None:
            body["accepted_by"] = self.accepted_by
        return canonical_bytes_trusted(body)

    @classmethod
    def from_leaf(cls, leaf: Mapping[str, Any]) -> "Entry":
        """Read an entry back from its decoded leaf."""
        at = datetime.strptime(leaf["recorded_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        return cls(
            number=leaf["number"],
            recorded_at=at,
            recorded_by=leaf["recorded_by"],
            kind=leaf["kind"],
            key=leaf.get("key"),
            replaces=leaf.get("replaces"),
            content=leaf["content"],
            salt=leaf["salt"],
            accepted_by=leaf.get("accepted_by"),
        )


@lru_cache(maxsize=256)  # the entries of a batch share their instant
def instant(at: datetime) -> str:
    """Write an instant in universal time, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def content_of(draft: Kind) -> dict[str, Any]:
    """Return what an entry's content holds as JSON: nothing that is absent, nothing of the defaults."""
    return draft.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def read_content(kind: str, content: Mapping[str, Any]) -> Kind:
    """Make the frozen object of a kind from JSON content."""
    return KINDS[kind].model_validate(dict(content))
