"""What comes close to a key that the ledger does not hold, so that a page that is missing still helps."""

from collections.abc import Mapping
from difflib import get_close_matches

from bilan.web.asked import Asked, NotFound


def missing(asked: Asked, page: str, key: str, /, *, kind: str | None = None) -> NotFound:
    """Return the exception to raise for a key that nothing has: with the pages of the same kind that come close."""
    kind = kind or page
    keys = [row["key"] for row in asked.view.rows(f'SELECT key FROM "{kind}"', reads=(kind,))]  # noqa: S608 - our own kinds
    return among(key, {one: asked.to(page, one) for one in keys})


def among(key: str, pages: Mapping[str, str]) -> NotFound:
    """Return the exception for a key that is none of these: keys with their addresses."""
    close = get_close_matches(key, pages, n=5, cutoff=0.5)
    return NotFound("no_key", key=key, near=tuple((one, pages[one]) for one in close))
