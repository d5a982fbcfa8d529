"""The editions of the home, opened once each, and the views of them that were looked at lately."""

import os
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from bilan.config.declared import read_setting
from bilan.report.view import View
from bilan.tables.editions import Edition, EditionMissing, open_edition
from bilan.tables.session import open_session

# So many pairs of dates are kept open by a worker; each holds the answers that were asked of it.
VIEWS: Final = 8


def home() -> Path:
    """Return the folder of the editions of the home that this process has opened."""
    return _home(read_setting("BILAN_HOME"), os.getcwd())  # noqa: PTH109 - a text is the key of what is kept


@lru_cache(maxsize=4)
def _home(folder: str, start: str) -> Path:
    return Path(start, folder, "editions")


def current() -> str:
    """Return the name of the newest edition."""
    path = f"{home()}/current"
    try:
        found = os.stat(path)  # noqa: PTH116 - each request comes here
    except FileNotFoundError as missing:
        raise EditionMissing("current") from missing
    return _current(path, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=4)
def _current(path: str, _file: int, _changed: int) -> str:
    return Path(path).read_text(encoding="utf-8").strip()


def find(name: str) -> tuple[Edition, str]:
    """Return an edition by its name or the first digits of it, and its stamp: it changes when its content does.

    The root alone would not do: a redaction takes content out of an edition and leaves its root.
    """
    if not name.isalnum():
        raise EditionMissing(name)
    manifest = f"{home()}/{name[:16]}/manifest.json"
    try:
        return _opened(manifest, os.stat(manifest).st_mtime_ns)  # noqa: PTH116 - each request comes here
    except FileNotFoundError:
        return _found(name)


def _found(name: str) -> tuple[Edition, str]:
    """Return the only edition whose name begins so."""
    matches = list(home().glob(f"{name[:16]}*/manifest.json"))
    if len(matches) != 1:
        raise EditionMissing(name)
    return _opened(str(matches[0]), matches[0].stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _opened(manifest: str, _changed: int) -> tuple[Edition, str]:
    path = Path(manifest)
    return open_edition(path.parents[1], path.parent.name), sha256(path.read_bytes()).hexdigest()[:24]


def listed() -> list[Edition]:
    """Return every edition, the longest first."""
    names = [path.parent.name for path in home().glob("*/manifest.json")]
    return sorted((find(name)[0] for name in names), key=lambda one: -one.size)


def view(edition: Edition, stamp: str, as_of: date, known_on: date) -> View:
    """Return an edition as of a day, as known on a day."""
    return _view(str(home()), edition.name, stamp, as_of, known_on)


@lru_cache(maxsize=VIEWS)
def _view(_home: str, name: str, _stamp: str, as_of: date, known_on: date) -> View:
    edition, _ = find(name)
    return View(open_session(edition, as_of=as_of, known_on=known_on))
