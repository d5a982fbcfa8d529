"""A home: made once, for its owner only, and never by mistake; settings that are declared once."""

import re
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from bilan.acts.recording import record
from bilan.config.declared import DECLARED, SECRET_FILE, database, read_setting
from bilan.config.home import Home, NoHome, open_home, write_once
from bilan.ledger.entries import Draft
from bilan.store import reading
from bilan.store.models import EntryRow

AT = datetime(2014, 9, 21, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
OPEN = "from bilan.config.home import open_home; open_home()"


def run(code: str, home: Path) -> subprocess.Popen[bytes]:
    environment = {"PYTHONPATH": str(ROOT / "src"), "BILAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": ""}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE)


def test_a_home_is_readable_by_its_owner_only(home: Home) -> None:
    made = open_home(home.folder.parent / "deep/new")
    assert made.folder.stat().st_mode & 0o777 == 0o700
    assert (made.folder / SECRET_FILE).stat().st_mode & 0o777 == 0o600


def test_a_home_is_opened_again_as_it_was(home: Home, drafts: list[Draft]) -> None:
    secret = (home.folder / SECRET_FILE).read_bytes()
    record(home, drafts, by="clerk", at=AT)
    assert open_home(home.folder) == home
    assert (home.folder / SECRET_FILE).read_bytes() == secret
    assert reading.size() == 8


def test_a_home_of_an_older_version_is_given_the_tables_of_this_one(home: Home) -> None:
    call_command("migrate", "usersessions", "zero", verbosity=0)
    assert "usersessions_usersession" not in connection.introspection.table_names()
    open_home(home.folder)
    assert "usersessions_usersession" in connection.introspection.table_names()


def test_a_process_turns_from_one_home_to_another(home: Home, drafts: list[Draft]) -> None:
    other = shutil.copytree(home.folder, home.folder.parent / "other")
    record(home, drafts, by="clerk", at=AT)
    open_home(other)
    assert reading.size() == 0
    open_home(home.folder)
    assert reading.size() == 8


def test_whoever_only_reads_makes_no_home_by_mistake(home: Home) -> None:
    nowhere = home.folder.parent / "nowhere"
    with pytest.raises(NoHome) as refused:
        open_home(nowhere, make=False)
    assert refused.value.folder == nowhere
    assert not nowhere.exists()
    assert open_home(home.folder, make=False) == home


def test_a_home_is_found_where_the_setting_says(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILAN_HOME", str(home.folder))
    monkeypatch.setenv("BILAN_ORIGIN", "example.org/plan")
    assert open_home() == Home(home.folder, "example.org/plan")


def test_two_processes_may_make_the_same_home_at_once(tmp_path: Path) -> None:
    both = [run(OPEN, tmp_path / "home") for _ in range(2)]
    assert [one.communicate()[1] for one in both] == [b"", b""]
    assert [one.returncode for one in both] == [0, 0]


def test_to_import_the_settings_makes_nothing(tmp_path: Path) -> None:
    reader = run("import bilan.config.settings", tmp_path / "home")
    assert reader.communicate()[1] == b""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("home")
def test_what_is_acknowledged_outlasts_a_cut_of_the_power_and_what_is_removed_is_overwritten() -> None:
    pragmas = {}
    with connection.cursor() as cursor:
        for name in ("journal_mode", "synchronous", "secure_delete"):
            cursor.execute(f"PRAGMA {name}")
            pragmas[name] = cursor.fetchone()[0]
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_numbers_are_the_addresses_of_rows(home: Home) -> None:
    with sqlite3.connect(home.folder / "ledger.sqlite3") as direct:
        indexes = direct.execute(f"PRAGMA index_list({EntryRow._meta.db_table})").fetchall()
    direct.close()
    assert [row[1] for row in indexes if row[3] == "pk"] == []


def test_a_secret_is_written_once_and_whole(tmp_path: Path) -> None:
    assert write_once(tmp_path / "key", "first")
    assert not write_once(tmp_path / "key", "second")
    assert (tmp_path / "key").read_text(encoding="ascii") == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_secret_that_another_process_wrote_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("first", encoding="ascii")
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert not write_once(tmp_path / "key", "second")
    assert (tmp_path / "key").read_text(encoding="ascii") == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_the_database_is_another_where_the_setting_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database(tmp_path)["NAME"] == str(tmp_path / "ledger.sqlite3")
    monkeypatch.setenv("BILAN_DATABASE", "postgresql://desk:pass%20word@db.example.org:5433/plan")
    found = database(tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert [found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "plan",
        "desk",
        "pass word",
        "db.example.org",
        5433,
    ]
    assert found["OPTIONS"] == {}


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILAN_HOME", "")
    assert read_setting("BILAN_HOME") == "var/bilan"


def test_every_setting_is_declared_once_and_every_declared_one_has_a_meaning() -> None:
    read = {
        name for path in (ROOT / "src").rglob("*.py") for name in re.findall(r"\bBILAN_[A-Z_]+\b", path.read_text())
    }
    names = [one.name for one in DECLARED]
    assert len(set(names)) == len(names)
    assert read <= set(names)
    assert all(one.meaning.endswith(".") for one in DECLARED)


def test_only_one_connection_is_open(home: Home) -> None:
    assert [one.alias for one in connections.all(initialized_only=True)] == ["default"]
    assert connection.settings_dict["NAME"] == str(home.folder / "ledger.sqlite3")
