"""Lend out a terminal of 80 columns, and the demonstration as it was loaded once.

Fixtures: `bilan` runs a command line in this process and returns how it ended and what it printed; `demo` is the home
of the demonstration, to be read only; `desk` is a copy of it, to be written to; `browse` reads the site of a home as a
browser without a screen, `site` that of `demo`, `bare` that of an empty ledger; `recorded` loads a folder, or files by
kind, and returns the home.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker
from tests import once

from bilan.acts import loading, publishing
from bilan.cli.main import run
from bilan.config.home import Home, open_home
from bilan.exchange import formats

DEMO = Path(__file__).resolve().parents[2] / "demo/maroc-numeric-2013"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        """Return the answer to a program."""
        return json.loads(self.out)


Bilan = Callable[..., Ran]
Browse = Callable[[Path], Client]
Recorded = Callable[[Mapping[str, str] | Path], Path]


@pytest.fixture
def bilan(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[Bilan]:
    for name, value in {"COLUMNS": "80", "LC_ALL": "C", "NO_COLOR": "1", "BILAN_BY": "clerk"}.items():
        monkeypatch.setenv(name, value)
    for name in ("BILAN_HOME", "BILAN_DEBUG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def typed(*words: object) -> Ran:
        capsys.readouterr()
        code = run([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    with django_db_blocker.unblock():
        yield typed
        connections.close_all()


def demonstration(factory: pytest.TempPathFactory, empty: Path, blocker: DjangoDbBlocker) -> Path:
    """Load the demonstration, once for all processes; what the command prints besides is tried with the command."""

    def load(place: Path) -> None:
        shutil.copytree(empty, place)
        with pytest.MonkeyPatch.context() as patch, blocker.unblock():
            patch.setenv("BILAN_HOME", str(place))
            home, now = open_home(place), datetime.now(UTC)
            looked = loading.look(formats.read(DEMO), today=now.date())
            assert not loading.record_looked(home, looked, by="demo", at=now).refused
            publishing.publish(home, at=now)
            connections.close_all()

    return once.made_once(factory, "demonstration", load)


@pytest.fixture(scope="session")
def _loaded(tmp_path_factory: pytest.TempPathFactory, _made_home: Path, django_db_blocker: DjangoDbBlocker) -> Path:
    made = demonstration(tmp_path_factory, _made_home, django_db_blocker)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("demo") / "home"))


@pytest.fixture
def demo(_loaded: Path) -> Path:
    return _loaded


@pytest.fixture
def desk(_loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_loaded, tmp_path / "desk"))


@pytest.fixture
def browse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[Browse]:
    def opened(home: Path) -> Client:
        monkeypatch.setenv("BILAN_HOME", str(home))
        # Files under their own names: what their digests are is the storage's affair, and takes a second to find out.
        settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        settings.STATIC_ROOT = tmp_path
        open_home(home, make=False)
        return Client(raise_request_exception=True)

    with django_db_blocker.unblock():
        yield opened
        connections.close_all()


@pytest.fixture
def bare(home: Home, tmp_path: Path, settings: Settings) -> Client:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.STATIC_ROOT = tmp_path
    assert home.folder.exists()
    return Client()


@pytest.fixture
def site(demo: Path, browse: Browse) -> Client:
    return browse(demo)


@pytest.fixture(scope="session")
def _recorded() -> dict[str, Path]:
    """Keep the homes of what was recorded, by what was told."""
    return {}


@pytest.fixture
def recorded(
    bilan: Bilan,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    _made_home: Path,
    _recorded: dict[str, Path],
) -> Recorded:
    """Record once what several tests tell, and give each a copy."""

    def loaded(told: Mapping[str, str] | Path) -> Path:
        if repr(told) not in _recorded:
            folder = tmp_path_factory.mktemp("told") if isinstance(told, Mapping) else told
            for kind, text in told.items() if isinstance(told, Mapping) else ():
                (folder / f"{kind}.csv").write_text(text, encoding="utf-8")
            home = Path(shutil.copytree(_made_home, tmp_path_factory.mktemp("recorded") / "home"))
            assert bilan("load", folder, "--yes", "--home", home).code == 0
            assert bilan("edition", "build", "--home", home).code == 0
            connections.close_all()
            _recorded[repr(told)] = home
        return Path(shutil.copytree(_recorded[repr(told)], tmp_path / "recorded"))

    return loaded
