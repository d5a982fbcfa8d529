"""Make every run of the tests the same, on every machine and every day, and lend out ledgers.

Profiles of hypothesis: `gate` tries the same examples each time; `search` looks for new ones
(`./bilan test tests/properties --hypothesis-profile=search`).

Fixtures: `home` is an empty ledger on SQLite; `postgres()` makes a database that holds an empty ledger, on a server
that runs for the session, and returns its address; `postgres_home` is such a ledger; `each_home` is one on each
database in turn; `salts` gives the same salts in every run; `drafts` makes a small plan with a source, parties, an
indicator, a target and a statement.
"""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django.conf
import pytest
from django.db import connections
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker
from tests.once import made_once

from bench.engines import NoPostgres, programs_of_postgresql
from bilan.config.home import Home, open_home
from bilan.ledger.entries import Draft, read_content

settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile("gate")

Postgres = Callable[[], str]
WALKS = {"journeys", "browser", "gates"}


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Let accounts be made quickly: what is slow on purpose keeps guessers out, and tests know the password."""
    django.conf.settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _no_power_cuts() -> Iterator[None]:
    """Spare the wait for the disk, in this process: no test pulls the plug, and whoever is killed is another one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count branches where the rooms are tried one by one; a walk through the doors is quicker uncounted."""
    for item in items:
        if WALKS & set(item.path.parts):
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def _made_home(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """Make one empty ledger; copies of it are had faster."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch, _opened(folder, patch, django_db_blocker):
            pass

    return made_once(tmp_path_factory, "empty", make)


@pytest.fixture
def home(
    _made_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[Home]:
    shutil.copytree(_made_home, tmp_path / "home")
    with _opened(tmp_path / "home", monkeypatch, django_db_blocker) as opened:
        yield opened


@pytest.fixture(scope="session")
def _server() -> Iterator[Callable[[str, str], str]]:
    """Start a server that listens on a socket only; what is lent copies a database and returns the copy's address."""
    folder = Path(tempfile.mkdtemp(prefix="bilan-pg-"))
    # PostgreSQL refuses to run as root; the user "nobody" owns nothing else.
    root = sys.platform != "win32" and os.geteuid() == 0
    other: dict[str, Any] = {"user": "nobody", "extra_groups": []} if root else {}
    programs = _postgres_programs(other)
    if other:
        shutil.chown(folder, "nobody")

    def run(program: str, *arguments: str) -> None:
        line = [str(programs / program), *arguments]
        subprocess.run(line, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **other)

    def copy(name: str, made: str) -> str:
        run("createdb", "--host", str(folder), "--username", "owner", "--template", made, name)
        return f"postgresql://owner@/{name}?host={folder}"

    run("initdb", "--auth=trust", "--no-sync", "--username=owner", "--encoding=UTF8", "--locale=C", "data")
    run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", f"-k {folder} -h '' -c fsync=off")
    try:
        yield copy
    finally:
        run("pg_ctl", "stop", "-D", "data", "-m", "immediate")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres(
    _server: Callable[[str, str], str], tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Postgres:
    """Make one empty ledger on PostgreSQL; copies of it are had faster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BILAN_DATABASE", _server("made", "template1"))
        with _opened(tmp_path_factory.mktemp("made") / "home", patch, django_db_blocker):
            pass
    return lambda: _server(f"ledger_{next(_COUNT)}", "made")


@pytest.fixture
def postgres_home(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[Home]:
    monkeypatch.setenv("BILAN_DATABASE", postgres())
    with _opened(tmp_path / "home", monkeypatch, django_db_blocker) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def each_home(request: pytest.FixtureRequest) -> Home:
    name = {"sqlite": "home", "postgresql": "postgres_home"}[request.param]
    found = request.getfixturevalue(name)
    assert isinstance(found, Home)
    return found


@pytest.fixture
def salts() -> Callable[[], str]:
    numbers = itertools.count()
    return lambda: f"{next(numbers):022}"


@pytest.fixture
def drafts() -> list[Draft]:
    def draft(kind: str, key: str, **content: object) -> Draft:
        return Draft(read_content(kind, content), key=key, origin=f"test:{key}")

    return [
        draft("source", "src-press", publisher="TelQuel", source_kind="press", published_on="2012-08-09"),
        draft("party", "org-ministry", name="MCINT", party_kind="organisation"),
        draft("party", "org-court", name="Cour des comptes", party_kind="organisation", role="auditor"),
        draft("plan", "plan-mn", name={"fr": "Maroc Numeric 2013"}, starts_on="2009", ends_on="2013"),
        draft("node", "axis-2", parent="plan-mn", node_kind="axis", name={"fr": "Services publics"}),
        draft("indicator", "ind-egov", node="axis-2", name={"fr": "Services"}, unit="projects", measure="stock"),
        draft("target", "tgt-egov", indicator="ind-egov", value="89", unit="projects", version="original"),
        draft(
            "statement",
            "st-egov-2012",
            indicator="ind-egov",
            value="22",
            unit="projects",
            nature="declared",
            about="2012-08-08",
            said_on="2012-08-08",
            organisation="org-ministry",
            source="src-press",
            quotation="Près de 22 projets et services sont opérationnels",
        ),
    ]


_COUNT = itertools.count()


@contextmanager
def _opened(folder: Path, patch: pytest.MonkeyPatch, blocker: DjangoDbBlocker) -> Iterator[Home]:
    """Open a home as a program would; its connections are closed afterwards, and its place is forgotten."""
    patch.setenv("BILAN_HOME", str(folder))
    with blocker.unblock():
        yield open_home(folder)
        connections.close_all()


def _postgres_programs(other: dict[str, Any]) -> Path:
    """Return the folder of PostgreSQL's programs that can be run here; without any, skip the test."""
    try:
        return programs_of_postgresql(other)
    except NoPostgres:
        pytest.skip("no PostgreSQL can be started here")
