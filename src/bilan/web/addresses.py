"""Where pages are: language, edition, the two dates, and the path of the page.

``/fr/indicators/ind-x/`` is the newest edition as it stands; ``/fr/2012-08-08/2012-08-08/…`` the newest edition as of a
day and as known on a day; ``/fr/e-d3d0d6c4ecd61496/2012-08-08/2012-08-08/…`` says the edition too, and so stays what it
is for ever.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import quote

# What may stand in a path as it is.
SAFE: Final = "/@~:+,;="
# The path of a page in one segment: this sign in the place of each stroke, this word for the empty path.
STROKE: Final = "~"
EMPTY: Final = "panorama"


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a page; what it leaves open is the newest."""

    language: str
    path: str = ""
    edition: str | None = None
    as_of: date | None = None
    known_on: date | None = None

    def __str__(self) -> str:
        """Write the address."""
        edition = f"e-{self.edition}/" if self.edition else ""
        dates = f"{self.as_of}/{self.known_on}/" if self.as_of and self.known_on else ""
        return f"/{self.language}/{edition}{dates}{self.path}"

    def at(self, path: str) -> "Address":
        """Return the address of another page in the same language, edition and dates."""
        return replace(self, path=path)

    def on(self, as_of: date, known_on: date) -> "Address":
        """Return the address of the same page on other dates."""
        return replace(self, as_of=as_of, known_on=known_on)


def segment(text: str) -> str:
    """Write a key as one segment of a path."""
    return quote(text, safe=SAFE.replace("/", ""))


def folded(path: str) -> str:
    """Write the path of a page as one segment, to name its picture.

    >>> folded("indicators/ind-x/"), folded("")
    ('indicators~ind-x~', 'panorama')
    """
    return path.replace("/", STROKE) or EMPTY


def unfolded(text: str) -> str:
    """Read the path of a page back from its segment.

    >>> unfolded("indicators~ind-x~"), unfolded("panorama")
    ('indicators/ind-x/', '')
    """
    return "" if text == EMPTY else text.replace(STROKE, "/")
