"""Serve the log as its own protocol asks (C2SP tlog-tiles): the checkpoint, tiles of hashes, bundles of entries.

A client of transparency logs follows the newest edition here, without knowing anything of Bilan.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bilan.ledger.tiles import WIDTH, TileBroken, encode_bundle, hashes_at, parse_tile_path, tile_path
from bilan.report.sheets.entries import lines_of
from bilan.report.sheets.ledger import tiles_of
from bilan.tables.editions import Edition, EditionMissing
from bilan.web import editions
from bilan.web.pages.ledger import note_of

TEXT: Final = "text/plain; charset=utf-8"
BYTES: Final = "application/octet-stream"
# A tile never changes; what is left of an entry does, once it is redacted.
FOR_EVER: Final = "public, max-age=31536000, immutable"
A_WHILE: Final = "public, max-age=3600"
NOW: Final = "no-cache"
BUNDLES: Final = "tile/entries/"


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Give the signed checkpoint of the newest edition."""
    edition = _current()
    return _told("no edition has been published yet", 404) if edition is None else _given(note_of(edition), TEXT, NOW)


@require_safe
def tile(request: HttpRequest) -> HttpResponse:
    """Give a tile of hashes or a bundle of entries; of a partial one, as much as its name says."""
    path = request.path.removeprefix("/")
    is_bundle = path.startswith(BUNDLES)
    place = parse_tile_path(f"tile/0/{path.removeprefix(BUNDLES)}" if is_bundle else path)
    edition = _current()
    if place is None or edition is None:
        return _told("no such tile", 404)
    level, index, width = place
    first, there = index * WIDTH, edition.size // WIDTH**level
    if first + width > there:
        return _told(f"the log has {edition.size} entries: it has no such tile yet", 404)
    if is_bundle:
        return _bundle(edition, first, width, tile_path("entries", index, width))
    hashes = hashes_at(level, first, first + width, size=edition.size, read=tiles_of(edition))
    return _given(b"".join(hashes), BYTES, FOR_EVER)


def _bundle(edition: Edition, first: int, width: int, path: str) -> HttpResponse:
    """Give the leaves of entries; a bundle of which a leaf was redacted would not verify, and is gone."""
    lines = lines_of(edition, range(first, first + width))
    if any(line.startswith(b'{"leaf_hash":') for line in lines.values()):
        return _told("an entry of this bundle was redacted: its leaf hash stands in the tile of level 0", 410)
    try:
        bundle = encode_bundle((lines[number] for number in sorted(lines)), path=path)
    except TileBroken as broken:
        return _told(str(broken), 404)
    return _given(bundle, BYTES, A_WHILE)


def _current() -> Edition | None:
    try:
        return editions.find(editions.current())[0]
    except EditionMissing:
        return None


def _given(content: str | bytes, content_type: str, kept: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Cache-Control"] = kept
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _told(why: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{why}\n", status=status, content_type=TEXT)
    response.headers["Cache-Control"] = "no-store"
    return response
