"""Links to whatever a key names, who said something, and keys that come close to one that was mistyped."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import entries as sheet
from bilan.report.sheets.entries import Held, Things
from bilan.web.asked import Asked

# Kinds that have a page of their own, named as the kind is.
OWN: Final = frozenset({"indicator", "party", "source", "undertaking", "agreement", "node", "service"})
# The fields that say who speaks: the key of a party, and the name as written.
VOICES: Final = (
    ("speaker", "speaker_name"), ("made_by", "made_by_name"), ("auditor", ""), ("rater", ""),
    ("set_by", "set_by_name"), ("coder", ""), ("party", "party_name"),
)  # fmt: skip
HOUSE: Final = ("organisation", "organisation_name")
CLOSE: Final = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A text that may lead somewhere; `code` is the key or the code behind it."""

    text: str
    href: str = ""
    code: str = ""
    external: bool = False


def thing(asked: Asked, key: str, known: Things) -> Link:
    """Link to what a key names: its page if it could be known on the day, else its entry."""
    named = known.get(key)
    if named is None:
        return Link(key, code=key)
    text = sheet.title_of(asked.voice, named.row)
    has_page = named.known and named.kind in OWN
    return Link(text, asked.to(named.kind, key) if has_page else asked.to("entry", named.number), key)


def who(asked: Asked, row: Row, known: Things) -> Link | None:
    """Link to whoever says what an entry says."""
    return next((found for fields in VOICES if (found := _party(asked, row, fields, known))), None)


def house(asked: Asked, row: Row, known: Things) -> Link | None:
    """Link to the organisation in whose name an entry speaks."""
    return _party(asked, row, HOUSE, known)


def _party(asked: Asked, row: Row, fields: tuple[str, str], known: Things) -> Link | None:
    key, name = row.get(fields[0]), row.get(fields[1])
    if key:
        found = thing(asked, key, known)
        return found if key in known or not name else Link(str(name))
    return Link(str(name)) if name else None


def keys_of(those: Iterable[Held]) -> set[str]:
    """Return every key that entries name."""
    return {key for one in those for key in sheet.named_by(one)}


def close(asked: Asked, key: str) -> tuple[tuple[str, str], ...]:
    """Return the keys of the edition that come close, each with its address."""
    return tuple(_close(asked, get_close_matches(key[:100], sheet.near(asked.view), CLOSE)))


def _close(asked: Asked, keys: list[str]) -> Iterator[tuple[str, str]]:
    known = sheet.things(asked.view, keys)
    for key in keys:
        link = thing(asked, key, known)
        yield f"{link.text} ({key})" if link.text != key else key, link.href
