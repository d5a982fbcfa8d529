"""Copy an edition from a site: the tables that an analysis reads, each checked against the manifest."""

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote, urlsplit

TABLES: Final = "tables/"
Fetch = Callable[[str], bytes]


class NotTheSame(Exception):
    """A file of an edition is not what its manifest says; keeps its path."""

    def __init__(self, path: str) -> None:
        """Keep the path."""
        super().__init__(f"the file {path} is not what the manifest of the edition says")
        self.path = path


def copy_tables(fetch: Fetch, name: str, url: str) -> Path:
    """Return the folder of a copy of an edition; what is there already, and still the same, is not fetched again."""
    folder = _place(url) / name
    manifest = fetch(f"/editions/{name}/manifest.json")
    files: dict[str, dict[str, Any]] = json.loads(manifest)["files"]
    for path, facts in files.items():
        if path.startswith(TABLES) and not _is(folder / path, facts["sha256"]):
            content = fetch(f"/editions/{name}/{path}")
            if ".." in PurePosixPath(path).parts or sha256(content).hexdigest() != facts["sha256"]:
                raise NotTheSame(path)
            _write(folder / path, content)
    _write(folder / "manifest.json", manifest)
    return folder


def _place(url: str) -> Path:
    """Return where copies of a site are kept: with what else may be thrown away."""
    kept = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(kept) / "bilan" / quote(urlsplit(url).netloc or "site", safe="")


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
