"""What comes close to a key that the ledger does not hold, so that a page that is missing still helps."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from bilan.report import figures
from bilan.report.figures import Names
from bilan.report.voice import Voice
from bilan.web.asked import Asked, NotFound

CLOSE: Final = 5
ALIKE: Final = 0.5


def missing(asked: Asked, page: str, key: str, /, *, kind: str | None = None) -> NotFound:
    """Return the exception to raise for a key that nothing has: with the pages of the same kind that come close."""
    kind = kind or page
    keys = [row["key"] for row in asked.view.rows(f'SELECT key FROM "{kind}" ORDER BY key', reads=(kind,))]  # noqa: S608 - our own kinds
    return among(key, {one: asked.to(page, one) for one in keys}, asked.voice, asked.view.names)


def among(key: str, pages: Mapping[str, str], voice: Voice, names: Names) -> NotFound:
    """Return the exception for a key that is none of these: with those that hold it, else those written alike."""
    close = [one for one in pages if key in one][:CLOSE] or get_close_matches(key, pages, CLOSE, ALIKE)
    return NotFound("no_key", key=key, near=tuple((figures.name_of(voice, one, names), pages[one]) for one in close))
