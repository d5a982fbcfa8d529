"""What a reader asked: which page, in which language, of which edition, on which two dates."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.editions import Edition
from bilan.web import editions
from bilan.web.addresses import Address, segment
from bilan.web.paths import path_of


class NotFound(LookupError):
    """There is no such page; `code` is its sentence in the word list `site`, `near` are pages that come close."""

    def __init__(self, code: str, /, *, near: tuple[tuple[str, str], ...] = (), **values: Any) -> None:
        """Keep what is to be told: `near` are labels with their addresses."""
        super().__init__(code)
        self.code, self.near, self.values = code, near, values


class Refused(ValueError):
    """What was asked cannot be read; `code` is its sentence in the word list `site`."""

    def __init__(self, code: str, /, **values: Any) -> None:
        """Keep what is to be told."""
        super().__init__(code)
        self.code, self.values = code, values


@dataclass
class Asked:
    """A question to the site; `words` holds what was typed into a page's own form, checked for size.

    `still` pages are written down as files: no server will answer what is typed into a form of theirs.
    """

    address: Address
    edition: Edition
    stamp: str
    as_of: date
    known_on: date
    today: date
    words: dict[str, str] = field(default_factory=dict)
    still: bool = False

    @property
    def language(self) -> str:
        """Return the language of the page."""
        return self.address.language

    @cached_property
    def voice(self) -> Voice:
        """Return the voice that speaks to the reader."""
        return Voice(self.address.language)

    @cached_property
    def view(self) -> View:
        """Return the tables, cut by the two dates."""
        return editions.view(self.edition, self.stamp, self.as_of, self.known_on)

    def view_on(self, as_of: date, known_on: date) -> View:
        """Return the same edition on two other dates."""
        return editions.view(self.edition, self.stamp, as_of, known_on)

    def to(self, page: str, *parts: object) -> str:
        """Return the address of a page in the same language, edition and dates."""
        return str(self.address.at(path_of(page, *(segment(str(part)) for part in parts))))

    @property
    def permanent(self) -> Address:
        """Return the address under which this page stays what it is."""
        address = self.address
        return Address(address.language, address.path, self.edition.name, self.as_of, self.known_on)
