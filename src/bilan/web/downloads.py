"""Hand out the files of editions as they are, one by one or all in one."""

import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, Final

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from bilan.tables.editions import SIGNED, Edition, EditionMissing
from bilan.web import editions

TYPES: Final = {
    ".parquet": "application/vnd.apache.parquet",
    ".ndjson": "application/x-ndjson",
    ".json": "application/json",
    ".note": "text/plain; charset=utf-8",
    ".vkey": "text/plain; charset=utf-8",
}
TEXTS: Final = frozenset({"checkpoint"})
MEGABYTE: Final = 1 << 20
# A zip begins in the year 1980; every file in it bears that day, so that the same edition is the same bytes.
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
READABLE: Final = 0o644 << 16
# A redaction makes files anew under their names, so readers ask again; a tile holds hashes alone and stays.
ASK_AGAIN: Final = "public, max-age=60"
FOR_EVER: Final = "public, max-age=31536000, immutable"


def paths(edition: Edition) -> list[str]:
    """Return the path of every file of an edition, those that sign it first."""
    return [*SIGNED, *(path for path in sorted(edition.files) if path not in SIGNED)]


def place(edition: Edition, path: str) -> Path:
    """Return where a file of an edition lies."""
    return editions.home() / edition.name / path if path in SIGNED else edition.folder / path


def size(edition: Edition, path: str) -> int:
    """Return the bytes of a file of an edition."""
    told = edition.files.get(path, {}).get("bytes")
    return int(told) if told is not None else place(edition, path).stat().st_size


@require_safe
def file(request: HttpRequest, name: str, path: str) -> HttpResponseBase:
    """Hand out one file of an edition, if its manifest lists it."""
    edition, _ = _find(name)
    if path not in edition.files and path not in SIGNED:
        raise Http404(path)
    tag = f'"{digest(edition, path)}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponseNotModified(), tag, path)
    return _headed(FileResponse(place(edition, path).open("rb"), content_type=_type_of(path)), tag, path)


@require_safe
def whole(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out an edition in one file, made while it is sent: unpacked, it verifies offline."""
    edition, stamp = _find(name)
    tag = f'"{stamp}-zip"'
    if tag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponseNotModified(), tag, "zip")
    named = {"Content-Disposition": f'attachment; filename="bilan-{edition.name}.zip"'}
    files = ((f"bilan-{edition.name}/{path}", place(edition, path)) for path in paths(edition))
    return _headed(StreamingHttpResponse(zipped(files), content_type="application/zip", headers=named), tag, "zip")


class _Sink:
    """Where a zip is written to, and read from piece by piece; it cannot be gone back in."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    def take(self) -> bytes:
        taken = b"".join(self.pieces)
        self.pieces.clear()
        return taken


def zipped(files: Iterable[tuple[str, Path]]) -> Iterator[bytes]:
    """Give the bytes of a zip of files, never more than a megabyte of them at a time; nothing is pressed again."""
    sink: Any = _Sink()  # writes, and is no other file than that
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as made:
        for name, path in files:
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.external_attr = READABLE
            info.file_size = path.stat().st_size
            with path.open("rb") as read, made.open(info, "w") as written:
                for piece in iter(partial(read.read, MEGABYTE), b""):
                    written.write(piece)
                    yield sink.take()
    yield sink.take()


def _find(name: str) -> tuple[Edition, str]:
    try:
        return editions.find(name)
    except EditionMissing as missing:
        raise Http404(name) from missing


def digest(edition: Edition, path: str) -> str:
    """Return the SHA-256 of a file of an edition: as the manifest tells it, of the manifest itself as it lies there."""
    told = edition.files.get(path, {}).get("sha256")
    return str(told) if told else sha256(place(edition, path).read_bytes()).hexdigest()


def _type_of(path: str) -> str:
    name = PurePath(path)
    return "text/plain; charset=utf-8" if path in TEXTS else TYPES.get(name.suffix, "application/octet-stream")


def _headed(response: HttpResponseBase, tag: str, path: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = FOR_EVER if path.startswith("tile/") else ASK_AGAIN
    # What anyone may download, the page of another site may read as well.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
