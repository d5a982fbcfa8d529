"""The home of a ledger: its folder, its database, its files; opened once by each process."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from bilan.config.declared import SECRET_FILE, WAIT_SECONDS, database, read_setting

OWNER_ONLY: Final = 0o700
SECRET_BYTES: Final = 48


class NoHome(Exception):
    """There is no ledger in the folder; keeps the folder."""

    def __init__(self, folder: Path) -> None:
        """Say where it was looked for, and how to say otherwise."""
        super().__init__(f"there is no ledger in {folder}: start where it is, or set BILAN_HOME to its folder")
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of a ledger, and the name of its log where the settings give one."""

    folder: Path
    origin: str | None = None

    @property
    def key_file(self) -> Path:
        """Return the file of the key that signs checkpoints."""
        return self.folder / "log.key"

    @property
    def editions(self) -> Path:
        """Return the folder of what is published: editions, and the tiles of the log."""
        return self.folder / "editions"

    @property
    def evidence(self) -> Path:
        """Return the folder of the files that were filed, each under its digest."""
        return self.folder / "evidence"

    @property
    def uploads(self) -> Path:
        """Return the folder of the files of proposals that were uploaded: private, until they were decided on."""
        return self.folder / "uploads"

    @property
    def erasures(self) -> Path:
        """Return the file that says up to which redaction the files of the home are free of what was redacted."""
        return self.folder / "erasures"


def open_home(folder: Path | None = None, *, make: bool = True) -> Home:
    """Set Django up for the ledger of a folder, with its tables as this version needs them.

    Whoever only reads says ``make=False``: a wrong folder is then refused instead of becoming an empty ledger.
    Opening another home in the same process turns to that one.
    """
    place = (folder or Path(read_setting("BILAN_HOME"))).absolute()
    if not make and not (place / SECRET_FILE).exists():
        raise NoHome(place)
    place.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    with _alone(place):
        write_once(place / SECRET_FILE, secrets.token_urlsafe(SECRET_BYTES))
        _turn_to(place)
        _migrate()
    return Home(place, read_setting("BILAN_ORIGIN") or None)


def opened_home() -> Home:
    """Return the home that this process has opened."""
    return Home(Path(read_setting("BILAN_HOME")).absolute(), read_setting("BILAN_ORIGIN") or None)


def write_once(path: Path, text: str) -> bool:
    """Write a secret that only its owner may read, unless the file is there; tell whether it was written.

    The file appears whole or not at all, whenever the process dies.
    """
    if path.exists():
        return False
    descriptor, draft = mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a renaming, a link never takes the place of a file that another process has just made.
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        Path(draft).unlink()
    return True


def _turn_to(place: Path) -> None:
    import django
    from django.conf import settings
    from django.db import connections

    os.environ["BILAN_HOME"] = str(place)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bilan.config.settings"
    if not settings.configured:
        django.setup()
    settings.SECRET_KEY = read_setting("BILAN_SECRET_KEY") or (place / SECRET_FILE).read_text(encoding="ascii")
    settings.EMAIL_FILE_PATH = str(place / "mail")
    wanted = connections.configure_settings({"default": database(place)})["default"]
    if connections.settings["default"] != wanted:
        connections["default"].close()
        del connections["default"]
        connections.settings["default"] = wanted


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    if not _steps() <= MigrationRecorder(connection).applied_migrations().keys():
        call_command("migrate", verbosity=0, interactive=False)


@cache
def _steps() -> frozenset[tuple[str, str]]:
    """Return all steps by which this version makes its tables; they are read from disk once in a process."""
    from django.db.migrations.loader import MigrationLoader

    return frozenset(MigrationLoader(None).disk_migrations)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time set a home up; this lock is freed when its holder dies, on every system."""
    with closing(sqlite3.connect(folder / "setup.lock", timeout=WAIT_SECONDS, isolation_level=None)) as guard:
        guard.execute("BEGIN EXCLUSIVE")
        yield
